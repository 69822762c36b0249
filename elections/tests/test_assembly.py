"""The assembly of an election and its ballots, with the numbers at the edges."""

from datetime import timedelta

import pytest

from activities.tests import factories as meetings
from branches.services.members import voting_suspend
from branches.tests import factories as people
from core.errors import Refused
from elections import services
from elections.choices import Stage
from elections.models import Ballot, Candidate, CandidateVotes
from elections.selectors.assembly import standing
from elections.selectors.steps import stage_of
from elections.tests.factories import TODAY, Stages, branch_with_term, members_of

pytestmark = pytest.mark.django_db

DAY = timedelta(1)


# --- Assembly -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("members", "absent", "held"), [(20, 4, True), (20, 5, False), (18, 3, True), (18, 4, False)])
def test_four_fifths_must_be_there(members, absent, held):
    stages = Stages(branch_with_term(members)).listed()
    if held:
        stages.hold(absent)
        assert (stages.election.voting_due, stages.election.voting_present) == (members, members - absent)
    else:
        least = 16 if members == 20 else 15
        words = f"应到 {members} 人，实到 {members - absent} 人，不足五分之四（至少 {least} 人）"
        with pytest.raises(Refused, match=words):
            stages.hold(absent)


def test_those_without_a_vote_are_on_the_roster_only(stages):
    stages.listed()
    people.member(stages.branch, status="PROBATIONARY")
    election = stages.hold()
    assert (election.roster_due, election.voting_due, election.voting_present) == (21, 20, 20)


def test_attendance_comes_from_the_branch_s_own_record(stages):
    stages.listed()
    away = members_of(stages.branch)[-2:]
    record = meetings.activity("BRANCH_ASSEMBLY", stages.branch, TODAY, absent=away)
    election = stages.hold(absent=4)
    assert (election.voting_present, election.activity, election.absent) == (18, record, [])
    with pytest.raises(Refused, match="已经有记录"):
        services.draft_minutes(election=election, by=stages.secretary)


def test_the_record_of_the_assembly_opens_with_what_was_noted(stages):
    stages.listed()
    election = stages.hold(absent=1)
    draft = services.draft_minutes(election=election, by=stages.secretary)
    away = str(members_of(stages.branch)[-1].pk)
    assert draft.data["held_on"] == ["2024-06-03"]
    assert (draft.data["absent"], draft.data["kind"]) == ([away], ["BRANCH_ASSEMBLY"])


def test_a_candidate_does_not_count_and_must_still_be_there(stages):
    stages.listed()
    name = members_of(stages.branch)[0].name
    with pytest.raises(Refused, match=f"{name}是候选人，不能担任计票人"):
        stages.hold(tellers=f"李某、{name}")
    voting_suspend(member=members_of(stages.branch)[0], starts_on=TODAY, decision="决定", by=None)
    with pytest.raises(Refused, match=f"候选人{name}在 2024-06-03 已不是本支部有选举权的党员"):
        stages.hold()


def test_a_day_to_come_or_before_the_last_step_is_no_fact(stages):
    stages.listed()
    with pytest.raises(Refused, match="2024-06-04 还没有到"):
        stages.hold(on=TODAY + DAY)
    with pytest.raises(Refused, match="不能早于上一步“同意候选人预备人选”的 2024-06-03"):
        stages.hold(on=TODAY - DAY)


# --- Ballots ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ({"issued": 21}, "发出选票 21 张，多于有选举权的实到 20 人"),
        ({"issued": 19}, "收回 20 张，多于发出的 19 张"),
        ({"returned": 19}, "有效票 20 张，多于收回的 19 张"),
        ({"valid": 17}, "得 18 票，多于有效票 17 张"),
        ({"valid": 18}, "得票合计 55，多于有效票 18 张 × 应选 3 名 = 54"),
    ],
)
def test_ballots_that_cannot_be(stages, figures, words):
    stages.assembled()
    with pytest.raises(Refused, match=words):
        stages.count(18, 18, 18, 1, **figures)
    assert not Ballot.objects.within(stages.branch).exists()


def test_more_returned_than_issued_is_void_and_voted_again(stages):
    stages.assembled()
    with pytest.raises(Refused, match="没有多于发出的 19 张"):
        stages.count_as(services.Counted(issued=19, returned=19))
    stages.count_as(services.Counted(issued=19, returned=20))
    assert stage_of(stages.election) == Stage.TO_VOTE
    assert stages.count(20, 19, 18, 1).number == 2
    assert [each.is_void for each in Ballot.objects.within(stages.branch)] == [True, False]


def test_equal_votes_at_the_last_seat_are_voted_on_again(stages):
    stages.assembled()
    stages.count(20, 14, 12, 12)
    tied = [row.member for row in standing(stages.election)]
    assert tied == members_of(stages.branch)[2:4]
    everybody = {row.pk: 1 for row in Candidate.objects.within(stages.branch)}
    with pytest.raises(Refused, match="候选人名单已经变化"):
        stages.count_as(services.Counted(20, 20, 20, everybody))
    second = stages.count(7, 13)
    assert (second.seats, stage_of(stages.election)) == (1, Stage.TO_DIVIDE)
    elected = Candidate.objects.within(stages.branch).filter(elected_in__isnull=False)
    assert {row.member for row in elected} == {*members_of(stages.branch)[:2], members_of(stages.branch)[3]}
    assert CandidateVotes.objects.within(stages.branch).count() == 6


def test_too_few_elected_vote_again_for_the_rest_or_leave_the_seats(stages):
    stages = Stages(branch_with_term(20), seats=5)
    stages.assembled()
    stages.count(20, 18, 10, 10, 9, 8)
    assert len(standing(stages.election)) == 4
    with pytest.raises(Refused, match="已选出 2 名，不足 3 名"):
        services.reduce_seats(reason="大会决定", **stages.asked)
    stages.count(15, 14, 9, 5)
    services.reduce_seats(reason="大会决定不再选举", **stages.asked)
    stages.election.refresh_from_db()
    assert (stages.election.seats, stage_of(stages.election)) == (4, Stage.TO_DIVIDE)
