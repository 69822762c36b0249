"""The metrics of a court as its committee sets them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from branches.models import Court
from core.access import allowed, ensure, requires
from core.editing import form_page, posted
from metrics.forms import MetricForm, VersionForm, initial_of
from metrics.models import Metric
from metrics.selectors.definitions import courts_of, metrics_of
from metrics.services import metric_add, metric_change, metric_resume, metric_retire
from metrics.views.common import court_of, crumbs_of, metric_address

TITLE = "指标设置"
MANAGE = "metrics.manage_metrics"


def _address(court: Court) -> str:
    return reverse("metrics:definitions", query={"court": court.pk})


def _crumbs(court: Court) -> list[tuple[str, str]]:
    return [*crumbs_of(court), (TITLE, _address(court))]


@requires(MANAGE)
def definition_list(request: HttpRequest) -> HttpResponse:
    """What the court has; its own ones lead to their form, the others to their figures."""
    court = court_of(request, MANAGE)
    metrics = metrics_of(court).select_related("court")
    context = {
        "court": court,
        "courts": courts_of(request.user),
        "rows": [(each, _link(request, each, court)) for each in metrics],
        "crumbs": crumbs_of(court),
        "new_url": reverse("metrics:definition_new", query={"court": court.pk}),
    }
    return render(request, "metrics/definition_list.html", context)


def _link(request: HttpRequest, metric: Metric, court: Court) -> str:
    if metric.court_id and allowed(request.user, MANAGE, metric):
        return reverse("metrics:definition", args=(metric.pk,))
    return metric_address(metric, court)


@requires(MANAGE, methods=("GET", "POST"))
def definition_new(request: HttpRequest) -> HttpResponse:
    court = court_of(request, MANAGE)
    form = MetricForm(posted(request))
    return form_page(
        request,
        form,
        lambda values: metric_add(court=court, facts=form.facts(), by=request.user),
        done=_address(court),
        said="已新设指标。",
        title="新设业务指标",
        state=f"{court}和下级法院使用",
        crumbs=_crumbs(court),
        back=_address(court),
    )


def _own(request: HttpRequest, pk: int) -> tuple[Metric, Court]:
    """A metric of a court that the user may set; those of the whole system are nobody's to change."""
    metric = get_object_or_404(Metric.objects.visible_to(request.user).select_related("court"), pk=pk)
    if metric.court is None:
        raise Http404
    ensure(request.user, MANAGE, metric)
    return metric, metric.court


@requires(MANAGE, methods=("GET", "POST"))
def definition_edit(request: HttpRequest, pk: int) -> HttpResponse:
    metric, court = _own(request, pk)
    form = MetricForm(posted(request), initial=initial_of(metric))

    def save(values: dict[str, Any]) -> Metric:
        return metric_change(metric=metric, version=values["version"] or 0, facts=form.facts(), by=request.user)

    return form_page(
        request,
        form,
        save,
        done=_address(court),
        said="已保存。",
        saved_row=lambda: _own(request, pk)[0],
        template="metrics/definition_form.html",
        title=f"修改指标：{metric}",
        state=f"{court}和下级法院使用",
        crumbs=_crumbs(court),
        back=_address(court),
        metric=metric,
    )


@requires(MANAGE, methods=("GET", "POST"))
def definition_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of use, or back."""
    metric, court = _own(request, pk)
    service = metric_retire if metric.is_active else metric_resume
    label = "停用" if metric.is_active else "恢复使用"
    notes = ["停用后不能再登记，已有的数据仍可查看，也仍计入报告。"] if metric.is_active else []
    return form_page(
        request,
        VersionForm(posted(request), initial={"version": metric.version}),
        lambda values: service(metric=metric, version=values["version"] or 0, by=request.user),
        done=_address(court),
        said=f"已{label}。",
        saved_row=lambda: _own(request, pk)[0],
        title=f"{label}：{metric}",
        notes=notes,
        submit_label=label,
        crumbs=_crumbs(court),
        back=reverse("metrics:definition", args=(pk,)),
    )
