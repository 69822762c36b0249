"""A person's calendar address: opened, changed, closed. The token is told once and kept as a digest."""

from datetime import date, datetime
from secrets import token_urlsafe
from typing import Any

from django.db import transaction

from core import audit
from core.crypto import fingerprint
from planning.models import CalendarFeed

TOKEN_BYTES = 32


@transaction.atomic
def feed_open(*, user: Any, at: datetime) -> str:
    """A new address for the user; the one before, if there was one, is unknown from now on. Answers the token."""
    token = token_urlsafe(TOKEN_BYTES)
    feed = CalendarFeed.objects.filter(user=user).first()
    action = "planning.feed_renew" if feed else "planning.feed_open"
    feed = feed or CalendarFeed(user=user)
    feed.digest, feed.opened_at, feed.used_on = fingerprint(token), at, None
    feed.full_clean()
    feed.save()
    audit.record(actor=user, action=action, subject=feed)
    return token


@transaction.atomic
def feed_close(*, user: Any, by: Any) -> None:
    """The user's address is unknown from now on."""
    for feed in CalendarFeed.objects.filter(user=user):
        audit.record(actor=by, action="planning.feed_close", subject=feed)
        feed.delete()


def feed_used(*, feed: CalendarFeed, on: date) -> None:
    """Note the day of the last use; written once a day at most."""
    if feed.used_on != on:
        CalendarFeed.objects.filter(pk=feed.pk).update(used_on=on)
