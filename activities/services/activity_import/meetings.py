"""One row of a ledger as a meeting: who was due, who came, whether there were enough."""

import re
from dataclasses import dataclass, field
from datetime import date

from activities.choices import Quorum, Roster
from activities.models import ActivityKind
from activities.rules import has_quorum
from activities.services.activity_import.people import Absence, People
from activities.services.activity_import.words import CourtWords
from branches.models import Branch, PartyGroup
from branches.selectors.rosters import Person
from core.dates import PARTY_FOUNDED_ON
from core.spreadsheets import Loaded, Moment, Record
from core.spreadsheets.cells import half_width

YEAR_NAMED = re.compile(r"((?:19|20)\d{2})\s*年度")


@dataclass
class Meeting:
    """`roster` is None where nobody's list is known (invited people, posts not recorded); `complete` tells whether
    everyone who was missing is named: only then is it known of the others that they came."""

    record: Record
    branch: Branch | None
    group: PartyGroup | None
    kinds: list[ActivityKind]
    moment: Moment
    due: int | None
    present: int | None
    roster: list[Person] | None = None
    voters: set[int] = field(default_factory=set)
    absences: list[Absence] = field(default_factory=list)
    complete: bool = False
    quorum: bool | None = None

    @property
    def on(self) -> date:
        return self.moment.on

    @property
    def for_year(self) -> int | None:
        """The one year that the topic names (“2023年度组织生活会”), for kinds that are held for a year."""
        if not any(kind.for_year for kind in self.kinds):
            return None
        years = set(YEAR_NAMED.findall(half_width(self.record.values["topic"])))
        return int(years.pop()) if len(years) == 1 else None

    @property
    def missing_ids(self) -> set[int]:
        return {absence.member_id for absence in self.absences}


def read_meeting(record: Record, loaded: Loaded, words: CourtWords, people: People, *, on: date) -> Meeting:
    """The row as a meeting; what is wrong with it is added to the faults. `on` is today: nothing is held after it."""
    values = record.values
    branch = words.branch(record, loaded)
    meeting = Meeting(
        record=record,
        branch=branch,
        group=words.group(record, branch, loaded),
        kinds=words.kinds_of(record),
        moment=values["held_on"],
        due=values["due"],
        present=values["present"],
    )
    _check_place(meeting, loaded)
    _check_day(meeting, loaded, today=on)
    _check_numbers(meeting, loaded)
    among, whom = _due(meeting, people)
    meeting.absences = people.absences(record, loaded, among=among, whom=whom, on=meeting.on)
    meeting.complete = _is_complete(meeting)
    meeting.quorum = _quorum(meeting, people)
    return meeting


def _check_place(meeting: Meeting, loaded: Loaded) -> None:
    """A group's meeting needs its group, a committee's its branch; what has a quorum is the branch's own."""
    record, main = meeting.record, meeting.kinds[0]
    rosters = {kind.roster for kind in meeting.kinds}
    if meeting.branch is None and rosters & {Roster.GROUP, Roster.COMMITTEE}:
        loaded.faults.add(record.fault("branch", f"{main.name}不是全院的活动，请写明党支部。"))
    elif Roster.GROUP in rosters and not record.values["group"]:
        loaded.faults.add(record.fault("group", f"{main.name}要写明党小组。"))
    needing = [kind for kind in meeting.kinds if kind.quorum != Quorum.NONE]
    if record.values["group"] and needing:
        loaded.faults.add(record.fault("group", f"{needing[0].name}不是党小组的会议，党小组一栏应留空。"))


def _check_day(meeting: Meeting, loaded: Loaded, *, today: date) -> None:
    fault, day = meeting.record.fault, meeting.on
    if day > today:
        loaded.faults.add(fault("held_on", f"{day} 还没有到，不能登记为已召开。"))
    elif day < PARTY_FOUNDED_ON:
        loaded.faults.add(fault("held_on", f"{day} 的年份有误，请改为实际召开日期。"))
    for place in (meeting.branch, meeting.group):
        if place is not None and not place.exists_on(day):
            loaded.faults.add(fault("held_on", f"{day} 不在“{place.name}”存续期间，请核对。"))


def _check_numbers(meeting: Meeting, loaded: Loaded) -> None:
    """What the row says must agree with itself."""
    fault, due, present = meeting.record.fault, meeting.due, meeting.present
    hours = meeting.record.values["study_hours"]
    if hours is not None and (hours * 10) % 1:
        loaded.faults.add(fault("study_hours", f"学时 {hours} 最多写一位小数。"))
    if due is None or present is None:
        return
    named = len(meeting.record.values["absentees"])
    if present > due:
        loaded.faults.add(fault("present", f"实到 {present} 人多于应到 {due} 人。"))
    elif named > due - present:
        loaded.faults.add(fault("absentees", f"应到 {due} 人，实到 {present} 人，缺席名单却有 {named} 人。"))


def _due(meeting: Meeting, people: People) -> tuple[list[Person] | None, str]:
    """Sets the roster and the voters; returns on which list absentees must stand (None: the court's) and its name."""
    branch, group, day = meeting.branch, meeting.group, meeting.on
    rosters = {kind.roster for kind in meeting.kinds} - {Roster.INVITED}
    if branch is None or not rosters:
        return None, "本院党员"
    if group is not None:
        everyone, whom = people.group(group, day), f"{branch.name}{group.name}的党员"
    elif rosters == {Roster.COMMITTEE}:
        everyone, whom = people.committee(branch, day), f"{branch.name}的支委会成员"
    else:
        everyone, whom = people.branch(branch, day), f"{branch.name}的党员"
    if not everyone:
        return people.branch(branch, day) or None, f"{branch.name}的党员"
    meeting.roster = everyone
    in_committee = rosters == {Roster.COMMITTEE}
    meeting.voters = {person.member_id for person in everyone if in_committee or person.votes}
    return everyone, whom


def _is_complete(meeting: Meeting) -> bool:
    named = len(meeting.absences)
    if meeting.due is not None and meeting.present is not None:
        return named >= meeting.due - meeting.present
    if meeting.present is not None and meeting.roster is not None:
        return len(meeting.roster) - named <= meeting.present
    return "absentees" in meeting.record.columns


def _quorum(meeting: Meeting, people: People) -> bool | None:
    """The strictest of the rules of all kinds: one that fails decides, then one that can't be told."""
    rules = {kind.quorum for kind in meeting.kinds} - {Quorum.NONE}
    answers = [_quorum_by(rule, meeting, people) for rule in sorted(rules)]
    if not answers or False in answers:
        return False if answers else None
    return None if None in answers else True


def _quorum_by(rule: str, meeting: Meeting, people: People) -> bool | None:
    """By the roster's base less the named absentees, never more than the typed number of those present; by the typed
    numbers alone where no base is known; None where neither tells."""
    base = _base(rule, meeting, people)
    if base:
        due, present = len(base), len(base - meeting.missing_ids)
        if meeting.present is not None:
            present = min(present, meeting.present)
        elif "absentees" not in meeting.record.columns:
            return None
    elif meeting.due is not None and meeting.present is not None:
        due, present = meeting.due, meeting.present
    else:
        return None
    return has_quorum(rule, due=due, present=present, percent=people.rules(meeting.on).quorum_percent)


def _base(rule: str, meeting: Meeting, people: People) -> set[int]:
    if meeting.branch is None:
        return set()
    if rule == Quorum.COMMITTEE:
        return {person.member_id for person in people.committee(meeting.branch, meeting.on)}
    return {person.member_id for person in people.branch(meeting.branch, meeting.on) if person.votes}
