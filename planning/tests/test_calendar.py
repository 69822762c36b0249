"""The calendar of a month, and the one that other programs read."""

from datetime import date

import pytest
import time_machine
import vobject
from django.core.cache import cache

from accounts.services import account_enable, password_change, password_reset
from activities.tests import factories as meetings
from branches.models import Appointment
from branches.tests import factories as people
from core.clock import now
from core.models import AuditEvent
from development.tests.factories import file as file_of
from planning.models import CalendarFeed, PlanItem
from planning.selectors.calendar import month_of
from planning.selectors.entries import EntryKind
from planning.tests.factories import item
from planning.views import feeds

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 12)
GIVEN = "Sample@2026abc"


@pytest.fixture
def branch():
    made = people.branch(name="第一党支部")
    people.committee(made, 4)
    meetings.coverage(made)
    return made


def titles(month):
    return [entry.title for day in month.days() for entry in day.entries]


class TestMonth:
    def test_the_last_day_of_a_step_that_a_file_waits_for_without_the_name(self, branch):
        file_of(branch, name="申请的人")  # applied on 10 January 2023: a talk within a month
        month = month_of(people.secretary(branch), branch, date(2023, 2, 1), date(2023, 2, 5))
        entry = next(entry for day in month.days() for entry in day.entries if entry.title.startswith("发展党员"))
        assert (entry.on, entry.state) == (date(2023, 2, 10), "第一党支部，最迟办理")
        assert "申请的人" not in str(entry)

    def test_no_steps_of_files_for_who_may_not_open_them(self, branch):
        file_of(branch)
        leader = people.group_leader(people.group(branch, "另一党小组"))
        month = month_of(leader, branch, date(2023, 2, 1), date(2023, 2, 5))
        assert not any(entry.title.startswith("发展党员") for day in month.days() for entry in day.entries)

    def test_planned_held_due_and_ending_terms(self, branch):
        people.term(branch, date(2023, 10, 20))
        item(branch, date(2026, 10, 8), moved_from=date(2026, 10, 5), title="国庆宣讲")
        item(branch, None, "PARTY_LECTURE", year=2026, month=10)
        meetings.raw_activity("BRANCH_ASSEMBLY", branch, date(2026, 10, 9))
        month = month_of(people.secretary(branch), branch, date(2026, 10, 1), TODAY)
        found = {entry.title: (entry.on.day, entry.state) for day in month.days() for entry in day.entries}
        assert found["主题党日：国庆宣讲"] == (8, "未开展")
        assert found["党员大会"] == (9, "已开展")
        assert found["支委会到期"] == (31, "达标 0/1")
        assert found["第一党支部任期届满"] == (20, "须换届")
        assert [entry.title for entry in month.undated] == ["党课"]
        national_day = next(day for day in month.days() if day.on.day == 1)
        assert (national_day.is_off, national_day.remark) == (True, "国庆节")

    def test_weeks_are_whole_and_unknown_years_told(self, branch):
        month = month_of(people.secretary(branch), branch, date(2031, 2, 1), TODAY)
        assert all(len(week) == 7 for week in month.weeks)
        assert len(list(month.days())) == 28
        assert month.unknown_years == [2031]

    def test_committee_sees_branches_counted_together(self, branch):
        other = people.branch(branch.court)
        for each in (branch, other):
            item(each, date(2026, 10, 16))
            meetings.raw_activity("COMMITTEE_MEETING", each, date(2026, 10, 9))
        user = people.committee_account(branch.court)
        assert {"主题党日 计划 2 场", "支委会 2 场"} <= set(titles(month_of(user, None, date(2026, 10, 1), TODAY)))
        assert "主题党日" in titles(month_of(user, other, date(2026, 10, 1), TODAY))

    def test_committee_sees_each_thing_once(self, branch):
        other = people.branch(branch.court)
        for each in (branch, other):
            item(each, date(2026, 10, 9))
        item(branch.court, None, "PARTY_LECTURE", year=2026, month=10, title="国庆宣讲")
        item(branch.court, date(2026, 10, 8), "POLITICAL_STUDY")
        meetings.raw_activity("THEME_DAY", branch, date(2026, 10, 9))
        meetings.raw_activity("PARTY_LECTURE", branch, date(2026, 10, 10))
        meetings.raw_activity("POLITICAL_STUDY", None, date(2026, 10, 8), court=branch.court)
        month = month_of(people.committee_account(branch.court), None, date(2026, 10, 1), TODAY)
        found = [(entry.on.day, entry.title, entry.state) for day in month.days() for entry in day.entries]
        assert [row for row in found if "到期" not in row[1]] == [
            (8, "政治学习 1 场", "已开展"),
            (9, "主题党日 计划 1 场", "不详"),  # the other keeps no records here
            (9, "主题党日 1 场", "已开展"),
            (10, "党课 1 场", "已开展"),
        ]
        assert [entry.title for entry in month.undated] == ["党课（全院）：国庆宣讲"]

    def test_what_is_past_is_not_shown_as_still_to_come(self, branch):
        item(branch, date(2026, 10, 8))
        item(branch.court, date(2026, 10, 9), "POLITICAL_STUDY")
        people.branch(branch.court)
        for user in (
            people.member_account(people.member(branch)),
            people.secretary(branch),
            people.committee_account(branch.court),
        ):
            month = month_of(user, None, date(2026, 10, 1), TODAY)
            kinds = {entry.kind for day in month.days() if day.on < TODAY for entry in day.entries}
            assert EntryKind.PLANNED not in kinds

    def test_member_sees_the_own_branchs_plan_and_the_courts(self, branch):
        user = people.member_account(people.member(branch))
        item(branch, date(2026, 10, 16), title="本支部")
        item(branch.court, date(2026, 10, 19), title="全院")
        item(people.branch(branch.court), date(2026, 10, 20), title="外支部")
        found = titles(month_of(user, None, date(2026, 10, 1), TODAY))
        assert found == ["主题党日：本支部", "主题党日（全院）：全院"]

    def test_page_takes_any_address(self, branch, client):
        client.force_login(people.secretary(branch))
        for query in ("month=2026-10&day=2026-10-08", "month=9999-99", "day=0001-01-01", "month=1900-01"):
            assert client.get(f"/calendar/?{query}").status_code == 200


class TestFeed:
    @pytest.fixture(autouse=True)
    def _one_moment(self):
        cache.clear()
        with time_machine.travel("2026-10-12 10:00+08:00", tick=False):
            yield

    def subscribed(self, client, user):
        """The address, as the page shows it once, for a browser that is signed out again."""
        client.force_login(user)
        text = client.post("/calendar/subscription/").content.decode()
        address = text.split('readonly value="')[1].split('"')[0].removeprefix("http://testserver")
        assert address not in client.get("/calendar/subscription/").content.decode()
        client.logout()
        return address

    def test_read_by_another_library(self, branch, client):
        planned = item(branch, date(2026, 10, 16), title="参观旧址", topic="讨论张三", owner_name="李四", place="旧址")
        address = self.subscribed(client, people.secretary(branch))
        answer = client.get(address)
        assert answer["Content-Type"].startswith("text/calendar")
        events = {each.uid.value: each for each in vobject.readOne(answer.content.decode()).vevent_list}
        event = events[f"plan-{planned.pk}@courts-party"]
        assert (event.dtstart.value, event.dtend.value) == (date(2026, 10, 16), date(2026, 10, 17))
        assert (event.summary.value, event.location.value) == ("主题党日：参观旧址", "旧址")
        assert "支委会到期" in {each.summary.value for each in events.values()}
        assert not any(name in answer.content.decode() for name in ("张三", "李四"))
        again = vobject.readOne(client.get(address).content.decode())
        assert {each.uid.value for each in again.vevent_list} == set(events)
        assert CalendarFeed.objects.get().used_on == TODAY

    def test_role_taken_away_works_at_the_next_request(self, branch, client):
        user = people.secretary(branch)
        item(branch, date(2026, 10, 16))
        address = self.subscribed(client, user)
        assert client.get(address).status_code == 200
        Appointment.objects.unscoped("test").filter(user=user).update(ends_on=date(2026, 10, 11))
        gone, unknown = client.get(address), client.get("/calendar/nobody-has-this.ics")
        assert (gone.status_code, gone.content) == (404, unknown.content)

    def test_account_switched_off_and_address_closed_or_renewed(self, branch, client):
        user = people.secretary(branch)
        first = self.subscribed(client, user)
        second = self.subscribed(client, user)
        assert [client.get(each).status_code for each in (first, second)] == [404, 200]
        client.force_login(user)
        client.post("/calendar/subscription/close/")
        assert client.get(second).status_code == 404
        third = self.subscribed(client, user)
        user.is_active = False
        user.save()
        assert client.get(third).status_code == 404
        actions = AuditEvent.objects.filter(action__startswith="planning.feed").order_by("id")
        assert [each.action.split("_")[-1] for each in actions] == ["open", "renew", "close", "open"]

    def test_password_reset_or_account_closed_by_an_administrator_ends_it_for_good(self, branch, client):
        user, by = people.secretary(branch, password=GIVEN), people.administrator()
        kept = self.subscribed(client, user)
        password_change(user=user, old=GIVEN, new="Another@2026x", at=now())
        assert client.get(kept).status_code == 200
        password_reset(user=user, password="Given@2026xyz", at=now(), by=by)
        assert client.get(kept).status_code == 404
        password_change(user=user, old="Given@2026xyz", new=GIVEN, at=now())
        second = self.subscribed(client, user)
        for enabled in (False, True):
            account_enable(user=user, enabled=enabled, by=by)
            assert client.get(second).status_code == 404
        assert AuditEvent.objects.filter(action="planning.feed_close", actor_id=by.pk).count() == 2

    def test_token_is_not_stored(self, branch, client):
        address = self.subscribed(client, people.secretary(branch))
        token = address.split("/")[-1].removesuffix(".ics")
        assert token not in str(CalendarFeed.objects.values())
        assert not AuditEvent.objects.filter(detail__icontains=token).exists()

    def test_too_many_requests_are_refused(self, branch, client, monkeypatch):
        monkeypatch.setattr(feeds, "READ_A_MINUTE", 2)
        monkeypatch.setattr(feeds, "GUESSED_A_MINUTE", 1)
        address = self.subscribed(client, people.secretary(branch))
        assert [client.get(address).status_code for _ in range(3)] == [200, 200, 429]
        assert [client.get("/calendar/guess.ics").status_code for _ in range(2)] == [404, 429]

    def test_committee_and_member_have_their_own(self, branch, client):
        item(branch.court, date(2026, 10, 19), "POLITICAL_STUDY", title="全院学习")
        item(branch, date(2026, 10, 20), title="支部的")
        committee = client.get(self.subscribed(client, people.committee_account(branch.court))).content.decode()
        member = client.get(self.subscribed(client, people.member_account(people.member(branch)))).content.decode()
        assert ("全院学习" in committee, "全院学习" in member, "支部的" in member) == (True, True, True)
        assert PlanItem.objects.within(branch.court).count() == 2
