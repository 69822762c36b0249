"""What would raise a branch's score, and how it stands at the moment."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from activities.tests import factories as meetings
from assessments.choices import Way
from assessments.scoring import Found, Rule, score
from assessments.selectors.compute import sums_of
from assessments.selectors.raising import chances, live, running_spans, worth
from assessments.selectors.standards import rulebook_of
from assessments.selectors.standing_now import chances_now
from assessments.tests.factories import Case, held, reviewed, standard
from branches.tests import factories as people
from notices.tests import factories as notices
from planning.tests.factories import item as planned
from rectification.services import measure_add
from rectification.tests.factories import problem

pytestmark = pytest.mark.django_db
ON = date(2024, 2, 15)
STEPS = [[60, 1], [100, 4]]


@pytest.fixture
def case():
    with time_machine.travel(f"{ON}T10:00:00+08:00", tick=False):
        yield Case()


def of(case, on=ON):
    return {each.line.code: each for each in chances_now(case.secretary, case.first, on)}


def test_open_meetings_carry_their_part_of_the_points(case):
    found = of(case)
    assert found["B1"].points == 5
    assert found["B5"].points == Decimal("1.33")
    assert found["B5"].what.due_on == date(2024, 2, 29)
    assert f"kind=THEME_DAY&branch={case.first.pk}" in found["B5"].what.url
    assert "C6" not in found


def test_the_most_points_come_first(case):
    points = [each.points for each in chances_now(case.secretary, case.first, ON)]
    assert points == sorted(points, reverse=True)


def test_what_is_done_is_not_asked_for(case):
    meetings.raw_activity("BRANCH_ASSEMBLY", case.first, date(2024, 2, 6), has_quorum=True)
    assert set(of(case)) == {"B5"}


def test_what_nobody_can_tell_promises_nothing():
    court = people.court()
    branch = people.branch(court)
    standard(court)
    assert chances_now(people.secretary(branch), branch, ON) == []


def test_by_steps_the_next_step_and_by_yes_or_no_all():
    steps = Rule(Way.STEPS, Decimal(4), STEPS)
    assert worth(steps, Found(met=0, due=3)) == 1
    assert worth(steps, Found(met=2, due=3)) == 3
    assert worth(Rule(Way.YES_NO, Decimal(4)), Found(met=0, due=2)) == 4
    assert worth(Rule(Way.SHARE, Decimal(4)), Found(met=3, due=3)) == 0


@given(
    way=st.sampled_from([Way.SHARE, Way.STEPS, Way.YES_NO]),
    due=st.integers(1, 40),
    met=st.integers(0, 40),
    further=st.integers(0, 40),
)
def test_doing_more_never_lowers_and_what_is_promised_never_exceeds_what_is_left(way, due, met, further):
    met = min(met, due)
    rule = Rule(way, Decimal(4), STEPS if way is Way.STEPS else None)
    now, full = score(rule, Found(met=met, due=due)).points, score(rule, Found(met=due, due=due)).points
    more = score(rule, Found(met=min(met + further, due), due=due)).points
    assert now <= more <= full
    assert 0 <= worth(rule, Found(met=met, due=due)) <= full - now


def test_holding_what_is_open_never_lowers_the_live_score(case):
    """Each of the obligations is done in turn."""
    book = rulebook_of(case.standard)

    def points_and_chances() -> tuple[Decimal, int]:
        spans = running_spans(case.first, ON)
        points = sums_of(live(case.first, book, spans[0]).scores.values()).points
        return points, len(chances(case.secretary, case.first, book, spans))

    before, was = points_and_chances()
    for kind in ("THEME_DAY", "BRANCH_ASSEMBLY"):
        meetings.raw_activity(kind, case.first, date(2024, 2, 10), has_quorum=True)
        after, left = points_and_chances()
        assert after >= before
        assert left < was
        before, was = after, left


class TestPages:
    @pytest.mark.parametrize("name", ["now", "branch_panel"])
    def test_are_for_the_branch_and_its_committee(self, client, case, name):
        page = reverse(f"assessments:{name}", args=[case.first.pk])
        for user, status in (
            (case.secretary, 200),
            (case.committee, 200),
            (case.other, 404),
            (people.committee_account(people.court()), 404),
            (people.member_account(people.member(case.first)), 403),
        ):
            client.force_login(user)
            assert client.get(page).status_code == status
        client.force_login(case.secretary)
        assert client.get(page.replace(str(case.first.pk), "999999")).status_code == 404
        assert client.post(page).status_code == 405

    def test_say_that_it_is_live_and_what_to_do(self, client, case):
        client.force_login(case.secretary)
        shown = client.get(reverse("assessments:now", args=[case.first.pk])).content.decode()
        assert "实时，未定" in shown
        assert "+1.33 分" in shown
        assert "去登记" in shown


class TestQueries:
    """By the shipped standard, which asks for everything there is."""

    # Page → the most of a branch of which nothing is to be counted, and of one with something of each kind.
    MOST = {"now": (52, 67), "branch_panel": (33, 45)}

    def asked(self, client, name, branch) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"assessments:{name}", args=[branch.pk]))
        return len(queries)

    def more(self, case):
        """A meeting, a member, a problem with a measure, something planned and a notice with three items."""
        branch, due = case.first, date(2024, 3, 20)
        people.member(branch)
        meetings.raw_activity("THEME_DAY", branch, date(2024, 2, 10))
        found = problem(branch, by=case.committee, opened_on=date(2024, 1, 5), due_on=due)
        facts = {"text": "每月走访", "branch": branch, "first_due_on": due}
        measure_add(problem=found, on=date(2024, 1, 6), by=case.committee, **facts)
        planned(branch, date(2024, 3, 15))
        days = {"start": date(2024, 2, 1), "end": date(2024, 2, 29)}
        items = notices.owed(**days), notices.held(**days), notices.reply()
        case.issued(*items, on=date(2024, 2, 1), month=date(2024, 2, 1), due_on=date(2024, 2, 29))

    @pytest.mark.parametrize("name", MOST)
    def test_are_few_and_as_many_for_one_of_each_as_for_three(self, client, name):
        with time_machine.travel(f"{ON}T10:00:00+08:00", tick=False):
            case = notices.Case()
            client.force_login(case.secretary)
            client.get(reverse(f"assessments:{name}", args=[case.first.pk]))
            bare = self.asked(client, name, case.first)
            full = []
            for _ in range(3):
                self.more(case)
                full.append(self.asked(client, name, case.first))
        assert len(set(full)) == 1
        most_bare, most_full = self.MOST[name]
        assert bare <= most_bare
        assert full[0] <= most_full


def test_every_input_of_the_shipped_standard_is_asked_without_fault(case):
    """A court without a standard of its own."""
    branch = people.branch(people.court())
    meetings.coverage(branch)
    found = chances_now(people.secretary(branch), branch, ON)
    assert {"B1", "B5"} <= {each.line.code for each in found}


def test_yearly_ones_are_asked_of_the_year(case):
    standard(case.second.court, 2025, {"B6": held("ORGANIZATION_LIFE_MEETING", 4, yearly=True), "C6": reviewed()})
    found = chances_now(case.other, case.second, date(2025, 2, 15))
    assert [(each.line.code, each.what.due_on) for each in found] == [("B6", date(2025, 12, 31))]
