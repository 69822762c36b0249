"""The list of objections, and the committee's written answer to one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from assessments.choices import ObjectionState
from assessments.forms.objections import AnswerForm, ObjectionFilter
from assessments.forms.reviews import YES
from assessments.models import Objection
from assessments.permissions import is_of_committee
from assessments.services import own_words as services
from assessments.views.score_frame import page_of
from core.access import ensure, requires
from core.clock import now, today
from core.editing import form_page, posted
from core.exports import export
from core.listing import Listing
from core.queueing import hand_over
from notices.jobs import DELIVER

ANSWER = "assessments.objection_answer"
TAGS = {ObjectionState.OPEN: "warning", ObjectionState.ACCEPTED: "success", ObjectionState.REFUSED: "neutral"}
OBJECTIONS = Listing(
    columns=(
        ("branch", "党支部"),
        ("assessment", "考评"),
        ("code", "指标"),
        ("text", "异议"),
        ("raised_on", "提出日期"),
        ("state", "状态"),
        ("answered_on", "答复日期"),
    ),
    sorts={
        "branch": ("branch__order", "branch_id", "id"),
        "assessment": ("assessment__year", "assessment__quarter", "id"),
        "code": ("code", "id"),
        "raised_on": ("raised_on", "id"),
        "answered_on": ("answered_on", "id"),
    },
    default="-raised_on",
)
EMPTY = {"thing": "异议", "words": "考评公布以后，支部对得分有不同意见的，在期限内提出，这里逐条书面答复。"}


def _filtered(request: HttpRequest) -> ObjectionFilter:
    rows = Objection.objects.visible_to(request.user).select_related("branch", "assessment__court", "court")
    return ObjectionFilter(request.GET, rows, request=request)


@requires("assessments.view_objections")
def objections(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = OBJECTIONS.context(request, _filtered(request))
    context |= {
        "is_committee": is_of_committee(request.user),
        "export_url": reverse("assessments:objections_export"),
        "unit": "条",
        "empty": EMPTY,
    }
    for row in context["page"].rows:
        row.tag = TAGS[ObjectionState(row.state)]
    return render(request, "assessments/objections.html", context)


COLUMNS = (
    ("党支部", lambda row: row.branch.name),
    ("考评", lambda row: str(row.assessment)),
    ("指标", lambda row: row.code or "整个考评"),
    ("异议", lambda row: row.text),
    ("提出日期", lambda row: row.raised_on),
    ("状态", lambda row: row.get_state_display()),
    ("书面答复", lambda row: row.answer),
    ("答复日期", lambda row: row.answered_on),
)


@requires("assessments.export_objections")
def objections_export(request: HttpRequest) -> HttpResponse:
    return export(
        user=request.user,
        action="assessments.export_objections",
        filename="考评异议.xlsx",
        sheet_title="考评异议",
        columns=COLUMNS,
        rows=OBJECTIONS.ordered(request, _filtered(request)),
    )


@requires(ANSWER, methods=("GET", "POST"))
def objection_answer(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Objection.objects.visible_to(request.user).select_related("assessment__court", "branch__court", "court")
    row = get_object_or_404(rows, pk=pk)
    ensure(request.user, ANSWER, row)

    def save(values: dict[str, Any]) -> Objection:
        facts = {"accepted": values["accepted"] == YES, "answer": values["answer"]}
        answered = services.objection_answer(objection=row, **facts, by=request.user, on=today(), at=now())
        hand_over(DELIVER)
        return answered

    return form_page(
        request,
        AnswerForm(posted(request)),
        save,
        done=f"{page_of(row)}#{row.code or 'objections'}",
        said="已答复，并告知支部。",
        title="答复异议",
        state=f"{row.branch}，{row.assessment}",
        notes=[f"对{row.code or '整个考评'}的异议（{row.raised_on:%Y-%m-%d}）：{row.text}"],
        submit_label="答复",
        crumbs=[("考评异议", reverse("assessments:objections"))],
        back=page_of(row),
    )
