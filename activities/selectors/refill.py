"""A saved record as the form would have sent it: what a sent-back record, a correction or a new draft opens with.

Whatever the form asks must come back here, or an edit would lose it; a test sends every field to and fro.
"""

from decimal import Decimal
from typing import Any

from activities.choices import NOT_GRADED, Roster
from activities.models import Activity, Attendance, Resolution
from activities.selectors.defaults import RawData
from activities.selectors.snapshots import note_of
from core.typed_fields import PREFIX


def form_data_of(activity: Activity) -> RawData:
    """Names of form fields with their texts, without a submission key. `activity` was fetched for the user."""
    people = list(activity.attendances.order_by("member_id"))
    data = {
        "kind": [activity.kind.code],
        "held_as": [activity.held_as],
        "branch": [_text(activity.branch_id)],
        "group": [_text(activity.group_id)],
        "held_on": [str(activity.held_on)],
        "ends_on": [_text(activity.ends_on)],
        "starts_at": [f"{activity.starts_at:%H:%M}" if activity.starts_at else ""],
        "place": [activity.place],
        "chair": [activity.chair_name],
        "recorder": [activity.recorder_name],
        "topic": activity.topic.splitlines(),
        # What was said in a talk is kept apart; the form has one field for both.
        "content": [note_of(activity) or activity.content],
        "for_year": [_text(activity.for_year)],
        "study_hours": [_text(activity.study_hours)],
        "guests": [_text(activity.guest_count or None)],
        "also": list(activity.also_kinds.values_list("code", flat=True)),
        "topics": [str(pk) for pk in activity.topics.values_list("pk", flat=True)],
        "accepts_no_quorum": ["on"] if activity.has_quorum is False else [],
        **{f"{PREFIX}{code}": [_detail(value)] for code, value in activity.details.items()},
        **_people(activity, people),
        **_grades(activity, people),
        **_resolutions(list(activity.resolutions.order_by("order", "id"))),
    }
    return {name: texts for name, texts in data.items() if any(texts)}


def _text(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"  # 2, not 2.0, as a person would type it
    return "" if value is None else str(value)


def _detail(value: Any) -> str:
    """A kept value as it was typed; of a person the name."""
    return str(value["name"] if isinstance(value, dict) else value)


def _people(activity: Activity, people: list[Attendance]) -> RawData:
    absent = [row for row in people if not row.present]
    data = {
        "absent": [str(row.member_id) for row in absent],
        "sits_in": [str(row.member_id) for row in people if row.sits_in],
        **{f"reason_{row.member_id}": [row.reason] for row in absent},
    }
    if activity.kind_as_held.roster == Roster.INVITED:
        data["invited"] = [str(row.member_id) for row in people if not row.sits_in]
    if activity.branch_id is None and not people:
        data |= {"typed_due": [_text(activity.due_count)], "typed_present": [_text(activity.present_count)]}
    return data


def _grades(activity: Activity, people: list[Attendance]) -> RawData:
    """Of an appraisal with grades; who of the roster has none, was not graded."""
    grades = {row.member_id: row for row in activity.grades.all()}
    if not grades:
        return {}
    missing = [row.member_id for row in people if row.member_id not in grades]
    return {
        **{f"grade_{number}": [row.grade] for number, row in grades.items()},
        **{f"follow_{number}": [row.follow_up] for number, row in grades.items()},
        **{f"grade_{number}": [NOT_GRADED] for number in missing},
    }


def _resolutions(rows: list[Resolution]) -> RawData:
    """Columns of equal length, as the rows of the form send them."""
    return {
        "resolution_text": [row.text for row in rows],
        "votes_for": [str(row.votes_for) for row in rows],
        "votes_against": [str(row.votes_against) for row in rows],
        "abstentions": [str(row.abstentions) for row in rows],
        "vote_nature": [row.nature for row in rows],
        "vote_person": [row.person_name for row in rows],
        "vote_ballot": ["BALLOT" if row.is_secret else "OPEN" for row in rows],
        "vote_open_reason": [row.open_reason for row in rows],
        "opinions_for": [str(row.opinions_for) for row in rows],
        "opinions_against": [str(row.opinions_against) for row in rows],
    }
