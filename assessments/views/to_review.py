"""Everything in an assessment that waits: for a reviewer, for somebody who knows, for a second reviewer."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessments.choices import Waits
from assessments.forms.matrix import ToReviewForm
from assessments.models import Assessment
from assessments.rulebook import Line
from assessments.selectors.links import confirm_url, page_of, review_url, score_url
from assessments.selectors.sentences import figure
from assessments.selectors.sheets import Row, sheet_of
from assessments.selectors.standards import evidence_asked
from assessments.views.frame import assessment_for, crumbs_of
from core.access import requires
from core.exports import export
from core.listing import Table

Waiting = tuple[Row, Line, Waits]
TO_REVIEW = Table(
    columns=(
        ("branch", "党支部"),
        ("code", "指标"),
        ("state", "状态"),
        ("of", "满分"),
        ("why", "看什么、为什么不详"),
        ("step", "办理"),
    ),
    sorts={
        "branch": lambda each: (each[0].branch.order, each[0].branch.pk),
        "code": lambda each: each[1].code,
        "state": lambda each: list(Waits).index(each[2]),
        "of": lambda each: each[1].of,
    },
    figures=("of",),
)
TAGS = {Waits.TO_REVIEW: "warning", Waits.NOT_KNOWN: "neutral", Waits.SECOND: "info"}
STEPS = {Waits.TO_REVIEW: "评审", Waits.NOT_KNOWN: "认定", Waits.SECOND: "复核"}


def _asked(request: HttpRequest, pk: int, permission: str) -> tuple[Assessment, ToReviewForm, list[Waiting]]:
    assessment = assessment_for(request, pk, permission)
    sheet = sheet_of(request.user, assessment)
    asked = ToReviewForm(request.GET, sheet=sheet)
    return assessment, asked, [each for each in sheet.waiting() if asked.keeps(*each)]


@requires("assessments.view_to_review")
def to_review(request: HttpRequest, pk: int) -> HttpResponse:
    assessment, asked, found = _asked(request, pk, "assessments.view_to_review")
    context: dict[str, Any] = TO_REVIEW.context(request, asked, found)
    evidence = evidence_asked(assessment.standard)
    context["page"].rows[:] = [_shown(assessment, evidence, *each) for each in context["page"].rows]
    context |= {
        "assessment": assessment,
        "export_url": page_of(assessment, "to_review_export"),
        "unit": "项",
        "empty": {"thing": "待评审的项目", "words": "各项都已评审、认定。"},
        "crumbs": crumbs_of(assessment),
    }
    return render(request, "assessments/to_review.html", context)


def _shown(assessment: Assessment, evidence: dict[str, str], row: Row, line: Line, waits: Waits) -> dict[str, Any]:
    return {
        "branch": row.branch,
        "score_url": score_url(assessment.pk, row.branch.pk, line.code),
        "line": line,
        "state": waits.label,
        "tag": TAGS[waits],
        "of": figure(line.of),
        "why": _why(row, line) or evidence.get(line.code, ""),
        "step": STEPS[waits],
        "step_url": _step_url(assessment, row, line),
    }


def _step_url(assessment: Assessment, row: Row, line: Line) -> str:
    review = row.seconds.get(line.code)
    return confirm_url(review) if review else review_url(assessment.pk, row.branch.pk, line.code)


def _why(row: Row, line: Line) -> str:
    """Why it is not known, or what a first reviewer gave."""
    review = row.seconds.get(line.code)
    if review is None:
        return str(row.entries[line.code].get("why", ""))
    given = "不适用" if review.points is None else f"{figure(review.points)}分"
    return f"{review.recorded_by}评审为{given}：{review.reason or review.evidence}"


@requires("assessments.export_to_review")
def to_review_export(request: HttpRequest, pk: int) -> HttpResponse:
    assessment, _, found = _asked(request, pk, "assessments.export_to_review")
    evidence = evidence_asked(assessment.standard)
    return export(
        user=request.user,
        action="assessments.export_to_review",
        filename=f"{assessment}待评审项目.xlsx",
        sheet_title="待评审",
        columns=(
            ("党支部", lambda each: each[0].branch.name),
            ("指标", lambda each: each[1].code),
            ("指标名称", lambda each: each[1].name),
            ("状态", lambda each: each[2].label),
            ("满分", lambda each: Decimal(each[1].of)),
            ("看什么、为什么不详", lambda each: _why(each[0], each[1]) or evidence.get(each[1].code)),
        ),
        rows=TO_REVIEW.ordered(request, found),
        subject=assessment,
    )
