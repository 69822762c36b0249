"""The rows that a plan becomes, written in a few large statements."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from branches.models import Branch, Court, ImportBatch
from core.progress import Tell
from rectification.choices import StepKind
from rectification.models import Measure, Problem, ProblemShare, RectificationStep
from rectification.services.ledger_import.people import Names
from rectification.services.ledger_import.plan import NewStep, Plan
from rectification.services.ledger_import.rows import Entry, Line
from rectification.services.opening import next_number

BATCH_SIZE = 500
STAGES = 4


@dataclass
class Writer:
    """Writes for one batch, which is saved already; `names` says whom a name means."""

    court: Court
    batch: ImportBatch
    names: Names
    by: Any
    on: date
    tell: Tell

    def write(self, plan: Plan) -> None:
        """New problems with their branches, then measures, then steps: each needs the keys of those before."""
        first = next_number(self.court)
        problems = [self._problem(entry, first + place) for place, entry in enumerate(plan.entries)]
        self._save(Problem, problems, 0)
        entries = list(zip(problems, plan.entries, strict=True))
        self._save(ProblemShare, [share for pair in entries for share in self._shares(*pair)], 1)
        lines = self._lines(plan, entries)
        measures = [measure for measure, _ in lines]
        self._save(Measure, measures, 2)
        self._save(RectificationStep, self._steps(plan, entries, lines), 3)

    def _save(self, model: Any, rows: list[Any], stage: int) -> None:
        self.tell("正在写入", stage, STAGES)
        model.objects.bulk_create(rows, batch_size=BATCH_SIZE)

    def _problem(self, entry: Entry, number: int) -> Problem:
        lead = next(iter(entry.shared), None)
        return Problem(
            court=self.court,
            branch=lead,
            number=number,
            title=entry.title,
            source=entry.source,
            leader_id=self.names.find(entry.leader, lead),
            leader_name=entry.leader,
            import_batch=self.batch,
            import_row=entry.record.row,
        )

    def _shares(self, problem: Problem, entry: Entry) -> Iterator[ProblemShare]:
        """Without days: given and claimed from the beginning."""
        for order, branch in enumerate(entry.shared, start=1):
            yield ProblemShare(court=self.court, problem=problem, branch=branch, order=order)

    def _lines(self, plan: Plan, entries: list[tuple[Problem, Entry]]) -> list[tuple[Measure, Line]]:
        found = [
            (self._measure(problem, line, order), line)
            for problem, entry in entries
            for order, line in enumerate(entry.lines, start=1)
        ]
        for known, line in plan.lines:
            known.highest_measure += 1
            found.append((self._measure(known.row, line, known.highest_measure), line))
        return found

    def _measure(self, problem: Problem, line: Line, order: int) -> Measure:
        return Measure(
            court=self.court,
            problem=problem,
            branch=line.branch,
            order=order,
            text=line.text,
            nature=line.nature,
            owner_id=self.names.find(line.owner, line.branch),
            owner_name=line.owner,
            first_due_on=line.due_on,
            import_batch=self.batch,
            import_row=line.record.row,
        )

    def _steps(
        self, plan: Plan, entries: list[tuple[Problem, Entry]], lines: list[tuple[Measure, Line]]
    ) -> list[RectificationStep]:
        """Done before closed; of a problem each with the next number."""
        steps = [step for measure, line in lines for step in self._of_line(measure, line)]
        steps += [self._of_known(new) for new in plan.steps if new.measure is not None]
        for problem, entry in entries:
            if entry.closed_on is not None:
                row = entry.record_of("closed_on").row
                steps.append(self._step(problem, None, StepKind.CLOSE_IMPORTED, entry.closed_on, "", row))
        steps += [self._of_known(new) for new in plan.steps if new.measure is None]
        orders: defaultdict[int, int] = defaultdict(int)
        orders.update({new.problem.row.pk: new.problem.last_order for new in plan.steps})
        orders.update({known.row.pk: known.last_order for known, _ in plan.lines})
        for step in steps:
            orders[step.problem_id] += 1
            step.order = orders[step.problem_id]
        return steps

    def _of_line(self, measure: Measure, line: Line) -> Iterator[RectificationStep]:
        row = line.record.row
        if line.done_on is not None:
            yield self._step(measure.problem, measure, StepKind.DONE, line.done_on, line.progress, row)
        elif line.progress:
            yield self._step(measure.problem, measure, StepKind.PROGRESS, self.on, line.progress, row)

    def _of_known(self, new: NewStep) -> RectificationStep:
        measure = new.measure.row if new.measure else None
        return self._step(new.problem.row, measure, new.kind, new.on, new.words, new.row)

    def _step(
        self, problem: Problem, measure: Measure | None, kind: str, on: date, words: str, row: int
    ) -> RectificationStep:
        branch: Branch | None = measure.branch if measure else None
        note = f"由《{self.batch.filename}》第 {row} 行导入"
        return RectificationStep(
            court=self.court,
            problem=problem,
            measure=measure,
            branch=branch,
            kind=kind,
            on=on,
            text=f"{words}\n{note}" if words else note,
            recorded_by=self.by,
            import_batch=self.batch,
        )
