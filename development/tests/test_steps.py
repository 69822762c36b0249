"""Steps in their turn, within their limits, and what they bring about."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils.datastructures import MultiValueDict

from activities.choices import ActivityState
from activities.forms import MeetingForm
from activities.models import Resolution
from activities.selectors.refill import form_data_of
from activities.selectors.snapshots import snapshot_of
from activities.services import Vote, activity_cancel, activity_correct, rows
from activities.tests import factories as meetings
from branches.choices import MembershipEnd, MemberStatus
from branches.models import Membership
from branches.selectors.members import last_membership
from branches.services.members import voting_suspend
from branches.services.memberships import member_leave, member_leave_undo, member_move, member_return
from branches.tests import factories as people
from core.errors import EditConflict, Refused
from core.models import AuditEvent
from development.choices import FileState, SponsorRole, Stage, StepKind
from development.models import Candidate, Sponsor, Step
from development.natures import NATURES
from development.selectors.files import awaited_of
from development.selectors.record import Done
from development.selectors.sponsors import standbys_of
from development.services.corrections import step_correct
from development.services.files import file_change, file_move, file_open, file_take_over
from development.services.steps import step_take, step_withdraw
from development.services.taken import Taken
from development.tests.factories import APPLIED_ON, DAYS, ORDER, TODAY, at, file, formal_members, resolution, take

pytestmark = pytest.mark.django_db
K = StepKind
DAY = timedelta(days=1)


@pytest.fixture
def branch():
    return people.branch()


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


# --- Votes ----------------------------------------------------------------------------------------


def test_a_vote_has_its_day_and_outcome_from_the_resolution(branch):
    candidate = file(branch, until=K.PUBLICITY)
    made = resolution(candidate, K.ADMISSION_VOTE, date(2024, 7, 8))
    step = take(candidate, K.ADMISSION_VOTE, TODAY, resolution=made)
    assert (step.happened_on, step.passed, step.voting_due, step.resolution) == (date(2024, 7, 8), True, None, made)
    assert "应到 4 人、实到 3 人，赞成 3 票、反对 0 票、弃权 0 票，无记名投票" in Done(step, late=0).votes
    take(candidate, K.ADMISSION_APPROVAL)
    assert candidate.member.joined_on == date(2024, 7, 8)


def test_a_vote_without_a_resolution_or_with_that_of_another_person_nature_or_branch_is_refused(branch):
    candidate = file(branch, until=K.PUBLICITY)
    on = date(2024, 7, 8)
    others = (
        resolution(candidate, K.ADMISSION_VOTE, on, person_name="别人"),
        resolution(candidate, K.CONFIRMATION_VOTE, on),
        resolution(candidate, K.ADMISSION_VOTE, on, branch=people.branch(branch.court)),
    )
    for other in others:
        with pytest.raises(Refused, match="这项决议不是"):
            take(candidate, K.ADMISSION_VOTE, resolution=other)
    with pytest.raises(Refused, match="还没有登记的，请先登记支部党员大会"):
        take(candidate, K.ADMISSION_VOTE, resolution=None)


def test_a_vote_is_secret_or_the_exception_is_explained(branch):
    candidate = file(branch, until=K.PUBLICITY)
    made = resolution(candidate, K.ADMISSION_VOTE, DAYS[K.ADMISSION_VOTE], is_secret=False)
    for words in ({}, {"special": True}, {"note": "无异议"}):
        with pytest.raises(Refused, match="应当无记名投票"):
            take(candidate, K.ADMISSION_VOTE, resolution=made, **words)
    step = take(candidate, K.ADMISSION_VOTE, resolution=made, special=True, note="人数极少，经请示机关党委")
    assert Done(step, late=0).votes.endswith("举手表决")


def test_the_reason_of_an_open_vote_is_taken_from_the_meeting(branch):
    candidate = file(branch, until=K.PUBLICITY)
    why = {"is_secret": False, "open_reason": "会场没有选票"}
    made = resolution(candidate, K.ADMISSION_VOTE, DAYS[K.ADMISSION_VOTE], **why)
    step = take(candidate, K.ADMISSION_VOTE, resolution=made)
    assert Done(step, late=0).votes.endswith("举手表决，原因：会场没有选票")


def test_a_resolution_that_a_file_rests_on_is_corrected_in_place_and_not_taken_away(branch):
    candidate = file(branch, until=K.PUBLICITY)
    made = resolution(candidate, K.ADMISSION_VOTE, date(2024, 7, 8))
    step = take(candidate, K.ADMISSION_VOTE, resolution=made)
    meeting = made.activity
    said = {"activity": meeting, "nature": made.nature, "person_name": "陈申请", "text": "接收"}
    rows.put_resolutions(meeting, [Resolution(votes_for=4, passed=True, **said)])
    step.refresh_from_db()
    assert (step.resolution_id, step.resolution.votes_for) == (made.pk, 4)
    assert not Done(step, late=0).differs
    with pytest.raises(Refused, match="不能更正为未通过"):
        rows.put_resolutions(meeting, [Resolution(votes_for=2, passed=False, **said)])
    with pytest.raises(Refused, match="发展党员档案的依据"):
        rows.put_resolutions(meeting, [])
    step.resolution.activity.state = ActivityState.SENT_BACK
    assert Done(step, late=0).differs


@pytest.mark.parametrize("kind", [K.ADMISSION_VOTE, K.CONFIRMATION_VOTE])
def test_an_assembly_whose_vote_took_effect_is_corrected_in_all_but_the_outcome(branch, kind):
    """Those it admitted or confirmed stand on the roster of its day since: they were not due, or did not vote."""
    voters, day = formal_members(branch, 3), DAYS[kind]
    candidate = file(branch, until=ORDER[ORDER.index(kind) - 1])
    vote = Vote("", 3, nature=NATURES[kind], person=candidate.name, secret=True)
    meeting = meetings.activity(branch=branch, held_on=day, resolutions=[vote])
    take(candidate, kind, resolution=meeting.resolutions.get())
    for later in ORDER[ORDER.index(kind) + 1 :]:
        take(candidate, later)
    before = snapshot_of(meeting)
    raw = MultiValueDict(form_data_of(meeting) | {"place": ["礼堂"], "branch": [str(branch.pk)]})
    form = MeetingForm(raw, user=people.secretary(branch), on=TODAY, checking=True, record=meeting, fixed=True)
    assert form.is_valid(), form.errors
    assert form.faults() == []
    correction = {"reason": "记错了", "by": people.secretary(branch), "at": at(), "version": None}
    activity_correct(activity=meeting, entry=form.entry, submission_key=uuid4(), **correction)
    meeting.refresh_from_db()
    after = snapshot_of(meeting)
    assert after["facts"] == before["facts"] | {"place": "礼堂"}
    assert after["people"] == before["people"]
    assert (meeting.voting_due, meeting.resolutions.get().passed) == (len(voters), True)
    turned = replace(form.entry, resolutions=(replace(vote, votes_for=1, votes_against=2),))
    with pytest.raises(Refused, match=r"不能更正为未通过；.+请先在档案里撤销"):
        activity_correct(activity=meeting, entry=turned, submission_key=uuid4(), **correction)
    with pytest.raises(Refused, match="不能作废；请先在档案里撤销"):
        activity_cancel(activity=meeting, reason="误", by=people.committee_account(branch.court), at=at())


def test_a_failed_vote_may_be_taken_again(branch):
    candidate = file(branch, until=K.PUBLICITY)
    on = DAYS[K.ADMISSION_VOTE]
    failed = resolution(candidate, K.ADMISSION_VOTE, on, votes_for=2, passed=False)
    assert not take(candidate, K.ADMISSION_VOTE, resolution=failed).passed
    with pytest.raises(Refused, match="还没有办理“支部大会讨论接收”"):
        take(candidate, K.ADMISSION_APPROVAL)
    assert take(candidate, K.ADMISSION_VOTE, date(2024, 7, 10)).passed


def test_a_refused_approval_asks_for_another_vote(branch):
    candidate = file(branch, until=K.ADMISSION_VOTE)
    take(candidate, K.ADMISSION_APPROVAL, passed=False, note="材料不全")
    assert (candidate.stage, candidate.member) == (Stage.PROSPECT, None)
    with pytest.raises(Refused, match="不能早于“党委审批接收”（未通过）的日期 2024-08-01"):
        take(candidate, K.ADMISSION_VOTE, date(2024, 7, 20))
    take(candidate, K.ADMISSION_VOTE, date(2024, 9, 2))
    take(candidate, K.ADMISSION_APPROVAL, date(2024, 9, 20))
    assert candidate.member.joined_on == date(2024, 9, 2)


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


# --- Files ----------------------------------------------------------------------------------------


def test_one_open_file_a_person_and_none_for_a_member(branch):
    file(branch)
    with pytest.raises(Refused, match="正在办理"):
        file(branch)
    people.member(branch, "老党员", born_on=date(1980, 1, 1))
    with pytest.raises(Refused, match="已登记为本院党员"):
        file(branch, name="老党员", born_on=date(1980, 1, 1))
    with pytest.raises(Refused, match="校验位"):
        file(branch, name="另一人", identity_number="110105194912310021")
    with pytest.raises(Refused, match="不能晚于今天"):
        file_open(branch=branch, applied_on=TODAY + DAY, by=None, at=at(), name="未来")
    assert file(people.branch(), name="陈申请").stage == Stage.APPLICANT  # another court's


def test_who_left_the_party_may_apply_again_and_the_old_row_stays(branch):
    former = people.member(branch, "旧党员", born_on=date(1990, 3, 3), joined_on=date(2012, 7, 1))
    account = people.user(member=former)
    for reason, why in ((MembershipEnd.TRANSFERRED, "仍是党员"), (MembershipEnd.DECEASED, "已登记去世")):
        Membership.objects.within(branch).filter(member=former).update(ends_on=date(2022, 1, 1), ended_by=reason)
        with pytest.raises(Refused, match=why):
            file(branch, name="旧党员", born_on=date(1990, 3, 3))
    Membership.objects.within(branch).filter(member=former).update(ended_by=MembershipEnd.LEFT)
    candidate = file(branch, name="旧党员", born_on=date(1990, 3, 3), until=K.ADMISSION_APPROVAL)
    former.refresh_from_db()
    account.refresh_from_db()
    assert candidate.member.pk != former.pk
    assert (former.admitted_again, former.joined_on, former.user) == (True, date(2012, 7, 1), None)
    assert account.member.pk == candidate.member.pk
    take(candidate, K.DISQUALIFICATION_VOTE, date(2025, 2, 1))
    take(candidate, K.DISQUALIFICATION, date(2025, 3, 1))
    assert file(branch, name="旧党员", born_on=date(1990, 3, 3)).state == FileState.OPEN


def test_a_member_on_probation_is_taken_over(branch):
    member = people.member(branch, status=MemberStatus.PROBATIONARY, joined_on=date(2026, 1, 31))
    candidate = file_take_over(member=member, by=None, at=at())
    assert (candidate.stage, candidate.began_on) == (Stage.PROBATIONARY, date(2026, 1, 31))
    with pytest.raises(Refused, match="已有发展档案"):
        file_take_over(member=member, by=None, at=at())
    with pytest.raises(Refused, match="入党日期"):
        file_take_over(member=people.member(branch, status=MemberStatus.PROBATIONARY), by=None, at=at())
    with pytest.raises(Refused, match="不是预备党员"):
        file_take_over(member=people.member(branch), by=None, at=at())
    take(candidate, K.CONFIRMATION_APPLICATION, date(2026, 10, 1))
    with pytest.raises(Refused, match="预备期到 2027-01-31 满"):
        take(candidate, K.CONFIRMATION_VOTE, date(2026, 11, 1))


def test_of_two_who_go_on_from_the_same_state_one_is_told(branch):
    candidate = file(branch)
    stale = Candidate.objects.within(branch).get()
    take(candidate, K.TALK)
    taken = Taken(happened_on=DAYS[K.TALK])
    with pytest.raises(EditConflict, match="刚有人办理过"):
        step_take(candidate=stale, version=stale.version, kind=K.TALK, taken=taken, by=None, at=at())


def test_a_change_of_the_person_keeps_the_number_out_of_the_trail(branch):
    candidate = file(branch)
    file_change(candidate=candidate, version=1, by=None, name="陈改名", identity_number="11010519491231002X")
    event = AuditEvent.objects.get(action="development.file_change")
    assert event.detail["after"] == {"name": "陈改名"}
    assert "11010519491231002X" not in str(event.detail)
    assert Candidate.objects.within(branch).get().masked_identity_number == "1101************2X"


# --- Mistakes, and another branch -----------------------------------------------------------------


def withdraw(candidate, *, decisions=False, reason="日期登记有误", by=None):
    return step_withdraw(
        candidate=candidate, version=candidate.version, decisions=decisions, reason=reason, by=by, at=at()
    )


def test_the_last_step_is_withdrawn_with_a_reason_and_taken_anew(branch):
    candidate = file(branch, until=K.ACTIVIST_FIXED)
    with pytest.raises(Refused, match="请填写撤销的原因"):
        withdraw(candidate, reason=" ")
    with pytest.raises(Refused, match="由党支部登记，请党支部撤销"):
        withdraw(candidate, decisions=True)
    withdraw(candidate)
    assert candidate.stage == Stage.APPLICANT
    take(candidate, K.ACTIVIST_FIXED, date(2023, 3, 2))
    kept = Step.objects.within(branch).filter(kind=K.ACTIVIST_FIXED).order_by("pk")
    assert [step.withdrawal_reason for step in kept] == ["日期登记有误", ""]
    assert AuditEvent.objects.filter(action="development.step_withdraw").count() == 1


def test_what_began_a_file_or_took_effect_is_not_withdrawn(branch):
    with pytest.raises(Refused, match="没有可以撤销的步骤"):
        withdraw(file(branch))
    admitted = file(branch, until=K.ADMISSION_APPROVAL, name="另一人")
    with pytest.raises(Refused, match="已经生效，不能撤销"):
        withdraw(admitted, decisions=True)


def test_contacts_named_by_mistake_are_withdrawn_and_those_before_go_on(branch):
    candidate = file(branch, until=K.CONTACTS)
    first, second = formal_members(branch)
    take(candidate, K.CONTACTS, date(2023, 6, 1), people=(first, people.member(branch)))
    withdraw(candidate)
    present = Sponsor.objects.within(branch).filter(ends_on=None)
    assert {sponsor.member for sponsor in present} == {first, second}
    withdraw(candidate)
    assert not Sponsor.objects.within(branch).exists()


def test_a_confirmation_and_a_disqualification_are_made_good(branch):
    candidate = file(branch, until=K.CONFIRMATION_APPROVAL)
    withdraw(candidate, decisions=True)
    member = candidate.member
    member.refresh_from_db()
    assert (candidate.state, member.status, member.confirmed_on) == (FileState.OPEN, MemberStatus.PROBATIONARY, None)
    withdraw(candidate)
    take(candidate, K.DISQUALIFICATION_VOTE, date(2025, 7, 3))
    take(candidate, K.DISQUALIFICATION, date(2025, 8, 1))
    with pytest.raises(Refused, match="“党委审批取消预备党员资格”，请由机关党委在档案里撤销这一步"):
        undo_leaving(member)
    withdraw(candidate, decisions=True)
    assert Membership.objects.within(branch).get(member=member).ends_on is None
    assert candidate.state == FileState.OPEN


def undo_leaving(member):
    return member_leave_undo(member=member, reason="登记有误", by=None, on=TODAY)


# --- Ways out, and what was written down wrongly --------------------------------------------------


def test_the_file_of_a_probationary_member_who_left_is_closed(branch):
    candidate = file(branch, until=K.OATH)
    with pytest.raises(Refused, match="仍在册"):
        take(candidate, K.CLOSED, TODAY, note="转出")
    last_on = date(2025, 3, 1)
    member_leave(member=candidate.member, last_on=last_on, reason=MembershipEnd.TRANSFERRED, by=None)
    assert [each.window.kind for each in awaited_of([candidate], TODAY)] == [K.CLOSED]
    with pytest.raises(Refused, match="请填写原因"):
        take(candidate, K.CLOSED, last_on)
    with pytest.raises(Refused, match="不能早于离开的日期 2025-03-01"):
        take(candidate, K.CLOSED, last_on - DAY, note="转出组织关系")
    take(candidate, K.CLOSED, last_on, note="转出组织关系")
    assert (candidate.state, awaited_of([candidate], TODAY)) == (FileState.CLOSED, [])
    with pytest.raises(Refused, match="“结束档案”，请先在档案里撤销这一步"):
        undo_leaving(candidate.member)
    withdraw(candidate)
    undo_leaving(candidate.member)
    assert candidate.state == FileState.OPEN


def test_a_file_that_ended_with_an_earlier_leaving_does_not_keep_a_later_one(branch):
    candidate = file(branch, until=K.OATH)
    member, last_on = candidate.member, date(2025, 3, 1)
    member_leave(member=member, last_on=last_on, reason=MembershipEnd.TRANSFERRED, by=None)
    take(candidate, K.CLOSED, last_on, note="转出组织关系")
    member_return(member=member, branch=branch, group=None, on=last_on + DAY, by=None)
    member_leave(member=member, last_on=last_on + DAY, reason=MembershipEnd.DECEASED, by=None)
    undo_leaving(member)
    assert last_membership(member).ends_on is None


def correct(candidate, kind, reason="日期登记有误", **values):
    step = Step.objects.within(candidate.court).get(candidate=candidate, kind=kind)
    version = candidate.version
    return step_correct(candidate=candidate, step=step, version=version, values=values, reason=reason, by=None, at=at())


def test_an_earlier_step_is_corrected_with_a_reason_and_keeps_what_it_said(branch):
    candidate = file(branch, until=K.INTRODUCERS)
    with pytest.raises(Refused, match="请填写更正的原因"):
        correct(candidate, K.ACTIVIST_FIXED, reason=" ", happened_on=date(2023, 2, 28))
    candidate.refresh_from_db()
    made = correct(candidate, K.ACTIVIST_FIXED, happened_on=date(2023, 2, 28), document="支委会记录")
    assert made.differences == [("日期", "2023-03-01", "2023-02-28"), ("文号或材料", "—", "支委会记录")]
    correct(candidate, K.APPLICATION, happened_on=date(2023, 1, 9))
    candidate.refresh_from_db()
    assert (candidate.began_on, candidate.stage) == (date(2023, 1, 9), Stage.PROSPECT)
    assert AuditEvent.objects.filter(action="development.step_correct").count() == 2


@pytest.mark.parametrize(
    ("kind", "values", "why"),
    [
        (K.ACTIVIST_FIXED, {"happened_on": date(2023, 1, 19)}, "不能早于“派人谈话”的日期 2023-01-20"),
        (K.ACTIVIST_FIXED, {"happened_on": date(2023, 3, 2)}, "后面的“确定为发展对象”（2024-03-01）就不合规定"),
        (K.TRAINING, {"ends_on": date(2024, 5, 7)}, "一般不少于 3 天"),
        (K.TALK, {"note": ""}, "没有改动任何内容"),
        (K.CONTACTS, {"happened_on": date(2023, 4, 1)}, "以会议记录、人员记录为准"),
        (K.PUBLICITY, {"happened_on": TODAY + DAY}, "不能晚于今天"),
    ],
)
def test_a_correction_that_breaks_a_rule_is_refused(branch, kind, values, why):
    candidate = file(branch, until=K.PUBLICITY)
    with pytest.raises(Refused, match=why):
        correct(candidate, kind, **values)


def test_a_corrected_day_of_confirmation_stands_in_the_members_record(branch):
    candidate = file(branch, until=K.CONFIRMATION_APPROVAL)
    correct(candidate, K.CONFIRMATION_APPROVAL, confirmed_on=date(2025, 7, 15))
    candidate.member.refresh_from_db()
    assert candidate.member.confirmed_on == date(2025, 7, 15)
    candidate.refresh_from_db()
    correct(candidate, K.CONFIRMATION_APPROVAL, confirmed_on=None)  # the end of probation
    candidate.member.refresh_from_db()
    assert candidate.member.confirmed_on == date(2025, 7, 1)


def test_what_a_withdrawn_step_had_set_aside_stands_again(branch):
    candidate = file(branch, until=K.CONFIRMATION_VOTE)
    take(candidate, K.EXTENSION_VOTE, date(2025, 7, 10))
    take(candidate, K.EXTENSION, date(2025, 7, 20))
    withdraw(candidate, decisions=True)
    withdraw(candidate)
    take(candidate, K.CONFIRMATION_APPROVAL)
    assert candidate.member.confirmed_on == date(2025, 7, 1)


def test_a_withdrawn_extension_leaves_aside_what_was_aside_before(branch):
    candidate = file(branch, until=K.CONFIRMATION_VOTE)
    take(candidate, K.CONFIRMATION_APPROVAL, passed=False, note="材料不全")
    take(candidate, K.EXTENSION_VOTE, date(2025, 8, 10))
    take(candidate, K.EXTENSION, date(2025, 8, 20))
    withdraw(candidate, decisions=True)
    withdraw(candidate)
    take(candidate, K.CONFIRMATION_VOTE, date(2025, 8, 21))
    take(candidate, K.CONFIRMATION_APPROVAL, date(2025, 9, 1))
    assert candidate.state == FileState.CONFIRMED


def test_a_stopped_file_goes_on_when_the_stopping_was_a_mistake(branch):
    candidate = file(branch, until=K.TALK)
    take(candidate, K.STOPPED, date(2023, 5, 1), note="误填")
    withdraw(candidate)
    assert candidate.state == FileState.OPEN


def test_a_file_is_handed_over_with_its_history(branch):
    other = people.branch(branch.court)
    candidate = file(branch, until=K.CONTACTS)
    file_move(candidate=candidate, version=candidate.version, to_branch=other, by=None)
    assert candidate.branch == other
    assert {step.branch for step in Step.objects.within(other)} == {branch}  # what was done stays where it was
    with pytest.raises(Refused, match="已在"):
        file_move(candidate=candidate, version=candidate.version, to_branch=other, by=None)
    with pytest.raises(Refused, match="本院"):
        file_move(candidate=candidate, version=candidate.version, to_branch=people.branch(), by=None)
    admitted = file(branch, until=K.ADMISSION_APPROVAL, name="另一人")
    with pytest.raises(Refused, match="应随人移交"):
        file_move(candidate=admitted, version=admitted.version, to_branch=other, by=None)


def test_the_file_of_a_probationary_member_goes_along_to_another_branch_whose_assembly_confirms(branch):
    other = people.branch(branch.court)
    candidate = file(branch, until=K.CONFIRMATION_APPLICATION)
    member_move(member=candidate.member, to_branch=other, to_group=None, on=date(2025, 6, 25), by=None)
    candidate.refresh_from_db()
    assert candidate.branch == other
    of_old = resolution(candidate, K.CONFIRMATION_VOTE, date(2025, 7, 2), branch=branch)
    with pytest.raises(Refused, match="这项决议不是"):
        take(candidate, K.CONFIRMATION_VOTE, resolution=of_old)
    step = take(candidate, K.CONFIRMATION_VOTE)
    assert step.branch == other
    assert AuditEvent.objects.filter(action="development.file_move").count() == 1


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
