"""What the pages of this app show, read through the engine."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from activities.choices import TALK, NormUnit, PeriodLength
from activities.engine import BranchFigures, HeldDue, KindFigures, Pair, Period
from activities.models import ActivityKind
from activities.selectors.links import held_records_url
from branches.models import Branch, Court
from branches.scoping import Grant, standing_of
from core.access import allowed
from core.heat import HeatRow, heat_table
from planning.selectors.plans import PlanLine
from rectification.selectors.figures import kept_figures, linked
from reports.heat import heat_cells, month_labels, row_total
from reports.spans import code_of_part


def visible_courts(user: Any) -> list[Court]:
    """The courts a committee reports on: its own and those below, a court before those below it."""
    paths = [grant.court_path for grant in standing_of(user).holding("COMMITTEE")]
    courts = Court.objects.visible_to(user).order_by("path")
    return [court for court in courts if any((court.path or "").startswith(path) for path in paths)]


def records_url(
    answer: HeldDue,
    kind: ActivityKind,
    period: Period | None = None,
    *,
    branch: Branch | None = None,
    court: Court | None = None,
    of_persons: bool = False,
) -> str:
    """The records that a figure counts: of a branch or of a court alone, held by the as-of date.

    `of_persons`: a figure of person-times, which stand under the main kind, a roster for each branch.
    What a kind states its year for is found by that year in the cell of a year, whenever it was held.
    """
    start, end = (period.start, period.end) if period else (answer.start, answer.end)
    days: dict[str, Any] = {"from": start, "to": min(end, answer.as_of)}
    if period and period.length == PeriodLength.YEAR and kind.for_year:
        days = {"for_year": start.year, "to": answer.as_of}
    owner = {"court": court and court.pk, "branch": branch and branch.pk}
    counted = {"main": 1} if of_persons else {"once": 1 if court else None}
    return held_records_url(kind=kind.code, **days, **owner, **counted)


# --- The committee's page -----------------------------------------------------------------------


def branches_heat_map(answer: HeldDue, code: str, numbers: list[int]) -> SafeString:
    """One row a branch for the kind `code`; each cell opens its records."""
    figures = answer.kinds[code]
    rows = []
    for branch_id, branch in answer.branches.items():
        own = figures.branches.get(branch_id, BranchFigures())

        def link(period: Period | None, branch: Branch = branch) -> str:
            return records_url(answer, figures.kind, period, branch=branch)

        cells = heat_cells(own, numbers, answer.as_of, link)
        rows.append(HeatRow(branch.name, cells, branch_url(branch, answer), row_total(own), link(None)))
    return heat_table(
        caption=f"各支部各月{figures.kind.name}",
        corner="党支部",
        periods=month_labels(numbers),
        rows=rows,
        total="达标/应开",
    )


def branch_url(branch: Branch, answer: HeldDue) -> str:
    """The branch's page for the same span and as-of date."""
    part = code_of_part(answer.start, answer.end)
    query = urlencode(
        {"year": answer.start.year, "as_of": answer.as_of.isoformat(), **({"span": part} if part else {})}
    )
    return f"{reverse('reports:branch', args=[branch.pk])}?{query}"


@dataclass(frozen=True)
class Behind:
    """A branch that has not met what was due, with the missing meetings by kind and the map that shows which."""

    branch: Branch
    missing: list[tuple[ActivityKind, int, str]]
    unknown: int

    @property
    def total(self) -> int:
        return sum(count for _, count, _ in self.missing)


def branches_behind(answer: HeldDue) -> list[Behind]:
    """Branches with something missing, the most first; equal ones in the court's order."""
    rows = []
    for branch_id, branch in answer.branches.items():
        own = [(figures.kind, figures.branches.get(branch_id)) for figures in answer.kinds.values()]
        missing = [
            (kind, each.missing, f"{branch_url(branch, answer)}#heat-head")
            for kind, each in own
            if each and each.missing > 0
        ]
        if missing:
            rows.append(Behind(branch, missing, sum(each.not_known for _, each in own if each)))
    return sorted(rows, key=lambda row: -row.total)


def normed(answer: HeldDue) -> list[KindFigures]:
    """Kinds that anybody in the answer owes, or whose fulfilment is not known."""
    return [
        each for each in answer.kinds.values() if each.due is not None and (each.due or each.open or each.not_known)
    ]


def free(answer: HeldDue) -> list[KindFigures]:
    """Kinds without a norm that took place."""
    return [each for each in answer.kinds.values() if each.due is None]


# --- A branch -----------------------------------------------------------------------------------


def kinds_heat_map(answer: HeldDue, branch: Branch, numbers: list[int], *, opens: bool) -> SafeString:
    """One row a kind for one branch; each cell opens its records, where the user sees all that it counts (`opens`)."""
    rows = []
    for figures in normed(answer):
        own = figures.branches.get(branch.pk, BranchFigures())

        def link(period: Period | None, kind: ActivityKind = figures.kind) -> str:
            return records_url(answer, kind, period, branch=branch) if opens else ""

        cells = heat_cells(own, numbers, answer.as_of, link)
        rows.append(HeatRow(figures.kind.name, cells, "", row_total(own), link(None)))
    return heat_table(
        caption=f"{branch.name}各月组织生活",
        corner="类型",
        periods=month_labels(numbers),
        rows=rows,
        total="达标/应开",
    )


@dataclass(frozen=True)
class Todo:
    """Something still to be held: what, by whom, until when, and where to log it."""

    kind: ActivityKind
    who: str
    period: Period
    days_left: int
    url: str
    group_id: int | None = None
    planned: PlanLine | None = None


def todos(answer: HeldDue, branch: Branch, grant: Grant | None) -> list[Todo]:
    """What the branch still owes in the running periods; to a group's leader only the own group's meetings.

    What each member owes (谈心谈话) is one line with the number of members.
    """
    group_id = grant.group_id if grant else None
    open_pairs = [pair for pair in answer.open_pairs() if pair.branch_id == branch.pk]
    if group_id:
        open_pairs = [pair for pair in open_pairs if pair.group and pair.group.pk == group_id]
    single = [pair for pair in open_pairs if pair.norm.unit != NormUnit.MEMBER]
    shared: defaultdict[tuple[int, Period], list[Pair]] = defaultdict(list)
    for pair in open_pairs:
        if pair.norm.unit == NormUnit.MEMBER:
            shared[pair.norm.pk, pair.period].append(pair)
    lines = [(pair, pair.group.name if pair.group else "") for pair in single]
    lines += [(pairs[0], f"还有 {len(pairs)} 名党员") for pairs in shared.values()]
    return [_todo(pair, who, answer.as_of) for pair, who in lines]


def _todo(pair: Pair, who: str, today: date) -> Todo:
    return Todo(
        kind=pair.norm.kind,
        who=who,
        period=pair.period,
        days_left=(pair.period.end - today).days,
        group_id=pair.group.pk if pair.group else None,
        url=_form_url(pair),
    )


def _form_url(pair: Pair) -> str:
    """Where it is logged; talks have a form of their own, for several pairs at once."""
    if pair.norm.kind.code == TALK:
        return f"{reverse('activities:talk_new')}?{urlencode({'branch': pair.branch_id})}"
    parts = {"kind": pair.norm.kind.code, "branch": pair.branch_id}
    if pair.group:
        parts["group"] = pair.group.pk
    return f"{reverse('activities:new')}?{urlencode(parts)}"


def missed(answer: HeldDue, branch: Branch) -> list[tuple[KindFigures, int]]:
    """Kinds with periods that were due and not met, and how many."""
    pairs = ((figures, figures.branches.get(branch.pk)) for figures in answer.kinds.values())
    return [(figures, own.missing) for figures, own in pairs if own and own.missing > 0]


def rectification_figures(user: Any, owner: Court | Branch, on: date, *, opens: bool) -> list[tuple[str, int, str]]:
    """(label, number, the list that it counts) of a day; `opens`: the user may see the lists.

    Nothing where rectification is not kept, or is nothing of the user's.
    """
    figures = kept_figures(owner, on) if allowed(user, "rectification.view_problems") else None
    if figures is None:
        return []
    of = {"branch": owner.pk} if isinstance(owner, Branch) else {"court": owner.pk}
    return [(label, number, url if opens else "") for label, number, url in linked(figures, on=on, **of)]
