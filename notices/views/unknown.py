"""What nobody can tell of a quarter: where the message at its end leads."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from campaigns.selectors import court_of_committee
from core.access import requires
from core.clock import today
from core.errors import Refused
from core.exports import Column, export
from core.listing import Table
from notices.forms.unknown import UnknownForm
from notices.quarters import Quarter
from notices.selectors.unknown import UnknownLine, unknown_of_quarter

UNKNOWN = Table(
    columns=(("branch", "党支部"), ("kind", "类型"), ("unit", "单位"), ("period", "周期"), ("why", "原因")),
    sorts={
        "branch": lambda line: (line.branch.order, line.branch.pk),
        "kind": lambda line: (line.kind.order, line.kind.pk),
        "period": lambda line: (line.period.end, line.period.start),
        "why": lambda line: line.why,
    },
)
COLUMNS: tuple[Column, ...] = (
    ("党支部", lambda line: line.branch.name),
    ("类型", lambda line: line.kind.name),
    ("单位", lambda line: line.unit),
    ("周期", lambda line: line.period.label),
    ("原因", lambda line: line.why),
)


def _quarter(code: str) -> Quarter:
    """404 for what is none, or is not over."""
    try:
        quarter = Quarter.named(code)
        quarter.ensure_over(today())
    except Refused as refused:
        raise Http404 from refused
    return quarter


def _lines(request: HttpRequest, quarter: Quarter) -> tuple[UnknownForm, list[UnknownLine]]:
    court = court_of_committee(request.user)
    if court is None:
        raise Http404
    lines = unknown_of_quarter(court, quarter)
    asked = UnknownForm(request.GET, lines)
    return asked, asked.kept(lines)


@requires("notices.view_unknown")
def unknown(request: HttpRequest, code: str) -> HttpResponse:
    quarter = _quarter(code)
    asked, lines = _lines(request, quarter)
    context = UNKNOWN.context(request, asked, lines)
    context |= {
        "quarter": quarter,
        "crumbs": [("消息", reverse("notices:messages"))],
        "export_url": reverse("notices:unknown_export", args=(quarter.code,)),
        "unit": "项",
        "empty": {"thing": "不详的项目", "words": "这个季度应开展的组织生活都有记录可查，没有需要补登的。"},
    }
    return render(request, "notices/unknown.html", context)


@requires("notices.export_unknown")
def unknown_export(request: HttpRequest, code: str) -> HttpResponse:
    quarter = _quarter(code)
    _, lines = _lines(request, quarter)
    return export(
        user=request.user,
        action="notices.export_unknown",
        filename=f"{quarter.label}情况不详的项目.xlsx",
        sheet_title="情况不详的项目",
        columns=COLUMNS,
        rows=UNKNOWN.ordered(request, lines),
    )
