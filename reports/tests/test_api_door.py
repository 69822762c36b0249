"""Who is let in to the interface for other systems, how often, and what is noted of it."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client, override_settings

from branches.models import Court
from branches.tests import factories as people
from core.models import AuditEvent, Outcome
from reports.choices import ApiScope
from reports.models import ApiToken
from reports.services.api_tokens import api_token_revoke
from reports.tests.reader import TODAY, Reader, branch_of

pytestmark = pytest.mark.django_db


# --- Who is let in ------------------------------------------------------------------------------------

ADDRESSES = (
    "courts",
    "courts/{court}/figures",
    "courts/{court}/rectification",
    "branches",
    "branches/{branch}/figures",
    "courts/{court}/assessments/2024Q1",
    "courts/{court}/ratings/2024",
)


@pytest.mark.parametrize("address", ADDRESSES)
class TestDoor:
    def test_nobody_without_a_token(self, upper, address):
        answer = Client().get(f"/api/v1/{place(address, upper)}")
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert "Authorization" in answer.json()["detail"]
        assert answer.headers["Cache-Control"] == "no-store"

    def test_a_session_is_no_token(self, upper, address):
        client = Client()
        client.force_login(people.committee_account(upper))
        assert client.get(f"/api/v1/{place(address, upper)}").status_code == 401

    def test_a_session_changes_nothing(self, upper, address):
        """Not even one that has to change its password first; reading keeps it no longer signed in."""
        user = people.committee_account(upper, must_change_password=True)
        client = Client()
        client.force_login(user)
        headers = {"Authorization": f"Bearer {Reader(upper).made.secret}"}
        assert client.get(f"/api/v1/{place(address, upper)}").status_code == 401
        before = dict(client.session)
        with time_machine.travel("2024-12-20 10:05:00+08:00", tick=False):
            assert client.get(f"/api/v1/{place(address, upper)}", headers=headers).status_code != 302
        assert dict(client.session) == before

    def test_revoked(self, upper, address):
        reader = Reader(upper)
        api_token_revoke(token=reader.token, reason="换系统", by=reader.token.created_by, at=reader.token.created_at)
        assert "已停用" in reader.refused(401, place(address, upper))

    def test_expired_and_not_begun(self, upper, address):
        reader = Reader(upper)
        ApiToken.objects.within(upper).update(starts_on=TODAY - timedelta(9), ends_on=TODAY - timedelta(1))
        assert "2024-12-19" in reader.refused(401, place(address, upper))
        ApiToken.objects.within(upper).update(starts_on=TODAY + timedelta(1), ends_on=TODAY + timedelta(9))
        assert "2024-12-21" in reader.refused(401, place(address, upper))

    def test_other_methods(self, upper, address):
        reader = Reader(upper)
        client = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {reader.made.secret}"})
        for method in ("post", "put", "patch", "delete", "head", "options"):
            answer = getattr(client, method)(f"/api/v1/{place(address, upper)}")
            assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")

    def test_an_unknown_parameter_is_named(self, upper, address):
        assert "参数 jahr" in Reader(upper).refused(422, place(address, upper), jahr=2024)

    def test_too_often(self, upper, address):
        reader = Reader(upper, per_minute=2)
        for _ in range(2):
            reader.get(place(address, upper))
        answer = reader.get(place(address, upper))
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
        assert "每分钟最多 2 次" in answer.json()["detail"]
        with time_machine.travel("2024-12-20 10:01:00+08:00", tick=False):
            assert reader.get(place(address, upper)).status_code != 429


def place(address: str, court: Court) -> str:
    return address.format(court=court.pk, branch=branch_of(court).pk)


@pytest.mark.parametrize("header", ["Bearer x", "Bearer ", "Basic YTpi", "x", "Bearer 令牌".encode().decode("latin-1")])
def test_a_wrong_token(upper, header):
    assert Client().get("/api/v1/courts", headers={"Authorization": header}).status_code == 401


@pytest.mark.parametrize("address", ["%00", "courts/1/assessments/%00", "a%0Ab", "%F0%9F", "x" * 3000])
def test_whatever_stands_in_the_address_the_refusal_is_noted(upper, address):
    """A database keeps no zero byte."""
    assert Client().get(f"/api/v1/{address}").status_code == 401
    assert Reader(upper).get(address).status_code in (404, 422)
    note = AuditEvent.objects.get(action="reports.api_read", outcome=Outcome.REFUSED)
    assert note.detail["path"].startswith("/api/v1/")


def test_guesses_are_slowed_down_by_address(upper):
    answers = [Client().get("/api/v1/courts").status_code for _ in range(32)]
    assert (answers[29], answers[30]) == (401, 429)
    assert Reader(upper).get("courts").status_code == 200
    refusals = AuditEvent.objects.filter(action="reports.api_read", outcome=Outcome.REFUSED)
    assert refusals.count() == 31


@override_settings(DEBUG=True)
def test_an_error_tells_nothing(upper):
    """A fault of the product, brought about by a court that has lost its place in the tree."""
    reader = Reader(upper)
    Court.all_rows.filter(pk=upper.pk).update(path=None)
    assert reader.refused(500, "courts") == "系统出错，请稍后再试；仍然出错请联系系统管理员。"


# --- What is counted and noted ------------------------------------------------------------------------


def test_uses_are_counted_and_the_first_of_a_day_is_noted(upper):
    reader = Reader(upper)
    for minute in (0, 0, 0, 2, 2, 4):
        with time_machine.travel(f"2024-12-20 10:0{minute}:00+08:00", tick=False):
            reader.read("courts")
    reader.token.refresh_from_db()
    assert (reader.token.uses, reader.token.last_used_at.minute) == (6, 4)
    notes = AuditEvent.objects.filter(action="reports.api_read", outcome=Outcome.DONE)
    assert [(note.court_id, note.actor, note.detail) for note in notes] == [
        (upper.pk, None, {"first_of_the_day": True})
    ]
    with time_machine.travel("2024-12-21 09:00:00+08:00", tick=False):
        ApiToken.objects.within(upper).update(ends_on=TODAY + timedelta(9))
        reader.read("courts")
    assert notes.all().count() == 2


def test_refusals_are_noted_with_the_token(upper):
    reader = Reader(upper, ApiScope.BELOW)
    reader.refused(403, "branches")
    note = AuditEvent.objects.get(action="reports.api_read", outcome=Outcome.REFUSED)
    assert (note.subject_id, note.detail) == (str(reader.token.pk), {"status": 403, "path": "/api/v1/branches"})
    assert reader.made.secret not in f"{note.subject_label}{note.detail}"
    assert reader.token.prefix in note.subject_label
