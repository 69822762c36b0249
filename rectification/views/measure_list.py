"""The list of measures as they stood on a day, and its export."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from core.access import requires
from core.exports import export
from core.listing import Listing
from rectification.forms.measure_filter import MeasureFilter
from rectification.selectors.measures import LASTING, measures_for_list, with_standing

MEASURES = Listing(
    columns=(
        ("number", "问题序号"),
        ("text", "措施"),
        ("branch", "责任支部"),
        ("owner", "责任人"),
        ("nature", "类型"),
        ("first_due_on", "首次时限"),
        ("due_on", "时限"),
        ("state", "状态"),
        ("done_on", "完成时间"),
    ),
    sorts={
        "number": ("court__path", "problem__number", "order", "id"),
        "branch": ("branch__order", "branch_id", "due_on", "id"),
        "owner": ("owner_name", "id"),
        "first_due_on": ("first_due_on", "id"),
        "due_on": ("due_on", "id"),
        "done_on": ("done_on", "id"),
    },
    default="number",
)
EXPORT_COLUMNS = (
    ("法院", lambda row: row.court.name),
    ("问题序号", lambda row: row.problem.number),
    ("问题", lambda row: row.problem.title),
    ("问题来源", lambda row: row.problem.source),
    ("整改措施", lambda row: row.text),
    ("责任支部", lambda row: row.branch.name if row.branch else ""),
    ("责任人", lambda row: row.owner_words),
    ("类型", lambda row: row.get_nature_display()),
    ("首次时限", lambda row: row.first_due_on),
    ("时限", lambda row: row.due_on or LASTING),
    ("状态", lambda row: row.standing.state.label),
    ("逾期或剩余天数", lambda row: row.standing.words),
    ("完成时间", lambda row: row.done_on),
)


def _filtered(request: HttpRequest) -> MeasureFilter:
    return MeasureFilter(request.GET, measures_for_list(request.user), request=request)


@requires("rectification.view_problems")
def measure_list(request: HttpRequest) -> HttpResponse:
    found = _filtered(request)
    context: dict[str, Any] = MEASURES.context(request, found)
    rows = with_standing(context["page"].rows, found.day)
    context |= {
        "on": found.day,
        "several_courts": len({row.court_id for row in rows}) > 1,
        "export_url": reverse("rectification:measure_export"),
        "empty": {"thing": "整改措施", "words": "登记问题以后，由机关党委或认领问题的支部在问题页面里制定整改措施。"},
    }
    return render(request, "rectification/measure_list.html", context)


@requires("rectification.export_problems")
def measure_export(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered, as of its day."""
    found = _filtered(request)
    return export(
        user=request.user,
        action="rectification.export_problems",
        filename=f"整改措施（截至{found.day:%Y-%m-%d}）.xlsx",
        sheet_title="整改措施",
        columns=EXPORT_COLUMNS,
        rows=with_standing(list(MEASURES.ordered(request, found)), found.day),
    )
