"""The figures of a report as plain data: the shape that other systems read (`report --format json`)."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from activities.engine import BranchFigures, HeldDue, KindFigures, held_and_due
from branches.models import Branch, Court
from branches.selectors.organization import organization_on
from metrics.selectors.arithmetic import Answer
from metrics.selectors.reported import reported
from rectification.selectors.figures import kept_figures

# Figures of activities that the court itself held stand beside those of its branches.
WHOLE_COURT = "全院"


def report_figures(
    owner: Court | Branch,
    *,
    start: date,
    end: date,
    as_of: date,
    with_below: bool = False,
    opened: Collection[int] | None = None,
) -> dict[str, Any]:
    """Figures of a court or one branch in `start`..`end`, as of `as_of`; JSON-ready.

    `owner` is a court or branch that the caller may report on; `opened` are the ids of the courts whose branches are
    told one by one (None: all), of the others only sums. Rectification is everything opened by `as_of`, whatever the
    span; it is None where the court never registered a problem. Metrics are those that have a
    figure for the span.
    """
    court = owner.court if isinstance(owner, Branch) else owner
    answer = held_and_due(owner, start=start, end=end, as_of=as_of, with_below=with_below)
    organization = organization_on(owner, as_of, with_below=with_below)
    rectification = kept_figures(owner, as_of, with_below=with_below)
    metrics = reported(owner, start=start, end=end, with_below=with_below)
    return {
        "court": court.name,
        **({"branch": owner.name} if isinstance(owner, Branch) else {}),
        "start": start.isoformat(),
        "end": end.isoformat(),
        "as_of": as_of.isoformat(),
        "organization": {
            "branches": organization.branches,
            "groups": organization.groups,
            "members": organization.members,
            "probationary": organization.probationary,
        },
        "activities": {code: _kind(figures, answer, court, opened) for code, figures in answer.kinds.items()},
        "rectification": asdict(rectification) if rectification else None,
        "metrics": {answer.metric.name: _metric(answer) for answer in metrics},
        "unknown": [
            {"branch": _branch_name(branch, court), "what": f"{kind.code} {period.code}", "why": why}
            for branch, kind, period, why in answer.unknown()
            if _is_opened(branch.court_id, opened)
        ],
    }


def _kind(figures: KindFigures, answer: HeldDue, court: Court, opened: Collection[int] | None) -> dict[str, Any]:
    """The branches in their order, what the court itself held behind them: the same input prints the same bytes."""
    shown = {pk: branch for pk, branch in answer.branches.items() if _is_opened(branch.court_id, opened)}
    names: dict[int | None, str] = {pk: _branch_name(branch, court) for pk, branch in shown.items()}
    if _is_opened(court.pk, opened):
        names[None] = WHOLE_COURT
    branches = {name: _figures(figures.branches[pk]) for pk, name in names.items() if pk in figures.branches}
    return {**_figures(figures), "open": figures.open, "branches": branches}


def _is_opened(court_id: int, opened: Collection[int] | None) -> bool:
    return opened is None or court_id in opened


def _figures(figures: BranchFigures) -> dict[str, Any]:
    return {
        "held": figures.held,
        "due": figures.due,
        "periods_met": figures.met,
        "not_known": figures.not_known,
        "person_times": figures.person_times,
        "expected_person_times": figures.expected_person_times,
    }


def _metric(answer: Answer) -> dict[str, Any]:
    """Of several courts also how many of them have the figure, and how many not."""
    told: dict[str, Any] = {"value": _number(answer.number), "unit": answer.metric.shown_unit}
    if answer.metric.is_ratio:
        parts = {"numerator": _number(answer.numerator), "denominator": _number(answer.denominator)}
        told = {**parts, "percent": _number(answer.number)}
    if answer.courts:
        told |= {"courts": answer.courts, "courts_not_known": answer.courts_unknown}
    return told


def _number(value: Decimal | None) -> int | float | None:
    """Whole numbers as such."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _branch_name(branch: Branch, court: Court) -> str:
    """The branch's name; of a court below the one reported on, with that court's name before it."""
    return branch.name if branch.court_id == court.pk else f"{branch.court.name} {branch.name}"
