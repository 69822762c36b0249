"""Asking an input about a court, as the computation does."""

from datetime import date
from typing import Any

from assessments.periods import Span
from assessments.scoring import Found
from assessments.selectors.inputs import Reading, input_of
from assessments.tests.factories import Q1
from branches.models import Branch, Court


def answers(
    owner: Court | Branch, code: str, span: Span = Q1, as_of: date | None = None, *, below: bool = False, **params: Any
) -> dict[int, Found]:
    """Branch → what the input gives, by default as of the span's last day."""
    return input_of(code).read(Reading(owner, span, as_of or span.end, below), **params)


def answer(branch: Branch, code: str, span: Span = Q1, as_of: date | None = None, **params: Any) -> Found | None:
    """What it gives for one branch of its court; None where it doesn't apply."""
    return answers(branch.court, code, span, as_of, **params).get(branch.pk)


def parts(found: Found | None) -> tuple[int, int | None, int]:
    """Met, due, not known."""
    assert found is not None
    return found.met, found.due, found.unknown
