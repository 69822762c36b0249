"""Sums over the facts of a day: no database here."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from branches.models import Branch
from rectification.choices import DAYS_OF_AGE, Age, MeasureState, ProblemState, Stage
from rectification.selectors.supervision.facts import Facts, MeasureFact, ProblemFact

NEAR, NEARING = 7, 30
COMMITTEE = "机关党委"


@dataclass
class Duties:
    """Measures by where they stand. `longest`: days late of the one that is late the longest; `near`, `nearing`: due
    within 7 and 30 days."""

    measures: int = 0
    done: int = 0
    on_schedule: int = 0
    overdue: int = 0
    longest: int = 0
    near: int = 0
    nearing: int = 0

    def add(self, fact: MeasureFact, on: date) -> None:
        self.measures += 1
        self.done += fact.state == MeasureState.DONE
        self.on_schedule += fact.state == MeasureState.ON_SCHEDULE
        self.overdue += fact.state == MeasureState.OVERDUE
        left = fact.days_left(on)
        if left is None:
            return
        self.longest = max(self.longest, -left)
        self.near += 0 <= left <= NEAR
        self.nearing += 0 <= left <= NEARING


def duties_of(measures: Iterable[MeasureFact], on: date) -> Duties:
    found = Duties()
    for each in measures:
        found.add(each, on)
    return found


@dataclass(frozen=True)
class Totals:
    """The figures of the cards."""

    problems: int
    closed: int
    duties: Duties
    close_outs_asked: int
    extensions_asked: int

    @property
    def waiting(self) -> int:
        return self.close_outs_asked + self.extensions_asked


def totals_of(facts: Facts) -> Totals:
    states = Counter(each.state for each in facts.problems)
    return Totals(
        problems=len(facts.problems),
        closed=states[ProblemState.CLOSED],
        duties=duties_of(facts.measures, facts.on),
        close_outs_asked=states[ProblemState.CLOSE_ASKED],
        extensions_asked=len(facts.waiting),
    )


# --- By branch, by person -------------------------------------------------------------------------


@dataclass
class BranchLine:
    """`branch` is None for the committee itself: problems that no branch has, measures of its own."""

    branch: Branch | None
    problems: int = 0
    closed: int = 0
    duties: Duties = field(default_factory=Duties)

    @property
    def name(self) -> str:
        return self.branch.name if self.branch else COMMITTEE


def branch_lines(facts: Facts, branches: Iterable[Branch]) -> list[BranchLine]:
    """A line for each of `branches`, the longest late first; a shared problem counts for each of its branches."""
    lines: dict[int | None, BranchLine] = {branch.pk: BranchLine(branch) for branch in branches}
    committee = BranchLine(None)
    for problem in facts.problems:
        for branch_id in problem.claims or (None,):
            line = lines.get(branch_id) if branch_id else committee
            if line is not None:
                line.problems += 1
                line.closed += problem.is_closed
    for measure in facts.measures:
        line = lines.get(measure.branch_id) if measure.branch_id else committee
        if line is not None:
            line.duties.add(measure, facts.on)
    found = [*lines.values(), *([committee] if committee.problems or committee.duties.measures else [])]
    return sorted(found, key=lambda line: (-line.duties.longest, -line.duties.overdue))


@dataclass
class PersonLine:
    """Who answers for measures of a branch, or for the committee's own."""

    branch: Branch | None
    name: str
    duties: Duties = field(default_factory=Duties)

    @property
    def branch_name(self) -> str:
        return self.branch.name if self.branch else COMMITTEE


def person_lines(facts: Facts, branches: Iterable[Branch]) -> list[PersonLine]:
    """A list of duties, by branch in the court's order, then by name; nobody is ranked."""
    by_key = {branch.pk: branch for branch in branches}
    places = {pk: place for place, pk in enumerate(by_key)}
    lines: dict[tuple[int | None, str], PersonLine] = {}
    for measure in facts.measures:
        if measure.owner_name:
            branch = by_key.get(measure.branch_id) if measure.branch_id else None
            key = (measure.branch_id, measure.owner_name)
            lines.setdefault(key, PersonLine(branch, measure.owner_name)).duties.add(measure, facts.on)
    return sorted(lines.values(), key=lambda line: (places[line.branch.pk] if line.branch else -1, line.name))


# --- Ageing, funnel, heat -------------------------------------------------------------------------


def ageing(facts: Facts) -> dict[Age, int]:
    """The problems that are not closed by how long they have been open."""
    counts = Counter(_age(each.opened_on, facts.on) for each in facts.problems if not each.is_closed)
    return {age: counts[age] for age in Age}


def _age(opened_on: date | None, on: date) -> Age:
    if opened_on is None:
        return Age.UNKNOWN
    days = (on - opened_on).days
    return next(age for age, (first, last) in DAYS_OF_AGE.items() if days >= first and (last is None or days <= last))


def funnel(facts: Facts) -> dict[Stage, int]:
    """How many problems came as far as each stage or further."""
    reached = Counter(_stage(each, own) for each, own in _with_measures(facts))
    order = list(Stage)
    return {stage: sum(reached[later] for later in order[place:]) for place, stage in enumerate(order)}


def _with_measures(facts: Facts) -> list[tuple[ProblemFact, list[MeasureFact]]]:
    own: defaultdict[int, list[MeasureFact]] = defaultdict(list)
    for measure in facts.around:
        own[measure.problem_id].append(measure)
    return [(problem, own[problem.pk]) for problem in facts.problems]


def _stage(problem: ProblemFact, measures: list[MeasureFact]) -> Stage:
    """The last stage that a problem has come to; an imported one may have skipped some."""
    if problem.is_closed:
        return Stage.CLOSED
    if problem.state == ProblemState.CLOSE_ASKED:
        return Stage.CLOSE_ASKED
    if measures:
        done = all(each.state == MeasureState.DONE for each in measures)
        return Stage.MEASURES_DONE if done else Stage.MEASURES
    return Stage.CLAIMED if problem.is_claimed else Stage.REGISTERED


@dataclass
class HeatSum:
    """Of one source and one branch."""

    problems: int = 0
    open: int = 0
    late: int = 0


def heat_sums(facts: Facts) -> dict[tuple[int | None, str], HeatSum]:
    """(key of the branch or None, source) → open problems and late measures."""
    cells: defaultdict[tuple[int | None, str], HeatSum] = defaultdict(HeatSum)
    for problem in facts.problems:
        for branch_id in problem.claims or (None,):
            cells[branch_id, problem.source].problems += 1
            cells[branch_id, problem.source].open += not problem.is_closed
    for measure in facts.measures:
        cells[measure.branch_id, measure.source].late += measure.is_late
    return dict(cells)
