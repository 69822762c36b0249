"""What was written down wrongly, ways out, and files that go to another branch."""

from datetime import date, timedelta

import pytest

from branches.choices import MembershipEnd, MemberStatus
from branches.models import Membership
from branches.selectors.members import last_membership
from branches.services.memberships import member_leave, member_leave_undo, member_move, member_return
from branches.tests import factories as people
from core.errors import Refused
from core.models import AuditEvent
from development.choices import FileState, Stage, StepKind
from development.models import Sponsor, Step
from development.selectors.files import awaited_of
from development.services.corrections import step_correct
from development.services.files import file_move
from development.tests.factories import TODAY, at, file, formal_members, resolution, take, withdraw

pytestmark = pytest.mark.django_db
K = StepKind
DAY = timedelta(days=1)


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
