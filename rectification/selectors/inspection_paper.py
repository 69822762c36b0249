"""The result of an inspection as a paper says it: an overview, then a table for each branch that was checked."""

from collections import defaultdict
from datetime import date
from typing import Any

from branches.permissions import is_committee_of
from core.documents.parts import PaperTable
from rectification.choices import FindingState
from rectification.models import Inspection
from rectification.selectors.inspections import BranchRow, branch_rows, findings_for

OVERVIEW = ("党支部", "检查日期", "发现问题", "整改到位", "复查通过", "超期未到位")
HEADS = ("序号", "发现的问题", "对应指标", "整改期限", "整改情况")


def inspection_data(user: Any, inspection: Inspection, on: date) -> dict[str, Any]:
    """What the paper of an inspection holds as it stood on `on`, of the branches that the user sees."""
    rows = branch_rows(user, inspection, on)
    findings = defaultdict(list)
    for finding in findings_for(user, on).filter(inspection=inspection).order_by("number"):
        findings[finding.branch_id].append(finding)
    checked = [row for row in rows if row.visit is not None]
    tables = [_overview(rows), *(_of_branch(row, findings[row.branch.pk]) for row in checked)]
    return {
        "title": f"{inspection.title}结果",
        "court": inspection.court.name,
        "kind": inspection.get_kind_display(),
        "held_on": _days(inspection),
        "inspectors": inspection.inspectors,
        "basis": inspection.basis,
        "summary": _summary(rows, inspection, on, closing_words_for(user, inspection)),
        "until": f"截至{_day(on)}",
        "tables": [table.data() for table in tables],
    }


def closing_words_for(user: Any, inspection: Inspection) -> str:
    """They name the branches that were left out: for the committee, not for other branches."""
    return inspection.closing_words if is_committee_of(user, inspection) else ""


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _days(inspection: Inspection) -> str:
    first = _day(inspection.held_on)
    return first if inspection.until in (None, inspection.held_on) else f"{first}至{_day(inspection.until)}"


def _summary(rows: list[BranchRow], inspection: Inspection, on: date, closing_words: str) -> str:
    """The figures in a sentence, and why branches were left out."""
    checked = [row for row in rows if row.visit is not None]
    counts = [row.figures for row in checked]
    found, put_right, passed, late = (
        sum(getattr(each, name) for each in counts) for name in ("found", "put_right", "passed", "late")
    )
    clean = sum(bool(row.visit and row.visit.found_nothing) for row in checked)
    of = f"，应检查{len(rows)}个" if inspection.is_quarterly else ""
    words = f"共检查{len(checked)}个党支部{of}，其中未发现问题{clean}个；发现问题{found}个。"
    stood = f"截至{_day(on)}，整改到位{put_right}个，复查通过{passed}个，超期未整改到位{late}个。"
    return words + stood + closing_words


def _overview(rows: list[BranchRow]) -> PaperTable:
    lines = [
        (row.branch.name, f"{row.visit.checked_on:%Y-%m-%d}", *_figures(row))
        if row.visit
        else (row.branch.name, "未检查", "", "", "", "")
        for row in rows
    ]
    return PaperTable("总体情况", OVERVIEW, lines, (46, 30, 20, 20, 20, 20))


def _figures(row: BranchRow) -> tuple[str, ...]:
    figures = row.figures
    return tuple(map(str, (figures.found, figures.put_right, figures.passed, figures.late)))


def _of_branch(row: BranchRow, findings: list[Any]) -> PaperTable:
    lines = [
        (
            str(number),
            finding.text,
            finding.aspect,
            f"{finding.deadline:%Y-%m-%d}",
            str(FindingState(finding.state).label),
        )
        for number, finding in enumerate(findings, start=1)
    ]
    looked_at = f"检查内容：{row.visit.looked_at}。" if row.visit and row.visit.looked_at else ""
    note = looked_at + (f"检查结论：{row.conclusion}" if row.conclusion else "")
    nothing = [("—", "未发现问题", "", "", "")]
    return PaperTable(row.branch.name, HEADS, lines or nothing, (14, 62, 28, 26, 26), note)
