"""One assessment before its committee: where it stands, what to do next, all branches by all indicators."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime

from assessments.choices import AssessmentState, Waits
from assessments.forms.matrix import MatrixForm
from assessments.models import Assessment, BranchScore
from assessments.permissions import is_of_committee
from assessments.selectors.assessments import open_objections, steps_of
from assessments.selectors.links import objections_url, page_of, score_url, standard_url
from assessments.selectors.matrix import Matrix, matrix_of, sums_in_words
from assessments.selectors.sheets import Sheet, sheet_of
from assessments.selectors.unsettled import unsettled
from assessments.views.frame import assessment_for, crumbs_of, seen_assessment
from assessments.views.matrix import LEGEND, score_table
from core.access import allowed, requires
from core.clock import today
from core.listing import chips_of

# Words, address, permission, icon, in which states.
_COMPUTED, _PUBLISHED, _CLOSED = AssessmentState
STEPS = (
    ("公布", "publish", "assessments.assessment_publish", "megaphone", (_COMPUTED,)),
    ("定稿", "close", "assessments.assessment_close", "lock", (_PUBLISHED,)),
    ("待评审的项目", "to_review", "assessments.view_to_review", "list-check", (_COMPUTED, _PUBLISHED)),
    ("短板列入检查问题", "findings", "assessments.findings_make", "clipboard-plus", (_PUBLISHED, _CLOSED)),
    ("下载 PDF（打印）", "matrix_pdf", "assessments.export_matrix", "printer", tuple(AssessmentState)),
    ("下载 Word", "matrix_docx", "assessments.export_matrix", "file-earmark-word", tuple(AssessmentState)),
    ("考评历史", "history", "assessments.assessment_compute", "clock-history", tuple(AssessmentState)),
    ("重新开放", "reopen", "assessments.assessment_reopen", "unlock", (_PUBLISHED, _CLOSED)),
)


@requires("assessments.view_assessments")
def assessment_page(request: HttpRequest, pk: int) -> HttpResponse:
    """For the committee the table of all branches; an officer is led to the own branch's scores."""
    assessment = seen_assessment(request, pk)
    if not allowed(request.user, "assessments.view_matrix"):
        return _to_own_scores(request, assessment)
    sheet = sheet_of(request.user, assessment)
    asked = MatrixForm(request.GET, sheet=sheet)
    shown = matrix_of(sheet, **asked.narrowing)
    is_own = is_of_committee(request.user, assessment)
    context = {
        "assessment": assessment,
        "line": _line(assessment),
        "standard_url": standard_url(assessment.standard_id),
        "figures": _figures(sheet, is_own=is_own),
        "open_points": unsettled(sheet, today()) if is_own and assessment.state == _PUBLISHED else [],
        "filter_form": asked,
        "chips": chips_of(request, asked),
        "shown": shown,
        "table": score_table(request, shown) if shown.rows else "",
        "phone": [_phone_line(shown, row) for row in shown.rows],
        "legend": LEGEND,
        "export_url": page_of(assessment, "matrix_export"),
        "crumbs": crumbs_of(),
        **_actions(request, sheet),
    }
    return render(request, "assessments/assessment.html", context)


def _to_own_scores(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    if assessment.published_on is None:
        messages.info(request, f"{assessment}还在评审，公布以后可以查看。")
        return redirect("assessments:list")
    own = BranchScore.objects.visible_to(request.user).filter(assessment=assessment, revision=assessment.revision)
    return redirect(score_url(assessment.pk, own[0].branch_id) if own.count() == 1 else "assessments:list")


def _line(assessment: Assessment) -> str:
    """Where it stands, in one line."""
    told = [f"截至 {assessment.as_of:%Y-%m-%d}"]
    told.append(f"第 {assessment.revision} 次计算（{localtime(assessment.computed_at):%Y-%m-%d %H:%M}）")
    if assessment.published_on:
        told.append(f"{assessment.published_on:%Y-%m-%d} 公布，异议提到 {assessment.objections_until:%Y-%m-%d}")
    if assessment.closed_on:
        told.append(f"{assessment.closed_on:%Y-%m-%d} 定稿")
    return "，".join(told)


def _figures(sheet: Sheet, *, is_own: bool) -> list[dict[str, Any]]:
    """Each with the rows that it counts. Who waits for whom is the court's own business."""
    assessment = sheet.assessment
    figures = [{"label": "党支部", "number": len(sheet.rows), "unit": "个", "url": "#matrix"}]
    if not is_own:
        return figures
    for waits in Waits:
        number = sheet.count(waits)
        url = page_of(assessment, "to_review", state=waits) if number else ""
        figures.append({"label": waits.label, "number": number, "unit": "项", "url": url})
    objections = open_objections(assessment)
    url = objections_url(assessment) if objections else ""
    return [*figures, {"label": "待答复异议", "number": objections, "unit": "件", "url": url}]


def _actions(request: HttpRequest, sheet: Sheet) -> dict[str, Any]:
    """The one step that is next, and the others in the menu."""
    assessment = sheet.assessment
    steps = [
        {"label": label, "url": page_of(assessment, name), "icon": icon, "name": name}
        for label, name, permission, icon, states in STEPS
        if assessment.state in states and _may(request, permission, assessment)
    ]
    if assessment.state == _COMPUTED and allowed(request.user, "assessments.assessment_compute", assessment):
        url = f"{reverse('assessments:compute')}?quarter={assessment.span.code}"
        steps.append({"label": "重新计算", "url": url, "icon": "calculator", "name": "compute"})
    first = {_COMPUTED: "to_review" if sheet.waiting() else "publish", _PUBLISHED: "close"}.get(assessment.state)
    action = next((step for step in steps if step["name"] == first), None)
    return {
        "menu": [step for step in steps if step is not action],
        "action": {**action, "label": "去评审" if first == "to_review" else action["label"]} if action else None,
    }


def _may(request: HttpRequest, permission: str, assessment: Assessment) -> bool:
    """A court above prints what it reads; all else is the committee's own."""
    return allowed(request.user, permission, None if permission == "assessments.export_matrix" else assessment)


def _phone_line(shown: Matrix, row: Any) -> dict[str, Any]:
    return {
        "branch": row.branch,
        "url": score_url(shown.sheet.assessment.pk, row.branch.pk),
        "total": sums_in_words(shown.sums(row)),
        "waiting": sum(row.waits(line.code) is not None for line in shown.lines),
    }


@requires("assessments.assessment_compute")
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Every move of the assessment, with who made it and why."""
    assessment = assessment_for(request, pk, "assessments.assessment_compute")
    events = [
        {
            "at": step.recorded_at,
            "who": str(step.recorded_by or "系统"),
            "what": f"{step.get_kind_display()}（第 {step.revision} 次计算）",
            "note": step.reason,
        }
        for step in steps_of(assessment)
    ]
    context = {"assessment": assessment, "events": events, "crumbs": crumbs_of(assessment)}
    return render(request, "assessments/history.html", context)
