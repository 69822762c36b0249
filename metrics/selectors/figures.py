"""Figures as other apps and pages ask for them: of a court or a branch, a span, and the courts below."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from branches.models import Branch, Court
from core.dates import month_end
from metrics.choices import SUMMED
from metrics.models import FigureCorrection, Metric, MetricFigure
from metrics.periods import Period
from metrics.selectors.arithmetic import Answer, Change, added, answer_of, change_of


class Book:
    """Figures of one owner that are in force, read once for many questions."""

    def __init__(self, figures: Iterable[MetricFigure]) -> None:
        self._figures: defaultdict[int, list[MetricFigure]] = defaultdict(list)
        for each in figures:
            self._figures[each.metric_id].append(each)

    def of(self, metric: Metric) -> list[MetricFigure]:
        return self._figures.get(metric.pk, [])

    def all(self) -> list[MetricFigure]:
        return [each for figures in self._figures.values() for each in figures]

    def answer(self, metric: Metric, period: Period) -> Answer:
        return answer_of(metric, period, self.of(metric))


@dataclass(frozen=True)
class Changes:
    """A figure beside the same span of the year before (同比), and beside the span just before (环比)."""

    answer: Answer
    year: Change
    before: Change


@dataclass(frozen=True)
class OfCourts:
    """What each court says, the one asked for first, and all of them together."""

    total: Answer
    courts: list[tuple[Court, Answer]]


def figures_of(owner: Court | Branch, *, start: date | None = None, end: date | None = None) -> QuerySet[MetricFigure]:
    """What is in force of a branch, or of a court itself, that was fetched for somebody; within `start`..`end`."""
    rows = MetricFigure.objects.within(owner).filter(voided_at__isnull=True)
    if isinstance(owner, Court):
        rows = rows.filter(branch__isnull=True)
    return _between(rows, start, end).select_related("metric").order_by("start", "end", "pk")


def book_of(owner: Court | Branch, *, start: date | None = None, end: date | None = None) -> Book:
    return Book(figures_of(owner, start=start, end=end))


def figure_for(metric: Metric, owner: Court | Branch, *, start: date, end: date) -> Answer:
    """What the metric says of the span (1 query): selectors/arithmetic.py says how."""
    return book_of(owner, start=start, end=end).answer(metric, Period(start, end))


def change(metric: Metric, owner: Court | Branch, *, start: date, end: date) -> Changes:
    """The figure of a span with what it was a year before and the span before (1 query)."""
    return changes_in(book_of(owner, end=end), metric, Period(start, end))


def changes_in(book: Book, metric: Metric, period: Period) -> Changes:
    now, year, before = (book.answer(metric, each) for each in (period, period.year_before, period.before))
    return Changes(now, change_of(now, year), change_of(now, before))


def told_so_far(book: Book, metric: Metric, period: Period, on: date) -> Period:
    """The span itself; while it still runs on the day `on` and has no figure yet, its longest part from the start that
    has one: 1—10月 of a year in November. Of what never adds up a part says nothing of the whole."""
    if on >= period.end or not period.is_whole or metric.form not in SUMMED or book.answer(metric, period).is_known:
        return period
    ends = (month_end(period.start.year, period.start.month + more) for more in reversed(range(period.months - 1)))
    parts = (Period(period.start, end) for end in ends if end <= on)
    return next((part for part in parts if book.answer(metric, part).is_known), period)


def books_within(
    court: Court, *, with_below: bool, start: date | None = None, end: date | None = None
) -> dict[tuple[int, int | None], Book]:
    """(court, branch or None) → its figures (1 query)."""
    return _by_owner(_within(court, start, end, with_below=with_below))


def _within(court: Court, start: date | None, end: date | None, *, with_below: bool) -> QuerySet[MetricFigure]:
    rows = MetricFigure.objects.within(court, with_below=with_below).filter(voided_at__isnull=True)
    return _between(rows, start, end)


def _by_owner(rows: QuerySet[MetricFigure]) -> dict[tuple[int, int | None], Book]:
    found: defaultdict[tuple[int, int | None], list[MetricFigure]] = defaultdict(list)
    for each in rows.select_related("metric").order_by("start", "end", "pk"):
        found[each.court_id, each.branch_id].append(each)
    return {owner: Book(figures) for owner, figures in found.items()}


def figure_of_courts(metric: Metric, court: Court, *, start: date, end: date) -> OfCourts:
    """The figure of a court and of each below it, and their sum (2 queries)."""
    period = Period(start, end)
    rows = _within(court, start, end, with_below=True).filter(metric=metric, branch__isnull=True)
    books = _by_owner(rows)
    courts = [court, *Court.objects.within(court, with_below=True).exclude(pk=court.pk).order_by("path")]
    answers = court_answers(books, metric, period, courts)
    return OfCourts(added(metric, period, answers), list(zip(courts, answers, strict=True)))


def court_answers(
    books: Mapping[tuple[int, int | None], Book], metric: Metric, period: Period, courts: Iterable[Court]
) -> list[Answer]:
    """What each of the courts says of itself: an aggregate, which the courts above always see (domain.md 1)."""
    nothing = Book(())
    return [books.get((each.pk, None), nothing).answer(metric, period) for each in courts]


def _between(rows: QuerySet[MetricFigure], start: date | None, end: date | None) -> QuerySet[MetricFigure]:
    if start is not None:
        rows = rows.filter(start__gte=start)
    return rows if end is None else rows.filter(end__lte=end)


def listed(user: Any, court: Court) -> QuerySet[MetricFigure]:
    """All figures of a court and its branches that the user sees, voided ones too."""
    rows = MetricFigure.objects.visible_to(user).filter(court=court)
    return rows.select_related("metric", "branch", "entered_by")


def corrections_of(user: Any, figures: Iterable[MetricFigure]) -> QuerySet[FigureCorrection]:
    """What the figures said before, the newest first."""
    rows = FigureCorrection.objects.visible_to(user).filter(figure__in=[each.pk for each in figures])
    return rows.select_related("figure__metric", "corrected_by").order_by("-corrected_at", "-pk")
