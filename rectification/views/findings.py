"""What inspections found: the list, one finding, and how findings are entered, made into problems and rechecked."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from core.access import allowed, requires
from core.clock import now, today
from core.editing import form_page, posted
from core.exports import export
from core.listing import Listing
from rectification import services
from rectification.choices import FindingState
from rectification.forms.inspection_filters import FindingFilter
from rectification.forms.inspections import FindingForm, ReasonForm, RecheckForm, finding_initial
from rectification.models import Finding, Measure, Problem, Recheck
from rectification.selectors.findings import findings_on
from rectification.views.inspection_frame import crumbs_of, crumbs_of_finding, finding_for, page_of_finding

FINDINGS = Listing(
    columns=(
        ("text", "发现的问题"),
        ("inspection", "检查"),
        ("branch", "党支部"),
        ("found_on", "发现日期"),
        ("deadline", "整改期限"),
        ("state", "状态"),
        ("recheck_on", "复查日期"),
    ),
    sorts={
        "inspection": ("inspection__held_on", "inspection_id", "number", "id"),
        "branch": ("branch__order", "branch_id", "id"),
        "found_on": ("visit__checked_on", "id"),
        "deadline": ("deadline", "id"),
        "recheck_on": ("recheck_on", "id"),
    },
    default="-found_on",
)
TAGS = {
    FindingState.NOT_YET: "neutral",
    FindingState.UNDER_WAY: "info",
    FindingState.CLOSED: "success",
    FindingState.PASSED: "success",
    FindingState.FAILED: "warning",
}
EXPORT_COLUMNS = (
    ("法院", lambda row: row.court.name),
    ("检查", lambda row: row.inspection.title),
    ("检查类型", lambda row: row.inspection.get_kind_display()),
    ("党支部", lambda row: row.branch.name),
    ("发现日期", lambda row: row.visit.checked_on),
    ("发现的问题", lambda row: row.text),
    ("对应指标", lambda row: row.aspect),
    ("类型", lambda row: row.get_nature_display()),
    ("整改期限", lambda row: row.deadline),
    ("状态", lambda row: FindingState(row.state).label),
    ("整改问题序号", lambda row: row.problem.number if row.state != FindingState.NOT_YET else None),
    ("整改到位日期", lambda row: row.put_right_on),
    ("复查日期", lambda row: row.recheck_on),
    ("等待复查", lambda row: "是" if row.is_waiting else ""),
    ("超期未整改到位", lambda row: "是" if row.is_late else ""),
)


def _filtered(request: HttpRequest) -> FindingFilter:
    rows = Finding.objects.visible_to(request.user)
    rows = rows.select_related("court", "branch", "inspection", "visit", "problem")
    return FindingFilter(request.GET, rows, request=request)


def _shown(rows: list[Any]) -> list[Any]:
    """Rows of findings_on with the words and the mark of their state."""
    for row in rows:
        row.state_label, row.tag = FindingState(row.state).label, TAGS[FindingState(row.state)]
    return rows


@requires("rectification.view_inspections")
def finding_list(request: HttpRequest) -> HttpResponse:
    found = _filtered(request)
    context: dict[str, Any] = FINDINGS.context(request, found)
    rows = _shown(context["page"].rows)
    context |= {
        "on": found.day,
        "several_courts": len({row.court_id for row in rows}) > 1,
        "export_url": reverse("rectification:findings_export"),
        "crumbs": [("检查", reverse("rectification:inspections"))],
        "empty": {
            "thing": "检查发现的问题",
            "words": "机关党委在检查页面登记以后，这里列出整改和复查的进展。",
        },
    }
    return render(request, "rectification/finding_list.html", context)


@requires("rectification.export_inspections")
def findings_export(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered, as of its day."""
    found = _filtered(request)
    return export(
        user=request.user,
        action="rectification.export_inspections",
        filename=f"检查发现的问题（截至{found.day:%Y-%m-%d}）.xlsx",
        sheet_title="检查发现的问题",
        columns=EXPORT_COLUMNS,
        rows=FINDINGS.ordered(request, found),
    )


# --- One finding --------------------------------------------------------------------------------


def _standing(request: HttpRequest, finding: Finding) -> Any:
    """The finding as it stands today; None where it counts on no day."""
    rows = findings_on(Finding.objects.visible_to(request.user).filter(pk=finding.pk), today())
    return next(iter(_shown(list(rows))), None)


def _rechecks(request: HttpRequest, finding: Finding) -> list[Recheck]:
    rows = Recheck.objects.visible_to(request.user).filter(finding=finding)
    return list(rows.select_related("recorded_by").order_by("-on", "-id"))


def _may_recheck(request: HttpRequest, finding: Finding, standing: Any) -> bool:
    return bool(standing and standing.is_waiting) and allowed(request.user, "rectification.finding_recheck", finding)


@requires("rectification.view_inspections")
def finding_detail(request: HttpRequest, pk: int) -> HttpResponse:
    finding = finding_for(request, pk, "rectification.view_inspections")
    standing = _standing(request, finding)
    may_recheck = _may_recheck(request, finding, standing)
    context = {
        "finding": finding,
        "standing": standing,
        "problem": _problem(request, finding),
        "rechecks": _rechecks(request, finding),
        "action_url": page_of_finding(finding, "finding_recheck") if may_recheck else "",
        "menu": _menu(request, finding),
        "crumbs": crumbs_of(finding.inspection),
    }
    return render(request, "rectification/finding_detail.html", context)


def _problem(request: HttpRequest, finding: Finding) -> Problem | None:
    return Problem.objects.visible_to(request.user).filter(pk=finding.problem_id).first()


def _menu(request: HttpRequest, finding: Finding) -> list[dict[str, str]]:
    if finding.voided_at or not finding.inspection.is_open or (finding.problem and not finding.problem.voided_at):
        return []
    offers = (
        ("finding_change", "finding_edit", "修改", "pencil"),
        ("finding_void", "finding_void", "作废", "x-lg"),
    )
    return [
        {"label": label, "url": page_of_finding(finding, page), "icon": icon}
        for permission, page, label, icon in offers
        if allowed(request.user, f"rectification.{permission}", finding)
    ]


@requires("rectification.finding_change", methods=("GET", "POST"))
def finding_edit(request: HttpRequest, pk: int) -> HttpResponse:
    finding = finding_for(request, pk, "rectification.finding_change")

    def save(values: dict[str, Any]) -> Finding:
        version = values.pop("version") or 0
        return services.finding_change(finding=finding, version=version, by=request.user, **values)

    form = FindingForm(posted(request), initial=finding_initial(finding))
    rows = Finding.objects.visible_to(request.user).filter(pk=pk)
    return _page(request, finding, form, save, "修改发现的问题", said="已保存。", saved_row=rows.get)


@requires("rectification.finding_void", methods=("GET", "POST"))
def finding_void(request: HttpRequest, pk: int) -> HttpResponse:
    finding = finding_for(request, pk, "rectification.finding_void")

    def save(values: dict[str, Any]) -> Finding:
        return services.finding_void(finding=finding, by=request.user, at=now(), **values)

    form = ReasonForm(posted(request))
    return _page(request, finding, form, save, "作废发现的问题", said="已作废。", submit_label="作废")


@requires("rectification.finding_recheck", methods=("GET", "POST"))
def finding_recheck(request: HttpRequest, pk: int) -> HttpResponse:
    finding = finding_for(request, pk, "rectification.finding_recheck")
    measures = Measure.objects.visible_to(request.user).filter(problem=finding.problem_id, voided_at__isnull=True)

    def save(values: dict[str, Any]) -> Recheck:
        return services.finding_recheck(finding=finding, on=today(), by=request.user, **values)

    form = RecheckForm(posted(request), measures=measures, initial={"rechecked_on": today()})
    notes = ["由没有参与整改的同志复查。未通过的，已销号的问题重新打开，勾选的措施退回支部重新整改。"]
    return _page(request, finding, form, save, "复查", said="已登记复查。", submit_label="登记复查", notes=notes)


def _page(
    request: HttpRequest, finding: Finding, form: Any, save: Any, title: str, *, said: str, **context: Any
) -> HttpResponse:
    back = page_of_finding(finding)
    facts = {"title": title, "state": f"{finding.branch}：{finding.text}", "crumbs": crumbs_of_finding(finding)}
    return form_page(request, form, save, done=back, said=said, back=back, **facts, **context)


@requires("rectification.view_finding_of")
def problem_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """The finding that a problem came from, and its recheck: a fragment of the problem's page."""
    problem = get_object_or_404(Problem.objects.visible_to(request.user), pk=pk)
    rows = Finding.objects.visible_to(request.user).select_related("inspection", "visit", "branch")
    finding = rows.filter(problem=problem).first()
    standing = _standing(request, finding) if finding else None
    context = {
        "finding": finding,
        "standing": standing,
        "rechecks": _rechecks(request, finding) if finding else [],
        "may_recheck": finding is not None and _may_recheck(request, finding, standing),
    }
    return render(request, "rectification/_finding_panel.html", context)
