"""The list of meetings, its export, and one record."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from activities.choices import CorrectionState, Quorum, Step
from activities.details import VOCABULARY
from activities.forms import ActivityFilter
from activities.models import Activity, ActivityKind
from activities.selectors.activities import (
    AttendanceGroup,
    activities_for_list,
    attendance_of,
    obligations_of,
)
from activities.selectors.appraisal import appraisal_of
from activities.selectors.details import sums_of
from activities.selectors.history import histories, history_of, moment_of, with_corrections
from activities.selectors.kinds import uncovered_branch
from activities.selectors.talks import talk_note_of
from activities.selectors.topics import topics_of
from activities.selectors.votes import resolutions_of
from activities.views.actions import actions_of
from activities.views.attachments import record_files_context
from activities.views.papers import print_menu
from branches.models import ImportBatch
from branches.scoping import standing_of
from core.access import allowed, requires
from core.attachments.intake import ACCEPT
from core.clock import today
from core.exports import Column, export
from core.listing import MOST_EXPORTED, chips_of, heads_of, in_order, keyset_page_of, page_of_list
from core.typed_fields import Shown, TypedField, exported

SORTS = {
    "held_on": ("held_on", "id"),
    "kind": ("kind_id", "held_on", "id"),
    "branch": ("branch_id", "held_on", "id"),
}
NEWEST_FIRST = "-held_on"
EVENTS_A_PAGE = 20
SITTING_IN_COUNT = Count("attendances", filter=Q(attendances__sits_in=True))
COLUMNS = (
    ("held_on", "日期"),
    ("kind", "类型"),
    ("branch", "党支部"),
    ("topic", "议题"),
    ("present", "实到/应到"),
    ("state", "状态"),
)


@requires("activities.view_activities")
def activity_list(request: HttpRequest) -> HttpResponse:
    found = ActivityFilter(request.GET, activities_for_list(request.user), request=request)
    page = keyset_page_of(request, found.qs, sorts=SORTS, default=NEWEST_FIRST)
    return render(
        request,
        "activities/activity_list.html",
        {
            "filter_form": found.form,
            "chips": chips_of(request, found),
            "sums": _sums(found),
            "page": page,
            "heads": heads_of(request, COLUMNS, sorts=SORTS, default=NEWEST_FIRST, figures=("present",)),
            "may_log": allowed(request.user, "activities.log_activity"),
            "unstated": uncovered_branch(request.user, today()),
            "menu": _menu(request),
        },
    )


def _kind_asked(found: ActivityFilter) -> ActivityKind | None:
    return found.form.cleaned_data.get("kind") if found.form.is_valid() else None


def _sums(found: ActivityFilter) -> list[Shown]:
    """Of a list of one kind, the sums over what was held."""
    kind = _kind_asked(found)
    return sums_of(found.qs, kind) if kind else []


def _menu(request: HttpRequest) -> list[dict[str, str]]:
    entries = [
        {"label": "专题", "url": reverse("activities:topics"), "icon": "tags"},
        {"label": "记录起止", "url": reverse("activities:coverages"), "icon": "calendar-range"},
    ]
    if allowed(request.user, "activities.view_leaders"):
        entries.append({"label": "双重组织生活", "url": reverse("activities:leaders"), "icon": "person-check"})
    if allowed(request.user, "activities.view_study"):
        entries.insert(0, {"label": "学时", "url": reverse("activities:study"), "icon": "book"})
        entries.insert(0, {"label": "谈心谈话", "url": reverse("activities:talks"), "icon": "chat-dots"})
    if allowed(request.user, "activities.change_draft"):
        entries.insert(0, {"label": "草稿", "url": reverse("activities:drafts"), "icon": "pencil"})
    if allowed(request.user, "activities.lock_period"):
        entries.append({"label": "季度锁定", "url": reverse("activities:locks"), "icon": "lock"})
    return entries


@requires("activities.export_activities")
def activity_export(request: HttpRequest) -> HttpResponse:
    rows = Activity.objects.visible_to(request.user).select_related("kind", "branch", "group", "court")
    rows = rows.annotate(sitting_in=SITTING_IN_COUNT).prefetch_related("also_kinds", *histories(request.user))
    found = ActivityFilter(request.GET, rows, request=request)
    ordered = in_order(request, found.qs, sorts=SORTS, default=NEWEST_FIRST)[:MOST_EXPORTED]
    return export(
        user=request.user,
        action="activities.export_activities",
        filename="组织生活.xlsx",
        sheet_title="组织生活",
        columns=(*EXPORT_COLUMNS, *_detail_columns(_kind_asked(found))),
        rows=ordered,
    )


def _detail_columns(kind: ActivityKind | None) -> list[Column]:
    """A column for each field that the kind asks, in a list of one kind."""
    return [(word.heading, _value_of(word)) for word in VOCABULARY.fields_of(kind.fields if kind else ())]


def _value_of(word: TypedField) -> Callable[[Activity], Any]:
    return lambda row: exported(word, row.details.get(word.code))


EXPORT_COLUMNS = (
    ("日期", lambda row: row.held_on),
    ("最后一天", lambda row: row.ends_on),
    ("时间", lambda row: f"{row.starts_at:%H:%M}" if row.starts_at else ""),
    ("类型", lambda row: row.kind.name),
    ("召开形式", lambda row: row.get_held_as_display()),
    ("同时完成", lambda row: "、".join(kind.name for kind in row.also_kinds.all())),
    ("法院", lambda row: row.court.name),
    ("党支部", lambda row: row.branch.name if row.branch else "全院"),
    ("党小组", lambda row: row.group.name if row.group else ""),
    ("联合召开", lambda row: row.joint_with),
    ("地点", lambda row: row.place),
    ("主持人", lambda row: row.chair_name),
    ("记录人", lambda row: row.recorder_name),
    ("议题", lambda row: row.topic),
    ("内容", lambda row: row.content),
    ("应到", lambda row: row.due_count),
    ("实到", lambda row: row.present_count),
    ("有表决权应到", lambda row: row.voting_due),
    ("有表决权实到", lambda row: row.voting_present),
    ("列席", lambda row: row.sitting_in),
    ("党员以外参加", lambda row: row.guest_count),
    ("台账应到", lambda row: row.ledger_due),
    ("台账实到", lambda row: row.ledger_present),
    ("达到法定人数", lambda row: row.has_quorum),
    ("学时", lambda row: row.study_hours),
    ("状态", lambda row: row.get_state_display()),
    ("提交时间", lambda row: row.submitted_at),
    ("再次提交时间", lambda row: row.resubmitted_at),
    ("归档时间", lambda row: moment_of(row, Step.ARCHIVE)),
    ("退回、撤回、作废原因", lambda row: "；".join(step.reason for step in row.steps.all() if step.reason)),
    ("更正次数", lambda row: sum(each.state == CorrectionState.APPLIED for each in row.corrections.all())),
    ("补录天数", lambda row: row.late_days),
    ("来源", lambda row: row.get_origin_display()),
)


@requires("activities.view_activities")
def activity_detail(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Activity.objects.visible_to(request.user).select_related(
        "kind", "branch", "group", "court", "submitted_by", "import_batch"
    )
    activity = get_object_or_404(with_corrections(request.user, rows), pk=pk)
    return render(request, "activities/activity_detail.html", _record(request, activity))


def _record(request: HttpRequest, activity: Activity) -> dict[str, Any]:
    groups = attendance_of(request.user, activity)
    history = history_of(request.user, activity)
    events = page_of_list(request, history.events, size=EVENTS_A_PAGE)
    return {
        "activity": activity,
        "title": f"{activity.kind} {activity.held_on}",
        "state_line": _state_line(activity),
        "base_label": BASE_LABELS[Quorum(activity.kind_as_held.quorum)],
        "due_not_known": int(activity.due_count is None),
        "no_people": _no_people(activity),
        "crumbs": [("组织生活", reverse("activities:list"))],
        **record_files_context(request, activity),
        "accept": ACCEPT,
        "menu": print_menu(activity),
        "groups": groups,
        "absent": [row for group in groups for row in group.rows if not row.present],
        "topics": [line for line in activity.topic.splitlines() if line.strip()],
        "resolutions": resolutions_of(activity),
        "apart": _counted_apart(activity, groups),
        "details": VOCABULARY.shown(activity.details),
        "tagged": topics_of(request.user, activity),
        "appraisal": appraisal_of(request.user, activity),
        "talk_note": talk_note_of(request.user, activity),
        "obligations": obligations_of(request.user, activity),
        "history": history,
        "events": events,
        "changes": [event for event in reversed(events.rows) if event.differences],
        "actions": actions_of(request.user, activity, history),
        "redraft_key": uuid4(),
        "ledger": _ledger_differences(activity),
        "source": _source(request, activity),
    }


def _counted_apart(activity: Activity, groups: list[AttendanceGroup]) -> list[tuple[str, int]]:
    """Those who were there without being due: neither in 应到 nor in 人次."""
    sitting_in = sum(row.sits_in for group in groups for row in group.rows)
    return [(label, count) for label, count in (("列席", sitting_in), ("党员以外", activity.guest_count)) if count]


def _source(request: HttpRequest, activity: Activity) -> ImportBatch | None:
    """The imported file, for people of the court: it may hold more than the record that is shared with courts above."""
    is_own = any(grant.court_id == activity.court_id for grant in standing_of(request.user).grants)
    return activity.import_batch if is_own else None


BASE_LABELS = {
    Quorum.VOTING: "有表决权实到/应到",
    Quorum.COMMITTEE: "支委会成员实到/应到",
    Quorum.NONE: "有表决权实到/应到",
}


def _state_line(activity: Activity) -> str:
    where = " · ".join(str(part) for part in (activity.branch, activity.group) if part) or f"{activity.court}全院活动"
    who = activity.submitted_by
    return f"{where}；{who} 提交" if who else where


def _no_people(activity: Activity) -> str:
    """Why no names stand here: typed figures, or a record of a court below, whose persons are its own."""
    return "没有列出人员名单，只有人数；或名单只在本院可见。" if activity.due_count else "没有出席名单。"


def _ledger_differences(activity: Activity) -> list[tuple[str, int, int | None, int | None]]:
    """What the ledger said beside what the roster gives: label, ledger, computed, difference (None: not known)."""
    pairs = (
        ("应到", activity.ledger_due, activity.due_count),
        ("实到", activity.ledger_present, activity.present_count),
    )
    return [
        (label, ledger, computed, None if computed is None else ledger - computed)
        for label, ledger, computed in pairs
        if ledger is not None
    ]
