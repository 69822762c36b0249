"""Steps that rest on an assembly's vote, and what becomes of its record."""

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
from branches.tests import factories as people
from core.errors import Refused
from development.choices import Stage, StepKind
from development.natures import NATURES
from development.selectors.record import Done
from development.tests.factories import DAYS, ORDER, TODAY, at, file, formal_members, resolution, take

pytestmark = pytest.mark.django_db
K = StepKind
DAY = timedelta(days=1)


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
