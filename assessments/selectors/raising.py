"""What would raise a branch's score: what it has still to do, with the points that each thing carries. Never people."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from assessments.choices import Shape
from assessments.periods import Span
from assessments.rulebook import Line, Rulebook
from assessments.scoring import ZERO, Found, Rule, score
from assessments.selectors.compute import Result, score_branches
from assessments.selectors.inputs import Reading, input_of
from assessments.selectors.obligations import Asked, Obligation, obligations_of
from branches.models import Branch


@dataclass(frozen=True)
class Chance:
    """An obligation and the points that it still carries under the court's standard."""

    line: Line
    what: Obligation
    points: Decimal


def worth(rule: Rule, found: Found) -> Decimal:
    """What the next thing done brings: of a share one part, of steps the next step, of yes or no all of it.

    `found`: as it would be at the end if nothing more were done."""
    stands = score(rule, found).points or ZERO
    for more in range(1, (found.due or 0) - found.met + 1):
        gained = (score(rule, replace(found, met=found.met + more)).points or ZERO) - stands
        if gained > 0:
            return gained
    return ZERO


def chances(user: Any, branch: Branch, book: Rulebook, spans: tuple[Span, Span], on: date) -> list[Chance]:
    """The most points first, then what is due first. `spans`: the running quarter and year. Yearly indicators are
    asked of the year, all others of the quarter."""
    found = [*_of_span(user, branch, book, spans[0], on), *_of_span(user, branch, book, spans[1], on)]
    return sorted(found, key=lambda each: (-each.points, each.what.due_on or date.max, each.line.code))


def _of_span(user: Any, branch: Branch, book: Rulebook, span: Span, on: date) -> Iterator[Chance]:
    """How it would stand at the span's end if nothing more were done, and what can still be done until then."""
    at_the_end = Reading(branch, span, span.end)
    asked = Asked(user, branch, span, on)
    for line in book.lines:
        if line.yearly is not span.is_year or not line.input:
            continue
        if input_of(line.input).shape not in (Shape.PARTS, Shape.FACT):
            continue
        found = at_the_end.answer(line.key).get(branch.pk)
        if found is None or found.why or found.met >= (found.due or 0):
            continue
        for what in obligations_of(asked, line.input, line.params):
            points = worth(line.rule, found)
            if points:
                yield Chance(line, what, min(points * what.count, line.of))


def live(branch: Branch, book: Rulebook, span: Span, on: date) -> Result | None:
    """The scores of a running span as of a day, nothing stored; None for a branch that is not there."""
    return next(score_branches(Reading(branch, span, on), {branch.court_id: book}), None)
