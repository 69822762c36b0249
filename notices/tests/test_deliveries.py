"""What leaves the house: claimed once, tried again with patience, to whoever holds the office that day."""

from datetime import timedelta
from smtplib import SMTPAuthenticationError, SMTPDataError, SMTPRecipientsRefused

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend
from django.core.mail.message import sanitize_address

from core.clock import now
from core.models import AuditEvent
from notices.choices import DeliveryState
from notices.models import Delivery, NoticeSettings
from notices.services.deliveries import (
    LEASE,
    MOST_ATTEMPTS,
    PAUSE,
    Sending,
    deliveries_prune,
    deliveries_retry,
    deliveries_waiting,
    delivery_retry,
    wait_after,
)
from notices.tasks import RUNNING, deliver_waiting
from notices.tests.factories import ISSUED, Case
from notices.tests.outbox import THEN, mailed, row, send

pytestmark = pytest.mark.django_db

ERRORS: list[BaseException] = []


class Brittle(EmailBackend):
    """A server for mail that refuses in the words of ERRORS, as long as there is one."""

    def send_messages(self, messages):
        if ERRORS:
            raise ERRORS[0]
        return super().send_messages(messages)


class Careful(EmailBackend):
    """Looks at the sender as Django's backend for SMTP does."""

    def send_messages(self, messages):
        for message in messages:
            sanitize_address(message.from_email, "utf-8")
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def server(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Brittle"
    yield
    ERRORS.clear()


def test_a_mail_goes_out_once_with_its_own_name():
    case = Case()
    delivery = mailed(case)
    assert deliveries_waiting(at=THEN) == [delivery.pk]
    assert [send(delivery), send(delivery)] == [Sending.SENT, Sending.PASSED_BY]
    sent = row(case)
    assert (sent.state, sent.sent_at, sent.attempts, sent.claimed_until) == (DeliveryState.SENT, THEN, 1, None)
    [letter] = mail.outbox
    assert letter.to == ["zhang@court.example"]
    assert letter.extra_headers["Message-ID"] == f"<{delivery.message_key}@courts-party>"
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
    assert letter.extra_headers["Date"] == "Mon, 01 Jul 2024 10:00:00 +0800"
    assert letter.subject == delivery.message.title
    assert "消息" in letter.body
    assert "http" not in letter.body
    assert deliveries_waiting(at=THEN) == []


def test_with_an_address_of_the_product_a_mail_leads_to_the_page(settings):
    settings.PUBLIC_URL = "https://party.court.example"
    case = Case()
    delivery = mailed(case)
    case.court.name = "甲&乙法院"
    case.court.save()
    send(delivery)
    [letter] = mail.outbox
    assert f"https://party.court.example{delivery.message.path}" in letter.body
    assert "甲&乙法院" in letter.body
    html = letter.alternatives[0][0]
    assert f'href="https://party.court.example{delivery.message.path}"' in html
    assert "甲&amp;乙法院" in html
    assert letter.extra_headers["Message-ID"].endswith("@party.court.example>")


def test_who_died_while_sending_leaves_it_to_the_next_one_after_a_while():
    case = Case()
    delivery = mailed(case)
    Delivery.objects.within(case.court).update(claimed_until=THEN + LEASE, attempts=1)
    assert send(delivery, THEN + LEASE - timedelta(seconds=1)) is Sending.PASSED_BY
    assert deliveries_waiting(at=THEN + LEASE - timedelta(seconds=1)) == []
    assert send(delivery, THEN + LEASE) is Sending.SENT


def test_what_took_too_long_does_not_overwrite_who_came_after(monkeypatch, settings):
    case = Case()
    delivery = mailed(case)

    class Slow(EmailBackend):
        def send_messages(self, messages):
            if not ERRORS:
                ERRORS.append(OSError())  # once
                assert send(delivery, THEN + LEASE) is Sending.SENT
                raise OSError("lost afterwards")
            return super().send_messages(messages)

    monkeypatch.setattr(f"{__name__}.Brittle", Slow)
    send(delivery)
    assert (row(case).state, row(case).attempts, row(case).fault) == (DeliveryState.SENT, 2, "")


def test_a_server_that_is_away_is_tried_again_with_patience():
    case = Case()
    delivery = mailed(case)
    ERRORS.append(ConnectionRefusedError(111, "refused"))
    when, waits = THEN, []
    for _ in range(MOST_ATTEMPTS):
        assert send(delivery, when) is Sending.CUT_OFF
        waits.append(row(case).next_try_at - when)
        assert send(delivery, when) is Sending.PASSED_BY
        when = row(case).next_try_at
    failed = row(case)
    assert (failed.state, failed.attempts, failed.fault) == (DeliveryState.FAILED, 8, "邮件服务器连不上。")
    minutes = [wait.total_seconds() / 60 for wait in waits[:-1]]
    assert all(least <= wait <= least * 1.1 for wait, least in zip(minutes, (1, 5, 15, 60, 180, 360, 720), strict=True))
    assert send(delivery, when + timedelta(days=9)) is Sending.PASSED_BY


def test_waits_differ_by_the_key_and_not_by_chance():
    assert wait_after(3, "a") == wait_after(3, "a") != wait_after(3, "b")


@pytest.mark.parametrize(
    ("error", "state", "words"),
    [
        (SMTPRecipientsRefused({"a@b": (550, b"5.1.1 No such user")}), "FAILED", "收件地址被拒收（550 5.1.1 No such"),
        (SMTPRecipientsRefused({"a@b": (450, b"<a@b.cn>:\nlater")}), "WAITING", "收件一方暂时不收（450 <…>: later）"),
        (SMTPAuthenticationError(535, b"bad"), "WAITING", "邮件服务器不认系统的账号或密码（535 bad）"),
        (SMTPDataError(554, b"x" * 900), "WAITING", "邮件服务器没有收下（554 xxx"),
        (TimeoutError("timed out"), "WAITING", "邮件服务器连不上。"),
        (KeyError("nobody thought of it"), "WAITING", "发送时出错，请联系系统管理员查看日志。"),
    ],
)  # fmt: skip
def test_what_the_server_says_is_told_in_words(error, state, words):
    case = Case()
    delivery = mailed(case)
    ERRORS.append(error)
    send(delivery)
    told = row(case)
    assert (told.state, told.fault[: len(words)], told.claimed_until) == (state, words, None)


def test_an_address_that_is_none_is_told_and_not_tried_again():
    case = Case()
    delivery = mailed(case)
    type(case.secretary).objects.filter(pk=case.secretary.pk).update(email="nobody@")
    assert send(delivery) is Sending.NOT_SENT
    assert (row(case).state, row(case).fault) == (DeliveryState.FAILED, "邮箱地址写得不对。")


def test_the_systems_own_wrong_address_is_not_put_on_the_recipient(settings):
    """As the server for mail of production does it, which asks whose address it is before anything is sent."""
    settings.EMAIL_BACKEND = f"{__name__}.Careful"
    settings.DEFAULT_FROM_EMAIL = "nobody@"
    case = Case()
    delivery = mailed(case)
    assert send(delivery) is Sending.CUT_OFF
    assert row(case).state == DeliveryState.WAITING
    assert row(case).fault == "系统的发件地址或邮件服务器设置得不对，请联系系统管理员。"
    settings.DEFAULT_FROM_EMAIL = "party@court.example"
    assert send(delivery, row(case).next_try_at) is Sending.SENT


def test_a_sender_that_dies_every_time_is_not_sent_for_ever():
    case = Case()
    delivery = mailed(case)
    Delivery.objects.within(case.court).update(attempts=MOST_ATTEMPTS)
    send(delivery)
    assert (row(case).state, row(case).fault) == (DeliveryState.FAILED, "多次发送都中途停了。")
    assert mail.outbox == []


def left_office(case):
    case.secretary.appointments.update(ends_on=ISSUED - timedelta(days=1))


def switched_off(case):
    NoticeSettings.objects.create(court=case.court, sends_mail=False)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (left_office, "不担任"),
        (switched_off, "已经不发邮件"),
        ({"is_active": False}, "停用"),
        ({"wants_mail": False}, "不接收"),
        ({"email": ""}, "没有填写邮箱"),
    ],
)
def test_nothing_is_sent_to_whom_it_no_longer_concerns(change, words):
    case = Case()
    delivery = mailed(case)
    if isinstance(change, dict):
        vars(case.secretary).update(change)
        case.secretary.save()
    else:
        change(case)
    send(delivery)
    assert row(case).state == DeliveryState.DROPPED
    assert words in row(case).fault
    assert mail.outbox == []


def test_mail_waits_while_there_is_no_server_for_it(settings):
    mailed(Case())
    settings.SENDS_MAIL = False
    assert deliveries_waiting(at=THEN) == []


def test_a_clock_that_was_wrong_and_set_back_keeps_nothing_waiting():
    case = Case()
    delivery = mailed(case)
    tomorrow = THEN + timedelta(days=1)
    Delivery.objects.within(case.court).update(next_try_at=tomorrow, claimed_until=tomorrow + LEASE)
    assert send(delivery) is Sending.SENT


def test_the_task_sends_what_waits_and_leaves_a_server_alone_that_does_not_answer():
    case = Case()
    mailed(case)
    case.other.email = "li@court.example"
    case.other.save()
    case.issued(title="第二期")
    ERRORS.append(ConnectionRefusedError())
    assert deliver_waiting() == 0
    rows = Delivery.objects.within(case.court)
    assert sorted(rows.values_list("attempts", flat=True)) == [0, 0, 1]
    ERRORS.clear()
    assert deliver_waiting() == 0
    with time_machine.travel(now() + PAUSE):
        assert deliver_waiting() == 3
    assert rows.filter(state=DeliveryState.SENT).count() == 3


def test_a_run_leaves_what_waits_to_the_one_that_is_at_it():
    mailed(Case())
    cache.add(RUNNING, True)
    assert deliver_waiting() == 0
    cache.delete(RUNNING)
    assert [deliver_waiting(), cache.get(RUNNING)] == [1, None]


def test_failed_ones_are_sent_again_when_somebody_says_so():
    case = Case()
    delivery = mailed(case)
    facts = {"by": case.committee, "at": THEN}
    assert not delivery_retry(delivery=delivery, **facts)
    Delivery.objects.within(case.court).update(state=DeliveryState.FAILED, attempts=8, fault="…")
    assert delivery_retry(delivery=delivery, **facts)
    assert (row(case).state, row(case).attempts, row(case).fault) == (DeliveryState.WAITING, 0, "")
    Delivery.objects.within(case.court).update(state=DeliveryState.FAILED)
    assert (deliveries_retry(court=case.court, **facts), deliveries_retry(court=case.court, **facts)) == (1, 0)
    assert AuditEvent.objects.filter(action="notices.delivery_retry").count() == 2
    assert send(delivery) is Sending.SENT


def test_what_was_sent_long_ago_goes():
    case = Case()
    delivery = mailed(case)
    send(delivery)
    assert deliveries_prune(at=THEN + timedelta(days=400)) == 0
    assert deliveries_prune(at=THEN + timedelta(days=401)) == 1
