"""What a branch is warned of, at the edges of each rule; list and page ask the same conditions."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from branches.choices import LimitCode, MemberStatus, PostKind
from branches.selectors.branches import branches_with_figures
from branches.selectors.warnings import LABELS, RULES, warned, warnings_of, with_warnings
from branches.services.limits import LimitFacts, limit_override
from branches.tests import factories

pytestmark = pytest.mark.django_db

DAY = date(2024, 6, 1)


def read(branch):
    user = factories.committee_account(branch.court)
    return with_warnings(branches_with_figures(user, DAY), DAY).get(pk=branch.pk)


def codes(branch):
    return {warning.code for warning in warnings_of(read(branch), DAY)}


def healthy(formal=9, **fields):
    """A branch that nothing is to be said of: `formal` members, five of them the committee, in its term."""
    branch = factories.branch(**fields)
    factories.committee(branch, 5)
    factories.members(branch, formal - 5)
    factories.term(branch, date(2023, 6, 1))
    return branch


def test_a_branch_in_order_is_warned_of_nothing():
    assert codes(healthy()) == set()


def test_fewer_than_three_formal_members():
    branch = factories.branch(posts_recorded=False)
    factories.members(branch, 2)
    factories.member(branch, status=MemberStatus.PROBATIONARY)
    factories.member(branch, joined_on=DAY + timedelta(1))
    assert "FEW_FORMAL" in codes(branch)
    (warning,) = [each for each in warnings_of(read(branch), DAY) if each.code == "FEW_FORMAL"]
    assert (warning.figure, warning.sentence[:8]) == (2, "正式党员 2 名")
    factories.member(branch)
    assert "FEW_FORMAL" not in codes(branch)


def test_more_than_fifty_members():
    branch = healthy(50)
    assert codes(branch) == set()
    factories.member(branch)
    assert codes(branch) == {"MANY_MEMBERS"}


def test_a_court_s_own_figure_is_the_one_that_warns():
    branch = healthy(9)
    facts = LimitFacts(value=Decimal(8), effective_from=DAY, source="本院办法")
    limit_override(court=branch.court, code=LimitCode.BRANCH_MEMBERS_MOST, facts=facts, by=None)
    (warning,) = warnings_of(read(branch), DAY)
    assert warning.sentence == "党员 9 名，支部一般不超过 8 名。"


def test_seven_formal_members_without_a_committee():
    branch = factories.branch()
    factories.post(factories.member(branch))
    factories.term(branch, date(2023, 6, 1))
    factories.members(branch, 5)
    assert codes(branch) == set()
    factories.member(branch)
    assert codes(branch) == {"NO_COMMITTEE"}


def test_where_posts_are_not_recorded_nobody_is_blamed():
    branch = factories.branch(posts_recorded=False)
    factories.members(branch, 9)
    assert codes(branch) == {"POSTS_UNKNOWN"}


def test_no_secretary():
    branch = factories.branch()
    factories.members(branch, 3)
    assert codes(branch) == {"NO_SECRETARY"}


@pytest.mark.parametrize(
    ("expires_on", "expected"),
    [
        (DAY + timedelta(184), set()),
        (DAY + timedelta(183), {"ELECTION_SOON"}),
        (DAY, {"ELECTION_SOON"}),
        (DAY - timedelta(1), {"ELECTION_OVERDUE"}),
    ],
)
def test_an_election_comes_near_and_is_overdue(expires_on, expected):
    branch = factories.branch()
    factories.committee(branch, 5)
    factories.term(branch, date(2021, 1, 1), expires_on)
    assert codes(branch) == expected


def test_an_approved_postponement_is_what_the_election_is_due_by():
    branch = healthy()
    term = branch.terms.get()
    term.expires_on, term.postponed_to, term.postponed_by = DAY - timedelta(9), DAY + timedelta(200), "批〔2024〕1号"
    term.save()
    assert codes(branch) == set()
    term.postponed_to = DAY + timedelta(100)
    term.save()
    assert codes(branch) == {"ELECTION_SOON"}


def test_a_committee_without_a_term_is_not_known_to_be_in_time():
    branch = factories.branch()
    factories.committee(branch, 5)
    assert codes(branch) == {"TERM_UNKNOWN"}


@pytest.mark.parametrize(
    ("joined_on", "fields", "expected"),
    [
        (date(2023, 7, 31), {}, {"PROBATION_ENDING"}),
        (date(2023, 8, 1), {}, set()),
        (date(2022, 1, 1), {}, {"PROBATION_ENDING"}),
        (date(2023, 7, 31), {"probation_ends_on": date(2024, 12, 1)}, set()),  # extended
        (date(2023, 6, 1), {"status": MemberStatus.FORMAL, "confirmed_on": date(2024, 6, 1)}, set()),
    ],
)
def test_probations_that_end(joined_on, fields, expected):
    branch = healthy()
    factories.member(branch, joined_on=joined_on, **{"status": MemberStatus.PROBATIONARY, **fields})
    assert codes(branch) == expected


def test_a_dissolved_branch_is_left_alone():
    assert codes(factories.branch(dissolved_on=DAY)) == set()


def test_the_list_filters_by_the_same_rules():
    branch = factories.branch()
    user = factories.committee_account(branch.court)
    rows = with_warnings(branches_with_figures(user, DAY), DAY)
    found = {rule.code for rule in RULES if warned(rows, rule.code).exists()}
    assert found == codes(branch) == {"FEW_FORMAL", "NO_SECRETARY"}
    assert warned(rows, "ANY").count() == 1
    assert set(LABELS) == {rule.code for rule in RULES}


def test_figures_of_a_past_day():
    branch = factories.branch()
    leaver = factories.member(branch)
    leaver.memberships.update(ends_on=DAY - timedelta(1))
    factories.member(branch, starts_on=DAY)
    factories.post(factories.member(branch), PostKind.SECRETARY)
    factories.group(branch, founded_on=DAY)
    user = factories.committee_account(branch.court)
    figures = [
        branches_with_figures(user, on).values_list("members_count", "groups_count").get()
        for on in (DAY - timedelta(1), DAY)
    ]
    assert figures == [(2, 0), (2, 1)]
