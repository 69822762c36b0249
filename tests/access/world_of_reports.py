"""Marked rows of written reports: of each court its outline, a published one and a draft; a draft of each branch."""

from datetime import date
from typing import Any

from reports.document import Piece, ReportDocument, Section
from reports.models import Report, ReportOutline, ReportSection

START, END = date(2023, 1, 1), date(2023, 12, 31)
DRAFT, PUBLISHED = "DRAFT", "PUBLISHED"


def plant_reports(world: Any, code: str, court: Any, at: Any) -> None:
    world.plant(ReportOutline, code, court=court, kind="YEAR", sections=[["LIFE", "组织生活"]])
    _plant(world, code, at, court=court, state=DRAFT)
    document = ReportDocument("报告", "法院", "", "", [Section("LIFE", "组织生活", [[Piece("全文")]])])
    published = {"published_on": date(2024, 1, 10), "as_of": END, "document": document.as_json()}
    _plant(world, code, at, court=court, state=PUBLISHED, **published)


def plant_own_report(world: Any, code: str, owner: dict[str, Any], at: Any) -> None:
    _plant(world, code, at, **owner, state=DRAFT)


def _plant(world: Any, code: str, at: Any, **facts: Any) -> None:
    about = {"kind": "YEAR", "start": START, "end": END, "created_at": at, "withdrawal_reason": ""}
    report = world.plant(Report, code, **about, **facts)
    world.plant(ReportSection, code, court=report.court, branch=report.branch, report=report, code="LIFE", order=1)
