"""The rule itself: for each (unit, period) of a norm, whether it was met. Pure: facts in, pairs out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from activities.choices import NormUnit, PeriodLength
from activities.engine.facts import BranchFacts, Facts, Tally
from activities.engine.periods import MONTHS, Period, month_index, periods_ending_in
from activities.models import Norm
from branches.models import PartyGroup
from branches.models.courts import Existing
from core.dates import Span, covers


class PairState(Enum):
    MET = "MET"
    NOT_MET = "NOT_MET"
    OPEN = "OPEN"
    NOT_KNOWN = "NOT_KNOWN"


@dataclass(frozen=True, slots=True)
class Pair:
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


def evaluate(facts: Facts, *, start: date, end: date, as_of: date) -> Iterator[Pair]:
    """Every pair whose period ends in `start`..`end`, judged as of `as_of` (domain.md 2b)."""
    for branch in facts.branches.values():
        for norm, period in _owed_periods(facts, branch, start, end):
            yield from _pairs(facts, branch, norm, period, as_of)


def _owed_periods(facts: Facts, branch: BranchFacts, start: date, end: date) -> Iterator[tuple[Norm, Period]]:
    for kind_id in facts.norms.kinds():
        for length in facts.norms.lengths(kind_id):
            for period in periods_ending_in(length, start, end):
                norm = facts.norms.standing(
                    kind_id, court_id=branch.branch.court_id, branch_kind=branch.branch.kind, on=period.end
                )
                if norm and norm.period == length and norm.unit != NormUnit.COURT:
                    yield norm, period


def _pairs(facts: Facts, branch: BranchFacts, norm: Norm, period: Period, as_of: date) -> Iterator[Pair]:
    if not _existed(branch.branch, period, as_of):
        return
    if norm.unit == NormUnit.MEMBER:
        yield from _member_pairs(facts, branch, norm, period, as_of)
    elif norm.unit == NormUnit.GROUP:
        for group in branch.groups:
            if _existed(group, period, as_of):
                yield _pair(facts, branch, norm, period, as_of, group=group)
    elif norm.unit == NormUnit.BRANCH or not branch.branch.posts_recorded or _has_committee(branch, period, as_of):
        yield _pair(facts, branch, norm, period, as_of)


def _pair(
    facts: Facts, branch: BranchFacts, norm: Norm, period: Period, as_of: date, group: PartyGroup | None = None
) -> Pair:
    tally = _tally(facts, branch, norm, period, group)
    lacking = tally.without_quorum
    if group is None and norm.kind.form_is_chosen:
        tally.add(_by_every_group(facts, branch, norm, period, as_of))
    enough = tally.with_quorum >= norm.times
    state, why = PairState.NOT_MET, ""
    if period.end > as_of:
        state = PairState.OPEN
    elif reason := _unknown(branch, norm, period, tally):
        state, why = PairState.NOT_KNOWN, reason
    elif enough:
        state = PairState.MET
    return Pair(norm, branch.branch.pk, group, None, period, state, tally.held, enough, lacking, why)


def _tally(facts: Facts, branch: BranchFacts, norm: Norm, period: Period, group: PartyGroup | None) -> Tally:
    """What a group held counts for that group; what a branch owes is met by the meetings of the branch as a whole."""
    total = Tally()
    first = month_index(period.start)
    for month in range(first, first + MONTHS[PeriodLength(norm.period)]):
        found = facts.tallies.get((branch.branch.pk, group.pk if group else None, norm.kind_id, month))
        if found:
            total.add(found)
    return total


def _by_every_group(facts: Facts, branch: BranchFacts, norm: Norm, period: Period, as_of: date) -> Tally:
    """What the groups held of a kind that the branch may leave to them: as often as every one of them did."""
    groups = [group for group in branch.groups if _existed(group, period, as_of)]
    tallies = [_tally(facts, branch, norm, period, group) for group in groups]
    return Tally(
        held=sum(tally.held for tally in tallies),
        with_quorum=min((tally.with_quorum for tally in tallies), default=0),
    )


def _unknown(branch: BranchFacts, norm: Norm, period: Period, tally: Tally) -> str:
    """Why it can't be told whether the pair was met; empty when it can."""
    if norm.unit == NormUnit.COMMITTEE and not branch.branch.posts_recorded:
        return "没有登记党内职务，不知道有没有支委会"
    if reason := _uncovered(branch, norm, period):
        return reason
    if tally.with_quorum < norm.times <= tally.with_quorum + tally.quorum_unknown:
        return "出席人数不详，无法判断是否达到法定人数"
    return ""


def _uncovered(branch: BranchFacts, norm: Norm, period: Period) -> str:
    """Why the branch's records don't tell of the period; empty when they do."""
    if covers(branch.covered(norm.kind.code), period.start, period.end):
        return ""
    if covers(branch.covered(), period.start, period.end):
        talks = norm.unit == NormUnit.MEMBER
        return "导入的台账没有写明谈话双方" if talks else f"导入的台账里没有{norm.kind.name}"
    return _outside(branch.covered(), period)


def _outside(coverage: list[Span], period: Period) -> str:
    """The sentence for a period that the branch's records do not cover."""
    if not coverage:
        return "没有登记从何时起在此留存记录"
    later = [first for first, _ in coverage if first > period.start]
    if not any(first <= period.start for first, _ in coverage):
        return f"{min(later):%Y-%m-%d} 之前没有在此留存记录"
    last = max(end for first, end in coverage if first <= period.start)
    return f"{last:%Y-%m-%d} 之后没有在此留存记录"


def _has_committee(branch: BranchFacts, period: Period, as_of: date) -> bool:
    first, last = _judged_days(period, as_of)
    return covers(branch.committee, first, last)


def _existed(unit: Existing, period: Period, as_of: date) -> bool:
    first, last = _judged_days(period, as_of)
    return (unit.founded_on is None or unit.founded_on <= first) and (
        unit.dissolved_on is None or unit.dissolved_on > last
    )


def _judged_days(period: Period, as_of: date) -> Span:
    """The days of the period that have passed; of one that has not begun, the day of asking."""
    return (min(period.start, as_of), min(period.end, as_of))


# --- What each member owes (谈心谈话) -----------------------------------------------------------


def _member_pairs(facts: Facts, branch: BranchFacts, norm: Norm, period: Period, as_of: date) -> Iterator[Pair]:
    """Members through the whole period, wherever in the scope; each is owed by the branch of the last day."""
    first, last = _judged_days(period, as_of)
    for member_id in facts.members_of(branch.branch.pk, last):
        if covers(facts.members[member_id].days, first, last):
            yield _member_pair(facts, branch, norm, period, as_of, member_id)


def _member_pair(facts: Facts, branch: BranchFacts, norm: Norm, period: Period, as_of: date, member_id: int) -> Pair:
    months = facts.taken_part.get((member_id, norm.kind_id), [])
    held = sum(month_index(period.start) <= month <= month_index(period.end) for month in months)
    enough = held >= norm.times
    state, why = PairState.NOT_MET, ""
    if period.end > as_of:
        state = PairState.OPEN
    elif reason := _uncovered(branch, norm, period):
        state, why = PairState.NOT_KNOWN, reason
    elif enough:
        state = PairState.MET
    return Pair(norm, branch.branch.pk, None, member_id, period, state, held, enough, 0, why)
