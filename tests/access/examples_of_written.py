"""Examples of the pages of written reports."""

from typing import Any
from uuid import uuid4

from reports.models import Report, ReportSection
from reports.selectors.written import seen_version
from tests.access.actors import ACTORS
from tests.access.example import COMMITTEES, MEMBERS, READERS, WRITERS, Data, Example
from tests.access.world import World, owners

YEAR = 2023
EVERYBODY_OF_A_COURT = (*READERS, *MEMBERS)


def _writes(actor: str, report: Report) -> bool:
    """A court's report its committee, a branch's its officers."""
    at = ACTORS[actor].at
    own = owners(at)
    if report.branch_id:
        return own["branch"] == at and actor.startswith("secretary")
    return actor.startswith("committee") and own["court"] == at


def _section(actor: str, row: ReportSection) -> bool:
    return _writes(actor, row.report)


def new_report(world: World, actor: str, row: Any) -> Data:
    own = owners(ACTORS[actor].at)["branch"]
    owner = world.branches[own].pk if own else "court"
    return {"owner": owner, "year": 2024, "period": "Q1", "title": "", "submission_key": str(uuid4())}


def around(world: World, actor: str, row: Report) -> Data | None:
    return {"title": "改过的报告", "signed": "", "version": row.version} if row.state == "DRAFT" else None


def text(world: World, actor: str, row: ReportSection) -> Data | None:
    typed = {"heading": "组织生活", "text": "上党课{党课}。", "version": row.version}
    return typed if row.report.state == "DRAFT" else None


def preview(world: World, actor: str, row: ReportSection) -> Data:
    return {"text": "上党课{党课}。"}


def sections(world: World, actor: str, row: Report) -> Data | None:
    kept = {"order_1": 1, "heading_1": "组织生活", "keep_1": "on", "code_2": "PLAN", "version": row.arrangement}
    return kept if row.state == "DRAFT" else None


def outline(world: World, actor: str, row: Any) -> Data:
    return {"order_1": 1, "heading_1": "组织生活", "keep_1": "on", "version": 1}


def publication(world: World, actor: str, row: Report) -> Data | None:
    return {"has_checked": "on", "version": seen_version(row)} if row.state == "DRAFT" else None


def reason(world: World, actor: str, row: Report) -> Data | None:
    return {"reason": "数据有误"} if row.state == "PUBLISHED" else None


def nothing_of(state: str) -> Any:
    return lambda world, actor, row: {} if row.state == state else None


OF_REPORT: Data = {"rows": {"pk": Report}, "allowed": WRITERS, "fits": _writes}
OF_SECTION: Data = {"rows": {"pk": ReportSection}, "allowed": WRITERS, "fits": _section}
PAPER = Example(rows={"pk": Report}, allowed=EVERYBODY_OF_A_COURT, shows_row=False)
EXAMPLES_OF_WRITTEN: dict[str, Example] = {
    "reports:written": Example(allowed=EVERYBODY_OF_A_COURT),
    "reports:reports_export": Example(allowed=EVERYBODY_OF_A_COURT),
    "reports:report_new": Example(allowed=WRITERS, post=new_report),
    "reports:outlines": Example(allowed=COMMITTEES),
    "reports:outline": Example(plain={"code": "year"}, allowed=COMMITTEES, post=outline),
    "reports:report": Example(rows={"pk": Report}, allowed=EVERYBODY_OF_A_COURT, shows_row=False),
    "reports:report_edit": Example(**OF_REPORT, post=around, shows_row=False),
    "reports:sections_edit": Example(**OF_REPORT, post=sections, shows_row=False),
    "reports:report_figures": Example(**OF_REPORT, shows_row=False),
    "reports:report_comparison": Example(**OF_REPORT, shows_row=False),
    "reports:report_publish": Example(**OF_REPORT, post=publication, shows_row=False),
    "reports:report_withdraw": Example(**OF_REPORT, post=reason, shows_row=False),
    "reports:report_revise": Example(**OF_REPORT, post=nothing_of("PUBLISHED"), methods=("POST",)),
    "reports:report_discard": Example(**OF_REPORT, post=nothing_of("DRAFT"), methods=("POST",)),
    "reports:report_pdf": PAPER,
    "reports:report_docx": PAPER,
    "reports:report_xlsx": PAPER,
    "reports:section_edit": Example(**OF_SECTION, post=text, shows_row=False),
    "reports:section_preview": Example(
        **OF_SECTION, post=preview, methods=("POST",), keeps_typed=True, row_is_read=True, done=(200,), shows_row=False
    ),
}
