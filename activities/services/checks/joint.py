"""Meetings that several branches hold together."""

from collections.abc import Iterator
from typing import Any

from activities.choices import APPRAISAL, TALK, Roster
from activities.models import ActivityKind
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


def invitation_faults(entry: MeetingEntry, invitation: dict[str, Any]) -> Iterator[Fault]:
    """What a branch completes is the meeting that the host wrote down: its kind and day, and nobody further."""
    host = invitation["host"]
    if entry.kind is not None and entry.kind.code != invitation["kind"]:
        yield Fault("kind", f"这是与{host}联合召开的会议，类型以{host}填报的为准；有误请与其联系")
    if entry.held_on is not None and str(entry.held_on) != invitation["held_on"]:
        day = invitation["held_on"]
        yield Fault("held_on", f"这是与{host}联合召开的会议，日期是 {day}，不是 {entry.held_on}；有误请与{host}联系")
    if entry.joint_with:
        yield Fault("joint", f"联合召开的党支部由{host}填写，请去掉")
