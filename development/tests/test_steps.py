"""Steps in their turn, within their limits, and what they bring about."""

from datetime import date, timedelta

import pytest

from branches.choices import MembershipEnd, MemberStatus
from branches.models import Membership
from branches.services.members import voting_suspend
from branches.services.memberships import member_move
from branches.tests import factories as people
from core.errors import Refused
from core.models import AuditEvent
from development.choices import FileState, SponsorRole, Stage, StepKind
from development.models import Sponsor, Step
from development.selectors.files import awaited_of
from development.selectors.sponsors import standbys_of
from development.tests.factories import APPLIED_ON, DAYS, ORDER, TODAY, file, formal_members, resolution, take, withdraw

pytestmark = pytest.mark.django_db
K = StepKind
DAY = timedelta(days=1)


def test_a_file_goes_the_whole_way_and_every_step_is_in_the_trail(branch):
    candidate = file(branch, until=K.CONFIRMATION_APPROVAL, sex="FEMALE", identity_number="11010519491231002X")
    member = candidate.member
    assert (candidate.stage, candidate.state) == (Stage.FORMAL, FileState.CONFIRMED)
    assert (member.name, member.sex, member.identity_number) == ("陈申请", "FEMALE", "11010519491231002X")
    assert (member.joined_on, member.confirmed_on) == (date(2024, 7, 1), date(2025, 7, 1))
    assert member.status == MemberStatus.FORMAL
    assert member.status_on(date(2025, 6, 30)) == MemberStatus.PROBATIONARY
    assert Membership.objects.within(branch).get(member=member).starts_on == date(2024, 7, 1)
    told = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"development.file_open", "member.create", "member.change"} <= told
    assert {f"development.{kind.lower()}" for kind in ORDER} <= told


@pytest.mark.parametrize(
    ("until", "stage"),
    [
        (K.TALK, Stage.APPLICANT),
        (K.ACTIVIST_FIXED, Stage.ACTIVIST),
        (K.PROSPECT_FIXED, Stage.ACTIVIST),  # until it is put on record (13)
        (K.PROSPECT_FILED, Stage.PROSPECT),
        (K.ADMISSION_VOTE, Stage.PROSPECT),
        (K.ADMISSION_APPROVAL, Stage.PROBATIONARY),
    ],
)
def test_the_stage_follows_from_the_steps(branch, until, stage):
    assert file(branch, until=until).stage == stage


def test_a_step_out_of_turn_is_refused_and_so_is_one_taken_twice(branch):
    candidate = file(branch)
    for kind in K:
        if kind in (K.TALK, K.STOPPED, K.APPLICATION, K.TAKEN_OVER):
            continue
        with pytest.raises(Refused, match="还没有办理"):
            take(candidate, kind, TODAY, note="说明", document="文号", months=6)
    take(candidate, K.TALK)
    with pytest.raises(Refused, match="不能再办理"):
        take(candidate, K.TALK)
    assert Step.objects.within(branch).count() == 2
    assert candidate.member is None


@pytest.mark.parametrize(
    ("kind", "on", "why"),
    [
        (K.TALK, APPLIED_ON - DAY, "不能早于“递交入党申请书”的日期 2023-01-10"),
        (K.TALK, TODAY + DAY, "不能晚于今天"),
        (K.PROSPECT_FIXED, date(2024, 2, 29), "2023-03-01 确定为入党积极分子.*最早 2024-03-01.*第十三条"),
        (K.ADMISSION_VOTE, date(2024, 6, 21), "公示到 2024-06-21 为止.*最早 2024-06-22"),
        (K.ADMISSION_APPROVAL, date(2024, 10, 2), "2024-10-01 以前.*第二十六条.*特殊情况"),
        (K.CONFIRMATION_VOTE, date(2025, 6, 30), "预备期到 2025-07-01 满.*第三十二条"),
    ],
)
def test_a_step_outside_its_days_is_refused_with_the_day_and_the_rule(branch, kind, on, why):
    candidate = file(branch, until=ORDER[ORDER.index(kind) - 1] if kind != K.TALK else K.APPLICATION)
    with pytest.raises(Refused, match=why) as refused:
        take(candidate, kind, on)
    assert refused.value.field == "happened_on"


def test_the_first_day_allowed_is_taken(branch):
    candidate = file(branch, until=K.ACTIVIST_REVIEW)
    take(candidate, K.PROSPECT_FIXED, date(2024, 3, 1))
    assert candidate.stage == Stage.ACTIVIST


def test_an_approval_by_way_of_exception_has_its_own_end(branch):
    candidate = file(branch, until=K.ADMISSION_VOTE)
    with pytest.raises(Refused, match="最迟 2025-01-01"):
        take(candidate, K.ADMISSION_APPROVAL, date(2025, 1, 2), special=True)
    take(candidate, K.ADMISSION_APPROVAL, date(2025, 1, 1), special=True)
    assert candidate.member.joined_on == date(2024, 7, 1)


@pytest.mark.parametrize(
    ("kind", "fields", "why"),
    [
        (K.TRAINING, {"ends_on": date(2024, 5, 7), "hours": 23}, "2 天、23 学时：一般不少于 3 天或 24 学时"),
        (K.PUBLICITY, {"ends_on": date(2024, 6, 20)}, "共 4 个工作日"),
        (K.PUBLICITY, {"ends_on": None}, "截止日期"),
        (K.PREREVIEW, {"leaving_on": date(2024, 8, 19)}, "不足 3 个月.*第十九条"),
        (K.PREREVIEW, {"passed": False}, "请填写原因"),
    ],
)
def test_what_is_too_short_or_unexplained_is_refused(branch, kind, fields, why):
    candidate = file(branch, until=ORDER[ORDER.index(kind) - 1])
    with pytest.raises(Refused, match=why):
        take(candidate, kind, **fields)


def test_what_is_long_enough_or_explained_is_kept(branch):
    candidate = file(branch, until=K.POLITICAL_REVIEW)
    take(candidate, K.TRAINING, ends_on=date(2024, 5, 7), hours=24)
    take(candidate, K.PREREVIEW, leaving_on=date(2024, 8, 19), note="岗位需要，已报告")
    assert Step.objects.within(branch).filter(kind=K.PREREVIEW, passed=True).exists()


# --- People ---------------------------------------------------------------------------------------


def test_contacts_are_one_or_two_formal_members_and_may_change(branch):
    candidate = file(branch, until=K.ACTIVIST_FILED)
    first, second = formal_members(branch)
    probationary = people.member(branch, status=MemberStatus.PROBATIONARY)
    elsewhere = people.member(people.branch(branch.court))
    for chosen, why in (
        ((), "1 至 2 名"),
        ((probationary,), "正式党员"),
        ((elsewhere,), "本支部"),
        ((first, first), "同一名"),
    ):
        with pytest.raises(Refused, match=why):
            take(candidate, K.CONTACTS, people=chosen)
    take(candidate, K.CONTACTS, people=(first, second))
    third = people.member(branch)
    take(candidate, K.CONTACTS, date(2023, 6, 1), people=(second, third))
    sponsors = Sponsor.objects.within(branch).filter(role=SponsorRole.CONTACT)
    assert {(row.member, row.starts_on, row.ends_on) for row in sponsors} == {
        (first, DAYS[K.CONTACTS], date(2023, 5, 31)),
        (second, DAYS[K.CONTACTS], None),
        (third, date(2023, 6, 1), None),
    }


def test_introducers_are_two(branch):
    candidate = file(branch, until=K.PROSPECT_FILED)
    with pytest.raises(Refused, match="入党介绍人应为 2 名"):
        take(candidate, K.INTRODUCERS, people=(formal_members(branch)[0],))


def test_who_recorded_the_branchs_step_does_not_decide_on_it(branch):
    officer, committee = people.secretary(branch), people.committee_account(branch.court)
    candidate = file(branch, until=K.ACTIVIST_FIXED, by=officer)
    with pytest.raises(Refused, match="是您登记的"):
        take(candidate, K.ACTIVIST_FILED, by=officer)
    assert take(candidate, K.ACTIVIST_FILED, by=committee).recorded_by == committee


# --- Probation ------------------------------------------------------------------------------------


def test_probation_is_extended_once_by_half_a_year_to_a_year(branch):
    candidate = file(branch, until=K.CONFIRMATION_VOTE)
    for months in (5, 13):
        with pytest.raises(Refused, match="不少于 6 个月、不超过 12 个月"):
            take(candidate, K.EXTENSION_VOTE, date(2025, 7, 10), months=months)
    take(candidate, K.EXTENSION_VOTE, date(2025, 7, 10), months=6)
    take(candidate, K.EXTENSION, date(2025, 7, 20))
    for kind in (K.EXTENSION_VOTE, K.EXTENSION):
        with pytest.raises(Refused, match="不能再办理"):
            take(candidate, kind, date(2025, 7, 21), months=6)
    take(candidate, K.CONFIRMATION_APPLICATION, date(2025, 12, 20))
    with pytest.raises(Refused, match="预备期到 2026-01-01 满"):
        take(candidate, K.CONFIRMATION_VOTE, date(2025, 12, 31))
    take(candidate, K.CONFIRMATION_VOTE, date(2026, 1, 5))
    take(candidate, K.CONFIRMATION_APPROVAL, date(2026, 2, 1))
    assert candidate.member.confirmed_on == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("vote", "approval"), [(K.EXTENSION_VOTE, K.EXTENSION), (K.DISQUALIFICATION_VOTE, K.DISQUALIFICATION)]
)
def test_an_extension_and_a_disqualification_are_resolved_by_the_assembly_and_then_approved(branch, vote, approval):
    candidate = file(branch, until=K.CONFIRMATION_APPLICATION)
    on = date(2025, 7, 2)
    with pytest.raises(Refused, match=f"还没有办理“{vote.label}”"):
        take(candidate, approval, on)
    lost = resolution(candidate, vote, on, votes_for=2, passed=False)
    assert not take(candidate, vote, on, resolution=lost).passed
    take(candidate, vote, on)
    with pytest.raises(Refused, match=f"办理“{vote.label}”，不能再办理“支部大会讨论转正”"):
        take(candidate, K.CONFIRMATION_VOTE, date(2025, 7, 5))
    with pytest.raises(Refused, match="请填写原因"):
        take(candidate, approval, date(2025, 7, 5), passed=False)
    take(candidate, approval, date(2025, 7, 5), passed=False, note="理由不充分")
    assert (candidate.stage, candidate.state) == (Stage.PROBATIONARY, FileState.OPEN)
    take(candidate, K.CONFIRMATION_VOTE, date(2025, 7, 8))
    take(candidate, K.CONFIRMATION_APPROVAL)
    assert candidate.member.confirmed_on == date(2025, 7, 1)


def test_the_day_of_confirmation_lies_between_probations_end_and_the_approval(branch):
    candidate = file(branch, until=K.CONFIRMATION_VOTE)
    for day in (date(2025, 6, 30), date(2025, 8, 2)):
        with pytest.raises(Refused, match="转正日期应在预备期满日 2025-07-01 至审批日期 2025-08-01"):
            take(candidate, K.CONFIRMATION_APPROVAL, confirmed_on=day)


def test_a_disqualified_probationary_member_leaves(branch):
    candidate = file(branch, until=K.OATH)
    with pytest.raises(Refused, match="请填写原因"):
        take(candidate, K.DISQUALIFICATION_VOTE, date(2025, 2, 1), note="")
    take(candidate, K.DISQUALIFICATION_VOTE, date(2025, 2, 1))
    with pytest.raises(Refused, match="文号"):
        take(candidate, K.DISQUALIFICATION, date(2025, 3, 1), document="")
    take(candidate, K.DISQUALIFICATION, date(2025, 3, 1))
    present = Membership.objects.within(branch).get(member=candidate.member)
    assert (present.ends_on, present.ended_by) == (date(2025, 3, 1), MembershipEnd.LEFT)
    assert candidate.state == FileState.DISQUALIFIED


def test_a_file_is_stopped_with_a_reason_and_then_rests(branch):
    candidate = file(branch, until=K.CONTACTS)
    with pytest.raises(Refused, match="请填写原因"):
        take(candidate, K.STOPPED, date(2023, 5, 1))
    take(candidate, K.STOPPED, date(2023, 5, 1), note="本人撤回申请")
    assert candidate.state == FileState.STOPPED
    with pytest.raises(Refused, match="不能再办理"):
        take(candidate, K.ACTIVIST_REVIEW)
    assert file(branch, name="陈申请").state == FileState.OPEN  # the same person may apply again


# --- Those who stand by a file --------------------------------------------------------------------


def suspend(member, on):
    return voting_suspend(member=member, starts_on=on, decision="留党察看", by=None)


@pytest.mark.parametrize("kind", [K.CONTACTS, K.INTRODUCERS])
def test_who_is_suspended_may_not_stand_by(branch, kind):
    candidate = file(branch, until=ORDER[ORDER.index(kind) - 1])
    first, second = formal_members(branch)
    suspend(first, DAYS[kind] - DAY)
    with pytest.raises(Refused, match="停止党员权利（留党察看）"):
        take(candidate, kind, people=(first, second))


def test_a_file_whose_introducers_left_or_were_suspended_waits_for_others(branch):
    candidate = file(branch, until=K.ADMISSION_APPROVAL)
    first, second = formal_members(branch)

    def waited_for():
        return [each.window.kind for each in awaited_of([candidate], TODAY) if each.is_anew]

    assert waited_for() == []
    member_move(member=first, to_branch=people.branch(branch.court), to_group=None, on=date(2024, 9, 1), by=None)
    suspend(second, date(2024, 10, 1))
    assert waited_for() == [K.INTRODUCERS]
    standbys = standbys_of(branch.court, [candidate], TODAY)[candidate.pk]
    assert {each.why_not for each in standbys} == {"已不在本支部", "停止党员权利"}
    take(candidate, K.INTRODUCERS, date(2024, 11, 1), people=(people.member(branch), people.member(branch)))
    assert waited_for() == []


def test_the_members_record_knows_the_end_of_probation_with_its_extension(branch):
    candidate = file(branch, until=K.CONFIRMATION_APPLICATION)
    member = candidate.member

    def ends_on():
        member.refresh_from_db()
        return member.probation_ends_on

    assert ends_on() == date(2025, 7, 1)
    take(candidate, K.EXTENSION_VOTE, date(2025, 7, 2))
    take(candidate, K.EXTENSION, date(2025, 7, 3))
    assert ends_on() == date(2026, 1, 1)
    withdraw(candidate, decisions=True)
    assert ends_on() == date(2025, 7, 1)
    withdraw(candidate)
    take(candidate, K.CONFIRMATION_VOTE)
    take(candidate, K.CONFIRMATION_APPROVAL)
    assert ends_on() is None
