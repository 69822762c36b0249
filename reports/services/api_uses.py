"""Uses of tokens. Each is counted in the cache; the token's row is written once a minute at most, so that systems that
read at the same time don't wait for each other. The first use of a day and every refusal stand in the audit trail."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.encoding import iri_to_uri

from core import audit
from core.models import Outcome
from core.throttle import allows
from reports.models import ApiToken
from reports.selectors.api_tokens import uses_key

READ = "reports.api_read"
MINUTE = timedelta(minutes=1)
# Uses that wait longer than this to be added to the row are forgotten.
_KEPT_SECONDS = 7 * 24 * 3600
_LONGEST_PATH = 200


def token_used(*, token: ApiToken, at: datetime) -> None:
    """Count one use."""
    _count(token)
    if token.last_used_at is None or at - token.last_used_at >= MINUTE:
        _note(token, at)


@transaction.atomic
def _note(token: ApiToken, at: datetime) -> None:
    """Write the time and what was counted, unless another process just has."""
    waiting = cache.get(uses_key(token)) or 0
    unwritten = Q(last_used_at__isnull=True) | Q(last_used_at__lte=at - MINUTE)
    rows = ApiToken.objects.within(token.court).filter(unwritten, pk=token.pk)
    if not rows.update(last_used_at=at, uses=F("uses") + waiting):
        return
    _count(token, -waiting)
    if token.last_used_at is None or timezone.localdate(token.last_used_at) < timezone.localdate(at):
        audit.record(actor=None, action=READ, subject=token, detail={"first_of_the_day": True})


def _count(token: ApiToken, by: int = 1) -> None:
    if cache.add(uses_key(token), by, _KEPT_SECONDS):
        return
    with suppress(ValueError):  # it was put away between the two
        cache.incr(uses_key(token), by)
        # Counting in the database's cache shortens the time to the default.
        cache.touch(uses_key(token), _KEPT_SECONDS)


def token_refused(*, token: ApiToken | None, status: int, path: str) -> None:
    """Note that somebody with this token, or with none, was refused."""
    told = {"status": status, "path": iri_to_uri(path)[:_LONGEST_PATH]}
    audit.record(actor=None, action=READ, subject=token, detail=told, outcome=Outcome.REFUSED)


def too_many_refused(*, token: ApiToken | None, who: str, path: str, status: int, at: datetime) -> None:
    """The same for one who asks too often: noted once a minute, or the trail would be flooded."""
    if allows(f"{who}:told", most=1, at=at):
        token_refused(token=token, status=status, path=path)
