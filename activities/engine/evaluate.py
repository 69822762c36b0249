"""The rule itself: for each (unit, period) of a norm, whether it was met. Pure: facts in, pairs out."""

from collections.abc import Iterator
from datetime import date
from enum import Enum
from functools import cache
from typing import NamedTuple

from activities.choices import NormUnit
from activities.engine.facts import NOTHING, BranchFacts, Facts, Tally, sum_of
from activities.engine.periods import Period, month_index
from activities.models import ActivityKind, Norm
from branches.models import PartyGroup
from branches.models.courts import Existing
from core.dates import Span, covers


class PairState(Enum):
    MET = "MET"
    NOT_MET = "NOT_MET"
    OPEN = "OPEN"
    NOT_KNOWN = "NOT_KNOWN"


class Pair(NamedTuple):
    """One unit in one period of one norm. `enough`: held as often as owed (also while the period is open)."""

    norm: Norm
    branch_id: int
    group: PartyGroup | None
    member_id: int | None
    period: Period
    state: PairState
    held: int
    enough: bool
    without_quorum: int = 0
    why: str = ""


class Owed(NamedTuple):
    """A norm in one of its periods, with what is the same for every unit that owes it."""

    norm: Norm
    kind: ActivityKind
    period: Period
    months: range
    # The days of the period that have passed; of one that has not begun, the day of asking.
    first: date
    last: date
    is_open: bool


def evaluate(facts: Facts, *, start: date, end: date, as_of: date) -> Iterator[Pair]:
    """Every pair whose period ends in `start`..`end`, judged as of `as_of` (domain.md 2b), branch by branch."""

    @cache
    def owed_by(court_id: int | None, branch_kind: str) -> list[Owed]:
        found = facts.norms.owed(court_id=court_id, branch_kind=branch_kind, start=start, end=end)
        return [_owed(norm, period, as_of) for norm, period in found if norm.unit != NormUnit.COURT]

    for branch in facts.branches.values():
        own = branch.branch
        for owed in owed_by(facts.norms.own_of(own.court_id), own.kind):
            if _existed(own, owed):
                yield from _pairs(facts, branch, owed)


def _owed(norm: Norm, period: Period, as_of: date) -> Owed:
    months = range(month_index(period.start), month_index(period.end) + 1)
    first, last = min(period.start, as_of), min(period.end, as_of)
    return Owed(norm, norm.kind, period, months, first, last, period.end > as_of)


def _pairs(facts: Facts, branch: BranchFacts, owed: Owed) -> Iterator[Pair]:
    unit = owed.norm.unit
    if unit == NormUnit.MEMBER:
        yield from _member_pairs(facts, branch, owed)
    elif unit == NormUnit.GROUP:
        for group in branch.groups:
            if _existed(group, owed):
                yield _pair(facts, branch, owed, group)
    elif unit == NormUnit.BRANCH or not branch.branch.posts_recorded or _has_committee(branch, owed):
        yield _pair(facts, branch, owed)


def _pair(facts: Facts, branch: BranchFacts, owed: Owed, group: PartyGroup | None = None) -> Pair:
    tally = _tally(facts, branch, owed, group)
    lacking = tally.without_quorum
    if group is None and owed.kind.form_is_chosen:
        tally = _with_groups(tally, facts, branch, owed)
    enough = tally.with_quorum >= owed.norm.times
    state, why = PairState.NOT_MET, ""
    if owed.is_open:
        state = PairState.OPEN
    elif reason := _unknown(branch, owed, tally):
        state, why = PairState.NOT_KNOWN, reason
    elif enough:
        state = PairState.MET
    return Pair(owed.norm, branch.branch.id, group, None, owed.period, state, tally.held, enough, lacking, why)


def _tally(facts: Facts, branch: BranchFacts, owed: Owed, group: PartyGroup | None) -> Tally:
    """What a group held counts for that group; what a branch owes is met by the meetings of the branch as a whole."""
    branch_id, group_id, kind_id = branch.branch.id, group.id if group else None, owed.kind.id
    found = [facts.tallies.get((branch_id, group_id, kind_id, month), NOTHING) for month in owed.months]
    return found[0] if len(found) == 1 else sum_of(found)


def _with_groups(own: Tally, facts: Facts, branch: BranchFacts, owed: Owed) -> Tally:
    """With what the groups held of a kind that the branch may leave to them: as often as every one of them did."""
    of_groups = [_tally(facts, branch, owed, group) for group in branch.groups if _existed(group, owed)]
    return Tally(
        held=own.held + sum(each.held for each in of_groups),
        with_quorum=own.with_quorum + min((each.with_quorum for each in of_groups), default=0),
        quorum_unknown=own.quorum_unknown,
    )


def _unknown(branch: BranchFacts, owed: Owed, tally: Tally) -> str:
    """Why it can't be told whether the pair was met; empty when it can."""
    if owed.norm.unit == NormUnit.COMMITTEE and not branch.branch.posts_recorded:
        return "没有登记党内职务，不知道有没有支委会"
    if reason := _uncovered(branch, owed):
        return reason
    if tally.with_quorum < owed.norm.times <= tally.with_quorum + tally.quorum_unknown:
        return "出席人数不详，无法判断是否达到法定人数"
    return ""


def _uncovered(branch: BranchFacts, owed: Owed) -> str:
    """Why the branch's records don't tell of the period; empty when they do."""
    period = owed.period
    reason = uncovered(branch, owed.kind, period.start, period.end)
    if reason and owed.norm.unit == NormUnit.MEMBER and covers(branch.covered(), period.start, period.end):
        return "导入的台账没有写明谈话双方"
    return reason


def uncovered(branch: BranchFacts, kind: ActivityKind, first: date, last: date) -> str:
    """Why the branch's records don't tell of a kind from `first` to `last`; empty when they do."""
    if covers(branch.covered(kind.code), first, last):
        return ""
    if covers(branch.covered(), first, last):
        return f"导入的台账里没有{kind.name}"
    return _outside(branch.covered(), first)


def _outside(coverage: list[Span], start: date) -> str:
    """The sentence for days from `start` that the branch's records do not cover."""
    if not coverage:
        return "没有登记从何时起在此留存记录"
    later = [first for first, _ in coverage if first > start]
    if not any(first <= start for first, _ in coverage):
        return f"{min(later):%Y-%m-%d} 之前没有在此留存记录"
    last = max(end for first, end in coverage if first <= start)
    return f"{last:%Y-%m-%d} 之后没有在此留存记录"


def _has_committee(branch: BranchFacts, owed: Owed) -> bool:
    return covers(branch.committee, owed.first, owed.last)


def _existed(unit: Existing, owed: Owed) -> bool:
    return (unit.founded_on is None or unit.founded_on <= owed.first) and (
        unit.dissolved_on is None or unit.dissolved_on > owed.last
    )


# --- What each member owes (谈心谈话) -----------------------------------------------------------


def _member_pairs(facts: Facts, branch: BranchFacts, owed: Owed) -> Iterator[Pair]:
    """Members through the whole period, wherever in the scope; each is owed by the branch of the last day."""
    why = "" if owed.is_open else _uncovered(branch, owed)
    for member_id in facts.members_of(branch.branch.pk, owed.last):
        if covers(facts.members[member_id].days, owed.first, owed.last):
            yield _member_pair(facts, branch, owed, member_id, why)


def _member_pair(facts: Facts, branch: BranchFacts, owed: Owed, member_id: int, why: str) -> Pair:
    times = facts.taken_part.get((member_id, owed.norm.kind_id), ())
    held = sum(month in owed.months for month in times)
    enough = held >= owed.norm.times
    state = PairState.MET if enough else PairState.NOT_MET
    if owed.is_open:
        state = PairState.OPEN
    elif why:
        state = PairState.NOT_KNOWN
    return Pair(owed.norm, branch.branch.pk, None, member_id, owed.period, state, held, enough, 0, why)
