"""A branch's page in an assessment: every point explained to the last record."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from assessments.charts import radar_chart, trend_chart
from assessments.choices import AssessmentState
from assessments.models import BranchScore
from assessments.permissions import is_of_branch, is_of_committee
from assessments.score_papers import CODE
from assessments.selectors.links import page_of as page_of_assessment
from assessments.selectors.score_page import ScorePage, score_page
from assessments.selectors.score_paper import score_data
from assessments.selectors.scores import may_object
from assessments.views.score_frame import page_of, score_for
from core.access import allowed, requires
from core.clock import today
from core.documents import document_response, paper_kind, render_pdf


@requires("assessments.view_score")
def score(request: HttpRequest, pk: int, branch_pk: int) -> HttpResponse:
    row = score_for(request, pk, branch_pk, "assessments.view_score")
    page = score_page(request.user, row)
    context = {
        "page": page,
        "row": row,
        "assessment": row.assessment,
        "change": _change(page),
        "is_committee": is_of_committee(request.user, row),
        "is_own": is_of_branch(request.user, row),
        "may_review": allowed(request.user, "assessments.score_review", row),
        "may_object": may_object(row.assessment, today()) and allowed(request.user, "assessments.objection_raise", row),
        "tag": row.assessment.get_state_display(),
        "tag_kind": row.assessment.tag,
        "radar": radar_chart(page),
        "trend": trend_chart(page),
        "menu": _menu(request, row),
        "object_url": page_of(row, "objection_raise"),
        "crumbs": [
            ("季度考评", reverse("assessments:list")),
            (str(row.assessment), page_of_assessment(row.assessment)),
        ],
    }
    return render(request, "assessments/score.html", context)


def _change(page: ScorePage) -> Any:
    """Points of 100 against the branch's own last quarter."""
    if page.before is None or page.before.percent is None or page.percent is None:
        return None
    return page.percent - page.before.percent


def _menu(request: HttpRequest, row: BranchScore) -> list[dict[str, str]]:
    menu = [{"label": "下载 PDF（打印）", "url": page_of(row, "score_pdf"), "icon": "printer"}]
    if allowed(request.user, "assessments.view_of_branch", row.branch):
        url = reverse("assessments:now", args=[row.branch_id])
        menu.append({"label": "本季度考评动态（实时）", "url": url, "icon": "activity"})
    if row.assessment.state == AssessmentState.COMPUTED and allowed(request.user, "assessments.self_assess", row):
        menu.append({"label": "支部自评", "url": page_of(row, "self_assess"), "icon": "pencil"})
    return menu


@requires("assessments.print_score")
def score_pdf(request: HttpRequest, pk: int, branch_pk: int) -> HttpResponse:
    row = score_for(request, pk, branch_pk, "assessments.print_score")
    content = render_pdf(paper_kind(CODE), score_data(score_page(request.user, row)))
    filename = f"{row.branch}{row.assessment}.pdf"
    action = "assessments.print_score"
    return document_response(user=request.user, action=action, subject=row, filename=filename, content=content)
