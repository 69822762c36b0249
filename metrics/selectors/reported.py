"""Every metric that says something of a span, as reports print them."""

from datetime import date

from branches.models import Branch, Court
from metrics.periods import Period
from metrics.selectors.arithmetic import Answer, added
from metrics.selectors.definitions import metrics_of
from metrics.selectors.figures import book_of, books_within, court_answers


def reported(owner: Court | Branch, *, start: date, end: date, with_below: bool = False) -> list[Answer]:
    """What is known of the span, in the metrics' order; of a court with those below it the sums (3 queries)."""
    court = owner.court if isinstance(owner, Branch) else owner
    period, metrics = Period(start, end), metrics_of(court)
    if isinstance(owner, Branch) or not with_below:
        book = book_of(owner, start=start, end=end)
        answers = [book.answer(metric, period) for metric in metrics]
    else:
        courts = Court.objects.within(owner, with_below=True).order_by("path")
        books = books_within(owner, with_below=True, start=start, end=end)
        asked = list(courts)
        answers = [added(metric, period, court_answers(books, metric, period, asked)) for metric in metrics]
    return [answer for answer in answers if answer.is_known]
