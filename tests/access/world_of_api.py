"""Marked tokens by which other systems of a court read its figures."""

from datetime import date, datetime
from typing import Any

from accounts.models import User
from reports.choices import ApiScope
from reports.models import ApiToken


def plant_token(world: Any, code: str, author: User, at: datetime) -> None:
    """A token of the court, in force and not revoked."""
    dates = {"starts_on": date(2024, 1, 1), "ends_on": date(2024, 12, 31)}
    scopes = list(ApiScope.values)
    owner = {"court": world.courts[code], "created_by": author, "created_at": at}
    world.plant(ApiToken, code, **owner, **dates, scopes=scopes, revoked_reason="")
