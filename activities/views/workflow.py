"""What is done with a record on its page: archived, sent back, withdrawn, cancelled, taken up as a new draft."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from activities.choices import DROPPED_STATES, TRANSITIONS, Step
from activities.forms.workflow import ReasonForm
from activities.models import Activity
from activities.selectors.history import lock_of
from activities.selectors.refill import form_data_of
from activities.services import (
    activities_archive,
    activity_archive,
    activity_cancel,
    activity_send_back,
    activity_withdraw,
    draft_create,
)
from activities.services.joint import part_again
from activities.services.locks import locked_sentence
from core.access import allowed, ensure, requires
from core.clock import now
from core.editing import form_page, posted
from core.errors import Refused

NUMBER_LENGTH = 18
MOST_AT_ONCE = 500
REASONS_SHOWN = 3


def record_of(request: HttpRequest, pk: int, permission: str) -> Activity:
    """The record, if the user sees it (404) and may do this to it (403)."""
    rows = Activity.objects.visible_to(request.user).select_related("court", "branch", "group", "kind")
    activity = get_object_or_404(rows, pk=pk)
    ensure(request.user, permission, activity)
    return activity


@requires("activities.review_activity", methods=("GET", "POST"))
def activity_return(request: HttpRequest, pk: int) -> HttpResponse:
    notes = ["退回后这条记录不计入已召开，由支部修改后再次提交；首次提交时间不变。"]
    return _with_reason(request, pk, Step.SEND_BACK, activity_send_back, "activities.review_activity", notes)


@requires("activities.log_activity", methods=("GET", "POST"))
def activity_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    notes = ["只能在提交当天撤回。撤回后记录仍然保留，不计入已召开；可以据此新建草稿。"]
    return _with_reason(request, pk, Step.WITHDRAW, activity_withdraw, "activities.log_activity", notes)


@requires("activities.review_activity", methods=("GET", "POST"))
def activity_void(request: HttpRequest, pk: int) -> HttpResponse:
    notes = ["日期、类型有误或重复填报的记录作废后仍然保留，不计入已召开，不能恢复。"]
    return _with_reason(request, pk, Step.CANCEL, activity_cancel, "activities.review_activity", notes)


def _with_reason(
    request: HttpRequest, pk: int, step: Step, service: Callable[..., Activity], permission: str, notes: list[str]
) -> HttpResponse:
    activity = record_of(request, pk, permission)
    here = reverse("activities:detail", args=(pk,))
    # Of what was sent the service decides: words that were typed are not lost to a step that somebody else took first.
    if request.method == "GET" and not can_take(step, activity):
        messages.error(request, why_not(step, activity))
        return redirect(here)

    def save(values: dict[str, Any]) -> Activity:
        version = values["version"]
        return service(activity=activity, reason=values["reason"], by=request.user, at=now(), version=version)

    return form_page(
        request,
        ReasonForm(posted(request), initial={"version": activity.version}),
        save,
        done=here,
        said=f"已{step.label}：{activity}",
        saved_row=lambda: Activity.objects.visible_to(request.user).get(pk=pk),
        title=f"{step.label}：{activity}",
        submit_label=step.label,
        back=here,
        notes=notes,
        crumbs=[("组织生活", reverse("activities:list")), (str(activity), here)],
    )


def can_take(step: Step, activity: Activity) -> bool:
    """Whether the record's state and quarter allow the step; who may is another question."""
    return activity.state in TRANSITIONS[step][0] and (step == Step.ARCHIVE or lock_of(activity) is None)


def why_not(step: Step, activity: Activity) -> str:
    """Says why `can_take` answered no."""
    lock = lock_of(activity)
    if activity.state in TRANSITIONS[step][0] and lock is not None:
        return locked_sentence(lock.year, lock.quarter, step.label)
    return f"这条记录{activity.get_state_display()}，不能{step.label}"


@requires("activities.review_activity", methods=("POST",))
def activity_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Archive one record, as it was looked at."""
    activity = record_of(request, pk, "activities.review_activity")
    version = request.POST.get("version", "")
    try:
        activity_archive(
            activity=activity, by=request.user, at=now(), version=int(version) if _is_number(version) else None
        )
    except Refused as refused:
        messages.error(request, "；".join(refused.reasons))
    else:
        messages.success(request, f"已归档：{activity}")
    return redirect("activities:detail", pk=pk)


@requires("activities.review_activity", methods=("POST",))
def activity_file_many(request: HttpRequest) -> HttpResponse:
    """Archive what was ticked in a list; what can't be says why, and the list comes back as it was."""
    versions = _ticked(request)
    seen = Activity.objects.visible_to(request.user).select_related("court", "branch", "group", "kind")
    chosen = list(seen.filter(pk__in=versions).order_by("held_on", "pk"))
    mine = [row for row in chosen if allowed(request.user, "activities.review_activity", row)]
    looked_at = [(row, versions[row.pk]) for row in mine]
    result = activities_archive(activities=looked_at, by=request.user, at=now())
    if result.done:
        messages.success(request, f"已归档 {len(result.done)} 条记录")
    reasons = [f"{row}：{why}" for row, why in result.refused]
    if len(mine) < len(chosen):
        reasons.append(f"另有 {len(chosen) - len(mine)} 条是您本人或您的支部提交的，或不属于本院，请其他同志办理")
    if reasons:
        shown = "；".join(reasons[:REASONS_SHOWN])
        messages.error(request, f"{len(chosen) - len(result.done)} 条没有归档。{shown}")
    if not chosen:
        messages.error(request, "没有选择记录，请先勾选")
    return redirect(f"{reverse('activities:waiting')}?{request.POST.get('query', '')}")


def _ticked(request: HttpRequest) -> dict[int, int]:
    """Keys of the ticked records, each with the version that the list showed (`KEY:VERSION`)."""
    pairs = [text.partition(":") for text in request.POST.getlist("ticked")[:MOST_AT_ONCE]]
    return {int(key): int(version) for key, _, version in pairs if _is_number(key) and _is_number(version)}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < NUMBER_LENGTH


@requires("activities.log_activity", methods=("POST",))
def activity_redraft(request: HttpRequest, pk: int) -> HttpResponse:
    """A new draft with the text of a record that was withdrawn or cancelled; pressed twice, one draft."""
    activity = record_of(request, pk, "activities.log_activity")
    if activity.state not in DROPPED_STATES:
        messages.error(request, f"这条记录{activity.get_state_display()}，不能据此新建草稿")
        return redirect("activities:detail", pk=pk)
    try:
        key = UUID(request.POST.get("submission_key", ""))
    except ValueError:
        raise Http404 from None
    try:
        draft = draft_create(
            court=activity.court,
            branch=activity.branch,
            group=activity.group,
            data=form_data_of(activity),
            by=request.user,
            submission_key=key,
            joint=part_again(activity),
        )
    except Refused as refused:
        messages.error(request, "；".join(refused.reasons))
        return redirect("activities:detail", pk=pk)
    messages.success(request, "已据此新建草稿，请核对后提交")
    return redirect("activities:draft", pk=draft.pk)
