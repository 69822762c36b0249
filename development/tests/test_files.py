"""Files themselves: who has one, who takes it over, two who go on at once."""

from datetime import date, timedelta

import pytest

from branches.choices import MembershipEnd, MemberStatus
from branches.models import Membership
from branches.tests import factories as people
from core.errors import EditConflict, Refused
from core.models import AuditEvent
from development.choices import FileState, Stage, StepKind
from development.models import Candidate
from development.services.files import file_change, file_open, file_take_over
from development.services.steps import step_take
from development.services.taken import Taken
from development.tests.factories import DAYS, TODAY, at, file, take

pytestmark = pytest.mark.django_db
K = StepKind
DAY = timedelta(days=1)


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
