"""Entering, correcting and voiding a figure."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from branches.models import Branch, Court
from core.access import ensure, requires
from core.clock import now, today
from core.dates import months_after
from core.editing import form_page, posted
from metrics.forms import FigureForm, VoidForm, with_plain_numbers
from metrics.models import Metric, MetricFigure
from metrics.periods import Period, month_of
from metrics.selectors.definitions import branches_of, courts_of, metrics_of
from metrics.selectors.figures import figures_of
from metrics.services import figure_enter, figure_void
from metrics.views.common import (
    branch_asked,
    court_of,
    crumbs_of,
    figure_address,
    figure_of,
    list_address,
    metric_address,
    metric_of,
    number,
)
from metrics.wording import exact

FORM = "metrics/figure_form.html"


@requires("metrics.enter_figures", methods=("GET", "POST"))
def figure_new(request: HttpRequest) -> HttpResponse:
    """A figure of `metric=`, of the court or of `branch=`; the span that follows the last one is proposed."""
    court = court_of(request, "metrics.enter_figures")
    metrics = list(metrics_of(court).filter(is_active=True))
    metric, branch = _metric_asked(request, court, metrics), branch_asked(request, court)
    form = FigureForm(posted(request), metric=metric, initial=_proposed(metric, branch or court))

    def save(values: dict[str, Any]) -> MetricFigure:
        facts = {"facts": form.facts(), "version": values["version"] or 0, "reason": values["reason"]}
        return figure_enter(metric=metric, court=court, branch=branch, by=request.user, at=now(), **facts)

    return form_page(
        request,
        form,
        save,
        done=lambda made: metric_address(metric, court, branch, year=made.end.year, span=made.period.code),
        said=lambda made: f"已登记：{made.period.label}{metric} {exact(metric, made.number)}。",
        saved_row=lambda: with_plain_numbers(_owner_rows(branch or court, metric, form.period).get()),
        template=FORM,
        title=f"登记业务数据：{metric}",
        state=metric.description,
        crumbs=crumbs_of(court),
        back=list_address(court),
        metric=metric,
        metrics=metrics,
        branch=branch,
        branches=branches_of(request.user, court),
        court=court,
        courts=courts_of(request.user),
    )


def _metric_asked(request: HttpRequest, court: Court, metrics: list[Metric]) -> Metric:
    """The one that is named; else the one that was entered last, or the first there is."""
    if asked := request.GET.get("metric", ""):
        return metric_of(court, number(asked))
    last = MetricFigure.objects.within(court).filter(metric__in=metrics).order_by("-entered_at", "-pk").first()
    return next(each for each in metrics if last is None or each.pk == last.metric_id)


def _owner_rows(owner: Court | Branch, metric: Metric, period: Period) -> Any:
    return figures_of(owner).filter(metric=metric, start=period.start, end=period.end)


def _proposed(metric: Metric, owner: Court | Branch) -> dict[str, Any]:
    """The next span after the last one, from the same source; at first the last month that is over."""
    last = figures_of(owner).filter(metric=metric).order_by("end", "start").last()
    period = last.period.following if last else month_of(months_after(today(), -1))
    return {"year": period.end.year, "span": period.code, "source": last.source if last else ""}


@requires("metrics.enter_figures", methods=("GET", "POST"))
def figure_correct(request: HttpRequest, pk: int) -> HttpResponse:
    figure = figure_of(request, pk)
    ensure(request.user, "metrics.enter_figures", figure)
    initial = {name: getattr(figure, name) for name in ("version", "source", "note")}
    numbers = with_plain_numbers(figure_of(request, pk))
    for name in ("numerator", "denominator", "value"):
        initial[name] = getattr(numbers, f"get_{name}_display", lambda: "")()
    form = FigureForm(posted(request), metric=figure.metric, figure=figure, initial=initial)

    def save(values: dict[str, Any]) -> MetricFigure:
        owner = {"metric": figure.metric, "court": figure.court, "branch": figure.branch}
        facts = {"facts": form.facts(), "version": values["version"] or 0, "reason": values["reason"]}
        return figure_enter(**owner, **facts, by=request.user, at=now())

    return form_page(
        request,
        form,
        save,
        done=figure_address(figure),
        said="已更正，原来的数保留在下面。",
        saved_row=lambda: with_plain_numbers(figure_of(request, pk)),
        template=FORM,
        title=f"更正：{figure}",
        state=f"{figure.court}，{figure.whom}",
        crumbs=[*crumbs_of(figure.court), (str(figure), figure_address(figure))],
        back=figure_address(figure),
        metric=figure.metric,
        submit_label="更正",
    )


@requires("metrics.enter_figures", methods=("GET", "POST"))
def figure_retract(request: HttpRequest, pk: int) -> HttpResponse:
    figure = figure_of(request, pk)
    ensure(request.user, "metrics.enter_figures", figure)

    def save(values: dict[str, Any]) -> MetricFigure:
        version, reason = values["version"] or 0, values["reason"]
        return figure_void(figure=figure, version=version, reason=reason, by=request.user, at=now())

    return form_page(
        request,
        VoidForm(posted(request), initial={"version": figure.version}),
        save,
        done=figure_address(figure),
        said="已作废。",
        saved_row=lambda: figure_of(request, pk),
        title=f"作废：{figure}",
        state=f"{figure.whom}，{exact(figure.metric, figure.number)}",
        crumbs=[*crumbs_of(figure.court), (str(figure), figure_address(figure))],
        submit_label="作废",
        back=figure_address(figure),
    )
