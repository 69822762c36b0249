"""Inputs from organisational life: meetings held in the periods that are due, with a quorum, on a topic."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from activities.choices import HELD_STATES
from activities.engine import BranchFacts, Pair, PairState, Period, uncovered
from activities.engine.periods import periods_ending_in
from activities.models import Activity
from activities.models.meetings import held_on_days
from assessments.choices import Shape
from assessments.scoring import Found
from assessments.selectors.inputs.counted import not_kept, number_of, records
from assessments.selectors.inputs.registry import Names, Param, ParamType, Reading, register
from branches.models import Branch
from core.dates import covers

ACTIVITY = "activities.activity"
COMMITTEE, ASSEMBLY = "COMMITTEE_MEETING", "BRANCH_ASSEMBLY"


@dataclass(slots=True)
class PairCount:
    """The pairs of one kind that a branch owed."""

    met: int = 0
    due: int = 0
    unknown: int = 0
    why: str = ""

    def add(self, pair: Pair) -> None:
        if pair.state is PairState.NOT_KNOWN:
            self.unknown += 1
            self.why = self.why or pair.why
        else:
            self.due += 1
            self.met += pair.state is PairState.MET


# Code of a kind → branch → its pairs.
PairCounts = dict[str, dict[int, PairCount]]


def pairs_counted(reading: Reading) -> PairCounts:
    """Every kind's, in one sweep over the pairs that are over."""
    found: defaultdict[int, defaultdict[int, PairCount]] = defaultdict(lambda: defaultdict(PairCount))
    life = reading.organisational_life
    for pair in life.pairs:
        if pair.state is not PairState.OPEN:
            found[pair.norm.kind_id][pair.branch_id].add(pair)
    return {code: dict(found[kind.pk]) for code, kind in life.kinds.items() if kind.pk in found}


def _of_kind(names: Names, kind: str) -> str:
    return f"{names.get(kind, kind)}按期开展的次数占应开展的次数"


@register(
    "PERIODS_MET",
    "组织生活按期开展",
    Shape.PARTS,
    words=_of_kind,
    params=(Param("kind", ParamType.KIND, "组织生活类型"),),
    help="由组织生活记录得出：应开几次、按期开了几次；须到法定人数的，不够人数不算。",
)
def periods_met(reading: Reading, *, kind: str) -> dict[int, Found]:
    """Pairs (unit, period) of the kind's norm that were met, of those due; one that is not known makes the whole so."""
    life = reading.organisational_life
    held = reading.shared(_held_for_year, kind) if kind in life.kinds and life.kinds[kind].for_year else life.records
    return {
        branch_id: Found(
            met=count.met,
            due=count.due,
            unknown=count.unknown,
            why=count.why,
            records=records(ACTIVITY, held.get((branch_id, kind), ())),
        )
        for branch_id, count in reading.once(pairs_counted).get(kind, {}).items()
    }


def _held_for_year(reading: Reading, kind: str) -> dict[tuple[int, str], list[int]]:
    """(branch, kind) → what was held for the year, whenever that was: of kinds that state their year (1 query)."""
    year = reading.span.year
    rows = Activity.objects.within(**reading.scope).filter(
        Q(kind__code=kind) | Q(fulfilments__kind__code=kind),
        Q(for_year=year) | Q(for_year__isnull=True, held_on__year=year),
        held_on__lte=reading.as_of,
        state__in=HELD_STATES,
        branch__isnull=False,
    )
    found: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for branch_id, pk in rows.order_by().values_list("branch_id", "pk").distinct():
        found[branch_id, kind].append(pk)
    return dict(found)


def _held(names: Names, kind: str) -> str:
    return f"开展{names.get(kind, kind)}的次数"


@register(
    "HELD_COUNT",
    "开展活动次数",
    Shape.NUMBER,
    words=_held,
    params=(Param("kind", ParamType.KIND, "组织生活类型"),),
    unit="次",
    help="由组织生活记录得出：已提交的记录有几次，一次活动同时完成几项的，各项都算。",
)
def held_count(reading: Reading, *, kind: str) -> dict[int, Found]:
    """What was held of the kind, as the main one or by the way."""
    held = reading.organisational_life.records
    return {
        branch.pk: number_of(ACTIVITY, held.get((branch.pk, kind), ()), not_kept(reading, branch.pk, kind))
        for branch in reading.branches
    }


# --- Quorum -------------------------------------------------------------------------------------


@register(
    "MEETINGS_WITH_QUORUM",
    "会议达到法定人数",
    Shape.PARTS,
    words=lambda names: "达到法定人数的会议次数占已召开的应达到法定人数的会议次数",
    help="由组织生活记录的出席情况得出；没有召开应达到法定人数的会议的，不适用。",
)
def meetings_with_quorum(reading: Reading) -> dict[int, Found]:
    """Of the meetings held in the span that ask for a quorum, those that had it."""
    held = reading.organisational_life.quorums
    return {branch_id: _with_quorum(meetings) for branch_id, meetings in held.items()}


def _with_quorum(meetings: dict[int, bool | None]) -> Found:
    unknown = sum(had is None for had in meetings.values())
    return Found(
        met=sum(had is True for had in meetings.values()),
        due=len(meetings) - unknown,
        unknown=unknown,
        why="出席人数不详，无法判断是否达到法定人数" if unknown else "",
        records=records(ACTIVITY, meetings),
    )


# --- Committee meetings on a topic --------------------------------------------------------------


def _on_topic(names: Names, words: Sequence[str]) -> str:
    return f"支委会（不设支委会的，由党员大会）研究过“{'、'.join(words)}”的季度数占应研究的季度数"


@register(
    "COMMITTEE_ON_TOPIC",
    "支委会专题研究",
    Shape.PARTS,
    words=_on_topic,
    params=(Param("words", ParamType.WORDS, "议题中的字样"),),
    help="由会议记录的议题得出：每个季度至少有一次会议的议题写有其中任何一个字样。",
)
def committee_on_topic(reading: Reading, *, words: Sequence[str]) -> dict[int, Found]:
    """Quarters that are over in which the committee (where there is none, the assembly) had the topic, of those in
    which the branch existed."""
    quarters = periods_ending_in("QUARTER", reading.start, reading.last)
    life = reading.organisational_life
    kinds = tuple((life.kinds[code].pk, code) for code in (COMMITTEE, ASSEMBLY))
    held, facts = reading.shared(_meetings_on, tuple(words), kinds), life.facts
    found = {branch.pk: _by_quarter(reading, facts[branch.pk], quarters, held) for branch in reading.branches}
    return {branch_id: each for branch_id, each in found.items() if each.due or each.unknown}


# (branch, first day of the quarter, code of the kind) → the meetings.
_Meetings = dict[tuple[int, date, str], list[int]]


def _meetings_on(reading: Reading, words: Sequence[str], kinds: Sequence[tuple[int, str]]) -> _Meetings:
    """The meetings of the span whose topic has one of the words, as their main kind or by the way (2 queries). `kinds`
    are asked by their keys, of which the database knows how rare they are by the way."""
    codes = dict(kinds)
    said = Q()
    for word in words:
        said |= Q(topic__icontains=word)
    rows = Activity.objects.within(**reading.scope).filter(
        held_on_days(reading.start, reading.last), said, branch__isnull=False
    )
    found: defaultdict[tuple[int, date, str], list[int]] = defaultdict(list)
    for kind in ("kind_id", "fulfilments__kind_id"):
        meetings = rows.filter(**{f"{kind}__in": list(codes)}).order_by()
        for branch_id, held_on, pk, kind_id in meetings.values_list("branch_id", "held_on", "pk", kind):
            quarter = held_on.replace(month=(held_on.month - 1) // 3 * 3 + 1, day=1)
            found[branch_id, quarter, codes[kind_id]].append(pk)
    return dict(found)


def _by_quarter(reading: Reading, facts: BranchFacts, quarters: Sequence[Period], held: _Meetings) -> Found:
    met, unknown, why, counted = 0, 0, "", []
    existed = [quarter for quarter in quarters if _existed(facts.branch, quarter)]
    for quarter in existed:
        by_committee = held.get((facts.branch.pk, quarter.start, COMMITTEE), [])
        by_assembly = held.get((facts.branch.pk, quarter.start, ASSEMBLY), [])
        has_committee = covers(facts.committee, quarter.start, quarter.end)
        counts = by_committee or ([] if has_committee else by_assembly)
        reason = _unknown(reading, facts, quarter, is_met=bool(by_committee), by_assembly=bool(by_assembly))
        met += bool(counts) and not reason
        unknown += bool(reason)
        why = why or reason
        counted += counts
    return Found(met, len(existed) - unknown, unknown=unknown, why=why, records=records(ACTIVITY, counted))


def _existed(branch: Branch, quarter: Period) -> bool:
    return branch.exists_on(quarter.start) and branch.exists_on(quarter.end)


def _unknown(reading: Reading, facts: BranchFacts, quarter: Period, *, is_met: bool, by_assembly: bool) -> str:
    """Why it can't be told of a quarter: nothing is kept of it, or an assembly had the topic and nobody knows whether
    there is a committee that should have had it."""
    kinds = reading.organisational_life.kinds
    has_committee = covers(facts.committee, quarter.start, quarter.end)
    kind = kinds[COMMITTEE if has_committee or is_met else ASSEMBLY]
    if reason := uncovered(facts, kind, quarter.start, quarter.end):
        return reason
    if by_assembly and not is_met and not facts.branch.posts_recorded:
        return "没有登记党内职务，不知道有没有支委会"
    return ""
