"""The list of notices and its export: who sees what, in which order, with which figures."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from branches.tests import factories as people
from notices import services
from notices.tests.factories import NOW, TODAY, owed, reply

pytestmark = pytest.mark.django_db
LIST, EXPORT = reverse("notices:list"), reverse("notices:export")


def page_for(client, user, **query):
    client.force_login(user)
    return client.get(LIST, query)


def titles(response):
    return [row.title for row in response.context["page"].rows]


def rows_of(response):
    return [list(row) for row in load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True)]


def acknowledge(case, notice):
    services.notice_acknowledge(receipt=case.receipt(notice), by=case.secretary, on=TODAY, at=NOW)


def test_the_committee_finds_drafts_first_and_how_far_the_others_are(client, case):
    case.issued(title="六月工作", on=date(2024, 6, 1), due_on=date(2024, 7, 5))
    issued = case.issued(title="七月工作")
    case.draft(title="草稿")
    acknowledge(case, issued)
    page = page_for(client, case.committee)
    assert titles(page) == ["草稿", "七月工作", "六月工作"]
    text = page.content.decode()
    assert f'href="{reverse("notices:notice", args=[issued.pk])}?show=ACKNOWLEDGED#branches"' in text
    assert ">1/2</a>" in text
    assert ">0/2</a>" in text


def test_an_officer_finds_what_was_sent_with_the_own_state(client, case):
    notice = case.issued(owed(), reply())
    case.draft(title="草稿")
    case.issued(title="只给第二支部", addressees=[case.second])
    acknowledge(case, notice)
    page = page_for(client, case.secretary)
    assert titles(page) == ["七月重点工作"]
    text = page.content.decode()
    assert "已签收" in text
    assert "还有 21 天" in text
    assert ">0/2</a>" in text
    assert "起草工作提示单" not in text


def test_an_officer_of_two_branches_finds_both_states(client, case):
    notice = case.issued()
    people.appoint(case.secretary, "SECRETARY", court=case.court, branch=case.second)
    acknowledge(case, notice)
    text = page_for(client, case.secretary).content.decode()
    assert f"?branch={case.first.pk}" in text
    assert f"?branch={case.second.pk}" in text


def test_filters(client, case):
    other = services.series_create(court=case.court, name="专项工作提示", by=case.committee)
    first = case.issued(title="安全生产", series=other)
    case.issued(title="七月工作", text="含有安全二字")
    voided = case.issued(title="作废的")
    services.notice_void(notice=voided, reason="有误", by=case.committee, on=TODAY, at=NOW)
    services.notice_discard(notice=case.draft(title="放弃的"), by=case.committee, on=TODAY)
    old = case.issued(title="去年的", month=date(2023, 7, 1))
    acknowledge(case, first)
    ask = {
        "series": ({"series": other.pk}, ["安全生产"]),
        "words": ({"q": "安全"}, ["七月工作", "安全生产"]),
        "voided": ({"state": "VOIDED"}, ["作废的"]),
        "discarded": ({"state": "DISCARDED"}, ["放弃的"]),
        "year": ({"year": "2023"}, [old.title]),
    }
    for query, found in ask.values():
        assert titles(page_for(client, case.committee, **query)) == found
    assert titles(page_for(client, case.secretary, state="ACKNOWLEDGED")) == ["安全生产"]
    assert titles(page_for(client, case.secretary, state="WAITING")) == ["去年的", "七月工作"]
    assert titles(page_for(client, case.secretary, state="VOIDED")) == ["作废的"]


@pytest.mark.parametrize("sort", ["title", "-series", "number", "month", "-issued_on", "due_on", "-state"])
def test_sorts(client, case, sort):
    case.issued()
    case.draft()
    assert len(titles(page_for(client, case.committee, sort=sort))) == 2


def test_an_empty_list_says_how_notices_come_about(client, case):
    page = page_for(client, case.committee).content.decode()
    assert "由系统按应办的事项起草" in page
    assert reverse("notices:new") in page
    assert "机关党委签发给本支部的" in page_for(client, case.secretary).content.decode()


@pytest.mark.parametrize("who", ["committee", "secretary"])
def test_queries_do_not_grow_with_the_notices(client, case, who):
    counts = []
    for more in (1, 2):
        for _ in range(more):
            case.issued(owed(), reply())
        client.force_login(getattr(case, who))
        client.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            assert len(titles(client.get(LIST))) in (1, 3)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_exports(client, case):
    notice = case.issued(reply())
    case.draft(title="=1+1")
    acknowledge(case, notice)
    client.force_login(case.committee)
    head, draft, issued = rows_of(client.get(EXPORT))
    assert head[-3:] == ["发给支部", "已签收", "已完成"]
    assert draft[3] == "=1+1"
    assert issued[1:4] == ["2024年工作提示", 1, "七月重点工作"]
    assert issued[-3:] == [2, 1, 0]
    client.force_login(case.secretary)
    _, own = rows_of(client.get(EXPORT))
    assert own[-1] == "第一党支部：已签收，事项 0/1"


def test_who_has_no_part_in_it_is_refused(client, case):
    leader = people.group_leader(people.group(case.first))
    member = people.member_account(people.member(case.first))
    for user in (leader, member):
        client.force_login(user)
        assert client.get(LIST).status_code == 403
        assert client.get(EXPORT).status_code == 403
    client.force_login(case.committee)
    assert client.post(LIST).status_code == 405
