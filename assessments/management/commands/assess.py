"""A court's assessment of a quarter: computed, stored and printed."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.management.base import CommandParser

from assessments.choices import AssessmentState
from assessments.models import Assessment
from assessments.periods import Span
from assessments.selectors.assessments import stored_assessment
from assessments.selectors.printed import as_printed, scores_of
from assessments.services.compute import assess
from branches.models import Court
from branches.selectors.named import court_named
from core.clock import now, today
from core.commands import ServiceCommand, iso_date
from core.errors import Refused


class Command(ServiceCommand):
    help = "Compute and store the assessment of a quarter (or of a year); again: the same."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--court", required=True, metavar="NAME")
        parser.add_argument("--quarter", required=True, metavar="2024Q1", help="a quarter, or a year: 2024")
        parser.add_argument("--as-of", type=iso_date, metavar="DATE", help="default: the quarter's end, or today")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def perform(self, **options: Any) -> str:
        court = court_named(options["court"])
        span = Span.named(options["quarter"])
        as_of = options["as_of"] or span.as_of(today())
        if as_of > today():
            raise Refused(f"截至日期 {as_of} 还没有到。")
        assessment = _assessed(court, span, as_of)
        if options["format"] == "json":
            return json.dumps(as_printed(assessment), ensure_ascii=False, indent=1)
        return "\n".join(_lines(assessment))


def _assessed(court: Court, span: Span, as_of: date) -> Assessment:
    """Computed now; one that is published or closed as of the same day is what it is, of another day it is refused."""
    kept = stored_assessment(court, span)
    if kept is not None and kept.state != AssessmentState.COMPUTED and kept.as_of == as_of:
        return kept
    done = assess(court=court, span=span, as_of=as_of, by=None, on=today(), at=now())
    if not done:
        raise Refused(f"{court}在 {as_of} 还没有党支部，没有可以考评的。")
    return done[0]


def _lines(assessment: Assessment) -> Iterator[str]:
    yield f"{assessment.court} {assessment}（第 {assessment.revision} 次计算，截至 {assessment.as_of}）"
    for row in scores_of(assessment):
        unknown = f"，另有 {row.unknown} 项待评审或情况不详" if row.unknown else ""
        yield f"{row.branch}：{row.points} 分（已知部分满分 {row.known_of}，总分 {row.of}）{unknown}"
