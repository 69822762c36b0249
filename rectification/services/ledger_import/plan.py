"""What a ledger adds to what there is: new problems, new measures, and steps of those that are known.

Nothing is undone: where the file says other than what stands here, both are named.
"""

from dataclasses import dataclass, field
from datetime import date

from core.spreadsheets import Loaded, Record
from core.spreadsheets.parse import word
from rectification.choices import ProblemState, StepKind
from rectification.services.ledger_import.known import Known, KnownMeasure, KnownProblem, measures_of
from rectification.services.ledger_import.rows import Entry, Line

ON_PAGE = "导入不改已登记的内容，请核对；确有变化的，请先在页面上修改或申请延期。"


@dataclass(frozen=True)
class NewStep:
    """A step of a problem that is known, with the row that tells of it; of the problem itself without a measure."""

    problem: KnownProblem
    measure: KnownMeasure | None
    kind: StepKind
    on: date
    words: str
    row: int


@dataclass
class Plan:
    entries: list[Entry] = field(default_factory=list)
    lines: list[tuple[KnownProblem, Line]] = field(default_factory=list)
    steps: list[NewStep] = field(default_factory=list)
    known_rows: int = 0
    other_words: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.entries or self.lines or self.steps)


def plan_of(entries: list[Entry], known: Known, loaded: Loaded, *, on: date) -> Plan:
    """Adds what contradicts to the faults."""
    plan = Plan()
    for entry in entries:
        problem = known.problem_of(entry)
        if problem is None:
            plan.entries.append(entry)
        else:
            _Update(plan, loaded, problem, on).take(entry)
    if plan.other_words:
        loaded.remarks.append(f"{plan.other_words} 条已完成的措施，进展文字与已登记的不同，保留原来的。")
    return plan


class _Update:
    """One problem of the file beside the known one."""

    def __init__(self, plan: Plan, loaded: Loaded, problem: KnownProblem, on: date) -> None:
        self.plan, self.loaded, self.problem, self.on = plan, loaded, problem, on
        self.changed_rows: set[int] = set()

    def take(self, entry: Entry) -> None:
        leader = self.problem.row.leader_words
        if entry.leader and word(entry.leader) != word(leader):
            here = leader or "空白"
            self._fault(entry.record_of("leader"), "leader", f"责任领导与已登记的“{here}”不同，{ON_PAGE}")
        pairs = measures_of(self.problem, entry.lines)
        for line, measure in pairs:
            if measure is None:
                self._add(line)
            else:
                self._compare(line, measure)
        self._compare_closed(entry, pairs)
        rows = {line.record.row for line in entry.lines} or {entry.record.row}
        self.plan.known_rows += len(rows - self.changed_rows)

    def _add(self, line: Line) -> None:
        state = ProblemState(self.problem.row.state)
        opened_on = self.problem.row.opened_on
        if state is not ProblemState.OPEN:
            self._fault(line.record, "measure", f"问题{state.label}，不能新增措施；已有的措施请保持原来的文字。")
        for code, day in (("due_on", line.due_on), ("done_on", line.done_on)):
            if day is not None and opened_on is not None and day < opened_on:
                self._fault(line.record, code, f"{day} 早于问题的发现日期 {opened_on}，请核对。")
        self.changed_rows.add(line.record.row)
        self.plan.lines.append((self.problem, line))

    def _compare(self, line: Line, measure: KnownMeasure) -> None:
        for code, label, here in measure.differences(line):
            self._fault(line.record, code, f"{label}与已登记的“{here}”不同，{ON_PAGE}")
        done_on = measure.row.done_on
        if done_on is not None and line.done_on is None:
            message = f"措施已于 {done_on} 完成，文件里却没有完成，请核对；要重新整改的，请在页面上退回。"
            self._fault(line.record, "state", message)
        elif done_on is not None and line.done_on != done_on:
            self._fault(line.record, "done_on", f"完成时间 {line.done_on} 与已登记的 {done_on} 不同，请核对。")
        elif done_on is not None:
            self.plan.other_words += bool(line.progress and not _is_told(measure, line.progress))
        elif line.done_on is not None:
            self._done(line, measure, line.done_on)
        elif line.progress and not _is_told(measure, line.progress):
            self._step(StepKind.PROGRESS, self.on, line.progress, line.record.row, measure)

    def _done(self, line: Line, measure: KnownMeasure, day: date) -> None:
        opened_on = self.problem.row.opened_on
        if measure.said_on is not None and day < measure.said_on:
            message = f"完成时间 {day} 早于措施被退回的 {measure.said_on}，请核对。"
            self._fault(line.record, "done_on", message)
        elif opened_on is not None and day < opened_on:
            self._fault(line.record, "done_on", f"{day} 早于问题的发现日期 {opened_on}，请核对。")
        self._step(StepKind.DONE, day, line.progress, line.record.row, measure)

    def _compare_closed(self, entry: Entry, pairs: list[tuple[Line, KnownMeasure | None]]) -> None:
        closed_on, here = entry.closed_on, self.problem.row.closed_on
        record = entry.record_of("closed_on")
        if here is not None and closed_on is None:
            message = f"问题已于 {here} 销号，文件里却没有销号，请核对；问题反弹的，请在页面上重新打开。"
            self._fault(entry.record_of("closed"), "closed", message)
        elif here is not None and closed_on != here:
            self._fault(record, "closed_on", f"销号时间 {closed_on} 与已登记的 {here} 不同，请核对。")
        elif here is None and closed_on is not None:
            self._close(entry, pairs, closed_on)

    def _close(self, entry: Entry, pairs: list[tuple[Line, KnownMeasure | None]], day: date) -> None:
        record = entry.record_of("closed_on")
        if self.problem.row.import_batch_id is None:
            self._fault(record, "closed_on", "本系统登记的问题请在页面上申请、批准销号。")
        elif self.problem.row.state == ProblemState.CLOSE_ASKED:
            self._fault(record, "closed_on", "问题正在等待批准销号，请在页面上批准或退回。")
        told = {id(measure) for _, measure in pairs}
        others = [measure for measure in self.problem.measures if id(measure) not in told]
        open_ones = [measure for measure in others if measure.row.done_on is None]
        last = max((measure.row.done_on for measure in others if measure.row.done_on), default=None)
        if open_ones:
            message = f"系统里还有 {len(open_ones)} 条措施没有完成（“{open_ones[0].row.text[:20]}”），问题不能销号。"
            self._fault(record, "closed_on", message)
        elif last is not None and day < last:
            self._fault(record, "closed_on", f"销号时间 {day} 早于系统里另一条措施的完成时间 {last}，请核对。")
        if self.problem.said_on is not None and day < self.problem.said_on:
            message = f"销号时间 {day} 早于已登记的上一步 {self.problem.said_on}，请核对。"
            self._fault(record, "closed_on", message)
        self._step(StepKind.CLOSE_IMPORTED, day, "", record.row)

    def _step(self, kind: StepKind, on: date, words: str, row: int, measure: KnownMeasure | None = None) -> None:
        self.changed_rows.add(row)
        self.plan.steps.append(NewStep(self.problem, measure, kind, on, words, row))

    def _fault(self, record: Record, code: str, message: str) -> None:
        self.loaded.faults.add(record.fault(code, message))


def _is_told(measure: KnownMeasure, words: str) -> bool:
    """The words of an import stand before a note of the file."""
    return any(text == words or text.startswith(f"{words}\n") for text in measure.texts)
