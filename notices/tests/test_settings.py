"""The page of a court's settings, and what is kept unspoken."""

import pytest
from django.urls import reverse

from branches.tests import factories as people
from core.models import AuditEvent
from notices.models import NoticeSettings
from notices.selectors.settings import settings_of
from notices.services.settings import settings_change
from notices.tests.factories import Case

pytestmark = pytest.mark.django_db

URL = "/notices/settings/"
TYPED = {
    "version": 1,
    "drafts_notices": "on",
    "draft_day": 20,
    "draft_for": "THIS_MONTH",
    "bulletin_day": 5,
    "reminds": "on",
    "remind_days": 2,
}


@pytest.fixture
def case(client):
    made = Case()
    client.force_login(made.committee)
    return made


@pytest.fixture
def hosts(settings):
    settings.WEBHOOK_HOSTS = ["im.court.example"]


def test_the_address_is_that_of_the_page():
    assert reverse("notices:settings") == URL


def test_what_is_set_is_kept_and_noted(client, case):
    assert client.get(URL).status_code == 200
    assert not NoticeSettings.objects.within(case.court).exists()
    assert client.post(URL, TYPED).status_code == 302
    own = settings_of(case.court)
    assert (own.draft_day, own.draft_for, own.bulletin_day, own.remind_days) == (20, "THIS_MONTH", 5, 2)
    assert (own.drafts_notices, own.drafts_bulletins, own.reminds, own.sends_mail) == (True, False, True, False)
    event = AuditEvent.objects.get(action="notices.settings_change")
    assert event.detail["after"]["draft_day"] == 20


def test_the_next_days_follow_from_what_is_set(client, case):
    page = client.get(URL).content.decode()
    assert "下次起草工作提示单：" in page
    client.force_login(people.committee_account(people.court()))
    assert "工作提示单：建立党支部以后；下次起草通报：党支部开始登记组织生活以后。" in client.get(URL).content.decode()
    client.force_login(case.committee)
    client.post(URL, {**TYPED, "drafts_notices": ""})
    page = client.get(URL).content.decode()
    assert "不自动起草工作提示单；不自动起草通报。" in page


@pytest.mark.parametrize(
    ("name", "value"),
    [("draft_day", 29), ("draft_day", 0), ("bulletin_day", 31), ("remind_days", 16), ("draft_for", "X")],
)
def test_days_that_not_every_month_has_are_refused(client, case, name, value):
    answer = client.post(URL, {**TYPED, name: value})
    assert answer.status_code == 422
    assert not NoticeSettings.objects.within(case.court).exists()


def test_whoever_saves_second_is_shown_the_difference(client, case):
    settings_change(court=case.court, version=1, by=case.committee, draft_day=10)
    answer = client.post(URL, TYPED)
    assert answer.status_code == 409
    assert "与已保存内容的差别" in answer.content.decode()
    assert settings_of(case.court).draft_day == 10
    assert client.post(URL, {**TYPED, "version": 2}).status_code == 302
    assert settings_of(case.court).draft_day == 20


def test_a_webhook_goes_to_an_allowed_host_only(client, case, hosts):
    for url in ("https://elsewhere.example/x", "ftp://im.court.example/x", "https://user@im.court.example/x"):
        assert client.post(URL, {**TYPED, "webhook_url": url}).status_code == 422
    typed = {**TYPED, "webhook_url": "https://im.court.example/hook"}
    assert client.post(URL, typed).status_code == 302
    assert settings_of(case.court).webhook_url == "https://im.court.example/hook"


def test_a_webhook_that_no_request_can_be_made_of_is_refused_in_words(client, case, hosts):
    answer = client.post(URL, {**TYPED, "webhook_url": "http://im.court.example/钩子"})
    assert answer.status_code == 422
    assert "有汉字或全角符号" in answer.content.decode()


def test_the_secret_is_shown_nowhere_and_stays_when_left_empty(client, case, hosts):
    typed = {**TYPED, "webhook_url": "https://im.court.example/hook?token=verborgen"}
    client.post(URL, {**typed, "webhook_secret": "geheim-1"})
    assert settings_of(case.court).webhook_secret == "geheim-1"
    assert "geheim" not in client.get(URL).content.decode()
    stale = client.post(URL, {**typed, "webhook_secret": "geheim-2"})
    assert stale.status_code == 409
    assert "geheim" not in stale.content.decode()
    client.post(URL, {**typed, "version": 2, "draft_day": 7})
    assert settings_of(case.court).webhook_secret == "geheim-1"
    client.post(URL, {**typed, "version": 3, "webhook_url": ""})
    assert settings_of(case.court).webhook_secret == ""
    said = " ".join(str(event.detail) for event in AuditEvent.objects.filter(action="notices.settings_change"))
    assert "webhook_secret" in said
    assert "geheim" not in said
    assert "verborgen" not in said


def test_without_allowed_hosts_nothing_is_offered(client, case, settings):
    settings.WEBHOOK_HOSTS = []
    page = client.get(URL).content.decode()
    assert "webhook_url" not in page
    assert "请先由系统管理员允许" in page
    client.post(URL, {**TYPED, "webhook_url": "https://elsewhere.example/x", "webhook_secret": "geheim"})
    own = settings_of(case.court)
    assert (own.webhook_url, own.webhook_secret) == ("", "")


def test_it_is_the_committees(client, case):
    for user, status in ((case.secretary, 403), (people.administrator(case.court), 403)):
        client.force_login(user)
        assert client.get(URL).status_code == status
        assert client.post(URL, TYPED).status_code == status
    client.force_login(people.committee_account(people.court()))
    client.post(URL, TYPED)
    assert not NoticeSettings.objects.within(case.court).exists()


def test_other_methods_are_refused(client, case):
    assert client.put(URL).status_code == 405
