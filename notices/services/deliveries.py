"""What leaves the house: exactly once in the database, at least once on the wire.

A row is claimed by one statement, sent without any transaction open, and finished by a second statement that holds only
while the claim does. A sender that dies in between leaves the claim to lapse; whoever comes then sends a copy with the
same Message-ID.
"""

import logging
from datetime import datetime, timedelta
from enum import Enum
from typing import Any
from zlib import crc32

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.timezone import localdate

from branches.choices import Role
from branches.models import Appointment, Court
from core import audit
from core.dates import in_force
from notices.choices import Channel, DeliveryState
from notices.models import Delivery
from notices.selectors.settings import settings_of
from notices.services.outgoing import NotSent, post_message, send_mail

# Longer than a mail may take: some ten steps of at most settings.EMAIL_TIMEOUT each.
LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 8
# Waits after the first, second, … failure.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
# Nothing waits, or is claimed, longer than this ahead: such a time was written by a clock that was wrong and set back.
FURTHEST, LONGEST_CLAIM = timedelta(hours=14), 2 * LEASE
# How long a way is left alone on which nobody answers.
PAUSE = timedelta(minutes=5)
AT_ONCE = 300
KEPT_FOR = timedelta(days=400)
logger = logging.getLogger(__name__)


class Sending(Enum):
    """What came of one attempt. PASSED_BY: somebody else has it. CUT_OFF: nobody answers on this way, which
    is left alone for a while."""

    SENT = "SENT"
    NOT_SENT = "NOT_SENT"
    CUT_OFF = "CUT_OFF"
    PASSED_BY = "PASSED_BY"


class _Dropped(Exception):
    """There is nobody to send it to any more."""


def deliveries_waiting(*, at: datetime) -> list[int]:
    """The next ones that are due and free."""
    rows = _free_and_due(_every(), at).order_by("next_try_at", "pk")
    if not settings.SENDS_MAIL:  # kept until there is a server for mail again
        rows = rows.exclude(channel=Channel.EMAIL)
    return list(rows.values_list("pk", flat=True)[:AT_ONCE])


def delivery_send(*, delivery_id: int, at: datetime) -> Sending:
    """Send one, unless somebody else has it. Not within a transaction."""
    claim = at + LEASE
    free = _free_and_due(_every().filter(pk=delivery_id), at)
    if not free.update(claimed_until=claim, attempts=F("attempts") + 1):
        return Sending.PASSED_BY
    rows = _every().select_related("message__court", "message__branch", "user")
    delivery = rows.get(pk=delivery_id)
    claimed = _every().filter(pk=delivery_id, state=DeliveryState.WAITING, claimed_until=claim)
    try:
        _send(delivery, at)
    except _Dropped as reason:
        claimed.update(state=DeliveryState.DROPPED, fault=str(reason), claimed_until=None)
        return Sending.NOT_SENT
    except NotSent as error:
        claimed.update(**_after_failure(delivery, error, at))
        if error.cut_off:
            _pause_way(delivery, at)
        return Sending.CUT_OFF if error.cut_off else Sending.NOT_SENT
    except Exception:  # of this one: the others still go out
        logger.exception("delivery %s was not sent", delivery_id)
        claimed.update(**_after_failure(delivery, NotSent("发送时出错，请联系系统管理员查看日志"), at))
        return Sending.NOT_SENT
    claimed.update(state=DeliveryState.SENT, sent_at=at, fault="", claimed_until=None)
    return Sending.SENT


def _free_and_due(rows: QuerySet[Delivery], at: datetime) -> QuerySet[Delivery]:
    is_free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=at) | Q(claimed_until__gt=at + LONGEST_CLAIM)
    is_due = Q(next_try_at__lte=at) | Q(next_try_at__gt=at + FURTHEST)
    return rows.filter(is_free, is_due, state=DeliveryState.WAITING)


def _pause_way(delivery: Delivery, at: datetime) -> None:
    """Put off all that is due on the same way, so that it stands before nobody else's: of mail there is one way, of
    webhooks one a court."""
    rows = _every().filter(channel=delivery.channel)
    if delivery.channel == Channel.WEBHOOK:
        rows = rows.filter(court_id=delivery.court_id)
    _free_and_due(rows, at).update(next_try_at=at + PAUSE)


def _every() -> QuerySet[Delivery]:
    return Delivery.objects.unscoped("a task sends what waits in all courts")


def _send(delivery: Delivery, at: datetime) -> None:
    if delivery.attempts > MOST_ATTEMPTS:  # claimed again and again, and never finished
        raise NotSent("多次发送都中途停了", is_final=True)
    message, own = delivery.message, settings_of(delivery.message.court)
    if delivery.channel == Channel.WEBHOOK:
        if not own.webhook_url:
            raise _Dropped("本院已经不用消息接口。")
        post_message(message=message, key=delivery.message_key, url=own.webhook_url, secret=own.webhook_secret)
        return
    if not own.sends_mail:
        raise _Dropped("本院已经不发邮件。")
    send_mail(message=message, key=delivery.message_key, address=_address_of(delivery, at))


def _address_of(delivery: Delivery, at: datetime) -> str:
    """Where the recipient gets mail today; whoever left the office since gets nothing."""
    user, message = delivery.user, delivery.message
    if user is None or not user.is_active:
        raise _Dropped("收件人的账号已停用。")
    posts = Appointment.objects.within(message.court).filter(in_force(localdate(at)), user=user, group__isnull=True)
    if message.branch_id is None:
        posts = posts.filter(role=Role.COMMITTEE)
    else:
        posts = posts.filter(role=Role.SECRETARY, branch_id=message.branch_id)
    if not posts.exists():
        raise _Dropped("收件人已不担任这个支部的职务。" if message.branch_id else "收件人已不在机关党委任职。")
    if not user.wants_mail:
        raise _Dropped("收件人不接收邮件提醒。")
    if not user.email:
        raise _Dropped("收件人没有填写邮箱。")
    return str(user.email)


def _after_failure(delivery: Delivery, error: NotSent, at: datetime) -> dict[str, Any]:
    facts: dict[str, Any] = {"fault": error.words, "claimed_until": None}
    if error.is_final or delivery.attempts >= MOST_ATTEMPTS:
        return {**facts, "state": DeliveryState.FAILED}
    return {**facts, "next_try_at": at + wait_after(delivery.attempts, delivery.message_key)}


def wait_after(attempts: int, key: str) -> timedelta:
    """How long to wait after so many attempts: up to a tenth more, by the key, so that not all come back at once."""
    return BACK_OFF[min(attempts, len(BACK_OFF)) - 1] * (1 + crc32(key.encode()) % 100 / 1000)


# --- What a person does about failures ----------------------------------------------------------


@transaction.atomic
def delivery_retry(*, delivery: Delivery, by: Any, at: datetime) -> bool:
    """Send a failed one again, now. Answers whether it was one still."""
    failed = Delivery.objects.within(delivery.court).filter(pk=delivery.pk)
    if not _ask_again(failed, at):
        return False
    audit.record(actor=by, action="notices.delivery_retry", subject=delivery)
    return True


@transaction.atomic
def deliveries_retry(*, court: Court, by: Any, at: datetime) -> int:
    """The same for all failed ones of a court. Answers how many."""
    count = _ask_again(Delivery.objects.within(court), at)
    if count:
        audit.record(actor=by, action="notices.delivery_retry", subject=court, detail={"count": count})
    return count


def _ask_again(rows: QuerySet[Delivery], at: datetime) -> int:
    facts = {"next_try_at": at, "attempts": 0, "claimed_until": None, "fault": ""}
    return rows.filter(state=DeliveryState.FAILED).update(state=DeliveryState.WAITING, **facts)


def deliveries_prune(*, at: datetime) -> int:
    """Take away what was sent long ago. Answers how many."""
    return _every().filter(state=DeliveryState.SENT, sent_at__lt=at - KEPT_FOR).delete()[0]
