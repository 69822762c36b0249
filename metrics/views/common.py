"""What the pages of metrics share: which court, metric and figure are asked for, and addresses."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from branches.models import Branch, Court
from core.access import ensure
from metrics.models import Metric, MetricFigure
from metrics.selectors.definitions import branches_of, courts_of, metrics_of

TITLE = "业务指标"


def number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def court_of(request: HttpRequest, permission: str) -> Court:
    """The court that `court=` names among those whose committee the user is of, else the first of them."""
    courts, asked = courts_of(request.user), request.GET.get("court", "")
    found = get_object_or_404(courts, pk=number(asked)) if asked else courts.first()
    if found is None:
        raise Http404
    ensure(request.user, permission, found)
    return found


def metric_of(court: Court, pk: int | None) -> Metric:
    """One of the metrics that the court has; 404 for another court's."""
    return get_object_or_404(metrics_of(court).select_related("court"), pk=pk)


def branch_asked(request: HttpRequest, court: Court) -> Branch | None:
    """The branch that `branch=` names; None for the court itself."""
    asked = request.GET.get("branch", "")
    return get_object_or_404(branches_of(request.user, court), pk=number(asked)) if asked else None


def figure_of(request: HttpRequest, pk: int) -> MetricFigure:
    """A figure that the user sees."""
    rows = MetricFigure.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("court", "branch", "metric", "entered_by", "voided_by"), pk=pk)


def figure_address(figure: MetricFigure, name: str = "figure") -> str:
    return reverse(f"metrics:{name}", args=(figure.pk,))


def list_address(court: Court, **query: Any) -> str:
    return reverse("metrics:list", query={"court": court.pk, **query})


def metric_address(metric: Metric, court: Court, branch: Branch | None = None, **query: Any) -> str:
    of_branch = {"branch": branch.pk} if branch else {}
    return reverse("metrics:metric", args=(metric.pk,), query={"court": court.pk, **of_branch, **query})


def crumbs_of(court: Court) -> list[tuple[str, str]]:
    return [(TITLE, list_address(court))]
