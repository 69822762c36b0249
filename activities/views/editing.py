"""The meeting form filled from a record: to send in again what was sent back, and to correct what was submitted."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from activities.choices import HELD_STATES, ActivityState, CorrectionState, Step
from activities.forms import MeetingForm, draft_data
from activities.forms.workflow import AGREE, CorrectionReasonForm, DecisionForm
from activities.models import Activity, Correction
from activities.selectors.history import history_of, lock_of
from activities.selectors.refill import form_data_of
from activities.selectors.snapshots import differences
from activities.services import Incomplete, activity_correct, activity_resubmit, correction_approve, correction_refuse
from activities.services.locks import locked_sentence
from activities.views.differences import differences_of
from activities.views.meeting import meeting_page
from activities.views.workflow import can_take, record_of, why_not
from core.access import allowed, ensure, requires
from core.clock import now, today
from core.editing import form_page, posted
from core.errors import EditConflict, Refused


@requires("activities.log_activity", methods=("GET", "POST"))
def activity_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A record that was sent back, in the form it was written in, with the reason above."""
    activity = record_of(request, pk, "activities.log_activity")
    # Of what was sent the service decides: it may be the same form twice, or somebody else's came first.
    if request.method == "GET" and not can_take(Step.RESUBMIT, activity):
        return _turned_away(request, activity, why_not(Step.RESUBMIT, activity))

    def save(form: MeetingForm) -> str:
        activity_resubmit(activity=activity, entry=form.entry, **_sent(request, form))
        return f"已再次提交：{activity}"

    return _record_form(request, activity, save, sent_back=history_of(request.user, activity).reason)


@requires("activities.log_activity", methods=("GET", "POST"))
def activity_amend(request: HttpRequest, pk: int) -> HttpResponse:
    """A correction of a submitted or archived record: day, kind and unit stay, the rest may be put right."""
    activity = record_of(request, pk, "activities.log_activity")
    lock = lock_of(activity)
    if request.method == "GET" and lock is not None:
        return _turned_away(request, activity, locked_sentence(lock.year, lock.quarter, "更正"))
    if request.method == "GET" and activity.state not in HELD_STATES:
        return _turned_away(request, activity, f"这条记录{activity.get_state_display()}，不能更正")
    reason_form = CorrectionReasonForm(posted(request))

    def save(form: MeetingForm) -> str:
        if not reason_form.is_valid():
            raise Refused("请填写更正的原因", field="reason")
        reason = reason_form.cleaned_data["reason"]
        correction = activity_correct(activity=activity, entry=form.entry, reason=reason, **_sent(request, form))
        applied = correction.state == CorrectionState.APPLIED
        return f"已更正：{activity}" if applied else "已提交更正，待机关党委审批"

    needs_approval = activity.state == ActivityState.ARCHIVED
    return _record_form(request, activity, save, fixed=True, reason_form=reason_form, needs_approval=needs_approval)


def _turned_away(request: HttpRequest, activity: Activity, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect("activities:detail", pk=activity.pk)


def _sent(request: HttpRequest, form: MeetingForm) -> dict[str, Any]:
    return {
        "by": request.user,
        "at": now(),
        "version": form.cleaned_data.get("version"),
        "submission_key": form.key,
    }


def _record_form(
    request: HttpRequest, activity: Activity, save: Callable[[MeetingForm], str], *, fixed: bool = False, **more: Any
) -> HttpResponse:
    """The form with the record in it; on POST `save` gives what to say, or what was typed is shown with the faults."""
    raw = request.POST if request.method == "POST" else _opened(activity)
    form = MeetingForm(
        raw, user=request.user, on=today(), checking=request.method == "POST", record=activity, fixed=fixed
    )
    page = {"record": activity, **more}
    if request.method != "POST":
        return meeting_page(request, form, version=activity.version, **page)
    if not form.is_valid() or form.key is None:
        form.show(form.faults())
        return meeting_page(request, form, status=422, version=form.raw.get("version"), **page)
    ensure(request.user, "activities.log_activity", form.entry.place_in_scope())
    try:
        said = save(form)
    except EditConflict as conflict:
        return _conflict(request, form, conflict, page)
    except Refused as refused:
        _show(form, refused)
        return meeting_page(request, form, status=422, version=form.raw.get("version"), **page)
    messages.success(request, said)
    return redirect("activities:detail", pk=activity.pk)


def _opened(activity: Activity) -> MultiValueDict:
    return MultiValueDict({**form_data_of(activity), "submission_key": [str(uuid4())]})


def _show(form: MeetingForm, refused: Refused) -> None:
    if isinstance(refused, Incomplete):
        form.show(refused.faults)
    else:
        field = refused.field if refused.field in form.fields else None
        form.add_error(field, "；".join(refused.reasons))


def _conflict(request: HttpRequest, form: MeetingForm, conflict: EditConflict, page: dict[str, Any]) -> HttpResponse:
    """409: what was typed stays, beside what the record says by now; sending it again is then a decision."""
    rows = Activity.objects.visible_to(request.user).select_related("court", "branch", "group", "kind")
    current = get_object_or_404(rows, pk=page["record"].pk)
    form.add_error(None, "；".join(conflict.reasons))
    if not form.fixed and current.state != ActivityState.SENT_BACK:
        state = current.get_state_display()
        form.add_error(None, f"这条记录{state}，不能再次提交；您填写的内容都在下面，还要改动的，请在记录页更正")
    different = differences_of(form, draft_data(request.POST), form_data_of(current))
    return meeting_page(request, form, status=409, version=current.version, differences=different, **page)


# --- A correction that waits ----------------------------------------------------------------------


@requires("activities.view_activities", methods=("GET", "POST"))
def correction_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What a correction changes, and for the committee whether it may."""
    rows = Correction.objects.visible_to(request.user).select_related(
        "activity__court", "activity__branch", "activity__kind", "activity__group", "asked_by", "decided_by"
    )
    correction = get_object_or_404(rows, pk=pk)
    activity = correction.activity
    if request.method == "POST":
        ensure(request.user, "activities.review_activity", activity)
    here = reverse("activities:detail", args=(activity.pk,))

    def save(values: dict[str, Any]) -> Correction:
        given = {"correction": correction, "by": request.user, "at": now()}
        if values["decision"] == AGREE:
            return correction_approve(**given)
        return correction_refuse(reason=values["reason"], **given)

    waits = correction.state == CorrectionState.ASKED
    return form_page(
        request,
        DecisionForm(posted(request)),
        save,
        done=here,
        said=f"已审批更正：{activity}",
        template="activities/correction_page.html",
        title=f"更正：{activity}",
        tag=correction.get_state_display(),
        tag_kind="warning" if waits else "info",
        correction=correction,
        changes=differences(correction.before, correction.after),
        may_decide=waits and allowed(request.user, "activities.review_activity", activity),
        back=here,
        crumbs=[("组织生活", reverse("activities:list")), (str(activity), here)],
    )
