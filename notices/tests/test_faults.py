"""What goes wrong beside the product, with real workers, Redis and a server for mail: in the database everything
happens exactly once, on the wire at least once, and a copy has the same Message-ID."""

import subprocess
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse

from core.models import JobState
from notices.choices import DeliveryState, Rule
from notices.models import Delivery, Message, Notice, NoticeItem, Series
from notices.services.deliveries import LEASE
from notices.tests.factories import Case, at
from notices.tests.house import House, every_second, kill, until

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.postgresql,
    pytest.mark.redis,
]

MONDAY = date(
    2024, 7, 29
)  # the draft of August is due since the 25th, the reminder of what is due on the 31st since Friday


@pytest.fixture
def house(transactional_db, tmp_path):
    made = House(tmp_path)
    made.start_redis()
    made.set_clock(at(MONDAY))
    yield made
    made.close()


@pytest.fixture
def case(transactional_db):
    """A court whose officers and committee get mail."""
    made = Case()
    for number, user in enumerate((made.secretary, made.other, made.committee)):
        user.email = f"officer{number}@court.example"
        user.save()
    return made


def deliveries(case: Case):
    return Delivery.objects.within(case.court)


def all_sent(case: Case) -> bool:
    return not deliveries(case).exclude(state=DeliveryState.SENT).exists()


def keys(case: Case) -> set[str]:
    return {f"<{key}@courts-party>" for key in deliveries(case).values_list("message_key", flat=True)}


def told(case: Case, rule: str) -> int:
    return Message.objects.within(case.court).filter(rule=rule).count()


def test_a_worker_killed_while_a_mail_is_on_its_way(house, case):
    """The server has the letter and has not said so: nobody can know. The next worker sends a copy."""
    case.issued(addressees=[case.first])
    doomed = house.worker(queue="doomed")
    house.worker()
    house.mail.stalls = True
    house.ask("deliver_waiting", queue="doomed")
    assert house.mail.reached.wait(120)
    kill(doomed)
    house.forget_cache()
    house.mail.stalls = False
    house.ask("deliver_waiting")
    house.wait_until_idle(lost=1)
    assert [(row.state, row.attempts) for row in deliveries(case)] == [(DeliveryState.WAITING, 1)]  # claimed still
    house.set_clock(at(MONDAY) + LEASE + timedelta(minutes=1))
    house.ask("deliver_waiting", "deliver_waiting")
    until("it is sent", lambda: all_sent(case))
    house.wait_until_idle(lost=1)
    assert [row.attempts for row in deliveries(case)] == [2]
    assert len(house.mail.letters) == 2
    assert set(house.mail.letters) == keys(case)


def test_a_worker_killed_in_the_middle_of_a_draft(house, case):
    doomed = house.worker(queue="doomed")
    house.worker()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE notices_message IN SHARE MODE")  # the draft is written, the committee not yet told
        house.ask("draft_notice", args=(case.court.pk, "2024-08-01"), queue="doomed")
        until("the draft waits", lambda: _waits_for_messages(cursor))
        kill(doomed)
    until("its transaction is over", lambda: not _at_work())
    assert not Notice.objects.within(case.court).exists()
    assert not Series.objects.within(case.court).exists()
    for _ in range(3):
        house.ask("draft_due_notices")
    until("the draft is there", lambda: Notice.objects.within(case.court).exists())
    house.wait_until_idle(lost=1)
    [draft] = Notice.objects.within(case.court)
    assert (draft.month, draft.is_scheduled) == (date(2024, 8, 1), True)
    assert NoticeItem.objects.within(case.court).filter(notice=draft).exists()
    assert told(case, Rule.NOTICE_DRAFTED) == 1
    until("the committee has its mail", lambda: all_sent(case))
    assert sorted(house.mail.letters) == sorted(keys(case))


def _waits_for_messages(cursor) -> bool:
    cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'notices_message'::regclass")
    return cursor.fetchone() is not None


def _at_work() -> bool:
    """Whether another connection than ours is in a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND state <> 'idle'"
        )
        return cursor.fetchone() is not None


def test_two_schedulers_and_two_workers_do_everything_once(house, case):
    case.issued()
    every_second("deliver-waiting", "draft-due-notices", "send-reminders")
    both = [house.scheduler(), house.scheduler()]
    house.worker(), house.worker()
    until("both have sent some", lambda: all(house.said(each).count("Sending due task") >= 12 for each in both))
    for each in both:
        kill(each)
    house.wait_until_idle()
    assert min(JobState.objects.filter(keeps_time=True).values_list("runs", flat=True)) >= 4
    assert Notice.objects.within(case.court).filter(is_scheduled=True).count() == 1
    assert (told(case, Rule.NOTICE_DUE), told(case, Rule.NOTICE_DRAFTED)) == (2, 1)
    assert all_sent(case)
    assert deliveries(case).count() == 5
    assert sorted(house.mail.letters) == sorted(keys(case))


# A page that is asked for while Redis is away, by a process that works with that Redis.
WEB = """
import sys, time, django
django.setup()
from accounts.models import User
from django.test import Client
user, page, version = sys.argv[1:]
client = Client(SERVER_NAME="localhost")
client.force_login(User.objects.get(pk=user))
client.get(page)
print("warm")
sys.stdin.readline()
began = time.monotonic()
print("answer", client.post(page + "issue/", {"version": version}).status_code, time.monotonic() - began)
"""


def test_redis_away_and_back(house, case):
    draft = case.draft()
    every_second("deliver-waiting")
    page = reverse("notices:notice", args=(draft.pk,))
    web = house.start("-c", WEB, str(case.committee.pk), page, str(draft.version), stdin=subprocess.PIPE)
    house.scheduler()
    house.worker()
    until("the page was there once", lambda: "warm" in house.said(web))
    until("the worker works", lambda: JobState.objects.filter(runs__gte=1).exists())
    house.stop_redis()
    web.communicate(b"\n", timeout=120)
    status, seconds = house.said(web).partition("answer ")[2].split()
    assert status == "302", house.said(web)
    assert float(seconds) < 2
    assert deliveries(case).count() == 2
    house.start_redis()
    until("the sweeper has sent both", lambda: all_sent(case))
    assert set(house.mail.letters) == keys(case)
    assert told(case, Rule.NOTICE_ISSUED) == 2


def test_a_clock_that_jumps_a_day_and_back(house, case):
    house.worker()
    case.issued(on=date(2024, 7, 24))
    for day in (24, 26, 25, 26, 29, 28, 30):
        house.set_clock(at(date(2024, 7, day)))
        house.ask("draft_due_notices", "send_reminders", "deliver_waiting")
        house.wait_until_idle()
    assert [draft.month for draft in Notice.objects.within(case.court).filter(is_scheduled=True)] == [date(2024, 8, 1)]
    assert [told(case, rule) for rule in (Rule.NOTICE_ISSUED, Rule.NOTICE_DUE, Rule.NOTICE_DRAFTED)] == [2, 2, 1]
    assert all_sent(case)
    assert sorted(house.mail.letters) == sorted(keys(case))


def test_a_task_that_outlives_the_patience_of_redis_runs_twice_and_sends_once(house, case):
    case.issued(addressees=[case.first])
    house.mail.stalls = True
    house.worker(TEST_VISIBILITY_SECONDS="1")
    house.ask("deliver_waiting")
    assert house.mail.reached.wait(120)
    house.forget_cache()  # that a run is at it, too: only the claim is left to keep the copy from sending
    house.worker(TEST_VISIBILITY_SECONDS="1")  # a worker that starts takes up what was handed out too long ago
    until("the copy was run", lambda: JobState.objects.filter(runs__gte=1).exists())
    claimed = deliveries(case).get()
    assert (claimed.state, claimed.attempts, claimed.is_free_at(at(MONDAY))) == (DeliveryState.WAITING, 1, False)
    house.mail.released.set()
    until("it is sent", lambda: all_sent(case))
    until("both runs are over", lambda: JobState.objects.filter(runs__gte=2).exists())
    assert house.mail.letters == list(keys(case))
    assert deliveries(case).get().attempts == 1
