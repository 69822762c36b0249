"""What a kind asks beside the common fields, the topics, and events over several days."""

from collections.abc import Iterator
from datetime import date

from activities.details import PREFIX, VOCABULARY, Unreadable, stored
from activities.services.entry import Fault, MeetingEntry

MOST_DAYS = 31


def detail_faults(entry: MeetingEntry) -> Iterator[Fault]:
    """Codes that no kind of the meeting asks, and values that are none of their field."""
    asked = {code for kind in entry.kinds for code in kind.fields} | set(entry.record.details if entry.record else ())
    for code, value in entry.details.items():
        if code not in VOCABULARY or code not in asked:
            yield Fault("kind", f"{entry.kind}没有“{code}”这一项")
            continue
        try:
            stored(VOCABULARY[code], value)
        except Unreadable as fault:
            yield Fault(f"{PREFIX}{code}", str(fault))


def topic_faults(entry: MeetingEntry) -> Iterator[Fault]:
    """Topics of another court or branch."""
    for topic in entry.topics:
        branch_id = entry.branch.pk if entry.branch else None
        if topic.court_id != entry.court.pk or topic.branch_id not in (None, branch_id):
            yield Fault("topics", f"专题“{topic}”不属于本院或本支部")


def last_day_faults(entry: MeetingEntry, on: date) -> Iterator[Fault]:
    """A last day that has come, not before the first, a month away at most, of a kind that lasts several days."""
    first, last = entry.held_on, entry.ends_on
    if first is None or last is None:
        return
    stays = entry.record is not None and entry.record.ends_on == last
    if entry.kind is not None and not entry.kind.several_days and not stays:
        yield Fault("ends_on", f"{entry.kind}当天结束，请去掉最后一天")
    elif last < first:
        yield Fault("ends_on", f"最后一天 {last} 早于第一天 {first}")
    elif last > on:
        yield Fault("ends_on", f"到 {last} 才结束，结束后再提交；现在可以先存草稿")
    elif (days := (last - first).days + 1) > MOST_DAYS:
        yield Fault("ends_on", f"从 {first} 到 {last} 有 {days} 天，最多 {MOST_DAYS} 天，请分开填报")
