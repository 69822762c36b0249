"""The tokens of the courts that an administrator keeps, and how each stands on a day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import Q, QuerySet

from core.dates import in_force
from reports.choices import TokenState
from reports.models import ApiToken


def tokens_of(user: Any) -> QuerySet[ApiToken]:
    return ApiToken.objects.visible_to(user).select_related("court", "created_by", "revoked_by")


def uses_key(token: ApiToken) -> str:
    """Under which name the cache counts the uses that are not in the row yet (services/api_uses.py)."""
    return f"api-uses:{token.pk}"


def take_up_uses(tokens: Iterable[ApiToken]) -> list[ApiToken]:
    """The tokens with all their uses, those of the last minute too."""
    rows = list(tokens)
    waiting = cache.get_many(map(uses_key, rows))
    for row in rows:
        row.uses += waiting.get(uses_key(row), 0)
    return rows


def in_state(state: str, on: date) -> Q:
    """The condition on tokens that stand so on the day."""
    if state == TokenState.REVOKED:
        return Q(revoked_at__isnull=False)
    days = {
        TokenState.IN_FORCE: in_force(on),
        TokenState.NOT_YET: Q(starts_on__gt=on),
        TokenState.ENDED: Q(ends_on__lt=on),
    }
    return Q(revoked_at__isnull=True) & days[TokenState(state)]


def state_of(token: ApiToken, on: date) -> TokenState:
    if token.revoked_at is not None:
        return TokenState.REVOKED
    if on < token.starts_on:
        return TokenState.NOT_YET
    return TokenState.IN_FORCE if on <= token.ends_on else TokenState.ENDED
