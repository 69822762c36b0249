"""What reports keep: the reports that are written, and who outside may read figures."""

from reports.models.api_tokens import ApiToken
from reports.models.written import Report, ReportOutline, ReportSection

__all__ = ["ApiToken", "Report", "ReportOutline", "ReportSection"]
