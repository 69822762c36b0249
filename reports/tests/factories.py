"""Tokens of other systems for tests, made as the administrator makes them."""

from typing import Any

from branches.models import Court
from branches.tests import factories as people
from core.clock import now, today
from reports.choices import ApiScope
from reports.services.api_tokens import Issued, TokenFacts, api_token_issue


def issued(of: Court, *scopes: str, **facts: Any) -> Issued:
    """A token in force today with all scopes, or with those."""
    usual = {"system": "数据平台", "starts_on": today(), "ends_on": today(), "per_minute": 600}
    facts = {**usual, "scopes": list(scopes or ApiScope.values), **facts}
    by = facts.pop("by", None) or people.administrator()
    return api_token_issue(court=of, facts=TokenFacts(**facts), by=by, at=now(), on=today())
