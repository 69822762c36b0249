"""Files beside drafts and records: uploaded (by HTMX while the page stays, or by a plain form), opened, taken away."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from activities.forms.attachments import WithdrawalForm
from activities.models import Activity, ActivityDraft, Attachment, DraftAttachment
from activities.selectors.activities import branch_drafts
from activities.selectors.attachments import attachments_of, draft_attachments_of, readable
from activities.services.attachments import (
    attachment_withdraw,
    draft_attach,
    draft_attachment_remove,
    record_attach,
)
from activities.views.meeting import form_of, keep
from core import audit
from core.access import allowed, ensure, requires
from core.attachments import MAX_FILE_BYTES, file_response
from core.attachments.rows import MOST_BYTES
from core.clock import now
from core.editing import form_page, posted
from core.errors import Refused

MOST_AT_ONCE = 10


@requires("activities.attach_file", methods=("POST",), most_bytes=MOST_BYTES)
def record_files(request: HttpRequest, pk: int) -> HttpResponse:
    """Add files to a record."""
    activity = get_object_or_404(Activity.objects.visible_to(request.user).select_related("kind", "court"), pk=pk)
    ensure(request.user, "activities.attach_file", activity)
    faults = _each(request, lambda name, content: _attach_to_record(request, activity, name, content))
    back = reverse("activities:detail", args=(activity.pk,))
    return _answer(request, record_files_context(request, activity), faults, back)


@requires("activities.attach_file", methods=("POST",), most_bytes=MOST_BYTES)
def draft_files(request: HttpRequest) -> HttpResponse:
    """Add files to the draft that the meeting form is about; a form that was not saved yet makes it."""
    form = form_of(request, request.POST, checking=True)
    form.is_valid()
    ensure(request.user, "activities.log_activity", form.entry.place_in_scope())
    draft = branch_drafts(request.user).filter(submission_key=form.key).first() if form.key else None
    faults: list[str] = []
    try:
        draft = draft or keep(request, form, None)
        ensure(request.user, "activities.change_draft", draft)
        faults = _each(request, lambda name, content: _attach_to_draft(request, draft, name, content))
    except Refused as refused:
        faults = list(refused.reasons)
    back = reverse("activities:draft", args=(draft.pk,)) if draft else reverse("activities:new")
    return _answer(request, draft_files_context(request, draft), faults, back)


def _attach_to_record(request: HttpRequest, activity: Activity, name: str, content: bytes) -> None:
    record_attach(activity=activity, name=name, content=content, by=request.user, at=now())


def _attach_to_draft(request: HttpRequest, draft: ActivityDraft | None, name: str, content: bytes) -> None:
    if draft is not None:
        draft_attach(draft=draft, name=name, content=content, by=request.user, at=now())


def _each(request: HttpRequest, attach: Any) -> list[str]:
    """Attach every file that was sent; what was refused, in words. One holds up none of the others."""
    files = request.FILES.getlist("file")
    faults = [] if files else ["请选择要上传的文件。"]
    if len(files) > MOST_AT_ONCE:
        return [f"一次最多上传 {MOST_AT_ONCE} 个文件。"]
    for file in files:
        try:
            # One byte more than allowed tells that it is too large, however large it is.
            attach(file.name, file.read(MAX_FILE_BYTES + 1))
        except Refused as refused:
            faults += refused.reasons
    return faults


def _answer(request: HttpRequest, context: dict[str, Any], faults: list[str], back: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return render(request, "activities/file_list.html", {**context, "faults": faults})
    for fault in faults:
        messages.error(request, fault)
    return redirect(back)


def record_files_context(request: HttpRequest, activity: Activity) -> dict[str, Any]:
    """What templates/activities/file_list.html shows beside a record."""
    return {
        "files": attachments_of(request.user, activity),
        "may_attach": allowed(request.user, "activities.attach_file", activity),
    }


def draft_files_context(request: HttpRequest, draft: ActivityDraft | None) -> dict[str, Any]:
    """The same beside a draft."""
    files = draft_attachments_of(request.user, draft) if draft else []
    return {"files": files, "may_attach": True, "is_draft": True}


@requires("activities.view_activities")
def attachment(request: HttpRequest, pk: int) -> HttpResponse:
    return _download(request, get_object_or_404(readable(request.user), pk=pk))


@requires("activities.change_draft")
def draft_attachment(request: HttpRequest, pk: int) -> HttpResponse:
    return _download(request, _of_draft(request, pk))


def _download(request: HttpRequest, row: Attachment | DraftAttachment) -> HttpResponse:
    subject = row.activity if isinstance(row, Attachment) else row.draft
    try:
        answer = file_response(digest=row.digest, kind=row.kind, name=row.name)
    except FileNotFoundError:
        raise Http404 from None
    detail = {"file": row.name}
    audit.record_reading(actor=request.user, action="activities.attachment_read", subject=subject, detail=detail)
    return answer


@requires("activities.change_draft", methods=("POST",))
def draft_attachment_gone(request: HttpRequest, pk: int) -> HttpResponse:
    row = _of_draft(request, pk)
    draft = row.draft
    draft_attachment_remove(attachment=row, by=request.user)
    back = reverse("activities:draft", args=(draft.pk,))
    return _answer(request, draft_files_context(request, draft), [], back)


def _of_draft(request: HttpRequest, pk: int) -> DraftAttachment:
    row = get_object_or_404(DraftAttachment.objects.visible_to(request.user).select_related("draft__court"), pk=pk)
    ensure(request.user, "activities.change_draft", row.draft)
    return row


@requires("activities.attach_file", methods=("GET", "POST"))
def attachment_withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """A mistaken file is withdrawn with a reason; that it was there stays known."""
    row = get_object_or_404(readable(request.user).select_related("activity__kind", "activity__court"), pk=pk)
    ensure(request.user, "activities.attach_file", row.activity)
    back = reverse("activities:detail", args=(row.activity_id,))
    return form_page(
        request,
        WithdrawalForm(posted(request)),
        lambda values: attachment_withdraw(attachment=row, reason=values["reason"], by=request.user, at=now()),
        done=back,
        said="附件已撤下。",
        title="撤下附件",
        state=f"{row.name}（{row.activity}）",
        crumbs=[("组织生活", reverse("activities:list")), (str(row.activity), back)],
        submit_label="撤下",
        back=back,
        notes=["撤下后任何人都不能再打开这个文件，文件名、撤下人、时间和原因仍列在记录旁。"],
    )
