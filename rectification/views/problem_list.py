"""The list of problems as of a day, with the day's figures, and its export."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from branches.models import Branch, Court
from core.access import allowed, requires
from core.clock import today
from core.exports import export
from core.listing import Listing
from rectification.forms.problem_filter import ProblemFilter
from rectification.models import Measure, Problem
from rectification.selectors.figures import figures_among, linked
from rectification.selectors.problems import ProblemRow, of_branch, problems_for_list, rows_of

LISTING = Listing(
    columns=(
        ("number", "序号"),
        ("title", "问题"),
        ("source", "来源"),
        ("branch", "责任支部"),
        ("leader", "责任领导"),
        ("measures", "措施"),
        ("state", "状态"),
        ("due_on", "期限"),
        ("closed_on", "销号时间"),
    ),
    sorts={
        "number": ("court__order", "court_id", "number", "id"),
        "source": ("source", "number", "id"),
        "branch": ("branch__order", "branch_id", "number", "id"),
        "leader": ("leader_name", "number", "id"),
        "state": ("state", "number", "id"),
        "due_on": ("due_on", "number", "id"),
        "closed_on": ("closed_on", "number", "id"),
    },
    default="number",
    figures=("number", "measures"),
)


def _filtered(request: HttpRequest) -> ProblemFilter:
    return ProblemFilter(request.GET, problems_for_list(request.user), request=request)


@requires("rectification.view_problems")
def problem_list(request: HttpRequest) -> HttpResponse:
    found = _filtered(request)
    context = LISTING.context(request, found)
    rows = rows_of(request.user, context["page"].rows, found.day)
    context |= {
        "page": replace(context["page"], rows=rows),
        "day": found.day,
        "is_today": found.day == today(),
        "figures": _figures(request, found),
        "several_courts": len({row.problem.court_id for row in rows}) > 1,
        "export_url": reverse("rectification:export"),
        "unit": "个问题",
        "menu": [{"label": "导出整改台账", "url": _ledger_url(found), "icon": "table"}],
        "empty": {"thing": "问题", "words": "机关党委登记问题之后，列在这里。"},
        "new_url": reverse("rectification:new") if allowed(request.user, "rectification.problem_open") else "",
    }
    return render(request, "rectification/problem_list.html", context)


def _ledger_url(found: ProblemFilter) -> str:
    """The ledger of the same day and branch, as courts keep it in a workbook."""
    branch: Branch | None = found.form.cleaned_data.get("branch")
    query = {"on": found.day.isoformat(), **({"branch": branch.pk} if branch else {})}
    return reverse("rectification:ledger", query=query)


def _figures(request: HttpRequest, found: ProblemFilter) -> list[tuple[str, int, str]]:
    """The day's figures of what the user sees, of one branch where one is chosen: (label, number, what it counts)."""
    branch: Branch | None = found.form.cleaned_data.get("branch")
    problems = Problem.objects.visible_to(request.user)
    measures = Measure.objects.visible_to(request.user)
    if branch is not None:
        problems, measures = of_branch(request.user, problems, branch, found.day), measures.filter(branch=branch)
    court: Court | None = found.form.cleaned_data.get("court")
    if court is not None:
        problems, measures = problems.filter(court=court), measures.filter(court=court)
    of = {"branch": branch.pk if branch else None, "court": court.pk if court else None}
    return linked(figures_among(problems, measures, found.day), on=found.day, **of)


EXPORT_COLUMNS = (
    ("法院", lambda row: row.problem.court.name),
    ("序号", lambda row: row.problem.number),
    ("问题", lambda row: row.problem.title),
    ("具体表现", lambda row: row.problem.detail),
    ("来源", lambda row: row.problem.source),
    ("主题教育", lambda row: row.problem.campaign.name if row.problem.campaign else ""),
    ("责任支部", lambda row: "、".join(branch.name for branch in row.branches)),
    ("责任领导", lambda row: row.problem.leader_words),
    ("整改措施", lambda row: row.measures),
    ("已完成", lambda row: row.done),
    ("未按时完成", lambda row: row.late),
    ("状态", lambda row: "已作废" if row.problem.voided_at else row.state.label),
    ("发现日期", lambda row: row.problem.opened_on),
    ("整改期限", lambda row: row.problem.due_on),
    ("销号时间", lambda row: row.closed_on),
)


@requires("rectification.export_problems")
def problem_export(request: HttpRequest) -> HttpResponse:
    found = _filtered(request)
    rows: list[ProblemRow] = rows_of(request.user, list(LISTING.ordered(request, found)), found.day)
    return export(
        user=request.user,
        action="rectification.export_problems",
        filename="检视整改问题.xlsx",
        sheet_title=f"截至{found.day:%Y-%m-%d}",
        columns=EXPORT_COLUMNS,
        rows=rows,
    )
