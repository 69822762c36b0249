"""谈心谈话: two people, both there."""

from collections.abc import Iterator

from activities.selectors.due import DueRoster
from activities.services.entry import Fault, MeetingEntry

PAIR = 2


def talk_faults(entry: MeetingEntry, roster: DueRoster) -> Iterator[Fault]:
    """A talk is of exactly two who are named; who has been talked with is counted from them."""
    if not entry.is_talk:
        return
    if entry.typed_due is not None or len(roster.people) > PAIR:
        yield Fault("invited", "谈心谈话是两个人之间的，请选择 2 人；几次谈话请分别填报")
