"""Meetings that several branches hold together: one record a branch, counted once for the court (ADR 6, 8).

The host writes the meeting down. Each other branch gets a draft with everything but its people: whose officers see it,
look at their own roster and submit. Nobody sees another branch's list.
"""

from typing import Any
from uuid import uuid4

from activities.models import Activity, ActivityDraft
from activities.services.drafts import draft_create
from activities.services.entry import MeetingEntry

# What each branch says for itself.
OF_THE_BRANCH = ("absent", "sits_in", "invited", "guests", "typed_due", "typed_present", "accepts_no_quorum", "joint")
OF_THE_VOTE = ("resolution_text", "vote_", "votes_", "abstentions", "opinions_")
OF_THE_ROW = ("branch", "group", "topics", "submission_key", "reason_")


def shared_data(data: dict[str, list[str]]) -> dict[str, list[str]]:
    """Of a form as it was typed, what is the same for every branch of a joint meeting."""
    left_out = (*OF_THE_BRANCH, *OF_THE_VOTE, *OF_THE_ROW)
    return {name: texts for name, texts in data.items() if not name.startswith(left_out)}


def joint_facts(entry: MeetingEntry, draft: ActivityDraft | None) -> dict[str, Any]:
    """Key and names of a joint meeting: a new one of the host, that of the invitation behind a branch's draft."""
    if draft is not None and draft.joint:
        return {"joint_key": draft.joint["key"], "joint_with": "、".join(draft.joint["with"])}
    if entry.joint_with:
        return {"joint_key": uuid4(), "joint_with": "、".join(branch.name for branch in entry.joint_with)}
    return {}


def invite(*, host: Activity, entry: MeetingEntry, by: Any) -> list[ActivityDraft]:
    """A draft for each branch that holds the meeting together with the host's; in the transaction of the host's."""
    if host.branch is None:
        return []
    everyone = [host.branch, *entry.joint_with]
    topics = [str(topic.pk) for topic in entry.topics if topic.branch_id is None]
    return [
        draft_create(
            court=host.court,
            branch=branch,
            data={**entry.shared, "topics": topics, "branch": [str(branch.pk)]},
            by=by,
            submission_key=uuid4(),
            joint={
                "key": str(host.joint_key),
                "host": host.branch.name,
                "kind": host.kind.code,
                "held_on": str(host.held_on),
                "with": [each.name for each in everyone if each != branch],
            },
        )
        for branch in entry.joint_with
    ]
