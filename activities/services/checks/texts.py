"""What has to be written down."""

from collections.abc import Iterator

from activities.choices import Roster
from activities.services.entry import Fault, MeetingEntry


def text_faults(entry: MeetingEntry) -> Iterator[Fault]:
    """Topic always; place, chair and recorder of meetings that a branch or group holds, and that no ledger told of."""
    if not entry.topic.strip():
        yield Fault("topic", "请填写议题")
    if entry.kind is None or entry.kind.roster == Roster.INVITED or entry.is_of_ledger:
        return
    for field, label in (("place", "地点"), ("chair", "主持人"), ("recorder", "记录人")):
        if not getattr(entry, field).strip():
            yield Fault(field, f"请填写{label}")
