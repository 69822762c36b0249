"""Signing in and out, lockout, sessions and passwords."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import resolve, reverse

from accounts.models import User
from accounts.services import password_reset
from core.clock import now
from core.models import AuditEvent, Outcome

pytestmark = pytest.mark.django_db

GOOD = "Zhengshi-2024"
LOGIN = "/accounts/login/"
# Any page for whoever is signed in.
PAGE = "/accounts/password/"


@pytest.fixture
def user():
    made = User(username="zhang", name="张三")
    made.set_password(GOOD)
    made.save()
    return made


def sign_in(client, password=GOOD, username="zhang", **extra):
    return client.post(LOGIN, {"username": username, "password": password, "next": PAGE}, **extra)


def actions():
    return list(AuditEvent.objects.order_by("id").values_list("action", "outcome"))


def test_signing_in_leads_on_with_a_new_session_and_is_noted(client, user):
    client.get(LOGIN)
    session = client.session
    session["left_by_somebody"] = 1
    session.save()
    planted = session.session_key
    response = sign_in(client, REMOTE_ADDR="10.0.0.9")
    assert (response.status_code, response["Location"]) == (302, PAGE)
    assert client.session.session_key != planted
    assert not Session.objects.filter(session_key=planted).exists()
    assert client.get(PAGE).status_code == 200
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.address) == ("account.sign_in", user, "10.0.0.9")


@pytest.mark.parametrize("elsewhere", ["//evil.example/", "https://evil.example/", "javascript:alert(1)"])
def test_next_leads_to_no_other_host(client, user, settings, elsewhere):
    settings.LOGIN_REDIRECT_URL = "/own/"
    response = client.post(LOGIN, {"username": "zhang", "password": GOOD, "next": elsewhere})
    assert response["Location"] == "/own/"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client, user):
    pages = []
    for name in ("zhang", "meizheren"):
        page = sign_in(client, "wrong", name).content.decode()
        assert "账号或密码不正确" in page
        pages.append(page.count("账号或密码不正确"))
    assert pages[0] == pages[1]
    assert actions() == [("account.sign_in", Outcome.REFUSED)] * 2
    assert AuditEvent.objects.first().detail == {"username": "meizheren"}
    assert "wrong" not in str(list(AuditEvent.objects.values("detail")))


def test_a_closed_account_does_not_get_in(client, user):
    User.objects.update(is_active=False)
    assert "账号或密码不正确" in sign_in(client).content.decode()


def test_five_failures_lock_this_account_from_this_address_for_a_quarter_of_an_hour(client, user, time_machine):
    other = User(username="li")
    other.set_password(GOOD)
    other.save()
    time_machine.move_to(now(), tick=False)
    codes = [sign_in(client, "wrong").status_code for _ in range(5)]
    assert codes[:4] == [200] * 4
    assert codes[4] == 429
    locked = sign_in(client)
    assert locked.status_code == 429
    assert "锁定" in locked.content.decode()
    assert sign_in(client, REMOTE_ADDR="10.1.1.1").status_code == 302  # the same account from elsewhere
    client.logout()
    assert sign_in(client, username="li").status_code == 302  # another account from here
    client.logout()
    time_machine.shift(timedelta(minutes=15, seconds=1))
    assert sign_in(client).status_code == 302


def test_a_forged_forwarding_header_does_not_escape_the_lock(client, user):
    codes = [sign_in(client, "wrong", HTTP_X_FORWARDED_FOR=f"10.9.9.{number}").status_code for number in range(6)]
    assert codes[-1] == 429


def test_signing_out_is_by_post_and_kills_the_session_on_the_server(client, user):
    sign_in(client)
    cookie = client.cookies[configured.SESSION_COOKIE_NAME].value
    assert client.get(reverse("accounts:logout")).status_code == 405
    assert client.post(reverse("accounts:logout")).status_code == 302
    client.cookies[configured.SESSION_COOKIE_NAME] = cookie
    assert client.get(PAGE).status_code == 302
    assert [action for action, _ in actions()] == ["account.sign_in", "account.sign_out"]


@pytest.mark.parametrize(("idle_minutes", "stays"), [(29, True), (31, False)])
def test_a_session_ends_after_half_an_hour_of_idleness(client, user, time_machine, idle_minutes, stays):
    time_machine.move_to(now(), tick=False)
    sign_in(client)
    client.get(PAGE)
    time_machine.shift(timedelta(minutes=idle_minutes))
    assert (client.get(PAGE).status_code == 200) is stays


def test_no_header_makes_a_request_one_in_the_background(client, user, time_machine):
    """Which addresses keep nobody signed in, the server says (reports/tests/test_wall.py)."""
    time_machine.move_to(now(), tick=False)
    sign_in(client)
    for _ in range(4):
        time_machine.shift(timedelta(minutes=20))
        assert client.get(PAGE, headers={"X-Background": "1"}).status_code == 200


def test_an_address_that_is_not_there_keeps_nobody_signed_in(client, user, time_machine):
    time_machine.move_to(now(), tick=False)
    sign_in(client)
    client.get(PAGE)
    for _ in range(2):
        time_machine.shift(timedelta(minutes=16))
        response = client.get("/nothing/")
    assert response.status_code == 404
    assert client.get(PAGE).status_code == 302


def test_a_session_ends_after_eight_hours_however_busy(client, user, time_machine):
    time_machine.move_to(now(), tick=False)
    sign_in(client)
    for _ in range(24):
        assert client.get(PAGE).status_code == 200
        time_machine.shift(timedelta(minutes=20))
    time_machine.shift(timedelta(seconds=1))
    assert client.get(PAGE).status_code == 302


def test_whoever_was_given_a_password_changes_it_first(client, user, settings):
    password_reset(user=user, password="Chongzhi-2025", at=now(), by=None)
    sign_in(client, "Chongzhi-2025")
    assert client.get("/branches/")["Location"] == PAGE
    assert "管理员设置" in client.get(PAGE).content.decode()
    new = {"old_password": "Chongzhi-2025", "new_password": "Xinmima-2025", "again": "Xinmima-2025"}
    assert client.post(PAGE, new)["Location"] == "/"
    assert client.get("/branches/").status_code == 403  # signed in still, and led nowhere else
    assert client.post(reverse("accounts:logout")).status_code == 302


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"old_password": "wrong"}, "原密码不正确"),
        ({"again": "other"}, "不一样"),
        ({"new_password": "short", "again": "short"}, "密码"),
        ({"new_password": GOOD, "again": GOOD}, "相同"),
        ({"new_password": "", "again": ""}, "请填写新密码"),
    ],
)
def test_a_change_of_password_says_what_is_wrong(client, user, values, why):
    client.force_login(user)
    typed = {"old_password": GOOD, "new_password": "Xinmima-2025", "again": "Xinmima-2025", **values}
    response = client.post(PAGE, typed)
    assert response.status_code == 422
    assert why in response.content.decode()
    user.refresh_from_db()
    assert user.check_password(GOOD)


def test_a_new_password_signs_out_the_other_sessions(client, user):
    elsewhere = Client()
    elsewhere.force_login(user)
    client.force_login(user)
    client.post(PAGE, {"old_password": GOOD, "new_password": "Xinmima-2025", "again": "Xinmima-2025"})
    assert client.get(PAGE).status_code == 200
    assert elsewhere.get(PAGE).status_code == 302


def test_every_address_that_pages_fetch_again_and_again_is_known_as_such():
    """A fragment with a timer would keep its page's user signed in for ever."""
    templates = Path(configured.BASE_DIR, "templates").rglob("*.html")
    polled = [
        name
        for page in templates
        for name in re.findall(r'hx-get="{% url \'([\w:]+)\'[^>]*?every ', page.read_text(), re.S)
    ]
    assert polled
    for name in polled:
        assert resolve(reverse(name, args=[1])).func.is_background, name
