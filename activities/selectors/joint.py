"""A meeting that several branches hold together, over its parts: one record a branch (ADR 6, 8)."""

from dataclasses import dataclass
from typing import Any

from activities.choices import DROPPED_STATES
from activities.models import Activity
from branches.models import Branch, Court


@dataclass(frozen=True)
class JointMeeting:
    """`host` wrote it down first; `parts` are the records that were not withdrawn or cancelled, the host's first."""

    host: Branch
    parts: list[Activity]

    @property
    def is_held(self) -> bool:
        """Whether the host's own record stands."""
        return any(part.branch == self.host for part in self.parts)

    def beside(self, branch: Branch | None) -> Activity | None:
        """The part of another branch that kind and day of this branch's must agree with, if one stands."""
        return next((part for part in self.parts if part.branch != branch), None)


def joint_meeting(court: Court, key: Any) -> JointMeeting:
    """The meeting of that key; it has a record, if only a withdrawn one."""
    rows = Activity.objects.within(court).filter(joint_key=key).select_related("branch", "kind").order_by("pk")
    records = list(rows)
    host = records[0].branch
    if host is None:
        raise ValueError("a joint meeting is held by branches")
    standing = [record for record in records if record.state not in DROPPED_STATES]
    return JointMeeting(host, sorted(standing, key=lambda part: part.branch != host))
