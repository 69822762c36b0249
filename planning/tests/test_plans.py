"""A year's plan: drafted, copied, edited by two, and matched with what was held."""

from dataclasses import replace
from datetime import date
from unittest.mock import patch
from uuid import uuid4

import pytest
import time_machine

from activities.tests import factories as meetings
from branches.tests import factories as people
from core.errors import Refused
from core.holidays.services import day_create
from core.models import SpecialDay
from planning.models import FixedDay, PlanItem
from planning.selectors.plans import open_this_month, plan_counts, plan_lines
from planning.services import (
    PlanConflict,
    PlanRow,
    days_follow_holidays,
    fixed_day_set,
    plan_copy,
    plan_draft,
    plan_save,
)
from planning.services.items import PlanFacts
from planning.tasks import follow_holidays
from planning.tests.factories import item, plan

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2026, 1, 1)


def of_kind(branch, code, year=2026):
    return plan(branch, year).filter(kind__code=code)


def states(user, branch, on, year=2026):
    return [line.state for line in plan_lines(user, [branch], year, on)[branch.pk]]


class TestDraft:
    def test_a_year_of_norms_with_the_fixed_day(self, branch):
        rule = {"every": "DATE", "day": 5, "week": None, "weekday": None}
        fixed_day_set(branch=branch, kind=meetings.kind("THEME_DAY"), by=None, on=NEW_YEAR, **rule)
        made = plan_draft(branch=branch, year=2026, by=None, on=NEW_YEAR)
        counts = {code: of_kind(branch, code).count() for code in ("COMMITTEE_MEETING", "BRANCH_ASSEMBLY", "THEME_DAY")}
        assert counts == {"COMMITTEE_MEETING": 12, "BRANCH_ASSEMBLY": 4, "THEME_DAY": 12}
        assert of_kind(branch, "GROUP_MEETING").filter(group__name="第一党小组").count() == 12
        assert of_kind(branch, "HEART_TO_HEART_TALK").count() == 0
        october = of_kind(branch, "THEME_DAY").get(month=10)
        assert (october.planned_on, october.moved_from) == (date(2026, 10, 8), date(2026, 10, 5))
        assert made == plan(branch).count()
        assert plan_draft(branch=branch, year=2026, by=None, on=NEW_YEAR) == 0

    def test_only_what_is_lacking_and_not_over(self, branch):
        item(branch, date(2026, 11, 20), "COMMITTEE_MEETING")
        item(branch.court, date(2026, 12, 4), "THEME_DAY")
        plan_draft(branch=branch, year=2026, by=None, on=date(2026, 11, 10))
        assert sorted(of_kind(branch, "COMMITTEE_MEETING").values_list("month", flat=True)) == [11, 12]
        assert list(of_kind(branch, "THEME_DAY").values_list("month", flat=True)) == [11]

    def test_unrecorded_posts_plan_no_committee(self, branch):
        branch.posts_recorded = False
        branch.save()
        plan_draft(branch=branch, year=2026, by=None, on=NEW_YEAR)
        assert of_kind(branch, "COMMITTEE_MEETING").count() == 0

    def test_changed_fixed_day_moves_what_followed_it(self, branch):
        kind, by = meetings.kind("THEME_DAY"), {"by": None, "on": date(2026, 6, 1)}
        by_date = {"every": "DATE", "day": 5, "week": None, "weekday": None}
        fixed_day_set(branch=branch, kind=kind, **by, **by_date)
        followed = item(branch, date(2026, 9, 7), moved_from=date(2026, 9, 5), by_rule=True)  # the 5th is a Saturday
        item(branch, date(2026, 6, 5), by_rule=True)
        meetings.raw_activity("THEME_DAY", branch, date(2026, 6, 1))  # June's is held
        chosen, past = item(branch, date(2026, 8, 20)), item(branch, date(2026, 5, 6))
        friday = {"every": "WEEKDAY", "day": None, "week": 1, "weekday": 4}
        fixed_day_set(branch=branch, kind=kind, version=1, **by, **friday)
        days = [PlanItem.objects.within(branch).get(pk=each.pk).planned_on for each in (followed, chosen, past)]
        assert days == [date(2026, 9, 4), date(2026, 8, 20), date(2026, 5, 6)]
        assert of_kind(branch, "THEME_DAY").get(month=6).planned_on == date(2026, 6, 5)
        assert str(FixedDay.objects.within(branch).get()) == "每月第一个星期五"

    def test_changed_holidays_move_what_follows_a_fixed_day_and_nothing_else(
        self, branch, django_capture_on_commit_callbacks
    ):
        rule = {"every": "DATE", "day": 5, "week": None, "weekday": None}
        fixed_day_set(branch=branch, kind=meetings.kind("THEME_DAY"), by=None, on=NEW_YEAR, **rule)
        plan_draft(branch=branch, year=2026, by=None, on=NEW_YEAR)
        by_hand = of_kind(branch, "THEME_DAY").get(month=8)
        facts = PlanFacts(kind=by_hand.kind, month=8, planned_on=date(2026, 8, 6))
        plan_save(owner=branch, year=2026, rows=[PlanRow(facts, by_hand.pk, by_hand.version)], by=None)
        meetings.raw_activity("THEME_DAY", branch, date(2026, 6, 1))
        for day in (date(2026, 6, 5), date(2026, 8, 5), date(2026, 8, 6), date(2026, 11, 5)):
            with patch("core.queueing.current_app.send_task") as sent:
                with django_capture_on_commit_callbacks(execute=True):
                    day_create(on=day, is_workday=False, name="临时放假", by=None)
                assert sent.call_args.args == ("planning.tasks.follow_holidays",)
        with time_machine.travel("2026-06-02 10:00+08:00"):
            follow_holidays()
            follow_holidays()
        found = {row.month: (row.planned_on.day, row.moved_from) for row in of_kind(branch, "THEME_DAY")}
        assert found[6] == (5, None)  # held on the 1st already
        assert found[8] == (6, None)
        assert found[11] == (6, date(2026, 11, 5))
        SpecialDay.objects.filter(name="临时放假").delete()
        assert days_follow_holidays(court=branch.court, on=date(2026, 6, 2)) == 1
        assert of_kind(branch, "THEME_DAY").get(month=11).planned_on == date(2026, 11, 5)


class TestCopy:
    def test_once_with_dates_shifted(self, branch):
        leap = item(branch, date(2024, 2, 29), title="讲党课")
        item(branch, None, "BRANCH_ASSEMBLY", year=2024, month=3)
        assert plan_copy(branch=branch, year=2025, by=None, on=date(2025, 1, 2)) == 2
        copied = plan(branch, 2025).get(copied_from=leap)
        assert (copied.planned_on, copied.title) == (date(2025, 2, 28), "讲党课")
        assert plan_copy(branch=branch, year=2025, by=None, on=date(2025, 1, 2)) == 0
        plan_draft(branch=branch, year=2025, by=None, on=date(2025, 1, 2))
        number = plan(branch, 2025).count()
        plan(branch, 2025).get(copied_from=leap).delete()
        item(branch, None, "THEME_DAY", year=2025, month=2)  # planned anew by hand
        assert plan_copy(branch=branch, year=2025, by=None, on=date(2025, 1, 2)) == 0
        assert plan(branch, 2025).count() == number
        with pytest.raises(Refused, match="2029 年没有计划"):
            plan_copy(branch=branch, year=2030, by=None, on=date(2025, 1, 2))

    def test_after_a_draft_adds_only_what_that_lacks(self, branch):
        for month in (3, 6, 9, 12):
            item(branch, None, "BRANCH_ASSEMBLY", year=2025, month=month)
        item(branch, None, "PARTY_LECTURE", year=2025, month=7)
        plan_draft(branch=branch, year=2026, by=None, on=NEW_YEAR)
        assert plan_copy(branch=branch, year=2026, by=None, on=NEW_YEAR) == 1
        assert of_kind(branch, "BRANCH_ASSEMBLY").count() == 4

    def test_fixed_day_decides_and_gone_groups_stay_out(self, branch):
        rule = {"every": "WEEKDAY", "day": None, "week": 1, "weekday": 4}
        fixed_day_set(branch=branch, kind=meetings.kind("THEME_DAY"), by=None, on=NEW_YEAR, **rule)
        item(branch, date(2025, 3, 20))
        gone = people.group(branch, dissolved_on=date(2025, 6, 1))
        item(branch, date(2025, 3, 3), "GROUP_MEETING", group=gone)
        plan_copy(branch=branch, year=2026, by=None, on=NEW_YEAR)
        assert [(row.kind.code, row.planned_on) for row in plan(branch)] == [("THEME_DAY", date(2026, 3, 6))]


class TestStates:
    def test_matched_with_records_of_day_and_month(self, branch):
        secretary = people.secretary(branch)
        for day in (date(2026, 3, 5), date(2026, 4, 3), date(2026, 5, 6), date(2026, 12, 4)):
            item(branch, day)
        exact = meetings.raw_activity("THEME_DAY", branch, date(2026, 3, 5))
        meetings.raw_activity("THEME_DAY", branch, date(2026, 4, 20))
        meetings.raw_activity("THEME_DAY", branch, date(2026, 5, 6), state="SENT_BACK")
        found = plan_lines(secretary, [branch], 2026, date(2026, 6, 1))[branch.pk]
        assert [line.state for line in found] == ["HELD", "MOVED", "MISSED", "PLANNED"]
        assert found[0].activity_id == exact.pk
        # As of April, what was held on the 20th had not happened.
        assert states(secretary, branch, date(2026, 4, 10)) == ["HELD", "MISSED", "PLANNED", "PLANNED"]

    def test_a_record_of_several_obligations_and_each_once(self, branch):
        secretary = people.secretary(branch)
        item(branch, date(2026, 3, 5), "PARTY_LECTURE")
        item(branch, None, "THEME_DAY", year=2026, month=3)
        item(branch, None, "THEME_DAY", year=2026, month=3)
        record = meetings.raw_activity("THEME_DAY", branch, date(2026, 3, 5))
        record.also_kinds.add(meetings.kind("PARTY_LECTURE"))
        assert sorted(states(secretary, branch, date(2026, 5, 1))) == ["HELD", "HELD", "MISSED"]

    def test_planned_once_a_quarter_may_be_held_in_another_month(self, branch):
        item(branch, None, "BRANCH_ASSEMBLY", year=2026, month=3)
        item(branch, date(2026, 6, 8), "BRANCH_ASSEMBLY")
        meetings.raw_activity("BRANCH_ASSEMBLY", branch, date(2026, 1, 20))
        assert states(people.secretary(branch), branch, date(2026, 7, 1)) == ["MOVED", "MISSED"]

    def test_outside_coverage_is_not_known(self, branch):
        branch.coverages.update(starts_on=date(2026, 4, 1))
        item(branch, date(2026, 3, 5))
        assert states(people.secretary(branch), branch, date(2026, 6, 1)) == ["NOT_KNOWN"]

    def test_group_items_by_their_group_and_courts_own_events(self, branch):
        one, other = branch.groups.get(), people.group(branch)
        item(branch, None, "GROUP_MEETING", year=2026, month=3, group=one)
        item(branch, None, "GROUP_MEETING", year=2026, month=3, group=other)
        item(branch.court, date(2026, 3, 9), "POLITICAL_STUDY")
        meetings.raw_activity("GROUP_MEETING", branch, date(2026, 3, 5), group=one)
        assert sorted(states(people.secretary(branch), branch, date(2026, 5, 1))) == ["COURT_WIDE", "HELD", "MISSED"]
        assert states(people.group_leader(other), branch, date(2026, 5, 1)) == ["COURT_WIDE", "MISSED"]

    def test_courts_own_by_its_own_records(self, branch):
        committee = people.committee_account(branch.court)
        item(branch.court, date(2026, 3, 9), "POLITICAL_STUDY")
        item(branch.court, date(2026, 4, 9), "POLITICAL_STUDY")
        item(branch.court, date(2026, 7, 9), "POLITICAL_STUDY")
        meetings.raw_activity("POLITICAL_STUDY", branch, date(2026, 4, 9))  # a branch's own is not the court's
        meetings.raw_activity("POLITICAL_STUDY", None, date(2026, 3, 9), court=branch.court)
        assert states(committee, branch, date(2026, 5, 1)) == ["HELD", "MISSED", "PLANNED"]
        assert states(people.secretary(branch), branch, date(2026, 5, 1)) == ["COURT_WIDE"] * 3
        assert plan_counts(committee, [branch], 2026, date(2026, 5, 1))[0].items == 0

    def test_queries_do_not_grow_and_counts_add_up(self, branch, django_assert_num_queries):
        committee = people.committee_account(branch.court)
        branches = [branch, *(people.branch(branch.court) for _ in range(3))]
        for each in branches:
            item(each, date(2026, 3, 5))
        committee = type(committee).objects.get(pk=committee.pk)
        plan_counts(committee, branches[:1], 2026, NEW_YEAR)
        with django_assert_num_queries(4):
            counts = plan_counts(committee, branches, 2026, NEW_YEAR)
        assert [(row.items, row.ahead) for row in counts] == [(1, 1)] * 4

    def test_this_month_leads_to_a_filled_form(self, branch):
        item(branch, date(2026, 3, 5), topic="学习党章", place="党员活动室")
        (line,) = open_this_month(people.secretary(branch), branch, date(2026, 3, 9))
        assert "held_on=2026-03-05" in line.form_address(date(2026, 3, 9))
        assert "held_on" not in line.form_address(date(2026, 3, 1))


def test_two_edit_one_row(branch):
    row = item(branch, date(2026, 3, 5), title="原题")
    facts = PlanFacts(kind=row.kind, month=3, planned_on=row.planned_on, title="甲的题目")
    assert plan_save(owner=branch, year=2026, rows=[PlanRow(facts, row.pk, 1)], by=None) == 1
    other = replace(facts, title="乙的题目")
    with pytest.raises(PlanConflict) as conflict:
        plan_save(owner=branch, year=2026, rows=[PlanRow(other, row.pk, 1), PlanRow(other)], by=None)
    assert [each.title for each in conflict.value.items] == ["甲的题目"]
    assert plan(branch).count() == 1
    with pytest.raises(Refused, match="已被别人删除"):
        plan_save(owner=branch, year=2026, rows=[PlanRow(facts, row.pk + 99, 1)], by=None)
    assert plan_save(owner=branch, year=2026, rows=[PlanRow(None, row.pk, 2)], by=None) == 1
    assert not plan(branch).exists()


def test_a_key_that_is_not_of_this_form_alone_is_refused_and_nothing_saved(branch):
    facts, key = PlanFacts(kind=meetings.kind("THEME_DAY"), month=3), uuid4()
    other = people.branch(branch.court)
    plan_save(owner=other, year=2026, rows=[PlanRow(facts, key=key)], by=None)
    for rows in ([PlanRow(facts, key=key)], [PlanRow(facts, key=(twice := uuid4())), PlanRow(facts, key=twice)]):
        with pytest.raises(Refused, match="重新打开"):
            plan_save(owner=branch, year=2026, rows=rows, by=None)
    assert not PlanItem.objects.within(branch).exists()


def test_the_same_rows_sent_twice_are_saved_once(branch):
    changed, gone = item(branch, date(2026, 3, 5)), item(branch, date(2026, 4, 3))
    facts = PlanFacts(kind=changed.kind, month=3, planned_on=date(2026, 3, 6), title="参观")
    rows = [PlanRow(facts, changed.pk, 1), PlanRow(None, gone.pk, 1), PlanRow(facts, key=uuid4())]
    assert [plan_save(owner=branch, year=2026, rows=rows, by=None) for _ in range(2)] == [3, 0]
    assert [row.planned_on for row in plan(branch)] == [date(2026, 3, 6)] * 2


def test_a_new_row_that_was_saved_before_and_now_says_something_else_changes_its_item(branch):
    first, key = PlanFacts(kind=meetings.kind("THEME_DAY"), month=3, title="甲"), uuid4()

    def save(facts):
        return plan_save(owner=branch, year=2026, rows=[PlanRow(facts, key=key)], by=None)

    assert [save(first), save(replace(first, title="乙"))] == [1, 1]
    assert [row.title for row in plan(branch)] == ["乙"]
    with pytest.raises(PlanConflict) as conflict:  # the item was changed since it was made
        save(replace(first, title="丙"))
    assert [row.title for row in conflict.value.items] == ["乙"]
    with pytest.raises(PlanConflict):
        save(None)
    with pytest.raises(Refused, match="重新打开"):
        plan_save(owner=branch, year=2027, rows=[PlanRow(first, key=key)], by=None)
