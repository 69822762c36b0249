"""Counts of one meeting, from its roster and those who were absent; of a ledger's record, as the ledger told them."""

from dataclasses import dataclass

from activities.rules import has_quorum
from activities.selectors.due import DueRoster
from activities.services.entry import MeetingEntry


@dataclass(frozen=True)
class Figures:
    """People due and there (None: a ledger did not tell); of them the quorum's base; `quorum` is None where the kind
    asks for none."""

    due: int | None
    present: int | None
    voting_due: int | None
    voting_present: int | None
    quorum: bool | None


def figures_of(entry: MeetingEntry, roster: DueRoster) -> Figures:
    """Typed figures stand for people who are not named; otherwise the roster counts."""
    if entry.record is not None and entry.keeps_people:
        kept = entry.record
        return Figures(kept.due_count, kept.present_count, kept.voting_due, kept.voting_present, kept.has_quorum)
    rule = entry.kind.quorum if entry.kind else ""
    if entry.typed_due is not None:
        return Figures(entry.typed_due, entry.typed_present or 0, None, None, None)
    absent = set(entry.absences) & roster.ids
    voting_due = len(roster.base)
    voting_present = len(roster.base - absent)
    return Figures(
        due=len(roster.people),
        present=len(roster.ids - absent),
        voting_due=voting_due,
        voting_present=voting_present,
        quorum=(
            has_quorum(rule, due=voting_due, present=voting_present, percent=roster.rules.quorum_percent)
            if roster.rules
            else None
        ),
    )
