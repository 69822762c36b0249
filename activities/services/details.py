"""What a kind asks beside the common fields, as it is kept: typed values, persons as members, a lecturer's rank."""

from typing import Any

from activities.details import RANK_OF_LEADER, VOCABULARY
from activities.selectors.due import DueRoster
from activities.services.entry import MeetingEntry
from branches.models import Leadership
from branches.selectors.leadership import leaders_on
from branches.selectors.rosters import member_named_on
from core.typed_fields import FieldType, stored


def kept_details(entry: MeetingEntry, roster: DueRoster) -> dict[str, Any]:
    """The typed values of an entry without faults as they stand in the record's JSON."""
    kept = {code: stored(VOCABULARY[code], value) for code, value in entry.details.items()}
    for code, value in kept.items():
        if VOCABULARY[code].type is FieldType.PERSON:
            kept[code] = {"name": value, "member": member_named_on(value, roster.people, roster.others)}
    if lecturer := leading_lecturer(entry):
        kept["lecturer"]["member"] = lecturer.member_id
        kept["lecturer_rank"] = RANK_OF_LEADER[lecturer.kind]
    return kept


def leading_lecturer(entry: MeetingEntry) -> Leadership | None:
    """The leader of the court on that day whom the record names as lecturer: leaders lecture to every branch.

    None where two leaders bear the name.
    """
    name = str(entry.details.get("lecturer", "")).strip()
    if not name or entry.held_on is None:
        return None
    found = [row for row in leaders_on(entry.court, entry.held_on) if row.member.name == name]
    return found[0] if len(found) == 1 else None
