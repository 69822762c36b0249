"""Where a person is to be reached by mail: set by the person alone, told to nobody."""

import pytest
from django.db import connection
from django.urls import reverse

from accounts.models import User
from branches.tests import factories as people
from core.models import AuditEvent

pytestmark = pytest.mark.django_db
PAGE = "/accounts/contact/"
ADDRESS = "zhang.san@example.com"


@pytest.fixture
def user(client):
    made = people.user("zhang", name="张三")
    client.force_login(made)
    return made


def test_the_address_is_kept_encrypted_and_the_trail_does_not_say_it(client, user):
    answer = client.post(PAGE, {"email": f" {ADDRESS} ", "wants_mail": "on"})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    kept = User.objects.get(pk=user.pk)
    assert (kept.email, kept.wants_mail) == (ADDRESS, True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM accounts_user WHERE id = %s", [user.pk])
        assert ADDRESS not in cursor.fetchone()[0]
    event = AuditEvent.objects.get(action="account.contact_change")
    assert (event.actor, event.detail) == (user, {"has_address": True, "wants_mail": True})
    assert f'value="{ADDRESS}"' in client.get(PAGE).text


def test_it_may_be_emptied_and_mail_declined(client, user):
    client.post(PAGE, {"email": ADDRESS, "wants_mail": "on"})
    client.post(PAGE, {"email": ""})
    kept = User.objects.get(pk=user.pk)
    assert (kept.email, kept.wants_mail) == ("", False)
    assert User.objects.filter(email="").count() == 1


@pytest.mark.parametrize("typed", ["zhang", "zhang@", "a@example.com\nBcc: b@example.com", "张三@"])
def test_what_is_no_address_is_refused_and_kept_as_typed(client, user, typed):
    answer = client.post(PAGE, {"email": typed})
    assert answer.status_code == 422
    assert "邮箱的格式不对" in answer.text
    assert typed.split("\n")[0] in answer.text
    assert User.objects.get(pk=user.pk).email == ""


@pytest.mark.parametrize(("sends", "words"), [(True, "发到邮箱的有：工作提示单"), (False, "本系统还没有开通邮件")])
def test_it_says_whether_mail_is_sent_at_all_and_what(client, user, settings, sends, words):
    settings.SENDS_MAIL = sends
    assert words in client.get(PAGE).text


def test_everybody_signed_in_finds_it_in_the_menu(client):
    assert client.get(PAGE).status_code == 302
    for person in (people.user("li"), people.administrator(), people.secretary(people.branch())):
        client.force_login(person)
        page = client.get(PAGE)
        assert page.status_code == 200
        assert f'href="{PAGE}"' in page.text
        assert client.delete(PAGE).status_code == 405


def test_nobody_elses_is_changed(client, user):
    other = people.user("li")
    client.post(PAGE, {"email": ADDRESS, "user": other.pk, "id": other.pk, "username": "li"})
    assert User.objects.get(pk=other.pk).email == ""


def test_an_administrator_reads_that_there_is_one_and_not_which(client, user):
    account = reverse("branches:account_detail", args=[user.pk])
    client.post(PAGE, {"email": ADDRESS, "wants_mail": "on"})
    client.force_login(people.administrator())
    page = client.get(account).text
    assert "本人已填写" in page
    assert ADDRESS not in page
    assert ADDRESS not in client.get("/admin/accounts/user/").text
