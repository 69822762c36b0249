"""Tokens of other systems and published reports for tests, made as people make them."""

from datetime import date
from typing import Any

from branches.models import Branch, Court
from branches.tests import factories as people
from core.clock import now, today
from reports.choices import ApiScope, ReportKind
from reports.models import Report
from reports.services.api_tokens import Issued, TokenFacts, api_token_issue
from reports.services.written import About, report_create, report_publish


def issued(of: Court, *scopes: str, **facts: Any) -> Issued:
    """A token in force today with all scopes, or with those."""
    usual = {"system": "数据平台", "starts_on": today(), "ends_on": today(), "per_minute": 600}
    facts = {**usual, "scopes": list(scopes or ApiScope.values), **facts}
    by = facts.pop("by", None) or people.administrator()
    return api_token_issue(court=of, facts=TokenFacts(**facts), by=by, at=now(), on=today())


def drafted(owner: Court | Branch, start: date = date(2023, 1, 1), end: date = date(2023, 12, 31)) -> Report:
    """The report of a year, as the data drafts it."""
    about = About(owner, ReportKind.YEAR, start, end)
    return report_create(about=about, on=today(), at=now(), by=people.committee_account(about.court))


def published(owner: Court | Branch, start: date = date(2023, 1, 1), end: date = date(2023, 12, 31)) -> Report:
    """The same, frozen and read by all of the court."""
    report = drafted(owner, start, end)
    return report_publish(report=report, version=1, has_checked=True, on=today(), by=report.created_by)
