"""What a ledger may not say: done without a day, closed with open measures, days to come."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from branches.services.file_imports import rows_phrase
from core.spreadsheets import Loaded
from rectification.services.ledger_import.rows import SOURCE_UNTOLD, Entry, Line


def check_entries(entries: Sequence[Entry], loaded: Loaded, *, today: date) -> None:
    for entry in entries:
        _check_problem(entry, loaded)
        for line in entry.lines:
            _check_measure(line, loaded, today=today)
        _check_doubles(entry, loaded)
        _check_closed(entry, loaded, today=today)


def _check_problem(entry: Entry, loaded: Loaded) -> None:
    record = entry.record
    if not entry.branches and "branch" in record.columns:
        loaded.faults.add(record.fault("branch", "没有写责任支部，请补上。"))
    if not entry.source:
        loaded.faults.add(record.fault("source", "没有写问题来源，请补上。"))


def _check_measure(line: Line, loaded: Loaded, *, today: date) -> None:
    fault, done_on = line.record.fault, line.done_on
    if line.state == "DONE" and done_on is None:
        loaded.faults.add(fault("done_on", "已完成的措施没有写完成时间，请补上。"))
    if line.state == "OPEN" and done_on is not None:
        written = line.record.raw["state"]
        loaded.faults.add(fault("done_on", f"进展情况是“{written}”，却有完成时间 {done_on}，请改正其中一处。"))
    if len(line.record.values["nature"]) > 1:
        loaded.faults.add(fault("nature", "一条措施写了两种类型，请改成一种，或分成两条措施。"))
    if done_on is not None and done_on > today:
        loaded.faults.add(fault("done_on", f"{done_on} 还没有到，不能登记为已完成。"))


def _check_doubles(entry: Entry, loaded: Loaded) -> None:
    """Rows of a problem that are equal in everything."""
    first: dict[tuple[object, ...], Line] = {}
    for line in entry.lines:
        facts = (line.text, line.branch, line.owner, line.nature, line.due_on, line.done_on, line.progress)
        other = first.setdefault(facts, line)
        if other is not line:
            message = f"与第 {other.record.row} 行的措施完全相同，请删去一行；确是两条的，请写明不同之处。"
            loaded.faults.add(line.record.fault("measure", message))


def _check_closed(entry: Entry, loaded: Loaded, *, today: date) -> None:
    closed, closed_on = entry.value("closed"), entry.closed_on
    fault = entry.record_of("closed").fault
    if closed and closed_on is None:
        loaded.faults.add(entry.record_of("closed").fault("closed_on", "已销号的问题没有写销号时间，请补上。"))
    if closed_on is None:
        return
    at = entry.record_of("closed_on").fault
    if closed is False:
        loaded.faults.add(at("closed_on", f"问题没有销号，却有销号时间 {closed_on}，请改正其中一处。"))
    if closed_on > today:
        loaded.faults.add(at("closed_on", f"{closed_on} 还没有到，不能登记为已销号。"))
    open_ones = [line.record for line in entry.lines if line.done_on is None and line.state != "DONE"]
    if open_ones and closed is not False:
        loaded.faults.add(fault("closed", f"{rows_phrase(open_ones)}的措施还没有完成，问题不能销号，请核对。"))
    for line in entry.lines:
        if line.done_on is not None and line.done_on > closed_on:
            message = f"销号时间 {closed_on} 早于第 {line.record.row} 行措施的完成时间 {line.done_on}，请核对。"
            loaded.faults.add(at("closed_on", message))


def remark_entries(entries: Sequence[Entry], loaded: Loaded) -> None:
    """What is taken in all the same, and looked at by whoever imports."""
    lines = [line for entry in entries for line in entry.lines]
    untold = [line.record for line in lines if not line.record.raw["due_on"]]
    if untold:
        loaded.remarks.append(f"{rows_phrase(untold)}没有写整改时限，按长期坚持登记，不会逾期。")
    if any("source" not in entry.record.columns for entry in entries):
        loaded.remarks.append(f"文件没有“问题来源”列，来源都记为“{SOURCE_UNTOLD}”。")
    times = Counter(entry.title for entry in entries)
    alike = [entry.record for entry in entries if times[entry.title] > 1]
    if alike:
        loaded.remarks.append(f"{rows_phrase(alike)}的问题文字相同而序号不同，按不同的问题登记，请核对。")
