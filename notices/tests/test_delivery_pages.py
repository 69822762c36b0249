"""The page of deliveries: what it shows, narrows down and exports, and what is sent again from it."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from branches.tests import factories as people
from core.models import AuditEvent
from notices.models import Delivery, Message
from notices.tests.factories import ISSUED, Case, at

pytestmark = pytest.mark.django_db
PAGE = "/notices/deliveries/"
THEN = at(ISSUED)


def row(case: Case, title: str, **facts) -> Delivery:
    """A delivery to the first branch's secretary."""
    case.secretary.name, case.secretary.email = "张明", "zhang@court.example"
    case.secretary.save()
    own = {"court": case.court, "branch": case.first, "path": "/notices/1/", "at": THEN}
    message = Message.objects.create(**own, rule="NOTICE_ISSUED", about=title, title=title)
    facts = {"channel": "EMAIL", "user": case.secretary, "message_key": title, "next_try_at": THEN, **facts}
    return Delivery.objects.create(court=case.court, message=message, **facts)


def failed(case: Case, title: str = "第1期") -> Delivery:
    return row(case, title, state="FAILED", attempts=8, fault="收件地址被拒收。")


def opened(client, user, path: str = PAGE) -> str:
    client.force_login(user)
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_committee_sees_who_was_sent_what_and_why_it_failed(client):
    case = Case()
    failed(case)
    row(case, "第2期", state="SENT", sent_at=THEN, attempts=1)
    row(case, "第3期")
    page = opened(client, case.committee)
    for words in ("第1期", "张明（第一党支部）", "收件地址被拒收。", "发送失败", "已发送", "下次 2024-07-01 10:00"):
        assert words in page
    assert "zhang@court.example" not in page
    assert '<a href="?state=FAILED">发送失败 <b>1</b></a>' in page
    assert "重新发送失败的 1 条" in page


@pytest.mark.parametrize(
    ("query", "seen"),
    [("state=SENT", "第2期"), ("channel=WEBHOOK", "第3期"), ("q=第1", "第1期"), ("q=第一党支部&state=FAILED", "第1期")],
)
def test_the_list_is_narrowed_down(client, query, seen):
    case = Case()
    failed(case)
    row(case, "第2期", state="SENT", sent_at=THEN)
    row(case, "第3期", channel="WEBHOOK", user=None)
    page = opened(client, case.committee, f"{PAGE}?{query}")
    assert [title for title in ("第1期", "第2期", "第3期") if title in page] == [seen]


@pytest.mark.parametrize(("sort", "first"), [("message", "第1期"), ("-message", "第2期"), ("-attempts", "第1期")])
def test_the_list_is_sorted(client, sort, first):
    case = Case()
    failed(case)
    row(case, "第2期")
    page = opened(client, case.committee, f"{PAGE}?sort={sort}")
    assert min(("第1期", "第2期"), key=page.index) == first


def test_without_mail_the_page_says_so(client, settings):
    case = Case()
    assert "不发送邮件" not in opened(client, case.committee)
    settings.SENDS_MAIL = False
    assert "还没有设置邮件服务器" in opened(client, case.committee)


def test_the_export_holds_what_is_filtered_and_no_address(client):
    case = Case()
    failed(case)
    row(case, "第2期")
    client.force_login(case.committee)
    sheet = load_workbook(BytesIO(client.get(f"{PAGE}export.xlsx?state=FAILED").content)).active
    lines = list(sheet.values)
    assert len(lines) == 2
    assert lines[1][1:6] == ("第1期", "张明（第一党支部）", "邮件", "发送失败", 8)
    assert "zhang@court.example" not in str(lines)
    assert AuditEvent.objects.filter(action="notices.export_deliveries").count() == 1


def test_the_same_queries_for_one_row_and_for_many(client):
    case = Case()
    opened(client, case.committee)  # what a first page reads besides
    numbers = []
    for titles in (["a"], ["b", "c"]):
        for title in titles:
            failed(case, title)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def test_one_is_sent_again(client):
    case = Case()
    delivery = failed(case)
    client.force_login(case.committee)
    for words in ("已重新列入发送", "不用重新发送"):
        answer = client.post(f"{PAGE}{delivery.pk}/retry/", follow=True)
        assert words in answer.content.decode()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("WAITING", 0)


def test_all_failed_ones_are_sent_again(client):
    case, other = Case(), Case()
    failed(case), failed(case, "第2期"), failed(other, "第3期")
    client.force_login(case.committee)
    assert "已把 2 条" in client.post(f"{PAGE}retry/", follow=True).content.decode()
    assert "没有发送失败的" in client.post(f"{PAGE}retry/", follow=True).content.decode()
    assert Delivery.objects.within(other.court).get().state == "FAILED"


def test_whose_page_it_is(client):
    case = Case()
    delivery = failed(case)
    sister = people.committee_account(people.court())
    client.force_login(sister)
    assert "第1期" not in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}{delivery.pk}/retry/").status_code == 404
    client.force_login(case.secretary)
    for path in (PAGE, f"{PAGE}export.xlsx"):
        assert client.get(path).status_code == 403
    for path in (f"{PAGE}retry/", f"{PAGE}{delivery.pk}/retry/"):
        assert client.post(path).status_code == 403
    client.force_login(case.committee)
    assert client.post(f"{PAGE}999999/retry/").status_code == 404
    assert client.get(f"{PAGE}{delivery.pk}/retry/").status_code == 405
    assert client.get(f"{PAGE}retry/").status_code == 405
    assert client.post(PAGE).status_code == 405
    delivery.refresh_from_db()
    assert delivery.state == "FAILED"
