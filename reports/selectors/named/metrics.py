"""业务指标: what the court entered of its business, with the figures that a ratio is made of and its changes."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse

from branches.models import Court
from metrics.models import Metric
from metrics.periods import Period
from metrics.selectors.arithmetic import Answer, Change, added
from metrics.selectors.definitions import metrics_of
from metrics.selectors.figures import Changes, book_of, books_within, changes_in, court_answers, told_so_far
from reports.selectors.named.registry import CHANGE, Asked, NamedFigure, Number, source

# Numerator and denominator.
Parts = tuple[Number | None, Number | None]


@source("业务指标")
def metrics(asked: Asked) -> Iterator[NamedFigure]:
    """`结案率`, `结案率·审执结案件`, `结案率·同比` … (3 queries at most)."""
    period = Period(asked.start, asked.end)
    found = list(metrics_of(asked.court))
    if asked.with_below:
        yield from _of_courts(asked, found, period)
        return
    book = book_of(asked.owner, end=asked.end)
    for metric in found:
        told = told_so_far(book, metric, period, asked.as_of)
        changes = changes_in(book, metric, told)
        if _is_told(metric, changes.answer):
            yield from _of_one(asked, metric, changes, is_running=told != period)


def _is_told(metric: Metric, answer: Answer) -> bool:
    """What was taken out of use still counts for the days on which figures of it were entered."""
    return metric.is_active or answer.is_known


def _of_one(asked: Asked, metric: Metric, changes: Changes, *, is_running: bool) -> Iterator[NamedFigure]:
    """`is_running`: of the part that is known of a span that still runs; none like it comes just before."""
    answer = changes.answer
    url = _url_of_branch(answer) if asked.branch else _url(asked, metric, answer.period)
    why = f"只有{answer.period.words}的数据" if is_running else answer.why
    yield from _figures(metric, url, answer.number, (answer.numerator, answer.denominator), why)
    for name, change, lacking in (
        ("同比", changes.year, _no_change(changes.year)),
        ("环比", changes.before, "时段还没有结束" if is_running else _no_change(changes.before)),
    ):
        yield NamedFigure(
            f"{metric.name}·{name}",
            None if lacking else change.amount,
            f"{CHANGE}{change.unit}",
            "" if asked.branch else url,
            lacking,
            of=metric.name,
            is_own=metric.court_id is not None,
        )


def _no_change(change: Change) -> str:
    return "" if change.amount is not None else change.before.why or "对比的时段为 0"


def _of_courts(asked: Asked, found: list[Metric], period: Period) -> Iterator[NamedFigure]:
    """What the court and all those below it say together, and how many of them said anything."""
    courts = list(Court.objects.within(asked.court, with_below=True).order_by("path"))
    books = books_within(asked.court, with_below=True, start=period.start, end=period.end)
    for metric in found:
        total = added(metric, period, court_answers(books, metric, period, courts))
        if _is_told(metric, total):
            parts = (total.numerator, total.denominator)
            yield from _figures(metric, _url(asked, metric, period), total.number, parts, _lacking(total))


def _lacking(total: Answer) -> str:
    if not total.is_known or not total.courts_unknown:
        return total.why
    return f"{total.courts + total.courts_unknown} 个法院中 {total.courts} 个有数据"


def _figures(metric: Metric, url: str, number: Number | None, parts: Parts, why: str) -> Iterator[NamedFigure]:
    is_own = metric.court_id is not None
    yield NamedFigure(metric.name, number, metric.shown_unit, url, why, is_own=is_own)
    if metric.is_ratio:
        for name, value in zip((metric.numerator_name, metric.denominator_name), parts, strict=True):
            yield NamedFigure(f"{metric.name}·{name}", value, metric.unit, url, why, of=metric.name, is_own=is_own)


def _url_of_branch(answer: Answer) -> str:
    """The figure that was entered: the metric's course is the committee's. What was added up has no page of its own."""
    return "" if answer.is_sum or not answer.figures else reverse("metrics:figure", args=answer.figures)


def _url(asked: Asked, metric: Metric, period: Period) -> str:
    """The metric's course, with the figures of the span."""
    query = {"court": asked.court.pk, "year": period.end.year, "span": period.code}
    return f"{reverse('metrics:metric', args=[metric.pk])}?{urlencode(query)}"
