"""Tokens for other systems: issued and revoked. The token is told once and kept as a digest."""

from dataclasses import dataclass
from datetime import date, datetime
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from django.db import transaction

from branches.models import Court
from core import audit
from core.crypto import fingerprint
from core.dates import years_after
from core.errors import Refused
from rectification.services.steps import key_of
from reports.choices import ApiScope
from reports.models import ApiToken

TOKEN_BYTES = 32
# What a token begins with tells a person, and a program that looks for secrets, what it is.
MARK = "cp_"
SHOWN = len(MARK) + 6
MOST_A_MINUTE = 600


@dataclass(frozen=True)
class TokenFacts:
    """What the administrator says of a token."""

    system: str
    scopes: list[str]
    starts_on: date
    ends_on: date
    per_minute: int = 60
    note: str = ""


@dataclass(frozen=True)
class Issued:
    """A token as it was just made; `secret` is told to the administrator, once: "" where it was told before."""

    token: ApiToken
    secret: str


@transaction.atomic
def api_token_issue(
    *, court: Court, facts: TokenFacts, by: Any, at: datetime, on: date, submission_key: UUID | None = None
) -> Issued:
    """A token of the court, for at most a year. A form that was sent twice (`submission_key`) makes one."""
    Court.objects.within(court).select_for_update(no_key=True).get()
    key = key_of(submission_key, court.pk, facts)
    sent = ApiToken.objects.within(court).filter(submission_key=key).first() if key else None
    if sent is not None:
        return Issued(sent, secret="")
    _check(facts, on)
    secret = MARK + token_urlsafe(TOKEN_BYTES)
    token = ApiToken(
        court=court,
        system=facts.system,
        note=facts.note,
        scopes=[scope for scope in ApiScope.values if scope in facts.scopes],
        per_minute=facts.per_minute,
        starts_on=facts.starts_on,
        ends_on=facts.ends_on,
        prefix=secret[:SHOWN],
        digest=fingerprint(secret),
        created_by=by,
        created_at=at,
        submission_key=key,
    )
    token.full_clean()
    token.save()
    told = {"scopes": token.scopes, "ends_on": token.ends_on.isoformat(), "per_minute": token.per_minute}
    audit.record(actor=by, action="reports.api_token_issue", subject=token, detail=told)
    return Issued(token, secret)


def _check(facts: TokenFacts, on: date) -> None:
    if not facts.scopes or not set(facts.scopes) <= set(ApiScope.values):
        raise Refused("请至少选一项可读内容。", field="scopes")
    if not 1 <= facts.per_minute <= MOST_A_MINUTE:
        raise Refused(f"每分钟次数请填 1 到 {MOST_A_MINUTE}。", field="per_minute")
    if facts.ends_on < facts.starts_on:
        raise Refused("截止日期早于启用日期。", field="ends_on")
    if facts.ends_on < on:
        raise Refused("截止日期已经过去。", field="ends_on")
    if facts.ends_on > years_after(facts.starts_on, 1):
        raise Refused("一个令牌最长用一年，到期前请新建一个再停用旧的。", field="ends_on")


@transaction.atomic
def api_token_revoke(*, token: ApiToken, reason: str, by: Any, at: datetime) -> None:
    """The token is refused from now on; it is never taken up again."""
    kept = ApiToken.objects.within(token.court).select_for_update().get(pk=token.pk)
    if kept.revoked_at is not None:
        raise Refused("这个令牌已经停用。")
    kept.revoked_at, kept.revoked_by, kept.revoked_reason = at, by, reason
    kept.full_clean()
    kept.save(update_fields=("revoked_at", "revoked_by", "revoked_reason"))
    audit.record(actor=by, action="reports.api_token_revoke", subject=kept, detail={"reason": reason})
