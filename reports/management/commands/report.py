"""Figures of a court or a branch for a span, as of a date."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from branches.selectors.named import branch_named, court_named
from core.clock import today
from core.commands import ServiceCommand, iso_date
from core.errors import Refused
from reports.figures import report_figures
from reports.spans import ReportSpan, days_span, month_span, quarter_span, year_span


class Command(ServiceCommand):
    help = "Print held and due, person-times and the organization of a court or a branch."

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
        parser.add_argument("--format", choices=["json"], default="json")
        parser.add_argument("--output", type=Path, metavar="FILE")

    def perform(self, **options: Any) -> str | None:
        span = self._span(options)
        court = court_named(options["court"])
        owner = branch_named(options["branch"], court) if options["branch"] else court
        figures = report_figures(
            owner,
            start=span.start,
            end=span.end,
            as_of=span.as_of(today(), options["as_of"]),
            with_below=options["with_below"],
        )
        text = json.dumps(figures, ensure_ascii=False, indent=1)
        if options["output"] is None:
            return text
        try:
            options["output"].write_text(text + "\n", encoding="utf-8")
        except OSError as fault:
            raise Refused(f"不能写入文件“{options['output']}”：{fault.strerror}。") from fault
        return None

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
