"""What the committee gives for one indicator of a branch, and what its second reviewer says to that."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from assessments.forms.reviews import YES, ConfirmForm, ReviewForm
from assessments.models import Review, ReviewFile
from assessments.selectors.score_page import Item, score_page
from assessments.selectors.sentences import figure
from assessments.services.reviews import review_confirm as confirm
from assessments.services.reviews import review_give
from assessments.views.score_frame import crumbs_of, page_of, score_for
from core import audit
from core.access import ensure, requires
from core.attachments import file_response
from core.clock import now, today
from core.editing import form_page, posted

REVIEW, CONFIRM = "assessments.score_review", "assessments.review_confirm"
# Some photographs at a time.
MOST_BYTES = 120 * 1024 * 1024


@requires(REVIEW, methods=("GET", "POST"), most_bytes=MOST_BYTES)
def review(request: HttpRequest, pk: int, branch_pk: int, code: str) -> HttpResponse:
    """Points with evidence, or that the indicator does not apply."""
    score = score_for(request, pk, branch_pk, REVIEW)
    page = score_page(request.user, score)
    item = next((each for part in page.parts for each in part.items if each.indicator.code == code), None)
    if item is None:
        raise Http404
    of = Decimal(item.entry["of"])
    form = ReviewForm(posted(request), request.FILES or None, of=of, initial={"submission_key": uuid4()})

    def save(values: dict[str, Any]) -> Review:
        facts = {"assessment": score.assessment, "branch": score.branch, "code": code, "given": form.given()}
        return review_give(**facts, by=request.user, on=today(), at=now(), key=values["submission_key"])

    return form_page(
        request,
        form,
        save,
        done=f"{page_of(score)}#{code}",
        said="已登记评审。",
        title=f"评审 {item.indicator}",
        state=f"{score.branch}，{score.assessment}",
        notes=_notes(item, figure(score.assessment.standard.second_over)),
        submit_label="提交评审",
        crumbs=crumbs_of(score),
        back=f"{page_of(score)}#{code}",
    )


def _notes(item: Item, second_over: str) -> list[str]:
    """What the reviewer should know first: the rule, what stands, what to look at, what the branch said."""
    notes = [item.rule, f"现在：{item.points}，{item.label}{f'（{item.inputs}）' if item.inputs else ''}。"]
    if item.entry.get("why"):
        notes.append(f"不详的原因：{item.entry['why']}")
    if item.indicator.evidence:
        notes.append(f"评审看什么：{item.indicator.evidence}")
    if item.own:
        points = f"{item.own['points']} 分" if item.own.get("points") else "没有填分"
        notes.append(f"支部自评：{points}。{item.own.get('text', '')}")
    notes.append(f"比已有得分改动超过 {second_over} 分的，由机关党委另一人复核后生效。")
    return notes


@requires(CONFIRM, methods=("GET", "POST"))
def review_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer of a second person to a change that waits."""
    rows = Review.objects.visible_to(request.user).select_related(
        "assessment__court", "assessment__standard", "branch__court", "recorded_by"
    )
    row = get_object_or_404(rows, pk=pk)
    ensure(request.user, CONFIRM, row)

    def save(values: dict[str, Any]) -> Review:
        agrees = values["agreed"] == YES
        return confirm(review=row, agrees=agrees, words=values["words"], by=request.user, on=today())

    given = "不适用于该支部" if row.points is None else f"{figure(row.points)} 分"
    return form_page(
        request,
        ConfirmForm(posted(request)),
        save,
        done=f"{page_of(row)}#{row.code}",
        said="已登记复核意见。",
        title=f"复核 {row.code} 的评审",
        state=f"{row.branch}，{row.assessment}",
        notes=[
            f"{row.recorded_by} {row.on:%Y-%m-%d} 评审：{given}",
            f"依据：{row.evidence}",
            *([f"理由：{row.reason}"] if row.reason else []),
            "须由评审人以外的另一人复核。同意以前，仍按原来的得分计。",
        ],
        submit_label="提交复核意见",
        crumbs=[(f"{row.branch} {row.assessment}", page_of(row))],
        back=f"{page_of(row)}#{row.code}",
    )


@requires("assessments.view_score")
def review_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A file that a reviewer put beside what was given."""
    row = get_object_or_404(ReviewFile.objects.visible_to(request.user).select_related("review__branch"), pk=pk)
    ensure(request.user, "assessments.view_score", row)
    try:
        answer = file_response(digest=row.digest, kind=row.kind, name=row.name)
    except FileNotFoundError:
        raise Http404 from None
    detail = {"file": row.name}
    audit.record_reading(actor=request.user, action="assessments.view_score", subject=row.review, detail=detail)
    return answer
