"""A metric's course over time: spans of one length, one after the other."""

from collections import Counter

from metrics.choices import Length
from metrics.models import Metric
from metrics.periods import Period
from metrics.selectors.arithmetic import Answer
from metrics.selectors.figures import Book

MOST_POINTS = 24


def latest_of(book: Book, metric: Metric) -> Period | None:
    """The span that was reported last; of those that end together the longest."""
    spans = [each.period for each in book.of(metric)]
    return max(spans, key=lambda span: (span.end, span.months), default=None)


def course_of(book: Book, metric: Metric, until: Period) -> list[Answer]:
    """The last figures up to a span, as long as it is; of a length that nobody reports, of the one reported most.

    A span between two that are told is there, too, known or not.
    """
    spans = [each.period for each in book.of(metric) if each.end <= until.end]
    length = until.length
    if length in (None, Length.CUMULATIVE) or all(span.length != length for span in spans):
        counted = Counter(span.length for span in spans if span.length != Length.CUMULATIVE)
        length = counted.most_common(1)[0][0] if counted else None
    same = [span for span in spans if length and span.length == length]
    if not same:
        return [book.answer(metric, span) for span in sorted(spans, key=lambda span: span.end)[-MOST_POINTS:]]
    first, last = min(same), max(same)
    found = [last]
    while found[-1] != first and len(found) < MOST_POINTS:
        found.append(found[-1].before)
    return [book.answer(metric, span) for span in reversed(found)]
