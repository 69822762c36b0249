"""The bell and the inbox: what is unread for whom, opened once, marked all at once."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from branches.tests import factories as people
from core.models import AuditEvent
from notices.models import Message, MessageRead
from notices.selectors.messages import unread_count
from notices.services.messages import Telling, settle, tell_branches, tell_committee
from notices.tests.factories import NOW, Case

pytestmark = pytest.mark.django_db
INBOX = reverse("notices:messages")


@pytest.fixture
def case():
    with time_machine.travel(NOW, tick=False):
        yield Case()


def telling(about="1", title="七月工作提示", rule="NOTICE_ISSUED", path="/notices/"):
    return Telling(rule, about, title, "请按时完成。", path)


def tell(branch, about="1", at=NOW, **facts):
    (message,) = tell_branches([branch], telling(about, **facts), at=at)
    return message


def open_url(message):
    return reverse("notices:message_open", args=[message.pk])


def page_of(client, user, **query):
    client.force_login(user)
    return client.get(INBOX, query).text


class TestBell:
    def test_it_counts_what_the_account_has_not_opened(self, client, case):
        message = tell(case.first)
        tell(case.first, "2")
        tell(case.second, "1")
        colleague = people.secretary(case.first)
        assert "消息，2 条未读" in page_of(client, case.secretary)
        client.get(open_url(message))
        assert "消息，1 条未读" in client.get("/").text
        assert [unread_count(user) for user in (case.secretary, colleague, case.other)] == [1, 2, 1]

    def test_who_is_sent_nothing_has_none(self, client, case):
        tell(case.first)
        leader = people.group_leader(people.group(case.first))
        for user in (leader, people.member_account(people.member(case.first)), people.administrator()):
            client.force_login(user)
            assert "条未读" not in client.get("/").text
            assert client.get(INBOX).status_code == 403

    def test_it_costs_one_query_however_much_there_is(self, client, case):
        client.force_login(case.secretary)
        counts = []
        for about in ("1", "2", "3"):
            client.get("/accounts/password/")
            with CaptureQueriesContext(connection) as queries:
                client.get("/accounts/password/")
            counts.append(len(queries))
            tell(case.first, about)
        assert len(set(counts)) == 1


class TestWhoComesIntoOffice:
    """What was sent before is there to be read, and counts for nobody who came later."""

    def test_the_bell_begins_with_the_office(self, client, case):
        tell(case.first, title="从前的", at=NOW - timedelta(days=1))
        tell_committee(case.court, telling("8", rule="NOTICE_DRAFTED"), at=NOW - timedelta(days=1))
        tell(case.first, "2", title="今天的")
        successor, colleague = people.user(), people.user()
        people.appoint(successor, "SECRETARY", branch=case.first, starts_on=NOW.date())
        people.appoint(colleague, "COMMITTEE", court=case.court, starts_on=NOW.date())
        counts = [unread_count(user) for user in (successor, colleague, case.secretary, case.committee)]
        assert counts == [1, 0, 2, 1]
        client.force_login(successor)
        shown = {
            show: [row.title for row in client.get(INBOX, {"show": show}).context["page"].rows]
            for show in ("", "unread", "read")
        }
        assert shown == {"": ["今天的", "从前的"], "unread": ["今天的"], "read": ["从前的"]}

    def test_each_office_has_its_own_first_day(self, case):
        tell(case.first, at=NOW - timedelta(days=1))
        tell(case.second, at=NOW - timedelta(days=1))
        both = people.user()
        people.appoint(both, "SECRETARY", branch=case.first, starts_on=NOW.date())
        people.appoint(both, "SECRETARY", branch=case.second)
        assert unread_count(both) == 1

    def test_a_first_day_in_a_branch_hides_nothing_sent_to_the_committee(self, client, case):
        tell_committee(case.court, telling("8", rule="NOTICE_DRAFTED"), at=NOW - timedelta(days=1))
        people.appoint(case.committee, "SECRETARY", branch=case.second, starts_on=NOW.date())
        assert unread_count(case.committee) == 1
        client.force_login(case.committee)
        assert client.get(INBOX, {"show": "unread"}).context["page"].count.value == 1

    def test_who_is_appointed_again_stays_in_office(self, case):
        tell(case.first, at=NOW - timedelta(days=1))
        people.appoint(case.secretary, "SECRETARY", branch=case.first, starts_on=NOW.date())
        assert unread_count(case.secretary) == 1


class TestSettled:
    """What the committee was told waits for it, and has been done since."""

    def test_is_unread_for_nobody_and_says_so(self, client, case):
        for number in ("1", "2"):
            tell_committee(case.court, telling(number, f"第{number}件", "OBJECTION_RAISED"), at=NOW)
        settle(case.court, "OBJECTION_RAISED", "1")
        assert unread_count(case.committee) == 1
        assert ">已办</span>" in page_of(client, case.committee, show="read", q="第1件")
        assert ">已办</span>" not in page_of(client, case.committee, q="第2件")
        rows = load_workbook(BytesIO(client.get(reverse("notices:messages_export")).content)).active
        assert sorted(cell.value for cell in rows["A"][1:]) == ["已办", "未读"]

    def test_another_courts_and_what_was_told_to_branches_stay(self, case):
        tell(case.first)
        other = people.court()
        elsewhere = people.committee_account(other)
        tell_committee(other, telling(), at=NOW)
        settle(case.court, "NOTICE_ISSUED", "1")
        assert [unread_count(user) for user in (case.secretary, elsewhere)] == [1, 1]


class TestInbox:
    def test_a_branch_reads_its_own_and_the_committee_its_own(self, client, case):
        tell(case.first, title="给一支部")
        tell(case.second, title="给二支部")
        tell_committee(case.court, telling("9", title="给机关党委", rule="NOTICE_DRAFTED"), at=NOW)
        shown = {user: page_of(client, user) for user in (case.secretary, case.committee)}
        for title, user in (("给一支部", case.secretary), ("给机关党委", case.committee)):
            assert [title in shown[each] for each in shown] == [each is user for each in shown]
            assert "给二支部" not in shown[user]

    def test_opening_leads_on_and_is_kept_once(self, client, case):
        message = tell(case.first)
        client.force_login(case.secretary)
        for _ in range(2):
            answer = client.get(open_url(message))
            assert (answer.status_code, answer["Location"]) == (302, "/notices/")
        assert MessageRead.objects.filter(message=message, user=case.secretary).count() == 1
        client.head(open_url(tell(case.first, "2")))
        assert unread_count(case.secretary) == 1

    def test_anothers_message_is_not_there(self, client, case):
        client.force_login(case.secretary)
        assert client.get(open_url(tell(case.second))).status_code == 404
        assert client.get("/notices/messages/999999/open/").status_code == 404
        assert client.post(open_url(tell(case.first))).status_code == 405

    def test_all_are_marked_by_a_post(self, client, case):
        tell(case.first)
        read = tell(case.first, "2")
        foreign = tell(case.second)
        client.force_login(case.secretary)
        client.get(open_url(read))
        where = reverse("notices:messages_read_all")
        assert client.get(where).status_code == 405
        for _ in range(2):
            assert client.post(where).status_code == 302
        assert (unread_count(case.secretary), unread_count(case.other)) == (0, 1)
        assert not MessageRead.objects.filter(message=foreign).exists()
        page = client.get(INBOX).text
        assert "没有未读消息" in page
        assert where not in page

    def test_unread_first_then_the_latest_over_pages(self, client, case):
        for number in range(120):
            tell(case.first, str(number), at=NOW - timedelta(minutes=number), title=f"第{number:03}条")
        client.force_login(case.secretary)
        opened = Message.objects.within(case.first).get(about="0")
        client.get(open_url(opened))
        seen, query = [], ""
        while True:
            page = client.get(INBOX + query).context["page"]
            seen += [row.about for row in page.rows]
            if not page.next:
                break
            query = page.next
        assert seen == [*map(str, range(1, 120)), "0"]
        assert "99+" in client.get(INBOX).text

    def test_filters_narrow_down(self, client, case):
        read = tell(case.first, title="已经看过")
        tell(case.first, "2", title="督办通报", rule="BULLETIN_ISSUED")
        client.force_login(case.secretary)
        client.get(open_url(read))
        for query in ({"show": "unread"}, {"rule": "BULLETIN_ISSUED"}, {"q": "督办通"}):
            rows = client.get(INBOX, query).context["page"].rows
            assert [row.title for row in rows] == ["督办通报"]
        assert [row.title for row in client.get(INBOX, {"show": "read"}).context["page"].rows] == ["已经看过"]
        assert "没有符合条件的消息" in client.get(INBOX, {"q": "别的"}).text
        assert 'name="branch"' not in client.get(INBOX).text

    def test_who_has_several_branches_may_choose_one(self, client, case):
        people.appoint(case.secretary, "SECRETARY", branch=case.second)
        tell(case.first, title="给一支部")
        tell(case.second, title="给二支部")
        client.force_login(case.secretary)
        page = client.get(INBOX, {"branch": case.second.pk})
        assert [row.title for row in page.context["page"].rows] == ["给二支部"]

    def test_empty_and_exported(self, client, case):
        assert "还没有消息" in page_of(client, case.secretary)
        tell(case.first, title="=1+1")
        tell(case.second)
        answer = client.get(reverse("notices:messages_export"), {"show": "unread"})
        rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
        assert [row[:5] for row in rows[1:]] == [("未读", "工作提示单", "=1+1", "请按时完成。", "第一党支部")]
        assert AuditEvent.objects.filter(action="notices.export_messages").count() == 1

    def test_as_many_queries_for_one_as_for_three(self, client, case):
        client.force_login(case.secretary)
        counts = []
        for number in range(4):
            tell(case.first, str(number))
            client.get(INBOX)
            with CaptureQueriesContext(connection) as queries:
                client.get(INBOX)
            counts.append(len(queries))
        assert counts[0] == counts[3]
