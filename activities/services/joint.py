"""Meetings that several branches hold together: one record a branch, counted once for the court (ADR 6, 8).

The host writes the meeting down. Each other branch gets a draft with everything but its people: whose officers see it,
look at their own roster and submit. Nobody sees another branch's list.
"""

from typing import Any
from uuid import uuid4

from activities.models import Activity, ActivityDraft
from activities.selectors.joint import joint_meeting
from activities.services.drafts import draft_create
from activities.services.entry import MeetingEntry

# What is the same for every branch. Anything else is the host's own: people, grades, votes, amounts, remarks.
SHARED = frozenset(
    (
        *("kind", "also", "held_as", "held_on", "ends_on", "starts_at", "place", "chair", "recorder"),
        *("topic", "content", "for_year", "study_hours"),
        *("detail_theme", "detail_form", "detail_lecturer", "detail_lecturer_rank"),
        *("detail_case_name", "detail_place_visited"),
    )
)
# Of these the day and the kind, which the drafts of the others follow.
BOUND = ("kind", "held_as", "held_on", "ends_on", "for_year")


def shared_data(data: dict[str, list[str]]) -> dict[str, list[str]]:
    """Of a form as it was typed, what is the same for every branch of a joint meeting."""
    return {name: texts for name, texts in data.items() if name in SHARED}


def joint_facts(entry: MeetingEntry, draft: ActivityDraft | None) -> dict[str, Any]:
    """Key and names of a joint meeting: a new one of the host, that of the invitation behind a branch's draft."""
    if draft is not None and draft.joint:
        return {"joint_key": draft.joint["key"], "joint_with": "、".join(draft.joint["with"])}
    if entry.joint_with:
        return {"joint_key": uuid4(), "joint_with": "、".join(branch.name for branch in entry.joint_with)}
    return {}


def part_again(activity: Activity) -> dict[str, Any] | None:
    """What the new draft of a part that was withdrawn remembers, so that its branch takes part in the meeting again."""
    if activity.joint_key is None:
        return None
    host = joint_meeting(activity.court, activity.joint_key).host
    return {"key": str(activity.joint_key), "host": host.name, "with": activity.joint_with.split("、")}


def renew_invitations(activity: Activity, entry: MeetingEntry) -> None:
    """Once the host sends its record in anew, drafts that others have not completed follow its kind and day. What they
    typed besides stays; what they left empty is filled."""
    if activity.joint_key is None or joint_meeting(activity.court, activity.joint_key).host != activity.branch:
        return
    drafts = ActivityDraft.objects.within(activity.court).filter(joint__key=str(activity.joint_key))
    bound = {name: entry.shared.get(name, []) for name in BOUND}
    for draft in drafts.exclude(branch=activity.branch).select_for_update():
        renewed = {**entry.shared, **{name: texts for name, texts in draft.data.items() if any(texts)}, **bound}
        if renewed != draft.data:
            draft.data, draft.version = renewed, draft.version + 1
            draft.save()


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
                "with": [each.name for each in everyone if each != branch],
            },
        )
        for branch in entry.joint_with
    ]
