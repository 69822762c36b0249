"""What was due in a month and not met, by branch: the figures of a bulletin.

Live ones are worked out here; those of an issued bulletin were kept as JSON and are read back. Days are ISO text, so
that both are the same thing.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Self

from django.db.models import Q, QuerySet

from activities.choices import NormUnit
from activities.engine import Pair, PairState, held_and_due
from branches.models import Branch, Court
from core.dates import month_end
from notices.choices import NoticeState
from notices.models import Bulletin
from rectification.selectors.deadlines import Duty, overdue_measures

COMMITTEE_UNIT = "支部委员会"
IN_STATE = {
    NoticeState.DRAFT: Q(issued_on__isnull=True, discarded_on__isnull=True),
    NoticeState.ISSUED: Q(issued_on__isnull=False, voided_on__isnull=True),
    NoticeState.VOIDED: Q(voided_on__isnull=False),
    NoticeState.DISCARDED: Q(discarded_on__isnull=False),
}
LIVE = IN_STATE[NoticeState.DRAFT] | IN_STATE[NoticeState.ISSUED]


@dataclass(frozen=True)
class KindCount:
    """One kind of one branch: (unit, period) pairs, of a norm for each member (`of_members`) persons; `starts_on`: the
    first day of the periods."""

    kind: str
    name: str
    of_members: bool
    starts_on: str
    due: int
    met: int

    @property
    def missing(self) -> int:
        return self.due - self.met

    def and_also(self, other: "KindCount") -> "KindCount":
        """Both together."""
        first = min(self.starts_on, other.starts_on)
        return replace(self, starts_on=first, due=self.due + other.due, met=self.met + other.met)


@dataclass(frozen=True)
class Missing:
    """One unit that did not meet one period of a norm, `number` members in one line where each of them owes it. `held`
    is how often it was held all the same, `without_quorum` of these did not count."""

    kind: str
    name: str
    unit: str
    group: int | None
    period: str
    label: str
    starts_on: str
    ends_on: str
    number: int
    of_members: bool
    held: int
    times: int
    without_quorum: int
    days_late: int


@dataclass(frozen=True)
class NotKnown:
    """One period of a norm of which nobody can tell, and why."""

    kind: str
    name: str
    unit: str
    period: str
    label: str
    why: str


@dataclass(frozen=True)
class Overdue:
    """A measure that is late."""

    key: int
    measure: str
    owner: str
    due_on: str
    days_late: int


@dataclass(frozen=True)
class BranchLines:
    """One branch in a bulletin."""

    key: int
    branch: str
    kinds: list[KindCount] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    not_known: list[NotKnown] = field(default_factory=list)
    overdue_measures: list[Overdue] = field(default_factory=list)

    @property
    def is_clear(self) -> bool:
        return not self.missing and not self.overdue_measures


@dataclass(frozen=True)
class BulletinFigures:
    """A court's month as of a day; `own_measures` are the committee's own that are late."""

    court: str
    month: str
    as_of: str
    branches: list[BranchLines]
    own_measures: list[Overdue] = field(default_factory=list)

    @property
    def day(self) -> date:
        return date.fromisoformat(self.as_of)

    @property
    def starts_on(self) -> date:
        return date.fromisoformat(f"{self.month}-01")

    @property
    def ends_on(self) -> date:
        return month_end(self.starts_on.year, self.starts_on.month)

    def kinds(self, *, of_members: bool) -> list[KindCount]:
        """Each kind over all branches."""
        total: dict[str, KindCount] = {}
        for each in (each for branch in self.branches for each in branch.kinds if each.of_members == of_members):
            before = total.get(each.kind)
            total[each.kind] = before.and_also(each) if before else each
        return list(total.values())

    @property
    def due(self) -> int:
        return sum(each.due for each in self.kinds(of_members=False))

    @property
    def met(self) -> int:
        return sum(each.met for each in self.kinds(of_members=False))

    @property
    def missing(self) -> int:
        return self.due - self.met

    @property
    def behind(self) -> list[BranchLines]:
        """The branches in which something is missing."""
        return [branch for branch in self.branches if branch.missing]

    @property
    def overdue(self) -> int:
        return sum(len(branch.overdue_measures) for branch in self.branches) + len(self.own_measures)

    @property
    def not_known(self) -> int:
        return sum(len(branch.not_known) for branch in self.branches)

    def kept(self) -> dict[str, Any]:
        """As JSON, to be kept with the bulletin."""
        return asdict(self)

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Self:
        """What `kept` gave."""
        branches = [
            BranchLines(
                key=row["key"],
                branch=row["branch"],
                kinds=[KindCount(**each) for each in row["kinds"]],
                missing=[Missing(**each) for each in row["missing"]],
                not_known=[NotKnown(**each) for each in row["not_known"]],
                overdue_measures=[Overdue(**each) for each in row["overdue_measures"]],
            )
            for row in kept["branches"]
        ]
        own = [Overdue(**each) for each in kept["own_measures"]]
        return cls(kept["court"], kept["month"], kept["as_of"], branches, own)


def bulletins_of(user: Any) -> QuerySet[Bulletin]:
    """What the user sees: the committee all of its court, an officer what was sent to the branch."""
    return Bulletin.objects.visible_to(user).select_related("court", "issued_by", "created_by")


def figures_of(bulletin: Bulletin, on: date) -> BulletinFigures:
    """Those it was issued with; of a draft, as of `on`."""
    if bulletin.figures is not None:
        return BulletinFigures.read(bulletin.figures)
    return bulletin_figures(bulletin.court, bulletin.month, on)


def bulletin_figures(court: Court, month: date, as_of: date) -> BulletinFigures:
    """What was due in the month of `month` and not met, and what measures were late, as of `as_of`.

    Of a month that still runs, only the periods that have ended. The number of queries does not grow with the branches.
    """
    start, end = month.replace(day=1), month_end(month.year, month.month)
    pairs: defaultdict[int, list[Pair]] = defaultdict(list)
    for pair in held_and_due(court, start=start, end=end, as_of=as_of).pairs:
        pairs[pair.branch_id].append(pair)
    late: defaultdict[int | None, list[Overdue]] = defaultdict(list)
    for duty in overdue_measures(court, as_of):
        late[duty.measure.branch_id].append(_overdue(duty))
    there = Branch.objects.within(court).order_by("order", "pk")
    return BulletinFigures(
        court=court.name,
        month=f"{start:%Y-%m}",
        as_of=as_of.isoformat(),
        branches=[
            _lines(branch, pairs[branch.pk], late.get(branch.pk, []), as_of)
            for branch in there
            if branch.pk in late or _was_there(branch, start, end)
        ],
        own_measures=late[None],
    )


def _was_there(branch: Branch, first: date, last: date) -> bool:
    """On at least one of the days."""
    is_founded = branch.founded_on is None or branch.founded_on <= last
    return is_founded and (branch.dissolved_on is None or branch.dissolved_on > first)


def _lines(branch: Branch, pairs: Iterable[Pair], late: list[Overdue], as_of: date) -> BranchLines:
    by_state: defaultdict[PairState, list[Pair]] = defaultdict(list)
    for pair in sorted(pairs, key=order_of_pair):
        by_state[pair.state].append(pair)
    judged = sorted((*by_state[PairState.MET], *by_state[PairState.NOT_MET]), key=order_of_pair)
    return BranchLines(
        key=branch.pk,
        branch=branch.name,
        kinds=_counts(judged),
        missing=[_missing(branch, same, as_of) for same in together(by_state[PairState.NOT_MET])],
        not_known=[_not_known(branch, same) for same in together(by_state[PairState.NOT_KNOWN])],
        overdue_measures=late,
    )


def order_of_pair(pair: Pair) -> tuple[Any, ...]:
    """Kind, period, group, in the court's order."""
    kind, group = pair.norm.kind, pair.group
    place = (group.order, group.pk) if group else (0, 0)
    return (kind.order, kind.pk, pair.period.end, pair.period.start, *place, pair.member_id or 0)


def _counts(pairs: Iterable[Pair]) -> list[KindCount]:
    by_kind: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_kind[pair.norm.kind.code].append(pair)
    return [
        KindCount(
            code,
            own[0].norm.kind.name,
            own[0].member_id is not None,
            min(pair.period.start for pair in own).isoformat(),
            len(own),
            sum(pair.state is PairState.MET for pair in own),
        )
        for code, own in by_kind.items()
    ]


def together(pairs: Iterable[Pair]) -> list[list[Pair]]:
    """The members who owe the same for the same period stand in one line, everything else alone."""
    lines: dict[tuple[Any, ...], list[Pair]] = {}
    for pair in pairs:
        alone = None if pair.member_id is not None else pair.group.pk if pair.group else 0
        lines.setdefault((pair.norm.kind.code, pair.period, pair.why, alone), []).append(pair)
    return list(lines.values())


def _missing(branch: Branch, same: Sequence[Pair], as_of: date) -> Missing:
    pair = same[0]
    return Missing(
        kind=pair.norm.kind.code,
        name=pair.norm.kind.name,
        unit=unit_of(branch, same),
        group=pair.group.pk if pair.group else None,
        period=pair.period.code,
        label=pair.period.label,
        starts_on=pair.period.start.isoformat(),
        ends_on=pair.period.end.isoformat(),
        number=len(same),
        of_members=pair.member_id is not None,
        held=0 if pair.member_id is not None else pair.held,
        times=pair.norm.times,
        without_quorum=pair.without_quorum,
        days_late=(as_of - pair.period.end).days,
    )


def _not_known(branch: Branch, same: Sequence[Pair]) -> NotKnown:
    pair = same[0]
    kind, period = pair.norm.kind, pair.period
    return NotKnown(kind.code, kind.name, unit_of(branch, same), period.code, period.label, pair.why)


def unit_of(branch: Branch, same: Sequence[Pair]) -> str:
    """Who owes it; of members how many, never who."""
    pair = same[0]
    if pair.member_id is not None:
        return f"党员{len(same)}人"
    if pair.group is not None:
        return pair.group.name
    return COMMITTEE_UNIT if pair.norm.unit == NormUnit.COMMITTEE else branch.name


def _overdue(duty: Duty) -> Overdue:
    return Overdue(duty.measure.pk, duty.measure.text, duty.owner, duty.due_on.isoformat(), duty.days_late)


def as_printed(figures: BulletinFigures) -> dict[str, Any]:
    """The shape of `draft_bulletin --format json` (docs: the contract's `draft_bulletin`)."""
    missing, late = ("kind", "unit", "period", "days_late"), ("measure", "owner", "due_on", "days_late")
    return {
        "court": figures.court,
        "month": figures.month,
        "as_of": figures.as_of,
        "branches": [
            {
                "branch": branch.branch,
                "missing": [_parts(line, missing) for line in branch.missing],
                "overdue_measures": [_parts(line, late) for line in branch.overdue_measures],
            }
            for branch in figures.branches
        ],
        "not_known": [
            {"branch": branch.branch, **_parts(line, ("kind", "unit", "period", "why"))}
            for branch in figures.branches
            for line in branch.not_known
        ],
    }


def _parts(line: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(line, name) for name in names}
