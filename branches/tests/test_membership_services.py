"""Moving, leaving, returning: on each day in exactly one branch."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from branches.choices import MembershipEnd, PostKind
from branches.models import Membership, Post
from branches.selectors.rosters import RosterBook
from branches.services.memberships import member_leave, member_move, member_return
from branches.tests import factories
from core.dates import is_in_force
from core.errors import Refused
from core.models import AuditEvent

pytestmark = pytest.mark.django_db

FIRST = date(2024, 1, 1)


@pytest.fixture
def court():
    return factories.court()


def memberships_of(member):
    return list(Membership.objects.within(member.court).filter(member=member))


def test_a_move_ends_the_old_membership_the_day_before(court):
    old, new = factories.branch(court), factories.branch(court)
    group = factories.group(new)
    member = factories.member(old)
    member_move(member=member, to_branch=new, to_group=group, on=date(2024, 3, 1), by=None)
    before, after = memberships_of(member)
    assert (before.branch, before.ends_on, before.ended_by) == (old, date(2024, 2, 29), MembershipEnd.MOVED)
    assert (after.branch, after.group, after.starts_on, after.ends_on) == (new, group, date(2024, 3, 1), None)
    member.refresh_from_db()
    assert (member.branch, member.version) == (new, 2)
    event = AuditEvent.objects.get(action="member.move")
    assert event.detail["before"]["branch"] == old.name
    assert event.detail["after"] == {"branch": new.name, "group": group.name}


def test_a_move_on_the_first_day_replaces_the_membership(court):
    old, new = factories.branch(court), factories.branch(court)
    member = factories.member(old, starts_on=FIRST)
    member_move(member=member, to_branch=new, to_group=None, on=FIRST, by=None)
    (only,) = memberships_of(member)
    assert (only.branch, only.starts_on) == (new, FIRST)


@pytest.mark.parametrize(
    ("why", "to", "on"),
    [
        ("不能早于", {}, date(2023, 12, 31)),
        ("不存在", {"founded_on": date(2024, 6, 1)}, date(2024, 5, 31)),
        ("不存在", {"dissolved_on": date(2024, 5, 1)}, date(2024, 5, 1)),
    ],
)
def test_a_move_that_cannot_be_is_refused(court, why, to, on):
    member = factories.member(factories.branch(court), starts_on=FIRST)
    with pytest.raises(Refused, match=why):
        member_move(member=member, to_branch=factories.branch(court, **to), to_group=None, on=on, by=None)
    assert len(memberships_of(member)) == 1


def test_neither_another_court_nor_another_branchs_group_nor_the_same_place(court):
    branch, other = factories.branch(court), factories.branch(court)
    member = factories.member(branch)
    with pytest.raises(Refused, match="本院"):
        member_move(member=member, to_branch=factories.branch(), to_group=None, on=FIRST, by=None)
    with pytest.raises(Refused, match="不是"):
        member_move(member=member, to_branch=other, to_group=factories.group(branch), on=FIRST, by=None)
    with pytest.raises(Refused, match="已在"):
        member_move(member=member, to_branch=branch, to_group=None, on=FIRST, by=None)


def test_posts_of_the_branch_that_is_left_end_with_the_move(court):
    branch, other = factories.branch(court), factories.branch(court)
    member = factories.member(branch)
    here, there = factories.post(member), factories.post(member, PostKind.PUBLICITY, of=other)
    member_move(member=member, to_branch=other, to_group=None, on=FIRST, by=None)
    ends = dict(Post.objects.within(court).values_list("pk", "ends_on"))
    assert ends == {here.pk: date(2023, 12, 31), there.pk: None}


def test_within_a_branch_only_the_lead_of_the_group_ends(court):
    branch = factories.branch(court)
    old, new = factories.group(branch), factories.group(branch)
    member = factories.member(branch, group=old)
    lead = factories.post(member, PostKind.GROUP_LEADER, group=old)
    secretary = factories.post(member)
    member_move(member=member, to_branch=branch, to_group=new, on=FIRST, by=None)
    ends = dict(Post.objects.within(court).values_list("pk", "ends_on"))
    assert ends == {lead.pk: date(2023, 12, 31), secretary.pk: None}


def test_leaving_ends_membership_and_posts_and_returning_begins_anew(court):
    branch = factories.branch(court)
    member = factories.member(branch)
    factories.post(member)
    member_leave(member=member, last_on=FIRST, reason=MembershipEnd.TRANSFERRED, by=None)
    assert Post.objects.within(court).get().ends_on == FIRST
    assert RosterBook(branch).branch(branch.pk, FIRST)
    assert not RosterBook(branch).branch(branch.pk, FIRST + timedelta(1))
    with pytest.raises(Refused, match="不在册"):
        member_leave(member=member, last_on=FIRST, reason=MembershipEnd.DECEASED, by=None)
    with pytest.raises(Refused, match="仍在册"):
        member_return(member=member, branch=branch, group=None, on=FIRST, by=None)
    member_return(member=member, branch=branch, group=None, on=date(2024, 9, 1), by=None)
    assert [each.starts_on for each in memberships_of(member)] == [None, date(2024, 9, 1)]


@pytest.mark.parametrize("reason", ["", "MOVED", "NONSENSE"])
def test_leaving_asks_for_a_reason(court, reason):
    with pytest.raises(Refused, match="原因"):
        member_leave(member=factories.member(factories.branch(court)), last_on=FIRST, reason=reason, by=None)


STEPS = st.lists(
    st.tuples(st.sampled_from(["move", "leave", "return"]), st.integers(0, 3), st.integers(0, 60)), max_size=12
)


@given(starts=st.sampled_from([None, 0, 20]), steps=STEPS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_sequence_each_day_has_at_most_one_branch_and_no_gap_but_an_absence(court, starts, steps):
    branches = [factories.branch(court) for _ in range(4)]
    begun = None if starts is None else FIRST + timedelta(starts)
    member = factories.member(branches[0], starts_on=begun)
    present = {day: begun is None or FIRST + timedelta(day) >= begun for day in range(62)}
    for what, place, day in steps:
        on = FIRST + timedelta(day)
        try:
            if what == "move":
                member_move(member=member, to_branch=branches[place], to_group=None, on=on, by=None)
            elif what == "leave":
                member_leave(member=member, last_on=on, reason=MembershipEnd.TRANSFERRED, by=None)
                present.update(dict.fromkeys(range(day + 1, 62), False))
            else:
                member_return(member=member, branch=branches[place], group=None, on=on, by=None)
                present.update(dict.fromkeys(range(day, 62), True))
        except Refused:
            continue
    rows = memberships_of(member)
    for day, is_here in present.items():
        in_force = [row for row in rows if is_in_force(row, FIRST + timedelta(day))]
        assert len(in_force) == int(is_here)
    member.refresh_from_db()
    assert member.branch == rows[-1].branch
