"""Everything that is missing or contradictory in a meeting, in words for the person who wrote it down.

One module a concern; `faults_of` asks them all.
"""

from datetime import date

from activities.selectors.due import DueRoster
from activities.services.checks.appraisal import appraisal_faults
from activities.services.checks.dates import date_faults
from activities.services.checks.details import detail_faults, last_day_faults, lecturer_faults, topic_faults
from activities.services.checks.hours import hour_faults
from activities.services.checks.joint import joint_faults, part_faults
from activities.services.checks.kinds import can_be_met_by_the_way, kind_faults, unit_faults
from activities.services.checks.people import people_faults, roster_of
from activities.services.checks.talks import talk_faults
from activities.services.checks.texts import text_faults
from activities.services.checks.votes import quorum_faults, quorum_sentence, resolution_faults
from activities.services.entry import Fault, MeetingEntry
from activities.services.figures import figures_of

__all__ = ["can_be_met_by_the_way", "faults_at", "faults_of", "part_faults", "quorum_sentence", "roster_of"]


def faults_of(entry: MeetingEntry, roster: DueRoster, *, on: date) -> list[Fault]:
    """All faults, in the order of the form's fields; empty when the meeting can be submitted on `on`."""
    faults = [
        *kind_faults(entry),
        *date_faults(entry, on),
        *unit_faults(entry),
        *joint_faults(entry),
        *text_faults(entry),
    ]
    if entry.kind is None or entry.held_on is None or faults_at(faults, "held_on", "group", "branch", "kind"):
        return faults
    figures = figures_of(entry, roster)
    of_people = not entry.keeps_people
    faults += people_faults(entry, roster) if of_people else ()
    faults += [*last_day_faults(entry, on), *hour_faults(entry), *topic_faults(entry)]
    faults += [*detail_faults(entry), *lecturer_faults(entry)]
    faults += [*talk_faults(entry, roster), *appraisal_faults(entry, roster)] if of_people else ()
    faults += resolution_faults(entry, roster, figures)
    faults += quorum_faults(entry, roster, figures) if of_people else ()
    return faults


def faults_at(faults: list[Fault], *fields: str) -> bool:
    return any(fault.field in fields for fault in faults)
