"""What reports keep: the reports that are written, who outside may read figures, and the roll-up by court and month."""

from reports.models.api_tokens import ApiToken
from reports.models.rollup import CourtMonth, StaleCourt
from reports.models.written import Report, ReportOutline, ReportSection

__all__ = ["ApiToken", "CourtMonth", "Report", "ReportOutline", "ReportSection", "StaleCourt"]
