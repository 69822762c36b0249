"""Where else notices stand: on the first pages, a branch's page, its calendar and what people subscribe to."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from branches.tests import factories as people
from notices import services
from notices.choices import ReceiptState
from notices.selectors.home import court_notices, notices_to_do
from notices.services.messages import Telling, tell_branches
from notices.tests.factories import END, NOW, TODAY, Case, at, owed, reply
from planning.selectors.calendar import feed_entries, month_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    with time_machine.travel(NOW, tick=False):
        yield Case()


def complete(case, notice, branch=None, on=TODAY):
    branch = branch or case.first
    by = case.secretary if branch == case.first else case.other
    for item in case.items(notice):
        facts = {"item": item, "text": "已完成", "count": item.target, "by": by}
        services.item_reply(receipt=case.receipt(notice, branch), on=on, at=NOW, **facts)


def void(case, notice):
    services.notice_void(notice=notice, reason="有误", by=case.committee, on=TODAY, at=NOW)


def to_do(case, on=TODAY, user=None, branch=None):
    branch = branch or case.first
    found = notices_to_do(user or case.secretary, [branch], on).get(branch.pk)
    return [(each.notice.title, each.row.settled, each.row.of) for each in found.rows] if found else []


class TestSecretary:
    def test_what_is_not_acknowledged_or_completed_with_the_nearest_deadline_first(self, client, case):
        case.issued(title="没有期限", due_on=None)
        case.issued(reply(), owed(), title="本月的")
        case.issued(title="急的", due_on=TODAY + timedelta(2))
        complete(case, case.issued(title="已完成的"))
        void(case, case.issued(title="作废的"))
        assert to_do(case) == [("急的", 0, 1), ("本月的", 0, 2), ("没有期限", 0, 1)]
        client.force_login(case.secretary)
        page = client.get("/").text
        assert "待签收、未完成的工作提示" in page
        assert "还有 2 天" in page
        assert "事项完成 0/2，7月31日到期" in page
        assert page.index("急的") < page.index("本月的")
        assert "已完成的" not in page

    def test_what_was_not_done_in_time_is_named_for_a_month(self, case):
        notice = case.issued(title="七月的")
        services.notice_acknowledge(receipt=case.receipt(notice), by=case.secretary, on=TODAY, at=NOW)
        assert to_do(case, END + timedelta(30)) == [("七月的", 0, 1)]
        assert to_do(case, END + timedelta(31)) == []
        assert to_do(case, END + timedelta(31), case.other, case.second) == [("七月的", 0, 1)]

    def test_few_are_listed_and_the_rest_counted(self, client, case):
        for number in range(7):
            case.issued(title=f"第{number}份")
        client.force_login(case.secretary)
        page = client.get("/").text
        assert page.count('class="todo-kind" href="/notices/') == 5
        assert "还有 2 期" in page

    def test_others_find_nothing(self, client, case):
        case.issued(title="七月的")
        leader = people.group_leader(people.group(case.first))
        for user in (leader, people.member_account(people.member(case.first))):
            client.force_login(user)
            assert "七月的" not in client.get("/").text
        assert to_do(case, user=case.other) == []

    def test_unread_messages_are_counted(self, client, case):
        client.force_login(case.secretary)
        assert "条未读消息" not in client.get("/").text
        tell_branches([case.first], Telling("NOTICE_DUE", "1", "到期", "", "/"), at=at(TODAY))
        assert "1 条未读消息" in client.get("/").text

    def test_as_many_queries_for_one_as_for_many(self, client, case):
        case.issued(reply(), owed())
        client.force_login(case.secretary)
        counts = []
        for _ in range(2):
            client.get("/")
            with CaptureQueriesContext(connection) as queries:
                client.get("/")
            counts.append(len(queries))
            for _ in range(3):
                case.issued(reply(), owed())
        assert counts[0] == counts[1]


class TestCommittee:
    def test_drafts_and_branches_that_have_not_signed(self, client, case):
        client.force_login(case.committee)
        assert "工作提示：" not in client.get("/").text
        case.draft()
        first, second = case.issued(), case.issued()
        services.notice_acknowledge(receipt=case.receipt(first), by=case.secretary, on=TODAY, at=NOW)
        void(case, case.issued())
        found = court_notices(case.committee, case.court)
        assert (found.drafts, found.branches, found.receipts, second.number) == (1, 2, 3, 2)
        page = client.get("/").text
        assert "1 期待签发的草稿" in page
        assert "2 个支部未签收，共 3 份" in page
        listed = client.get(reverse("notices:receipts"), {"year": "all", "state": "WAITING"})
        assert len(listed.context["page"].rows) == 3
        assert len(client.get(reverse("notices:list"), {"state": "DRAFT"}).context["page"].rows) == 1

    def test_another_courts_are_not_counted(self, case):
        Case().issued()
        assert not court_notices(case.committee, case.court).says_something


class TestPanel:
    def url(self, branch):
        return reverse("notices:branch_panel", args=[branch.pk])

    def test_the_notices_of_the_year_with_their_states(self, client, case):
        case.issued(title="七月的")
        complete(case, case.issued(title="完成的"))
        client.force_login(case.secretary)
        page = client.get(self.url(case.first)).text
        assert ReceiptState.WAITING.label in page
        assert ReceiptState.COMPLETED.label in page
        assert page.index("完成的") < page.index("七月的")
        assert self.url(case.first) in client.get(reverse("branches:branch_detail", args=[case.first.pk])).text

    def test_who_opens_it(self, client, case):
        client.force_login(case.committee)
        assert "今年还没有发给这个支部" in client.get(self.url(case.first)).text
        assert client.post(self.url(case.first)).status_code == 405
        client.force_login(case.secretary)
        assert client.get(self.url(case.second)).status_code == 404
        assert client.get("/notices/branches/999999/panel/").status_code == 404
        client.force_login(people.group_leader(people.group(case.first)))
        assert client.get(self.url(case.first)).status_code == 403
        client.force_login(people.member_account(people.member(case.first)))
        assert client.get(self.url(case.first)).status_code == 403

    def test_a_court_above_sees_the_branch_and_not_its_notices(self, client):
        with time_machine.travel(NOW, tick=False):
            above = people.court()
            case = Case(people.court(parent=above, shares_records=True))
            client.force_login(people.committee_account(above))
            page = client.get(reverse("branches:branch_detail", args=[case.first.pk]))
            assert page.status_code == 200
            assert self.url(case.first) not in page.text
            assert client.get(self.url(case.first)).status_code == 403


class TestCalendar:
    def entries(self, case, user=None, on=TODAY):
        days = month_of(user or case.secretary, case.first, date(2024, 7, 1), on).days()
        return [(day.on, entry.state) for day in days for entry in day.entries if entry.title.startswith("工作提示")]

    def test_the_deadline_until_it_is_done(self, case):
        notice = case.issued(title="七月的")
        assert self.entries(case) == [(END, "到期")]
        assert self.entries(case, on=END + timedelta(1)) == [(END, "未完成")]
        complete(case, notice)
        assert self.entries(case) == [(END, "已完成")]
        assert self.entries(case, case.committee) == [(END, "已完成")]
        assert self.entries(case, people.group_leader(people.group(case.first))) == []
        void(case, notice)
        assert self.entries(case) == []

    def test_what_is_done_is_not_in_what_people_subscribe_to(self, case):
        complete(case, case.issued(title="完成的"))
        open_ = case.issued(title="七月的")
        found = {entry.uid for entry in feed_entries(case.secretary, TODAY) if entry.uid.startswith("notice-")}
        assert found == {f"notice-{open_.pk}-{case.first.pk}"}

    def test_an_officer_of_two_branches_has_each_deadline(self, case):
        people.appoint(case.secretary, "SECRETARY", branch=case.second)
        notice = case.issued()
        found = {entry.uid for entry in feed_entries(case.secretary, TODAY) if entry.uid.startswith("notice-")}
        assert found == {f"notice-{notice.pk}-{branch.pk}" for branch in (case.first, case.second)}
