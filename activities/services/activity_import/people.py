"""Who was due at a meeting of a ledger, and who of them was missing."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from activities.choices import AbsenceReason
from activities.rules import VoteRules
from activities.selectors.vote_rules import vote_rules
from branches.models import Branch, Court, Member, PartyGroup
from branches.selectors.rosters import Person, RosterBook
from core.spreadsheets import Absentee, Loaded, Record, WordMap, suggest
from core.spreadsheets.wordings import REASONS

REASON_WORDS = WordMap(REASONS)
REASON_LENGTH = 50


@dataclass(frozen=True)
class Absence:
    """One person who was missing. `text` is what was written, where the reason's own label does not say it."""

    member_id: int
    branch_id: int
    reason: str
    text: str


class People:
    """The court's members of any day, read once."""

    def __init__(self, court: Court) -> None:
        self._book = RosterBook(court)
        self._ever: defaultdict[str, list[Member]] = defaultdict(list)
        for member in Member.objects.within(court):
            self._ever[member.name].append(member)
        self._branches: dict[tuple[int, date], list[Person]] = {}
        self._committees: dict[tuple[int, date], list[Person]] = {}
        self._courts: dict[date, list[Person]] = {}
        self._court = court
        self._rules: dict[date, VoteRules] = {}

    def branch(self, branch: Branch, on: date) -> list[Person]:
        key = (branch.pk, on)
        if key not in self._branches:
            self._branches[key] = self._book.branch(branch.pk, on)
        return self._branches[key]

    def group(self, group: PartyGroup, on: date) -> list[Person]:
        return self._book.group(group.branch_id, group.pk, on)

    def committee(self, branch: Branch, on: date) -> list[Person]:
        key = (branch.pk, on)
        if key not in self._committees:
            self._committees[key] = self._book.committee(branch.pk, on)
        return self._committees[key]

    def court(self, on: date) -> list[Person]:
        if on not in self._courts:
            self._courts[on] = self._book.court(on)
        return self._courts[on]

    def rules(self, on: date) -> VoteRules:
        if on not in self._rules:
            self._rules[on] = vote_rules(self._court, on)
        return self._rules[on]

    def named(self, name: str, branch: Branch | None, on: date) -> int | None:
        """The one member of that name: of the court at any time, or else of the branch on the day."""
        members = self._ever.get(name, [])
        if len(members) == 1:
            return members[0].pk
        own = [person.member_id for person in self.branch(branch, on) if person.name == name] if branch else []
        return own[0] if len(own) == 1 else None

    def absences(
        self, record: Record, loaded: Loaded, *, among: list[Person] | None, whom: str, on: date
    ) -> list[Absence]:
        """The row's absentees as members. `among` is the roster they must stand on (None: anyone of the court),
        `whom` its name in messages. Each that can't be told is a fault."""
        found: list[Absence] = []
        absentees: tuple[Absentee, ...] = record.values["absentees"]
        for absentee in absentees:
            place = self._place(record, loaded, absentee.name, among=among, whom=whom, on=on)
            if place is None:
                continue
            if any(absence.member_id == place[0] for absence in found):
                loaded.faults.add(record.fault("absentees", f"“{absentee.name}”写了两次，请删去一个。"))
                continue
            found.append(Absence(*place, *_reason(record, loaded, absentee)))
        return found

    def _place(
        self, record: Record, loaded: Loaded, name: str, *, among: list[Person] | None, whom: str, on: date
    ) -> tuple[int, int] | None:
        """Member and branch of an absentee."""
        roster = self.court(on) if among is None else among
        places = [(person.member_id, person.branch_id) for person in roster if person.name == name]
        if not places and among is None:
            places = [(member.pk, member.branch_id) for member in self._ever.get(name, [])]
        if len(places) == 1:
            return places[0]
        if places:
            message = f"{whom}有 {len(places)} 名“{name}”，分不清是哪一位。请先在党员页面改名以区分（如加“大、小”）。"
        elif name in self._ever:
            message = f"“{name}”在 {on} 不是{whom}，请核对。"
        else:
            near = suggest(name, self._ever)
            question = f"，是否指{' 或 '.join(f'“{other}”' for other in near)}？" if near else "，请核对。"
            message = f"“{name}”不是本院党员{question}"
        loaded.faults.add(record.fault("absentees", message))
        return None


def _reason(record: Record, loaded: Loaded, absentee: Absentee) -> tuple[str, str]:
    """Code and text of a reason: “病假” is SICK; “去北京出差” TRIP with its text; an unknown one OTHER with it."""
    written = absentee.reason
    if not written:
        return "", ""
    if len(written) > REASON_LENGTH:
        message = f"“{absentee.name}”的缺席原因超过 {REASON_LENGTH} 个字，请改短。"
        loaded.faults.add(record.fault("absentees", message))
        return "", ""
    code = REASON_WORDS.find(written)
    if code is None:
        containing = (code for code, words in REASONS.items() if any(word in written for word in words))
        code = next(containing, AbsenceReason.OTHER)
    return code, "" if written == AbsenceReason(code).label else written
