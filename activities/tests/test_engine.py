"""Held, due, met, open, not known: domain.md 2b, sentence by sentence."""

from datetime import date
from uuid import uuid4

import pytest

from activities.choices import ActivityState, NormUnit, PeriodLength
from activities.engine import Known, PairState, pairs_and_records
from activities.models import ActivityKind, Fulfilment, Norm
from activities.tests import rows
from branches.choices import BranchKind
from branches.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def court():
    return factories.court()


@pytest.fixture
def branch(court):
    return rows.branch(court)


def figures(owner, code, **question):
    return rows.ask(owner, **question).kinds[code]


class TestDue:
    def test_a_branch_owes_four_assemblies_and_twelve_theme_days_a_year(self, court, branch):
        answer = rows.ask(court)
        assert answer.kinds["BRANCH_ASSEMBLY"].due == 4
        assert answer.kinds["THEME_DAY"].due == 12
        assert answer.kinds["PARTY_LECTURE"].due == 4
        assert answer.kinds["ORGANIZATION_LIFE_MEETING"].due == 1

    def test_each_group_owes_its_own_meetings(self, court, branch):
        factories.group(branch)
        factories.group(branch)
        assert figures(court, "GROUP_MEETING").due == 24

    def test_a_branch_founded_in_may_owes_nothing_for_april(self, court):
        rows.branch(court, founded_on=date(2024, 5, 1))
        assert figures(court, "THEME_DAY").due == 8

    def test_a_month_that_a_branch_did_not_exist_through_is_not_owed(self, court):
        rows.branch(court, founded_on=date(2024, 5, 2), dissolved_on=date(2024, 11, 30))
        assert figures(court, "THEME_DAY").due == 5

    def test_without_a_committee_no_committee_meeting_is_owed(self, court, branch):
        assert figures(court, "COMMITTEE_MEETING").due == 0

    def test_a_secretary_alone_is_no_committee(self, court, branch):
        rows.commissioner(branch, kind="SECRETARY")
        assert figures(court, "COMMITTEE_MEETING").due == 0

    def test_a_committee_owes_meetings_for_the_months_it_was_there(self, court, branch):
        rows.commissioner(branch, starts_on=date(2024, 2, 10), ends_on=date(2024, 6, 30))
        rows.commissioner(branch, starts_on=date(2024, 7, 1), ends_on=date(2024, 9, 30))
        assert figures(court, "COMMITTEE_MEETING").due == 7

    def test_posts_that_nobody_recorded_leave_the_committee_unknown(self, court):
        rows.branch(court, posts_recorded=False)
        answer = figures(court, "COMMITTEE_MEETING")
        assert (answer.due, answer.not_known) == (0, 12)

    def test_retired_branches_owe_once_a_quarter(self, court):
        branch = rows.branch(court, kind=BranchKind.RETIRED)
        factories.group(branch)
        rows.commissioner(branch)
        answer = rows.ask(court)
        assert [answer.kinds[code].due for code in ("THEME_DAY", "GROUP_MEETING", "COMMITTEE_MEETING")] == [4, 4, 4]

    def test_a_court_s_own_norm_stands_before_the_general_one_from_its_date(self, court, branch):
        rows.branch(court, kind=BranchKind.RETIRED)
        Norm.objects.create(
            kind=rows.kind("THEME_DAY"),
            court=court,
            unit=NormUnit.BRANCH,
            times=1,
            period=PeriodLength.QUARTER,
            mark="L",
            source="本院规定",
            effective_from=date(2024, 7, 1),
        )
        # Serving: six months and two quarters; retired: the court's own norm outranks the one for its kind.
        assert figures(court, "THEME_DAY").due == 6 + 2 + 4

    def test_times_of_zero_says_that_nothing_is_owed(self, court, branch):
        general = Norm.objects.unscoped("test").get(kind__code="PARTY_LECTURE")
        Norm.objects.create(
            kind=general.kind, court=court, unit=general.unit, times=0, period=general.period, mark="L",
            source="本院规定", effective_from=date(2024, 1, 1),
        )  # fmt: skip
        assert figures(court, "PARTY_LECTURE").due == 0

    def test_a_kind_without_a_norm_has_no_due(self, court, branch):
        rows.activity(branch, "STUDY", date(2024, 3, 1))
        study = figures(court, "STUDY")
        assert (study.held, study.due) == (1, None)


class TestAsOf:
    def test_the_running_period_is_open_and_apart(self, court, branch):
        answer = figures(court, "THEME_DAY", as_of=date(2024, 6, 15))
        assert (answer.due, answer.open) == (5, 7)

    def test_the_last_day_of_a_period_closes_it(self, court, branch):
        assert figures(court, "THEME_DAY", as_of=date(2024, 6, 30)).due == 6

    def test_what_had_not_happened_by_then_is_not_held(self, court, branch):
        rows.activity(branch, "THEME_DAY", date(2024, 5, 20))
        before = figures(court, "THEME_DAY", as_of=date(2024, 5, 19))
        after = figures(court, "THEME_DAY", as_of=date(2024, 5, 31))
        assert (before.held, before.met) == (0, 0)
        assert (after.held, after.met) == (1, 1)

    def test_a_branch_dissolved_later_still_owes_now(self, court):
        rows.branch(court, dissolved_on=date(2024, 6, 20))
        answer = figures(court, "THEME_DAY", end=date(2024, 6, 30), as_of=date(2024, 6, 15))
        assert (answer.due, answer.open) == (5, 1)

    def test_open_pairs_are_the_running_ones_not_yet_enough(self, court, branch):
        rows.activity(branch, "THEME_DAY", date(2024, 6, 3))
        answer = rows.ask(court, as_of=date(2024, 6, 15))
        running = {(pair.norm.kind.code, pair.period.code) for pair in answer.open_pairs()}
        assert ("BRANCH_ASSEMBLY", "2024Q2") in running
        assert not any(code == "THEME_DAY" for code, _ in running)
        assert ("BRANCH_ASSEMBLY", "2024Q3") not in running


class TestHeldAndMet:
    def test_twice_in_a_month_is_held_twice_and_met_once(self, court, branch):
        rows.activity(branch, "THEME_DAY", date(2024, 3, 5))
        rows.activity(branch, "THEME_DAY", date(2024, 3, 25))
        answer = figures(court, "THEME_DAY")
        assert (answer.held, answer.met) == (2, 1)

    @pytest.mark.parametrize("state", [ActivityState.SENT_BACK, ActivityState.WITHDRAWN])
    def test_sent_back_and_withdrawn_records_do_not_count(self, court, branch, state):
        rows.activity(branch, "THEME_DAY", date(2024, 3, 5), state=state)
        assert figures(court, "THEME_DAY").held == 0

    def test_without_quorum_it_is_held_but_not_met_and_says_so(self, court, branch):
        rows.activity(branch, "BRANCH_ASSEMBLY", date(2024, 3, 5), has_quorum=False)
        answer = figures(court, "BRANCH_ASSEMBLY")
        cell = next(iter(answer.branches[branch.pk].cells.values()))
        assert (answer.held, answer.met, cell.without_quorum) == (1, 0, 1)

    def test_a_second_assembly_with_quorum_meets_it(self, court, branch):
        rows.activity(branch, "BRANCH_ASSEMBLY", date(2024, 3, 5), has_quorum=False)
        rows.activity(branch, "BRANCH_ASSEMBLY", date(2024, 3, 12))
        assert figures(court, "BRANCH_ASSEMBLY").met == 1

    def test_a_quorum_that_cannot_be_told_leaves_the_period_unknown(self, court, branch):
        rows.activity(branch, "BRANCH_ASSEMBLY", date(2024, 3, 5), has_quorum=None)
        answer = figures(court, "BRANCH_ASSEMBLY")
        assert (answer.due, answer.met, answer.not_known) == (3, 0, 1)

    def test_one_group_s_meeting_is_not_the_other_s(self, court, branch):
        first, _ = factories.group(branch), factories.group(branch)
        rows.activity(branch, "GROUP_MEETING", date(2024, 3, 5), group=first)
        rows.activity(branch, "GROUP_MEETING", date(2024, 3, 6), group=first)
        answer = figures(court, "GROUP_MEETING", end=date(2024, 3, 31))
        assert (answer.held, answer.met, answer.due) == (2, 1, 6)

    def test_one_event_counts_for_each_obligation_its_persons_under_the_main_kind_only(self, court, branch):
        assembly = rows.activity(branch, "BRANCH_ASSEMBLY", date(2024, 3, 5), due_count=20, present_count=18)
        Fulfilment.objects.create(activity=assembly, kind=rows.kind("PARTY_LECTURE"))
        answer = rows.ask(court)
        lecture, main = answer.kinds["PARTY_LECTURE"], answer.kinds["BRANCH_ASSEMBLY"]
        assert (main.held, main.met, main.person_times, main.expected_person_times) == (1, 1, 18, 20)
        assert (lecture.held, lecture.met, lecture.person_times) == (1, 1, 0)

    def test_a_joint_meeting_counts_once_for_the_court_and_once_for_each_branch(self, court, branch):
        other, key = rows.branch(court), uuid4()
        rows.activity(branch, "THEME_DAY", date(2024, 3, 5), joint_key=key, due_count=9, present_count=8)
        rows.activity(other, "THEME_DAY", date(2024, 3, 5), joint_key=key, due_count=5, present_count=5)
        answer = figures(court, "THEME_DAY")
        assert (answer.held, answer.met, answer.person_times) == (1, 2, 13)
        assert [answer.branches[each.pk].held for each in (branch, other)] == [1, 1]

    def test_a_joint_meeting_s_further_kinds_count_once_for_the_court_too(self, court, branch):
        key = uuid4()
        for each in (branch, rows.branch(court)):
            assembly = rows.activity(each, "BRANCH_ASSEMBLY", date(2024, 3, 5), joint_key=key)
            Fulfilment.objects.create(activity=assembly, kind=rows.kind("PARTY_LECTURE"))
        lecture = figures(court, "PARTY_LECTURE")
        assert (lecture.held, lecture.met) == (1, 2)

    def test_the_ledger_s_own_figures_stand_for_an_imported_record(self, court, branch):
        rows.activity(
            branch, "THEME_DAY", date(2024, 3, 5), due_count=20, present_count=20, ledger_due=18, ledger_present=17
        )
        answer = figures(court, "THEME_DAY")
        assert (answer.person_times, answer.expected_person_times) == (17, 18)

    def test_a_court_wide_event_belongs_to_no_branch(self, court, branch):
        rows.activity(None, "INTEGRITY_EDUCATION", date(2024, 3, 5), court=court, ledger_due=50, ledger_present=47)
        answer = figures(court, "INTEGRITY_EDUCATION")
        assert (answer.held, answer.person_times, list(answer.branches)) == (1, 47, [None])

    def test_an_organization_life_meeting_counts_for_the_year_it_is_for(self, court, branch):
        rows.activity(branch, "ORGANIZATION_LIFE_MEETING", date(2025, 1, 20), for_year=2024)
        as_of = date(2025, 2, 1)
        assert figures(court, "ORGANIZATION_LIFE_MEETING", as_of=as_of).met == 1
        later = figures(court, "ORGANIZATION_LIFE_MEETING", start=date(2025, 1, 1), end=date(2025, 12, 31), as_of=as_of)
        assert (later.held, later.met) == (1, 0)


class TestNotKnown:
    def test_outside_coverage_is_not_known_never_zero(self, court):
        branch = rows.branch(court, covered_from=date(2024, 7, 1))
        answer = rows.ask(court)
        theme_days = answer.kinds["THEME_DAY"]
        assert (theme_days.due, theme_days.not_known) == (6, 6)
        why = {why for each, kind, _, why in answer.unknown() if each == branch and kind.code == "THEME_DAY"}
        assert why == {"2024-07-01 之前没有在此留存记录"}

    def test_a_branch_that_never_said_since_when_is_not_known(self, court):
        rows.branch(court, covered_from=None)
        answer = rows.ask(court)
        assert answer.kinds["THEME_DAY"].not_known == 12
        assert {why for *_, why in answer.unknown()} == {"没有登记从何时起在此留存记录"}

    def test_after_a_ledger_ends_nothing_is_known(self, court):
        branch = rows.branch(court, covered_from=None)
        rows.coverage(branch, date(2023, 1, 1), date(2023, 12, 31), source="LEDGER")
        assert {why for *_, why in rows.ask(court).unknown()} == {"2023-12-31 之后没有在此留存记录"}

    def test_two_coverages_that_touch_are_one(self, court):
        branch = rows.branch(court, covered_from=None)
        rows.coverage(branch, date(2023, 1, 1), date(2024, 2, 15), source="LEDGER")
        rows.coverage(branch, date(2024, 2, 16))
        assert figures(court, "THEME_DAY").due == 12


class TestTalks:
    def test_every_member_of_the_year_is_owed_one(self, court, branch):
        first, second = factories.member(branch), factories.member(branch)
        factories.member(branch, joined_on=date(2024, 3, 1))
        rows.talk(branch, date(2024, 4, 1), first, second)
        rows.talk(branch, date(2024, 5, 1), first)
        answer = figures(court, "HEART_TO_HEART_TALK")
        assert (answer.held, answer.due, answer.met) == (2, 2, 2)

    def test_a_ledger_names_no_talkers(self, court):
        branch = rows.branch(court, covered_from=None)
        rows.coverage(branch, date(2024, 1, 1), date(2024, 12, 31), source="LEDGER", kinds=["THEME_DAY"])
        factories.member(branch)
        answer = figures(court, "HEART_TO_HEART_TALK")
        assert (answer.due, answer.not_known) == (0, 1)

    def test_two_talks_in_a_month_are_two(self, court, branch):
        Norm.objects.unscoped("test").filter(kind__code="HEART_TO_HEART_TALK").update(times=2)
        person = factories.member(branch)
        rows.talk(branch, date(2024, 4, 1), person)
        rows.talk(branch, date(2024, 4, 9), person)
        assert figures(court, "HEART_TO_HEART_TALK").met == 1

    def test_a_ledger_without_yearly_meetings_leaves_them_unknown(self, court):
        branch = rows.branch(court, covered_from=None)
        rows.coverage(branch, date(2024, 1, 1), date(2024, 12, 31), source="LEDGER", kinds=["THEME_DAY"])
        answer = rows.ask(court)
        assert answer.kinds["THEME_DAY"].due == 12
        yearly = answer.kinds["ORGANIZATION_LIFE_MEETING"]
        assert (yearly.due, yearly.not_known) == (0, 1)
        assert "导入的台账里没有组织生活会" in {why for *_, why in answer.unknown()}

    def test_a_move_within_the_court_breaks_no_year(self, court, branch):
        other = rows.branch(court)
        person = factories.member(branch)
        person.memberships.update(ends_on=date(2024, 5, 31))
        person.memberships.create(court=court, branch=other, starts_on=date(2024, 6, 1))
        rows.talk(branch, date(2024, 2, 1), person)
        for owner in (court, other):
            answer = figures(owner, "HEART_TO_HEART_TALK")
            assert (answer.due, answer.met) == (1, 1)
        assert figures(branch, "HEART_TO_HEART_TALK").due == 0


class TestScope:
    def test_a_sister_court_is_no_part_of_the_answer(self, court, branch):
        stranger = rows.branch(factories.court())
        rows.activity(stranger, "THEME_DAY", date(2024, 3, 5))
        answer = figures(court, "THEME_DAY")
        assert (answer.held, answer.due) == (0, 12)

    def test_with_below_adds_the_courts_below(self, court, branch):
        lower = rows.branch(factories.court(parent=court))
        rows.activity(lower, "THEME_DAY", date(2024, 3, 5))
        assert figures(court, "THEME_DAY", with_below=True).due == 24
        assert figures(court, "THEME_DAY", with_below=True).held == 1
        assert figures(court, "THEME_DAY").due == 12

    def test_a_kind_of_the_court_above_counts_here(self, court, branch):
        below = rows.branch(factories.court(parent=court))
        ActivityKind.objects.create(court=court, code="OWN", name="本院活动", short_name="本院活动")
        rows.activity(below, "OWN", date(2024, 3, 5))
        for owner in (below, below.court):
            assert figures(owner, "OWN").held == 1

    def test_a_branch_s_answer_is_its_part_of_the_court_s(self, court, branch):
        factories.group(branch)
        rows.commissioner(branch)
        rows.branch(court)
        rows.activity(branch, "THEME_DAY", date(2024, 3, 5))
        of_court, of_branch = rows.ask(court), rows.ask(branch)
        for code, own in of_branch.kinds.items():
            part = of_court.kinds[code].branches[branch.pk]
            assert (own.held, own.due, own.met, own.not_known) == (part.held, part.due, part.met, part.not_known)

    def test_the_number_of_queries_does_not_grow(self, court, branch, django_assert_num_queries):
        queries = 11  # of a whole year, which leaves nothing around it
        with django_assert_num_queries(queries):
            rows.ask(court)
        for _ in range(5):
            more = rows.branch(court)
            factories.group(more)
            rows.commissioner(more)
            rows.activity(more, "THEME_DAY", date(2024, 3, 5))
        with django_assert_num_queries(queries):
            rows.ask(court)


class TestPairsAndRecords:
    QUARTER = {"start": date(2024, 10, 1), "end": date(2024, 12, 31), "as_of": date(2025, 1, 31)}

    def test_the_pairs_are_those_of_the_page(self, court, branch):
        lower = rows.branch(factories.court(parent=court))
        rows.activity(branch, "THEME_DAY", date(2024, 11, 5))
        rows.activity(lower, "BRANCH_ASSEMBLY", date(2024, 12, 5), has_quorum=None)
        rows.talk(branch, date(2024, 2, 1), factories.member(branch), factories.member(branch))
        page = rows.ask(court, **self.QUARTER, with_below=True)
        assert pairs_and_records(court, **self.QUARTER, with_below=True).pairs == page.pairs
        assert {pair.state for pair in page.pairs} >= {PairState.MET, PairState.NOT_MET, PairState.NOT_KNOWN}

    def test_an_activity_stands_under_each_kind_it_counts_for(self, court, branch):
        assembly = rows.activity(branch, "BRANCH_ASSEMBLY", date(2024, 11, 5))
        Fulfilment.objects.create(activity=assembly, kind=rows.kind("PARTY_LECTURE"))
        lecture = rows.activity(branch, "PARTY_LECTURE", date(2024, 12, 5))
        rows.activity(branch, "THEME_DAY", date(2024, 12, 6), state=ActivityState.SENT_BACK)
        rows.activity(None, "INTEGRITY_EDUCATION", date(2024, 12, 7), court=court)
        found = pairs_and_records(court, **self.QUARTER)
        assert found.records == {
            (branch.pk, "BRANCH_ASSEMBLY"): [assembly.pk],
            (branch.pk, "PARTY_LECTURE"): [assembly.pk, lecture.pk],
        }
        assert found.branches == {branch.pk: branch}

    @pytest.mark.parametrize("held_on", [date(2024, 3, 1), date(2025, 1, 20)])
    def test_what_was_held_outside_the_span_meets_its_year_and_is_no_record_of_it(self, court, branch, held_on):
        rows.activity(branch, "ORGANIZATION_LIFE_MEETING", held_on, for_year=2024)
        found = pairs_and_records(court, **self.QUARTER)
        states = {pair.norm.kind.code: pair.state for pair in found.pairs}
        assert states["ORGANIZATION_LIFE_MEETING"] is PairState.MET
        assert found.records == {}

    def test_the_number_of_queries_does_not_grow(self, court, branch, django_assert_num_queries):
        for _ in range(2):
            with django_assert_num_queries(13):
                pairs_and_records(court, **self.QUARTER)
            more = rows.branch(court)
            factories.group(more)
            rows.activity(more, "THEME_DAY", date(2024, 11, 5))


class TestKnown:
    def test_a_part_of_the_year_is_answered_as_if_it_were_asked_alone(self, court, branch, django_assert_num_queries):
        on, year = date(2024, 8, 15), (date(2024, 1, 1), date(2024, 12, 31))
        group, people = factories.group(branch), [factories.member(branch) for _ in range(2)]
        rows.commissioner(branch)
        for month in (1, 3, 4, 6, 7, 8):
            rows.activity(branch, "THEME_DAY", date(2024, month, 5))
            rows.activity(branch, "BRANCH_ASSEMBLY", date(2024, month, 6), has_quorum=None if month == 7 else month > 3)
        rows.activity(branch, "GROUP_MEETING", date(2024, 8, 7), group=group)
        rows.activity(branch, "ORGANIZATION_LIFE_MEETING", date(2024, 2, 7), for_year=2023)
        rows.talk(branch, date(2024, 2, 1), *people)
        known = Known(branch, start=year[0], end=year[1])
        for start, end in ((date(2024, 7, 1), date(2024, 9, 30)), (date(2024, 4, 1), date(2024, 6, 30)), year):
            for as_of in (on, end) if end >= on else (on,):
                alone = pairs_and_records(branch, start=start, end=end, as_of=as_of)
                with django_assert_num_queries(0):
                    part = known.within(start=start, end=end, as_of=as_of)
                assert part.pairs == alone.pairs
                assert (part.records, part.quorums) == (alone.records, alone.quorums)

    def test_it_holds_what_lies_in_its_span(self, branch):
        known = Known(branch, start=date(2024, 1, 1), end=date(2024, 12, 31))
        assert known.holds(date(2024, 1, 1), date(2024, 12, 31))
        assert not known.holds(date(2023, 12, 31), date(2024, 1, 31))
        assert not known.holds(date(2024, 12, 1), date(2025, 1, 1))
