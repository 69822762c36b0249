"""Examples of the pages of inspections and what they found."""

from typing import Any

from branches.models import Branch
from rectification.models import Finding, Inspection, InspectionBranch, Problem
from tests.access.actors import TODAY
from tests.access.example import COMMITTEES, SECRETARIES, Data, Example
from tests.access.world import World

READERS_OF_INSPECTIONS = (*COMMITTEES, *SECRETARIES)
CHECKED_ON, DUE_ON = "2024-09-01", "2025-01-31"


def inspection_form(world: World, actor: str, row: Inspection | None) -> Data:
    facts = {"title": "重点考核", "inspectors": "张三"}
    if row is None:
        return {**facts, "kind": "THEMED", "held_on": TODAY}
    return {**facts, "held_on": row.held_on, "year": row.year, "quarter": row.quarter, "version": row.version}


def closing(world: World, actor: str, row: Inspection) -> Data:
    return {"words": "下季度检查"}


def void(world: World, actor: str, row: Inspection) -> Data | None:
    """What was found in a branch is a problem by now, so that the inspection stays."""
    return {"reason": "重复"} if row.is_quarterly else None


def visit(world: World, actor: str, row: Inspection) -> Data:
    return {"checked_on": CHECKED_ON, "conclusion": "较好", "version": row.visits.get().version}


def is_of_one_branch(actor: str, row: Inspection) -> bool:
    """Beside it stands its branch."""
    return not row.is_quarterly


def lines(world: World, actor: str, row: Inspection) -> Data:
    branch = Branch.all_rows.filter(court=row.court).first()
    own = row.visits.first()
    facts = {"checked_on": CHECKED_ON, "due_on": DUE_ON, "text": "会议记录不全"}
    return {**facts, "branch": own.branch if own else branch}


def loose(world: World, actor: str, row: Inspection) -> Data | None:
    found = row.findings.filter(problem=None).first()
    return {"findings": [found]} if found else None


def finding_form(world: World, actor: str, row: Finding) -> Data | None:
    return None if row.problem_id else {"text": "缺少签名", "due_on": DUE_ON, "version": row.version}


def finding_void(world: World, actor: str, row: Finding) -> Data | None:
    return None if row.problem_id else {"reason": "重复"}


def nothing_right(world: World, actor: str, row: Any) -> None:
    """No row of the world stands where this step comes next; an empty form is sent instead."""


def _read(model: Any = Inspection, **more: Any) -> Example:
    return Example(rows={"pk": model}, allowed=READERS_OF_INSPECTIONS, **more)


def _written(post: Any, model: Any = Inspection) -> Example:
    return Example(rows={"pk": model}, allowed=COMMITTEES, post=post)


INSPECTIONS: dict[str, Example] = {
    "rectification:inspections": Example(allowed=READERS_OF_INSPECTIONS, filters={"branch": Branch}),
    "rectification:inspections_export": Example(allowed=READERS_OF_INSPECTIONS),
    "rectification:inspection_new": Example(allowed=COMMITTEES, post=inspection_form),
    "rectification:inspection": _read(),
    "rectification:inspection_edit": _written(inspection_form),
    "rectification:inspection_close": _written(closing),
    "rectification:inspection_reopen": _written(nothing_right),
    "rectification:inspection_void": _written(void),
    "rectification:inspection_export": _read(shows_row=False),
    "rectification:inspection_pdf": _read(shows_row=False),
    "rectification:inspection_docx": _read(),
    "rectification:visit_edit": Example(
        rows={"pk": Inspection, "branch_pk": Branch}, allowed=COMMITTEES, post=visit, fits=is_of_one_branch
    ),
    "rectification:findings_new": _written(lines),
    "rectification:inspection_problems": _written(loose),
    "rectification:visit_remove": _written(nothing_right, InspectionBranch),
    "rectification:findings": Example(
        allowed=READERS_OF_INSPECTIONS, filters={"branch": Branch, "inspection": Inspection}
    ),
    "rectification:findings_export": Example(allowed=READERS_OF_INSPECTIONS),
    "rectification:finding": _read(Finding),
    "rectification:finding_edit": _written(finding_form, Finding),
    "rectification:finding_void": _written(finding_void, Finding),
    "rectification:finding_recheck": _written(nothing_right, Finding),
    "rectification:finding_panel": _read(Problem, shows_row=False),
    "rectification:inspection_branch_panel": Example(
        rows={"branch_pk": Branch}, allowed=READERS_OF_INSPECTIONS, shows_row=False
    ),
}
