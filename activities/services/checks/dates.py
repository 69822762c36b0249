"""The day of the meeting."""

from collections.abc import Iterator
from datetime import date

from activities.services.entry import Fault, MeetingEntry
from core.dates import PARTY_FOUNDED_ON


def date_faults(entry: MeetingEntry, on: date) -> Iterator[Fault]:
    """A day that has come, and on which the branch existed."""
    held_on = entry.held_on
    if held_on is None:
        yield Fault("held_on", "请填写召开日期")
    elif held_on > on:
        yield Fault("held_on", f"日期 {held_on} 还没到，会后再提交；现在可以先存草稿")
    elif held_on < PARTY_FOUNDED_ON:
        yield Fault("held_on", f"日期 {held_on} 有误，请检查年份")
    elif entry.branch is not None and not entry.branch.exists_on(held_on):
        yield Fault("held_on", not_there(entry.branch.name, entry.branch, held_on))


def not_there(name: str, unit: object, held_on: date) -> str:
    """Says that a branch or group did not exist yet, or no longer, on a day."""
    founded_on = getattr(unit, "founded_on", None)
    if founded_on and held_on < founded_on:
        return f"{name} {founded_on} 才成立，{held_on} 还没有"
    return f"{name} {getattr(unit, 'dissolved_on', None)} 已撤销，{held_on} 不再存在"
