"""What a user may do with a record in its present state: the buttons of its page."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from activities.choices import DROPPED_STATES, HELD_STATES, ActivityState, Origin, Step
from activities.models import Activity
from activities.permissions import is_applicant
from activities.selectors.history import History, lock_of
from core.access import allowed
from core.clock import today

OFTEN = "primary"


@dataclass(frozen=True)
class Action:
    """One button: a link, or where `confirm` asks first, a form that is sent. `emphasis` marks the one thing to do."""

    name: str
    label: str
    icon: str
    emphasis: str = ""
    confirm: str = ""
    url: str = ""


@dataclass(frozen=True)
class Actions:
    """The buttons, and in words why there are fewer than one might expect."""

    buttons: list[Action]
    notes: list[tuple[str, str]]


def actions_of(user: Any, activity: Activity, history: History) -> Actions:
    """Buttons and notes for this user; what a button leads to asks again."""
    writes, reviews = (allowed(user, f"activities.{name}", activity) for name in ("log_activity", "review_activity"))
    locked = lock_of(activity) if writes or reviews else None
    found: list[Action] = []
    if writes and not locked:
        found += _of_the_branch(activity, history)
    if writes and activity.state in DROPPED_STATES:
        found.append(Action("redraft", "据此新建草稿", "files", confirm="用这条记录的内容新建一份草稿？"))
    if reviews:
        found += _of_the_committee(activity, history, locked=locked is not None)
    buttons = [
        Action(**{**vars(each), "url": each.url or reverse(f"activities:{each.name}", args=(activity.pk,))})
        for each in found
    ]
    return Actions(buttons, _notes(user, activity, history, locked))


def _of_the_branch(activity: Activity, history: History) -> list[Action]:
    if activity.state == ActivityState.SENT_BACK:
        return [Action("edit", "修改并再次提交", "pencil-square", OFTEN)]
    if activity.state not in HELD_STATES or history.asked:
        return []
    archived = activity.state == ActivityState.ARCHIVED
    found = [Action("correct", "申请更正" if archived else "更正", "pencil")]
    sent_at = activity.resubmitted_at or activity.submitted_at
    of_today = sent_at is not None and timezone.localdate(sent_at) == today() and activity.origin == Origin.ENTERED
    return found if archived or not of_today else [*found, Action("withdraw", "撤回", "arrow-counterclockwise")]


def _of_the_committee(activity: Activity, history: History, *, locked: bool) -> list[Action]:
    found = []
    if history.asked:
        url = reverse("activities:correction", args=(history.asked.pk,))
        return [Action("correction", "审批更正", "check2-square", OFTEN, url=url)]
    if activity.state == ActivityState.SUBMITTED:
        confirm = "归档后支部更正这条记录要经机关党委同意。确认归档？"
        found.append(Action("archive", "归档", "archive", OFTEN, confirm))
        if not locked and activity.origin == Origin.ENTERED:
            found.append(Action("send_back", Step.SEND_BACK.label, "reply"))
    if not locked and activity.state not in DROPPED_STATES:
        found.append(Action("cancel", Step.CANCEL.label, "x-circle"))
    return found


def _notes(user: Any, activity: Activity, history: History, locked: Any) -> list[tuple[str, str]]:
    """(kind of notice, words)."""
    notes = []
    if activity.state not in HELD_STATES and history.reason:
        notes.append(("warning", f"{activity.get_state_display()}，不计入已召开。原因：{history.reason}"))
    if history.asked:
        notes.append(("info", "有一项更正待机关党委审批，批准前以下仍是原内容。"))
    if locked:
        notes.append(("info", f"{locked}已考核锁定，记录不能改动；确需改动的，请机关党委先重新开放该季度。"))
    waits = activity.state == ActivityState.SUBMITTED or history.asked
    if waits and allowed(user, "activities.review_activity") and is_applicant(user, activity):
        notes.append(("info", "这条记录是您本人或您的支部提交的，由机关党委的其他同志审核。"))
    return notes
