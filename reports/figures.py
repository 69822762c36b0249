"""The figures of a report as plain data: the shape that other systems read (`report --format json`)."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from activities.engine import BranchFigures, HeldDue, KindFigures, held_and_due
from branches.models import Branch, Court
from branches.selectors.organization import organization_on
from core.errors import Refused
from metrics.periods import Period
from metrics.selectors.arithmetic import Answer, Change
from metrics.selectors.definitions import metrics_of
from metrics.selectors.figures import Book, Changes, book_of, changes_in
from metrics.selectors.reported import reported
from rectification.selectors.figures import kept_figures
from reports.selectors.below_sums import Asked, KeptSums
from reports.selectors.named.subtree import MOST_ASKED, as_kinds, branches_below, comparable
from reports.selectors.stale import waits

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
    with_metrics: bool = True,
) -> dict[str, Any]:
    """Figures of a court or one branch in `start`..`end`, as of `as_of`; JSON-ready.

    `owner` is a court or branch that the caller may report on; `opened` are the ids of the courts whose branches are
    told one by one (None: all), of the others only sums. Rectification is everything opened by `as_of`, whatever the
    span; it is None where the court never registered a problem. Metrics are those that have a
    figure for the span.
    """
    court = owner.court if isinstance(owner, Branch) else owner
    answer = held_and_due(owner, start=start, end=end, as_of=as_of, with_below=with_below)
    kinds = comparable(court, answer.kinds) if with_below else answer.kinds
    rectification = kept_figures(owner, as_of, with_below=with_below)
    return {
        "court": court.name,
        **({"branch": owner.name} if isinstance(owner, Branch) else {}),
        "start": start.isoformat(),
        "end": end.isoformat(),
        "as_of": as_of.isoformat(),
        "organization": asdict(organization_on(owner, as_of, with_below=with_below)),
        "activities": {code: _kind(figures, answer, court, opened) for code, figures in kinds.items()},
        "rectification": asdict(rectification) if rectification else None,
        **({"metrics": _metrics(owner, start, end, with_below=with_below)} if with_metrics else {}),
        "unknown": [
            {"branch": _branch_name(branch, court), "what": f"{kind.code} {period.code}", "why": why}
            for branch, kind, period, why in answer.unknown()
            if kind.code in kinds and _is_opened(branch.court_id, opened)
        ],
    }


def sums_with_below(court: Court, asked: Asked, *, with_metrics: bool) -> dict[str, Any]:
    """The same of a court with all those below it, without branches, as the page of sums has it: from the roll-up, with
    the moment at which it was counted. Raises Refused where the engine would have to ask too many branches."""
    kept = KeptSums.of(court, asked) if asked.is_kept else None
    if kept:
        kinds, organization = as_kinds(court, kept.whole.kinds), kept.whole.organization
    else:
        _ensure_few(court, asked)
        answer = held_and_due(court, start=asked.start, end=asked.end, as_of=asked.as_of, with_below=True)
        kinds, organization = comparable(court, answer.kinds), organization_on(court, asked.as_of, with_below=True)
    rectification = kept_figures(court, asked.as_of, with_below=True)
    return {
        "court": court.name,
        "start": asked.start.isoformat(),
        "end": asked.end.isoformat(),
        "as_of": asked.as_of.isoformat(),
        "organization": asdict(organization),
        "activities": {
            code: {**_figures(figures), "open": figures.open, "branches": {}} for code, figures in kinds.items()
        },
        "rectification": asdict(rectification) if rectification else None,
        **({"metrics": _metrics(court, asked.start, asked.end, with_below=True)} if with_metrics else {}),
        "unknown": [],
        "refreshed_at": kept.refreshed_at if kept else None,
        "is_waiting": kept is not None and waits(court, asked.today),
    }


def _ensure_few(court: Court, asked: Asked) -> None:
    branches = branches_below(court)
    if branches <= MOST_ASKED:
        return
    if asked.is_kept:
        raise Refused("下级法院的汇总数正在统计，请过几分钟再读取。", field="with_below")
    raise Refused(
        f"本院和下级法院共有 {branches} 个党支部，只提供近三年内、同一年度整月的汇总数，"
        "截至日期为今天或者某月最后一天。请调整时段和 as_of，或者逐个法院读取。",
        field="as_of",
    )


def _kind(figures: KindFigures, answer: HeldDue, court: Court, opened: Collection[int] | None) -> dict[str, Any]:
    """The branches in their order, what the court itself held behind them: the same input prints the same bytes."""
    shown = {pk: branch for pk, branch in answer.branches.items() if _is_opened(branch.court_id, opened)}
    names: dict[int | None, str] = {pk: _branch_name(branch, court) for pk, branch in shown.items()}
    if _is_opened(court.pk, opened):
        # A branch may be called so.
        names[None] = WHOLE_COURT if WHOLE_COURT not in names.values() else f"{WHOLE_COURT}（法院）"
    branches = {name: _figures(figures.branches[pk]) for pk, name in names.items() if pk in figures.branches}
    return {**_figures(figures), "open": figures.open, "branches": branches}


def _is_opened(court_id: int, opened: Collection[int] | None) -> bool:
    return opened is None or court_id in opened


def _figures(figures: BranchFigures | KindFigures) -> dict[str, Any]:
    return {
        "held": figures.held,
        "due": figures.due,
        "periods_met": figures.met,
        "not_known": figures.not_known,
        "person_times": figures.person_times,
        "expected_person_times": figures.expected_person_times,
    }


def _metrics(owner: Court | Branch, start: date, end: date, *, with_below: bool) -> dict[str, Any]:
    answers = reported(owner, start=start, end=end, with_below=with_below)
    return {answer.metric.name: _metric(answer) for answer in answers}


def _metric(answer: Answer) -> dict[str, Any]:
    """Of several courts also how many of them have the figure, and how many not."""
    told: dict[str, Any] = {"value": _number(answer.number), "unit": answer.metric.shown_unit}
    if answer.metric.is_ratio:
        parts = {"numerator": _number(answer.numerator), "denominator": _number(answer.denominator)}
        told = {**parts, "percent": _number(answer.number)}
    if answer.courts:
        told |= {"courts": answer.courts, "courts_not_known": answer.courts_unknown}
    return told


def metric_figures(court: Court, *, start: date, end: date) -> list[dict[str, Any]]:
    """What each metric says of whole months of a court itself, beside the year before and the span before; JSON-ready
    (2 queries). One that is not in use stands there where it has a figure."""
    book, period = book_of(court, end=end), Period(start, end)
    found = [changes_in(book, metric, period) for metric in metrics_of(court)]
    return [_compared(each, book) for each in found if each.answer.is_known or each.answer.metric.is_active]


def _compared(changes: Changes, book: Book) -> dict[str, Any]:
    answer = changes.answer
    metric = answer.metric
    parts = {
        "numerator_name": metric.numerator_name,
        "denominator_name": metric.denominator_name,
        "parts_unit": metric.unit,
    }
    sources = (each.source for each in book.of(metric) if each.pk in answer.figures and each.source)
    return {
        "name": metric.name,
        "form": metric.form,
        "unit": metric.shown_unit,
        **_metric(answer),
        **(parts if metric.is_ratio else {}),
        "year_before": _change(changes.year),
        "span_before": _change(changes.before),
        "sources": list(dict.fromkeys(sources)),
        "unknown": answer.why,
    }


def _change(change: Change) -> dict[str, Any]:
    period = change.before.period
    return {
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "figure": _number(change.before.number),
        "change": _number(change.amount),
        "unit": change.unit,
    }


def _number(value: Decimal | None) -> int | float | None:
    """Whole numbers as such."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _branch_name(branch: Branch, court: Court) -> str:
    """The branch's name; of a court below the one reported on, with that court's name before it."""
    return branch.name if branch.court_id == court.pk else f"{branch.court.name} {branch.name}"
