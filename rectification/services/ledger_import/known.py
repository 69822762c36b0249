"""What the court has of rectification already, and which of it the rows of a ledger are."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Max

from branches.models import Court
from core.spreadsheets.parse import word
from rectification.choices import LEADS_TO, SAYS_DONE, StepKind
from rectification.models import Measure, Problem, ProblemShare, RectificationStep
from rectification.selectors.standing import measures_on, problems_on
from rectification.services.ledger_import.rows import Entry, Line
from rectification.services.ledger_import.words import OF_COMMITTEE

Key = tuple[str, str, int | None, frozenset[int]]


@dataclass
class KnownMeasure:
    """`row` has its state of the day, `said_on` is the day of the last step that said done or not done."""

    row: Any
    deadlines: set[date | None]
    said_on: date | None = None
    texts: list[str] = field(default_factory=list)

    def differences(self, line: Line) -> list[tuple[str, str, str]]:
        """(field, its label, what stands here) where the row says something else; a blank cell says nothing."""
        due_on = self.row.due_on
        said = line.record.raw
        found = []
        if line.named and self.row.branch not in line.named:
            found.append(("branch", "责任支部", str(self.row.branch or OF_COMMITTEE)))
        if said["owner"] and word(line.owner) != word(self.row.owner_words):
            found.append(("owner", "责任人", self.row.owner_words or "空白"))
        if line.nature and line.nature != self.row.nature:
            found.append(("nature", "类型", self.row.get_nature_display() or "空白"))
        if said["due_on"] and line.due_on not in self.deadlines:
            found.append(("due_on", "整改时限", str(due_on or "长期坚持")))
        return found


@dataclass
class KnownProblem:
    """`row` has its state of the day, `said_on` is the day of the last step of its close-out."""

    row: Any
    branches: list[int] = field(default_factory=list)
    measures: list[KnownMeasure] = field(default_factory=list)
    said_on: date | None = None
    last_order: int = 0
    highest_measure: int = 0

    @property
    def key(self) -> Key:
        return _key(self.row.title, self.row.source, self.row.branch_id, self.branches)


class Known:
    """The problems of the court as they stand on `on`, in a fixed number of queries. Each is given out once."""

    def __init__(self, court: Court, on: date) -> None:
        problems = problems_on(Problem.objects.within(court).select_related("leader"), on)
        self.problems = {row.pk: KnownProblem(row) for row in problems}
        self._by_measure: dict[int, KnownMeasure] = {}
        self._read_shares(court)
        self._read_measures(court, on)
        self._read_steps(court)
        self._free: defaultdict[Key, list[KnownProblem]] = defaultdict(list)
        for known in self.problems.values():
            self._free[known.key].append(known)

    def _read_shares(self, court: Court) -> None:
        shares = ProblemShare.objects.within(court).filter(ends_on__isnull=True).order_by("order", "pk")
        for problem_id, branch_id in shares.values_list("problem_id", "branch_id"):
            if problem_id in self.problems:
                self.problems[problem_id].branches.append(branch_id)

    def _read_measures(self, court: Court, on: date) -> None:
        rows = measures_on(Measure.objects.within(court).select_related("owner", "branch"), on)
        for row in rows:
            known = KnownMeasure(row, {row.first_due_on, row.due_on})
            self._by_measure[row.pk] = known
            self.problems[row.problem_id].measures.append(known)
        orders = Measure.objects.within(court).values("problem_id").annotate(highest=Max("order"))
        for problem_id, highest in orders.values_list("problem_id", "highest"):
            if problem_id in self.problems:
                self.problems[problem_id].highest_measure = highest

    def _read_steps(self, court: Court) -> None:
        steps = RectificationStep.objects.within(court).order_by("order")
        for problem_id, measure_id, order, kind, on, text in steps.values_list(
            "problem_id", "measure_id", "order", "kind", "on", "text"
        ):
            problem, measure = self.problems.get(problem_id), self._by_measure.get(measure_id or 0)
            if problem is not None:
                problem.last_order = order
                problem.said_on = on if kind in LEADS_TO else problem.said_on
            if measure is not None:
                measure.said_on = on if kind in SAYS_DONE else measure.said_on
                if kind in (StepKind.PROGRESS, StepKind.DONE):
                    measure.texts.append(text)

    def problem_of(self, entry: Entry) -> KnownProblem | None:
        """The problem that an entry tells of: the same words, source and branches; of several that with its number."""
        keys = [branch.pk for branch in entry.shared]
        free = self._free.get(_key(entry.title, entry.source, keys[0] if keys else None, keys), [])
        found = next((known for known in free if str(known.row.number) == entry.record.values["number"]), None)
        found = found or next(iter(free), None)
        if found is not None:
            free.remove(found)
        return found


def measures_of(known: KnownProblem, lines: list[Line]) -> list[tuple[Line, KnownMeasure | None]]:
    """Each row with the measure it tells of: one that is the same in all, else one of the same words and branch, else
    one of the same words."""
    free: defaultdict[str, list[KnownMeasure]] = defaultdict(list)
    for measure in known.measures:
        free[_plain(measure.row.text)].append(measure)
    found: dict[int, KnownMeasure] = {}
    for is_like in (_is_same, _is_of_branch, _has_words):
        for place, line in enumerate(lines):
            left = free[_plain(line.text)]
            fits = (measure for measure in left if is_like(measure, line))
            fitting = None if place in found else next(fits, None)
            if fitting is not None:
                found[place] = fitting
                left.remove(fitting)
    return [(line, found.get(place)) for place, line in enumerate(lines)]


def _is_same(measure: KnownMeasure, line: Line) -> bool:
    return _is_of_branch(measure, line) and not measure.differences(line)


def _is_of_branch(measure: KnownMeasure, line: Line) -> bool:
    return bool(measure.row.branch == line.branch)


def _has_words(measure: KnownMeasure, line: Line) -> bool:
    return True


def _key(title: str, source: str, lead: int | None, branches: list[int]) -> Key:
    return _plain(title), _plain(source), lead, frozenset(branches)


def _plain(text: str) -> str:
    """Words without what a spreadsheet program makes of their spaces and line breaks."""
    return "".join(text.split())
