"""One metric: what it says of a span, how that changed, its course, the courts below, the figures behind it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from branches.models import Branch, Court
from core.access import requires
from core.clock import today
from core.dates import months_after
from core.listing import page_of_list
from metrics.charts import trend_chart
from metrics.choices import SUMMED
from metrics.forms import SpanForm
from metrics.models import Metric, MetricFigure
from metrics.periods import Period, month_of
from metrics.selectors.arithmetic import Answer, Change, sum_beside
from metrics.selectors.course import course_of, latest_of
from metrics.selectors.definitions import courts_of
from metrics.selectors.figures import Book, book_of, changes_in, corrections_of, figure_of_courts
from metrics.views.common import branch_asked, court_of, crumbs_of, figure_address, list_address, metric_of
from metrics.wording import exact, fraction, signed, told

MOST_ROWS = 24
MOST_CORRECTIONS = 10


@requires("metrics.view_figures")
def metric_detail(request: HttpRequest, pk: int) -> HttpResponse:
    court = court_of(request, "metrics.view_figures")
    metric, branch = metric_of(court, pk), branch_asked(request, court)
    book = book_of(branch or court)
    period = _period(request, court, book, metric)
    figures = book.of(metric)
    newest = sorted(figures, key=lambda each: (each.end, each.start), reverse=True)
    of_owner = {"court": court.pk, **({"branch": branch.pk} if branch else {})}
    context = {
        "metric": metric,
        "court": court,
        "courts": courts_of(request.user),
        "span_form": SpanForm(_asked(branch, period), user=request.user, court=court),
        "period": period,
        "cards": _cards(book, metric, period),
        "doubt": _doubt(metric, period, figures),
        "chart": trend_chart(metric, course_of(book, metric, period)),
        "below": None if branch else _below(request, metric, court, period),
        "rows": [(each, _line(metric, each), figure_address(each)) for each in newest[:MOST_ROWS]],
        "corrections": corrections_of(request.user, figures)[:MOST_CORRECTIONS],
        "list_url": list_address(court, metric=metric.pk, branch=branch.pk if branch else "court"),
        "new_url": reverse("metrics:new", query={**of_owner, "metric": metric.pk}) if metric.is_active else "",
        "crumbs": crumbs_of(court),
    }
    return render(request, "metrics/metric_detail.html", context)


def _asked(branch: Branch | None, period: Period) -> dict[str, Any]:
    return {"branch": branch.pk if branch else "", "year": period.end.year, "span": period.code}


def _period(request: HttpRequest, court: Court, book: Book, metric: Metric) -> Period:
    """The span that is asked for, else the one reported last, else the last month."""
    form = SpanForm(request.GET, user=request.user, court=court)
    latest = latest_of(book, metric) or month_of(months_after(today(), -1))
    if not form.is_valid():
        return latest
    year, span = form.cleaned_data["year"], form.cleaned_data["span"]
    if not (year or span):
        return latest
    return Period.named(year or latest.end.year, span or latest.code)


def _cards(book: Book, metric: Metric, period: Period) -> list[dict[str, str]]:
    changes = changes_in(book, metric, period)
    cards = [_card(period.label, changes.answer)]
    cards += [_change_card("同比", changes.year), _change_card("环比", changes.before)]
    since = min((each.start for each in book.of(metric)), default=period.start)
    if metric.form in SUMMED and not metric.is_stock and since.year < period.end.year:
        whole = book.answer(metric, Period(since, period.end))
        if whole.is_known:
            month = "" if since.month == 1 else f"{since.month}月"
            cards.append(_card(f"{since.year}年{month}以来", whole))
    return cards


def _doubt(metric: Metric, period: Period, figures: list[MetricFigure]) -> str:
    """Where a span was entered and its parts, too, and they do not agree."""
    beside = sum_beside(metric, period, figures)
    if beside is None or beside.number is None:
        return ""
    parts = fraction(beside.numerator, beside.denominator)
    shown = f"{exact(metric, beside.number)}（{parts}）" if parts else exact(metric, beside.number)
    return f"{period.label}另有 {len(beside.figures)} 个时段的数，相加是 {shown}，与这里登记的不一致，请核对。"


def _card(label: str, answer: Answer) -> dict[str, str]:
    number = answer.number
    if number is None:
        return {"label": label, "number": "不详", "note": answer.why, "exact": ""}
    parts = fraction(answer.numerator, answer.denominator)
    added = f"由 {len(answer.figures)} 个时段相加" if answer.is_sum and not answer.courts else ""
    note = "，".join(filter(None, (parts, added)))
    return {"label": label, "number": told(answer.metric, number), "note": note, "exact": exact(answer.metric, number)}


def _change_card(label: str, change: Change) -> dict[str, str]:
    before = change.before
    note = f"{before.period.label}：{told(before.metric, before.number)}"
    if change.amount is None:
        return {"label": label, "number": "不详", "note": before.why or note, "exact": ""}
    return {"label": label, "number": signed(change.amount), "unit": change.unit, "note": note, "exact": ""}


def _line(metric: Metric, figure: Any) -> dict[str, str]:
    return {
        "number": told(metric, figure.number),
        "exact": exact(metric, figure.number),
        "parts": fraction(figure.numerator, figure.denominator),
    }


def _below(request: HttpRequest, metric: Metric, court: Court, period: Period) -> dict[str, Any] | None:
    """A page of the courts with what each says, where there are courts below."""
    found = figure_of_courts(metric, court, start=period.start, end=period.end)
    if len(found.courts) == 1:
        return None
    page = page_of_list(request, found.courts)
    lines = []
    for each, answer in page.rows:
        number = told(metric, answer.number)
        lines.append((each, number, fraction(answer.numerator, answer.denominator), answer.why))
    total = found.total
    card = _card(f"{period.label}本院和下级法院合计", total)
    unknown = f"不详 {total.courts_unknown} 家" if total.courts_unknown else ""
    words = "，".join(filter(None, (card["note"], f"{total.courts} 家法院有数据", unknown)))
    return {"lines": lines, "page": page, "card": card, "words": words}
