"""What browsers send at the same moment over real connections: one record, one winner, and no text lost."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from threading import Barrier
from urllib.parse import urlencode, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from activities.models import Activity
from activities.services import activity_send_back
from activities.tests import factories as meetings
from activities.tests.test_view_meeting import sent
from activities.tests.test_view_workflow import typed
from branches.tests import factories as people
from core.clock import now

NEW = reverse("activities:new")
TOKEN = "t" * 32

# The shipped kinds are put in by a migration; without this they would be emptied away with the rows of the test.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def post_at_once(live_server):
    """Sends each (user, address, form) at the same moment; their answers as (status, where to, page)."""
    host = urlsplit(live_server.url).netloc

    def send(user, address, form, gate):
        client = Client()
        client.force_login(user)
        cookies = f"sessionid={client.cookies['sessionid'].value}; csrftoken={TOKEN}"
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": TOKEN}
        return lambda: answer(address, urlencode(form, doseq=True), headers, gate)

    def answer(address, body, headers, gate):
        with closing(HTTPConnection(host, timeout=60)) as connection:
            gate.wait(timeout=60)
            connection.request("POST", address, body, headers)
            with connection.getresponse() as got:
                return got.status, got.getheader("Location"), got.read().decode()

    def post(*sendings):
        gate = Barrier(len(sendings))
        ready = [send(*sending, gate) for sending in sendings]
        with ThreadPoolExecutor(len(ready)) as pool:
            return list(pool.map(lambda each: each(), ready))

    return post


def test_twenty_sendings_of_a_form_make_one_record_and_one_answer(place, post_at_once):
    form = sent(place)
    answers = post_at_once(*[(place.secretary, NEW, form)] * 20)
    assert {status for status, _, _ in answers} == {302}
    assert len({where for _, where, _ in answers}) == 1
    assert Activity.objects.within(place.branch).count() == 1


def test_of_two_editors_the_second_is_told_and_keeps_the_text(place, post_at_once):
    record = meetings.activity("BRANCH_ASSEMBLY", place.branch, by=place.secretary, at=now())
    record = activity_send_back(activity=record, reason="不全", by=place.party_committee, at=now())
    address = reverse("activities:edit", args=(record.pk,))
    colleague = people.secretary(place.branch)
    answers = post_at_once(
        (place.secretary, address, typed(record, place="甲地会议室")),
        (colleague, address, typed(record, place="乙地会议室")),
    )
    answers.sort(key=lambda each: each[0])
    assert [status for status, _, _ in answers] == [302, 409]
    page = answers[1][2]
    assert "甲地会议室" in page
    assert "乙地会议室" in page
