"""What is counted from organisational life."""

from datetime import date

import pytest

from activities.choices import ActivityState, HeldAs
from activities.models import Fulfilment
from activities.tests import factories as meetings
from assessments.periods import Span
from assessments.tests.factories import YEAR
from assessments.tests.reading import answer, answers, parts
from branches.tests import factories as people

pytestmark = pytest.mark.django_db
FEBRUARY = date(2024, 2, 6)
WORDS = {"words": ["党建", "党的建设"]}


@pytest.fixture
def branch():
    made = people.branch(name="第一党支部")
    meetings.coverage(made)
    return made


class TestPeriodsMet:
    def test_met_of_due_with_the_records_counted(self, branch):
        held = [meetings.raw_activity("THEME_DAY", branch, date(2024, month, 5)).pk for month in (3, 1)]
        meetings.raw_activity("THEME_DAY", branch, FEBRUARY, state=ActivityState.SENT_BACK)
        found = answer(branch, "PERIODS_MET", kind="THEME_DAY")
        assert parts(found) == (2, 3, 0)
        assert found.records == {"activities.activity": sorted(held)}

    def test_a_month_that_runs_is_not_due(self, branch):
        assert parts(answer(branch, "PERIODS_MET", as_of=date(2024, 2, 28), kind="THEME_DAY")) == (0, 1, 0)
        assert answer(branch, "PERIODS_MET", as_of=date(2024, 1, 30), kind="THEME_DAY") is None

    def test_members_without_a_talk(self, branch):
        people.members(branch, 2)
        assert parts(answer(branch, "PERIODS_MET", YEAR, kind="HEART_TO_HEART_TALK")) == (0, 2, 0)

    def test_a_meeting_of_the_year_counts_for_the_year_that_it_was_held_for(self, branch):
        meetings.raw_activity("ORGANIZATION_LIFE_MEETING", branch, date(2024, 1, 20), for_year=2023)
        assert answer(branch, "PERIODS_MET", YEAR, kind="ORGANIZATION_LIFE_MEETING").records == {}
        held = meetings.raw_activity("ORGANIZATION_LIFE_MEETING", branch, date(2025, 1, 20), for_year=2024)
        found = answer(branch, "PERIODS_MET", YEAR, date(2025, 2, 1), kind="ORGANIZATION_LIFE_MEETING")
        assert (parts(found), found.records) == ((1, 1, 0), {"activities.activity": [held.pk]})

    def test_what_lies_before_the_records_is_not_known(self):
        late = people.branch()
        meetings.coverage(late, since=date(2024, 2, 10))
        found = answer(late, "PERIODS_MET", kind="THEME_DAY")
        assert (parts(found), found.why) == ((0, 1, 2), "2024-02-10 之前没有在此留存记录")


class TestHeldCount:
    def test_main_and_further_kinds(self, branch):
        held = meetings.raw_activity("VOLUNTEER", branch, FEBRUARY)
        other = meetings.raw_activity("THEME_DAY", branch, FEBRUARY)
        Fulfilment.objects.create(activity=other, kind=meetings.kind("VOLUNTEER"))
        meetings.raw_activity("VOLUNTEER", branch, date(2024, 4, 1))
        found = answer(branch, "HELD_COUNT", kind="VOLUNTEER")
        assert (found.met, found.why) == (2, "")
        assert found.records == {"activities.activity": [held.pk, other.pk]}

    def test_none_is_nought_only_where_records_are_kept(self, branch):
        other = people.branch(branch.court)
        found = answers(branch.court, "HELD_COUNT", kind="VOLUNTEER")
        assert (found[branch.pk].met, found[branch.pk].why) == (0, "")
        assert found[other.pk].why == "没有登记从何时起在此留存记录"


class TestQuorum:
    def test_with_quorum_of_those_that_ask_for_it(self, branch):
        good = meetings.raw_activity("BRANCH_ASSEMBLY", branch, FEBRUARY, has_quorum=True)
        bad = meetings.raw_activity("COMMITTEE_MEETING", branch, FEBRUARY, has_quorum=False)
        form = meetings.raw_activity(
            "ORGANIZATION_LIFE_MEETING", branch, FEBRUARY, held_as=HeldAs.BRANCH, has_quorum=True, for_year=2023
        )
        meetings.raw_activity("THEME_DAY", branch, FEBRUARY)
        meetings.raw_activity("BRANCH_ASSEMBLY", branch, FEBRUARY, has_quorum=False, state=ActivityState.WITHDRAWN)
        found = answer(branch, "MEETINGS_WITH_QUORUM")
        assert parts(found) == (2, 3, 0)
        assert found.records == {"activities.activity": sorted([good.pk, bad.pk, form.pk])}

    def test_persons_not_known(self, branch):
        meetings.raw_activity("BRANCH_ASSEMBLY", branch, FEBRUARY, has_quorum=True)
        meetings.raw_activity("BRANCH_ASSEMBLY", branch, FEBRUARY, has_quorum=None)
        found = answer(branch, "MEETINGS_WITH_QUORUM")
        assert (parts(found), found.why) == ((1, 1, 1), "出席人数不详，无法判断是否达到法定人数")

    def test_it_does_not_apply_where_nothing_was_held_by_then(self, branch):
        meetings.raw_activity("BRANCH_ASSEMBLY", branch, FEBRUARY, has_quorum=True)
        assert answer(branch, "MEETINGS_WITH_QUORUM", as_of=date(2024, 2, 5)) is None


class TestOnTopic:
    def on(self, branch, code="COMMITTEE_MEETING", day=FEBRUARY, topic="1.传达文件\n2.研究党建工作", **fields):
        return meetings.raw_activity(code, branch, day, topic=topic, **fields)

    def test_quarters_in_which_the_committee_had_it(self, branch):
        people.committee(branch, 3)
        counted = [self.on(branch).pk, self.on(branch, topic="加强党的建设").pk]
        self.on(branch, day=date(2024, 5, 6), topic="研究经费")
        self.on(branch, day=date(2024, 8, 6), state=ActivityState.CANCELLED)
        found = answer(branch, "COMMITTEE_ON_TOPIC", YEAR, **WORDS)
        assert parts(found) == (1, 4, 0)
        assert found.records == {"activities.activity": counted}

    def test_an_assembly_stands_in_where_there_is_no_committee(self, branch):
        self.on(branch, "BRANCH_ASSEMBLY")
        assert parts(answer(branch, "COMMITTEE_ON_TOPIC", **WORDS)) == (1, 1, 0)
        people.committee(branch, 3)
        assert parts(answer(branch, "COMMITTEE_ON_TOPIC", **WORDS)) == (0, 1, 0)

    def test_whether_there_is_a_committee_is_not_known(self):
        branch = people.branch(posts_recorded=False)
        meetings.coverage(branch)
        assert parts(answer(branch, "COMMITTEE_ON_TOPIC", **WORDS)) == (0, 1, 0)
        self.on(branch, "BRANCH_ASSEMBLY")
        found = answer(branch, "COMMITTEE_ON_TOPIC", **WORDS)
        assert (parts(found), found.why) == ((0, 0, 1), "没有登记党内职务，不知道有没有支委会")
        self.on(branch)
        assert parts(answer(branch, "COMMITTEE_ON_TOPIC", **WORDS)) == (1, 1, 0)

    def test_a_meeting_of_two_kinds_counts(self, branch):
        people.committee(branch, 3)
        held = self.on(branch, "THEME_DAY")
        Fulfilment.objects.create(activity=held, kind=meetings.kind("COMMITTEE_MEETING"))
        assert parts(answer(branch, "COMMITTEE_ON_TOPIC", **WORDS)) == (1, 1, 0)

    def test_the_quarter_must_be_over_and_the_branch_have_been_there(self, branch):
        self.on(branch, "BRANCH_ASSEMBLY")
        assert answer(branch, "COMMITTEE_ON_TOPIC", as_of=date(2024, 3, 30), **WORDS) is None
        young = people.branch(branch.court, founded_on=date(2024, 2, 1))
        meetings.coverage(young)
        found = answers(branch.court, "COMMITTEE_ON_TOPIC", Span(2024), **WORDS)
        assert [each.due for each in (found[branch.pk], found[young.pk])] == [4, 3]

    def test_quarters_before_the_records_are_not_known(self):
        branch = people.branch()
        meetings.coverage(branch, since=date(2024, 4, 1))
        found = answer(branch, "COMMITTEE_ON_TOPIC", YEAR, **WORDS)
        assert (parts(found), found.why) == ((0, 3, 1), "2024-04-01 之前没有在此留存记录")
