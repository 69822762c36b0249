"""Figures of a court or a branch for a span, as of a date."""

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from branches.models import Court
from branches.selectors.named import branch_named, court_named
from core.clock import today
from core.commands import ServiceCommand, iso_date
from core.errors import Refused
from reports.document import ReportDocument
from reports.figures import report_figures
from reports.papers import report_docx, report_pdf
from reports.selectors.named import Asked
from reports.selectors.written import drafted_document
from reports.spans import ReportSpan, days_span, month_span, quarter_span, year_span
from reports.workbook import report_workbook

# How a report is printed that nobody has edited: each section as it would be drafted.
PAPERS: dict[str, Callable[[ReportDocument, Court], bytes]] = {
    "xlsx": lambda document, court: report_workbook(document),
    "docx": lambda document, court: report_docx(document, court).content,
    "pdf": lambda document, court: report_pdf(document),
}


class Command(ServiceCommand):
    help = "Print held and due, person-times and the organization of a court or a branch, or write its report."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--court", required=True, metavar="NAME")
        parser.add_argument("--branch", metavar="NAME")
        span = parser.add_mutually_exclusive_group(required=True)
        span.add_argument("--year", type=int, metavar="Y")
        span.add_argument("--quarter", metavar="2024Q1")
        span.add_argument("--month", metavar="2024-07")
        span.add_argument("--start", type=iso_date, metavar="DATE")
        parser.add_argument("--end", type=iso_date, metavar="DATE")
        parser.add_argument("--with-below", action="store_true")
        parser.add_argument("--as-of", type=iso_date, metavar="DATE")
        parser.add_argument("--format", choices=["json", *PAPERS], default="json")
        parser.add_argument("--output", type=Path, metavar="FILE")

    def perform(self, **options: Any) -> str | None:
        span = self._span(options)
        if options["branch"] and options["with_below"]:
            raise self.usage("--with-below 是法院的，不能和 --branch 一起给出。")
        court = court_named(options["court"])
        owner = branch_named(options["branch"], court) if options["branch"] else court
        as_of, with_below = span.as_of_asked(today(), options["as_of"]), options["with_below"]
        if options["format"] in PAPERS:
            document = drafted_document(Asked(owner, span.start, span.end, as_of, with_below=with_below))
            self._write(options["output"], PAPERS[options["format"]](document, court))
            return None
        figures = report_figures(owner, start=span.start, end=span.end, as_of=as_of, with_below=with_below)
        text = json.dumps(figures, ensure_ascii=False, indent=1)
        if options["output"] is None:
            return text
        self._write(options["output"], f"{text}\n".encode())
        return None

    def _write(self, file: Path | None, content: bytes) -> None:
        """To the file, or to whatever the output was led into; never to a terminal."""
        if file is None:
            if sys.stdout.isatty():
                raise self.usage("请用 --output 给出文件名。")
            sys.stdout.buffer.write(content)
            return
        try:
            file.write_bytes(content)
        except OSError as fault:
            raise Refused(f"不能写入文件“{file}”：{fault.strerror}。") from fault

    def _span(self, options: dict[str, Any]) -> ReportSpan:
        start: date | None = options["start"]
        end: date | None = options["end"]
        if (start is None) != (end is None):
            raise self.usage("--start 与 --end 要一起给出。")
        if start and end:
            return days_span(start, end)
        if options["quarter"]:
            return quarter_span(options["quarter"])
        return month_span(options["month"]) if options["month"] else year_span(options["year"])
