"""Meetings that several branches hold together."""

from collections.abc import Iterator
from typing import Any

from activities.choices import APPRAISAL, TALK, Roster
from activities.models import Activity, ActivityKind
from activities.selectors.joint import joint_meeting
from activities.services.entry import Fault, MeetingEntry


def joint_faults(entry: MeetingEntry) -> Iterator[Fault]:
    """Other branches of the court, which exist on the day; a group meets by itself."""
    if not entry.joint_with:
        return
    if entry.branch is None or (entry.kind is not None and is_held_alone(entry.kind)):
        yield Fault("joint", "全院活动、党小组的会议、谈心谈话和民主评议不能联合召开，请去掉联合召开的党支部")
    for branch in entry.joint_with:
        if entry.branch is not None and branch.pk == entry.branch.pk:
            yield Fault("joint", f"{branch}就是本支部，不必再选")
        elif branch.court_id != entry.court.pk:
            yield Fault("joint", f"{branch}不是本院的党支部，不能联合召开")
        elif entry.held_on is not None and not branch.exists_on(entry.held_on):
            yield Fault("joint", f"{entry.held_on} 没有{branch}，请从联合召开的党支部中去掉")


def is_held_alone(kind: ActivityKind) -> bool:
    """A group meets by itself; talks and grades are a branch's own."""
    return kind.roster == Roster.GROUP or kind.code in (TALK, APPRAISAL)


def part_faults(entry: MeetingEntry, key: Any) -> Iterator[Fault]:
    """A branch's part is of the meeting as it stands: once, of its kind and day, with nobody further. The host's own is
    bound as the others are as soon as one of them has completed its part."""
    meeting = joint_meeting(entry.court, key)
    own = [part for part in meeting.parts if part.branch == entry.branch]
    if any(entry.record is None or part.pk != entry.record.pk for part in own):
        yield Fault("joint", f"{entry.branch}已填报这次联合召开的会议，不必再填一次")
    if entry.branch != meeting.host and not meeting.is_held:
        yield Fault(
            "joint", f"{meeting.host}已撤回这次联合召开的会议的记录，待其重新填报后再提交；没有召开的，请删除这份草稿"
        )
        return
    other = meeting.beside(entry.branch)
    if other is not None:
        yield from _bound_faults(entry, other)
    if entry.joint_with:
        yield Fault("joint", f"联合召开的党支部由{meeting.host}填写，请去掉")


def _bound_faults(entry: MeetingEntry, other: Activity) -> Iterator[Fault]:
    host, day = other.branch, other.held_on
    if entry.kind is not None and entry.kind != other.kind:
        yield Fault("kind", f"这是与{host}联合召开的会议，类型以{host}填报的为准；有误请与其联系")
    if entry.held_on is not None and entry.held_on != day:
        yield Fault("held_on", f"这是与{host}联合召开的会议，日期是 {day}，不是 {entry.held_on}；有误请与{host}联系")
