"""Courts, branches, groups, posts and terms."""

from datetime import date

import pytest

from branches.choices import BranchKind, CourtLevel, PostKind, Role
from branches.models import Appointment, Branch, CommitteeTerm, Court, PartyGroup, Post
from branches.selectors.rosters import RosterBook
from branches.services.branches import (
    branch_change,
    branch_create,
    branch_dissolve,
    general_branch_change,
    general_branch_create,
    group_change,
    group_create,
    group_dissolve,
)
from branches.services.courts import court_change, court_create, court_settings_change
from branches.services.posts import Elected, post_end, post_start, term_end, term_postpone, term_start
from branches.tests import factories
from core.errors import EditConflict, Refused
from core.models import AuditEvent

pytestmark = pytest.mark.django_db

DAY = date(2024, 6, 1)


def path_of(court):
    return Court.objects.within(court).get().path


def test_courts_form_a_tree_and_a_moved_court_takes_its_own_along():
    high = court_create(name="高院", level=CourtLevel.HIGH)
    old = court_create(name="一中院", level=CourtLevel.INTERMEDIATE, parent=high)
    new = court_create(name="二中院", level=CourtLevel.INTERMEDIATE, parent=high)
    basic = court_create(name="区院", level=CourtLevel.BASIC, parent=old)
    assert (basic.path, new.order) == (f"/{high.pk}/{old.pk}/{basic.pk}/", 2)
    court_change(court=old, version=1, by=None, name="一中院", level=CourtLevel.INTERMEDIATE, parent=None, order=1)
    assert (path_of(old), path_of(basic)) == (f"/{old.pk}/", f"/{old.pk}/{basic.pk}/")
    assert AuditEvent.objects.get(action="court.change").detail == {
        "before": {"parent": "高院"},
        "after": {"parent": None},
    }


def test_a_court_is_refused_a_taken_name_a_lower_parent_and_itself_as_its_parent():
    basic = court_create(name="区院", level=CourtLevel.BASIC)
    with pytest.raises(Refused, match="已有"):
        court_create(name=" 区院 ", level=CourtLevel.HIGH)
    with pytest.raises(Refused, match="层级"):
        court_create(name="中院", level=CourtLevel.INTERMEDIATE, parent=basic)
    high = court_create(name="高院", level=CourtLevel.HIGH)
    middle = court_create(name="中院", level=CourtLevel.INTERMEDIATE, parent=high)
    with pytest.raises(Refused, match="下级"):
        court_change(court=high, version=1, by=None, name="高院", level="BASIC", parent=middle, order=0)
    with pytest.raises(Refused, match="低于本院"):
        court_change(court=high, version=1, by=None, name="高院", level="BASIC", parent=None, order=0)


def test_a_courts_own_settings_are_versioned():
    court = factories.court()
    court_settings_change(court=court, version=1, by=None, shares_records=True, late_after_days=10)
    with pytest.raises(EditConflict):
        court_settings_change(court=court, version=1, by=None, shares_records=False, late_after_days=10)


def test_branches_get_an_order_and_keep_their_names_apart():
    court = factories.court()
    first = branch_create(court=court, by=None, name="第一党支部")
    second = branch_create(court=court, by=None, name="第二党支部", kind=BranchKind.RETIRED)
    assert (first.order, second.order) == (1, 2)
    with pytest.raises(Refused, match="已有"):
        branch_create(court=court, by=None, name="第一党支部 ")
    with pytest.raises(Refused, match="已有"):
        branch_change(branch=second, version=1, by=None, name="第一党支部")
    branch_create(court=factories.court(), by=None, name="第一党支部")
    with pytest.raises(Refused, match="指整个法院"):
        branch_create(court=court, by=None, name="全院")
    with pytest.raises(Refused, match="总支"):
        branch_change(branch=second, version=1, by=None, name="二", general_branch=factories.general_branch())


def test_of_two_changes_of_a_branch_the_second_is_refused():
    branch = factories.branch(name="旧名")
    branch_change(branch=branch, version=1, by=None, name="新名")
    with pytest.raises(EditConflict):
        branch_change(branch=branch, version=1, by=None, name="别名")
    assert Branch.objects.within(branch.court).get().name == "新名"
    assert AuditEvent.objects.get(action="branch.change").detail["before"] == {"name": "旧名"}


def test_a_branch_is_dissolved_once_it_is_empty_with_all_that_hangs_on_it():
    branch = factories.branch()
    group = factories.group(branch)
    outsider = factories.member(factories.branch(branch.court))
    factories.post(outsider, of=branch)
    factories.term(branch, date(2023, 1, 1))
    factories.secretary(branch)
    member = factories.member(branch)
    with pytest.raises(Refused, match="1 名党员"):
        branch_dissolve(branch=branch, dissolved_on=DAY, by=None)
    member.memberships.update(ends_on=date(2024, 5, 31))
    branch_dissolve(branch=branch, dissolved_on=DAY, by=None)
    assert not branch.exists_on(DAY)
    assert PartyGroup.objects.within(branch).get(pk=group.pk).dissolved_on == DAY
    last = date(2024, 5, 31)
    assert Post.objects.within(branch).get().ends_on == last
    assert CommitteeTerm.objects.within(branch).get().ends_on == last
    assert Appointment.objects.within(branch).get(role=Role.SECRETARY).ends_on == last
    with pytest.raises(Refused, match="已经撤销"):
        branch_dissolve(branch=branch, dissolved_on=DAY, by=None)


def test_groups_are_made_renamed_and_dissolved():
    branch = factories.branch(founded_on=date(2020, 1, 1))
    group = group_create(branch=branch, name="审判团队党小组", by=None, founded_on=date(2024, 1, 1))
    with pytest.raises(Refused, match="已有"):
        group_create(branch=branch, name="审判团队党小组", by=None)
    group_change(group=group, name="一团队党小组", by=None, founded_on=date(2024, 1, 1), order=3)
    member = factories.member(branch, group=group)
    factories.group_leader(group)
    with pytest.raises(Refused, match="1 名党员"):
        group_dissolve(group=group, dissolved_on=DAY, by=None)
    member.memberships.update(group=None)
    with pytest.raises(Refused, match="晚于"):
        group_dissolve(group=group, dissolved_on=date(2024, 1, 1), by=None)
    group_dissolve(group=group, dissolved_on=DAY, by=None)
    assert Appointment.objects.within(branch).get().ends_on == date(2024, 5, 31)


def test_general_branches():
    court = factories.court()
    made = general_branch_create(court=court, name="审判党总支", by=None)
    with pytest.raises(Refused):
        general_branch_create(court=court, name="审判党总支", by=None)
    other = general_branch_create(court=court, name="综合党总支", by=None)
    with pytest.raises(Refused):
        general_branch_change(general_branch=other, name="审判党总支", order=1, by=None)
    general_branch_change(general_branch=made, name="审判一党总支", order=1, by=None)


def test_posts_begin_and_end():
    branch = factories.branch(posts_recorded=False)
    zhang, li = factories.members(branch, 2)
    post = post_start(branch=branch, member=zhang, kind=PostKind.SECRETARY, starts_on=DAY, by=None)
    assert branch.posts_recorded
    with pytest.raises(Refused, match="已担任"):
        post_start(branch=branch, member=zhang, kind=PostKind.SECRETARY, starts_on=DAY, by=None)
    with pytest.raises(Refused, match="先免职"):
        post_start(branch=branch, member=li, kind=PostKind.SECRETARY, starts_on=DAY, by=None)
    with pytest.raises(Refused, match="早于任职"):
        post_end(post=post, last_on=date(2024, 5, 31), by=None)
    post_end(post=post, last_on=date(2024, 6, 30), by=None)
    with pytest.raises(Refused, match="已经免去"):
        post_end(post=post, last_on=date(2024, 6, 30), by=None)
    post_start(branch=branch, member=li, kind=PostKind.SECRETARY, starts_on=date(2024, 7, 1), by=None)


def test_a_groups_leader_needs_a_group_of_the_branch():
    branch = factories.branch()
    member = factories.member(branch)
    for group in (None, factories.group()):
        with pytest.raises(Refused, match="党小组"):
            post_start(branch=branch, member=member, kind=PostKind.GROUP_LEADER, starts_on=DAY, by=None, group=group)
    with pytest.raises(Refused, match="本院"):
        post_start(branch=branch, member=factories.member(), kind=PostKind.SECRETARY, starts_on=DAY, by=None)


def elected(branch, number):
    kinds = (PostKind.SECRETARY, *(PostKind.COMMITTEE_MEMBER,) * (number - 1))
    return [Elected(member, kind) for member, kind in zip(factories.members(branch, number), kinds, strict=True)]


def test_a_term_begins_with_those_elected_and_ends_the_one_before():
    branch = factories.branch()
    before = factories.term(branch, date(2021, 6, 1))
    old = factories.committee(branch, 3)
    term = term_start(branch=branch, starts_on=DAY, elected=elected(branch, 3), by=None)
    assert term.expires_on == date(2027, 6, 1)
    assert CommitteeTerm.objects.within(branch).get(pk=before.pk).ends_on == date(2024, 5, 31)
    book = RosterBook(branch)
    assert {person.member_id for person in book.committee(branch.pk, date(2024, 5, 31))} == {each.pk for each in old}
    assert len(book.committee(branch.pk, DAY)) == 3
    term_end(term=term, last_on=date(2027, 5, 31), by=None)
    assert RosterBook(branch).committee(branch.pk, date(2027, 6, 1)) == []
    with pytest.raises(Refused, match="已经结束"):
        term_end(term=term, last_on=date(2027, 5, 31), by=None)


def test_what_no_election_can_bring():
    branch = factories.branch()
    good = elected(branch, 3)
    wrong = [
        (elected(branch, 8), "最多 7 人"),
        (good[1:], "一名书记"),
        ([*good, Elected(good[0].member, PostKind.PUBLICITY)], "一个职务"),
        ([*good, Elected(factories.member(), PostKind.PUBLICITY)], "本院"),
        ([*good, Elected(factories.member(branch), PostKind.GROUP_LEADER)], "只选举"),
    ]
    for people, why in wrong:
        with pytest.raises(Refused, match=why):
            term_start(branch=branch, starts_on=DAY, elected=people, by=None)
    factories.term(branch, DAY)
    with pytest.raises(Refused, match="晚于上一届"):
        term_start(branch=branch, starts_on=DAY, elected=good, by=None)


def test_a_term_from_a_leap_day_has_an_end():
    branch = factories.branch()
    term = term_start(branch=branch, starts_on=date(2024, 2, 29), elected=elected(branch, 1), by=None)
    assert term.expires_on == date(2027, 2, 28)


def test_an_election_is_put_off_beyond_its_day_only():
    term = factories.term(factories.branch(), date(2021, 6, 1))
    with pytest.raises(Refused, match="现在的届满日期 2024-06-01"):
        term_postpone(term=term, until=date(2024, 6, 1), number="1号", by=None)
    term_postpone(term=term, until=date(2024, 12, 1), number=" 1号 ", by=None)
    assert (term.due_on, term.postponed_by) == (date(2024, 12, 1), "1号")
    assert AuditEvent.objects.get(action="term.postpone").detail["until"] == "2024-12-01"
