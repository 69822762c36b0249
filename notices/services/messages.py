"""Telling branches and committees: messages in the product and, beside each, what leaves the house.

Both are written in the transaction of what they tell of. Callers hold the row that it is about; (rule, about,
recipient) is unique in the database besides.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.utils.timezone import localdate

from branches.choices import Role
from branches.models import Appointment, Branch, Court
from core.dates import in_force
from notices.choices import Channel
from notices.models import Delivery, Message
from notices.selectors.settings import settings_of


@dataclass(frozen=True)
class Telling:
    """What is said once to each recipient. `about` names the row or period, `path` the page."""

    rule: str
    about: str
    title: str
    text: str
    path: str


def tell_branches(branches: Sequence[Branch], telling: Telling, *, at: datetime) -> list[Message]:
    """Tell the officers of branches of one court; those who were told before are left out."""
    if not branches:
        return []
    court = branches[0].court
    told = Message.objects.within(court).filter(rule=telling.rule, about=telling.about, branch__in=branches)
    known = set(told.values_list("branch_id", flat=True))
    return _tell(court, [branch for branch in branches if branch.pk not in known], telling, at)


def tell_committee(court: Court, telling: Telling, *, at: datetime) -> list[Message]:
    """Tell the court's committee, once."""
    told = Message.objects.within(court).filter(rule=telling.rule, about=telling.about, branch__isnull=True)
    return [] if told.exists() else _tell(court, [None], telling, at)


def settle(court: Court, rule: str, about: str) -> None:
    """What the committee was told waits for it is done: to whoever has not read of it, it is unread no more."""
    Message.objects.within(court).filter(rule=rule, about=about, branch__isnull=True).update(is_settled=True)


def unsettle(court: Court, rule: str, about: str) -> None:
    """It waits again: to whoever has not read of it, it is unread again."""
    Message.objects.within(court).filter(rule=rule, about=about, branch__isnull=True).update(is_settled=False)


def _tell(court: Court, branches: Sequence[Branch | None], telling: Telling, at: datetime) -> list[Message]:
    facts = {
        "rule": telling.rule,
        "about": telling.about,
        "title": telling.title[:200],
        "text": telling.text[:500],
        "path": telling.path,
        "at": at,
    }
    messages = Message.objects.bulk_create([Message(court=court, branch=branch, **facts) for branch in branches])
    Delivery.objects.bulk_create(_deliveries(court, messages, at))
    return messages


def _deliveries(court: Court, messages: Sequence[Message], at: datetime) -> Iterable[Delivery]:
    own = settings_of(court)
    people = _people(court, at) if settings.SENDS_MAIL and own.sends_mail else {}
    for message in messages:
        for user_id in people.get(message.branch_id, ()):
            yield _delivery(message, Channel.EMAIL, at, user_id=user_id)
        if own.webhook_url:
            yield _delivery(message, Channel.WEBHOOK, at)


def _people(court: Court, at: datetime) -> dict[int | None, set[int]]:
    """Branch, or None for the committee, → the accounts that have an address and want mail."""
    rows = Appointment.objects.within(court).filter(
        in_force(localdate(at)),
        role__in=(Role.SECRETARY, Role.COMMITTEE),
        group__isnull=True,
        user__is_active=True,
        user__wants_mail=True,
    )
    found: defaultdict[int | None, set[int]] = defaultdict(set)
    for role, branch_id, user_id in rows.exclude(user__email="").values_list("role", "branch_id", "user_id"):
        found[branch_id if role == Role.SECRETARY else None].add(user_id)
    return found


def _delivery(message: Message, channel: str, at: datetime, **to: Any) -> Delivery:
    return Delivery(
        court_id=message.court_id,
        message=message,
        channel=channel,
        message_key=uuid4().hex,
        next_try_at=at,
        **to,
    )
