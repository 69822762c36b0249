"""What a kind asks beside the common fields, the topics, and events over several days."""

from collections.abc import Iterator
from datetime import date

from activities.details import RANK_OF_LEADER, VOCABULARY
from activities.services.details import leading_lecturer
from activities.services.entry import Fault, MeetingEntry
from branches.choices import LeadershipKind
from branches.selectors.leadership import leaders_on
from core.typed_fields import PREFIX, Unreadable, stored

MOST_DAYS = 31


def detail_faults(entry: MeetingEntry) -> Iterator[Fault]:
    """Codes that no kind of the meeting asks, and values that are none of their field."""
    asked = {code for kind in entry.kinds for code in kind.fields} | set(entry.record.details if entry.record else ())
    for code, value in entry.details.items():
        if code not in VOCABULARY or code not in asked:
            label = VOCABULARY[code].label if code in VOCABULARY else "已经取消的内容"
            yield Fault("kind", f"{entry.kind}没有“{label}”这一项，请去掉")
            continue
        try:
            stored(VOCABULARY[code], value)
        except Unreadable as fault:
            yield Fault(f"{PREFIX}{code}", str(fault))


def lecturer_faults(entry: MeetingEntry) -> Iterator[Fault]:
    """Somebody named as 党组书记 where the court has noted another for that day."""
    if entry.held_on is None or entry.details.get("lecturer_rank") != RANK_OF_LEADER[LeadershipKind.SECRETARY]:
        return
    name = str(entry.details.get("lecturer", "")).strip()
    secretaries = [
        row.member.name
        for row in leaders_on(entry.court, entry.held_on)
        if row.kind == LeadershipKind.SECRETARY and row.member.name != name
    ]
    if secretaries and leading_lecturer(entry) is None:
        noted, named = "、".join(secretaries), name or "空着的主讲人"
        words = f"{entry.held_on} 登记的党组书记是{noted}，不是{named}，请核对主讲人和身份"
        yield Fault(f"{PREFIX}lecturer_rank", words)


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
