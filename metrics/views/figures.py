"""The list of figures, its export, the page of one figure, and what a branch's page shows."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localtime

from branches.choices import ImportSubject
from branches.models import Branch, Court
from branches.permissions import is_committee_of
from core.access import allowed, ensure, requires
from core.exports import Column, export
from core.listing import Listing
from metrics.forms import FigureFilter
from metrics.models import MetricFigure
from metrics.selectors.definitions import courts_of
from metrics.selectors.figures import corrections_of, figures_of, listed
from metrics.views.common import TITLE, court_of, crumbs_of, figure_address, figure_of, list_address, metric_address
from metrics.wording import exact, fraction, told

SORTS = {
    "metric": ("metric__order", "metric_id", "end", "start", "id"),
    "branch": ("branch__order", "branch_id", "end", "start", "id"),
    "period": ("end", "start", "id"),
    "entered": ("entered_at", "id"),
}
LISTING = Listing(
    columns=[
        ("period", "时段"),
        ("metric", "指标"),
        ("branch", "范围"),
        ("number", "数值"),
        ("parts", "分子/分母"),
        ("source", "数据来源"),
        ("entered", "登记"),
    ],
    sorts=SORTS,
    default="-period",
    figures=("number", "parts"),
)
# On a branch's page.
MOST_SHOWN = 6


def _found(request: HttpRequest, court: Court) -> FigureFilter:
    return FigureFilter(request.GET, listed(request.user, court), request=request, court=court)


@requires("metrics.view_figures")
def figure_list(request: HttpRequest) -> HttpResponse:
    court = court_of(request, "metrics.view_figures")
    context = LISTING.context(request, _found(request, court))
    context |= {
        "court": court,
        "courts": courts_of(request.user),
        "kept": {"court": court.pk},
        "lines": [(row, *_shown(row)) for row in context["page"].rows],
        "new_url": reverse("metrics:new", query={"court": court.pk}),
        "export_url": reverse("metrics:export"),
        "menu": _menu(court),
    }
    return render(request, "metrics/figure_list.html", context)


def _shown(row: MetricFigure) -> tuple[str, str, str]:
    return told(row.metric, row.number), exact(row.metric, row.number), fraction(row.numerator, row.denominator)


def _menu(court: Court) -> list[dict[str, str]]:
    upload = reverse("branches:import_new", args=(court.pk,), query={"subject": ImportSubject.METRICS})
    settings = reverse("metrics:definitions", query={"court": court.pk})
    return [
        {"label": "从表格导入", "url": upload, "icon": "upload"},
        {"label": "指标设置", "url": settings, "icon": "sliders"},
    ]


@requires("metrics.export_figures")
def figure_export(request: HttpRequest) -> HttpResponse:
    """What is filtered, in columns that the import reads back."""
    court = court_of(request, "metrics.export_figures")
    return export(
        user=request.user,
        action="metrics.figure_export",
        filename=f"{court}业务数据.xlsx",
        sheet_title="业务数据",
        columns=EXPORTED,
        rows=LISTING.ordered(request, _found(request, court)),
        subject=court,
    )


def _exported(number: Decimal | None) -> Any:
    """Whole numbers as such."""
    return number if number is None or number != number.to_integral_value() else int(number)


EXPORTED: list[Column] = [
    ("指标", lambda row: row.metric.name),
    ("党支部", lambda row: row.branch.name if row.branch else "全院"),
    ("时段", lambda row: row.period.label),
    ("分子", lambda row: _exported(row.numerator)),
    ("分母", lambda row: _exported(row.denominator)),
    ("数值", lambda row: _exported(row.number)),
    ("单位", lambda row: row.metric.shown_unit),
    ("数据来源", lambda row: row.source),
    ("备注", lambda row: row.note),
    ("登记人", lambda row: str(row.entered_by or "")),
    ("登记时间", lambda row: row.entered_at),
    ("作废原因", lambda row: row.void_reason),
]


@requires("metrics.view_figure")
def figure_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One figure, and what it said before it was corrected."""
    figure = figure_of(request, pk)
    ensure(request.user, "metrics.view_figure", figure)
    writes = allowed(request.user, "metrics.enter_figures", figure) and not figure.is_voided
    context = {
        "figure": figure,
        "number": exact(figure.metric, figure.number),
        "parts": fraction(figure.numerator, figure.denominator),
        "facts": _facts(figure),
        "corrections": [(each, *_before(figure, each)) for each in corrections_of(request.user, [figure])],
        "edit_url": figure_address(figure, "figure_correct") if writes else "",
        "menu": [_void_entry(figure)] if writes else [],
        "crumbs": _crumbs(request, figure),
    }
    return render(request, "metrics/figure_detail.html", context)


def _void_entry(figure: MetricFigure) -> dict[str, str]:
    return {"label": "作废这个数", "url": figure_address(figure, "figure_void"), "icon": "x-circle"}


def _crumbs(request: HttpRequest, figure: MetricFigure) -> list[tuple[str, str]]:
    """The committee comes from its list, an officer from the branch."""
    if is_committee_of(request.user, figure):
        own = metric_address(figure.metric, figure.court, figure.branch)
        return [*crumbs_of(figure.court), (figure.metric.name, own)]
    if figure.branch and not is_committee_of(request.user):
        return [(figure.branch.name, reverse("branches:branch_detail", args=(figure.branch_id,)))]
    return [(TITLE, reverse("metrics:list"))]


def _facts(figure: MetricFigure) -> list[tuple[str, str]]:
    metric = figure.metric
    facts = [("指标", metric.name), ("法院", figure.court.name), ("范围", figure.whom), ("时段", figure.period.label)]
    if metric.is_ratio:
        facts += [
            (metric.numerator_name, fraction(figure.numerator, figure.denominator).partition("/")[0]),
            (metric.denominator_name, fraction(figure.numerator, figure.denominator).partition("/")[2]),
        ]
    entered = f"{figure.entered_by or '系统'}，{localtime(figure.entered_at):%Y-%m-%d}"
    more = (("数据来源", figure.source), ("备注", figure.note), ("登记", entered), ("口径", metric.description))
    return facts + [(label, text) for label, text in more if text]


def _before(figure: MetricFigure, correction: Any) -> tuple[str, str]:
    """The figure as it was told, and its parts."""
    was = MetricFigure(
        metric=figure.metric,
        numerator=correction.numerator,
        denominator=correction.denominator,
        value=correction.value,
    )
    return exact(figure.metric, was.number), fraction(was.numerator, was.denominator)


@requires("metrics.view_figure")
def branch_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest figures of a branch, one a metric."""
    branch = get_object_or_404(Branch.objects.visible_to(request.user).select_related("court"), pk=pk)
    ensure(request.user, "metrics.view_figure", branch)
    latest: dict[int, MetricFigure] = {}
    for figure in figures_of(branch):
        latest[figure.metric_id] = figure
    shown = sorted(latest.values(), key=lambda figure: figure.end, reverse=True)[:MOST_SHOWN]
    is_committee = is_committee_of(request.user, branch)
    context = {
        "rows": [(figure, told(figure.metric, figure.number), figure_address(figure)) for figure in shown],
        "list_url": list_address(branch.court, branch=branch.pk) if is_committee else "",
    }
    return render(request, "metrics/branch_panel.html", context)
