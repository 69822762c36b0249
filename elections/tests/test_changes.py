"""What goes otherwise than planned: somebody leaves, a round was mistyped, a name was written on the ballots."""

import pytest

from activities.tests import factories as meetings
from branches.models import Post
from branches.services.members import voting_suspend
from branches.services.memberships import member_leave
from branches.tests import factories as people
from core.errors import Refused
from elections import services
from elections.choices import Stage
from elections.models import Ballot, Candidate, ElectionStep
from elections.selectors.assembly import elected_rows, standing
from elections.selectors.steps import stage_of
from elections.services import Counted
from elections.tests.factories import TODAY, Stages, branch_with_term, members_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def stages():
    return Stages(branch_with_term(20))


def drop(stages, number, **fields):
    """The candidate whose member is the branch's `number`-th leaves."""
    row = Candidate.objects.within(stages.branch).get(member=members_of(stages.branch)[number])
    asked = {"reason": "组织关系转出", **stages.asked, **fields}
    services.drop_candidate(candidate=row, **asked)


def names(rows):
    return [row.member.name for row in rows]


# --- Somebody leaves ----------------------------------------------------------------------------------


def test_with_enough_others_the_election_goes_on(stages):
    stages.listed(members_of(stages.branch)[:5])
    with pytest.raises(Refused, match="请写明退出的理由"):
        drop(stages, 0, reason=" ")
    drop(stages, 0)
    assert (stage_of(stages.election), names(standing(stages.election))) == (
        Stage.TO_ASSEMBLE,
        ["选01", "选02", "选03", "选04"],
    )
    with pytest.raises(Refused, match="现在不是候选人"):
        drop(stages, 0)
    stages.hold()
    drop(stages, 1)
    assert stage_of(stages.election) == Stage.TO_NOMINATE  # three for three seats are too few


def test_a_candidate_who_lost_the_vote_before_another_assembly_is_no_dead_end(stages):
    stages.assembled()
    stages.count(20, 12, 8, 8)
    voting_suspend(member=members_of(stages.branch)[2], starts_on=TODAY, decision="决定", by=None)
    with pytest.raises(Refused, match="选02在 2024-06-03 已不是本支部有选举权的党员，请先办理“候选人、当选人退出”"):
        stages.hold()
    drop(stages, 2)
    assert stage_of(stages.election) == Stage.TO_NOMINATE
    rows = members_of(stages.branch)
    with pytest.raises(Refused, match="选00在前面的轮次已经当选"):
        services.nominate(members=[rows[0], rows[3]], **stages.asked)
    services.nominate(members=[rows[3], rows[5]], **stages.asked)
    services.hear_opinions(text="没有不同意见", **stages.asked)
    services.answer_candidates(**stages.answer)
    stages.hold()
    stages.count(3, 16)
    assert names(elected_rows(stages.election)) == ["选00", "选01", "选05"]
    assert stage_of(stages.election) == Stage.TO_DIVIDE


@pytest.mark.parametrize("leaves_empty", [True, False])
def test_an_elected_one_who_leaves_is_followed_by_a_vote_or_by_an_empty_seat(leaves_empty):
    stages = Stages(branch_with_term(20), seats=4).assembled()
    stages.count(20, 19, 18, 17, 1)
    stages.divide("SECRETARY", "ORGANIZATION", "PUBLICITY", "DISCIPLINE")
    member_leave(member=members_of(stages.branch)[0], last_on=TODAY.replace(day=2), reason="LEFT", by=None)
    with pytest.raises(Refused, match="当选人选00在 2024-06-03 已不是本支部有选举权的党员"):
        services.report_result(**stages.asked)
    drop(stages, 0)
    assert stage_of(stages.election) == Stage.TO_NOMINATE  # one is left for one seat
    if leaves_empty:
        services.reduce_seats(reason="大会决定空缺", **stages.asked)
        kinds = ("SECRETARY", "PUBLICITY", "DISCIPLINE")
    else:
        rows = members_of(stages.branch)
        services.nominate(members=[rows[3], rows[4]][1:] + [rows[5]], **stages.asked)
        services.hear_opinions(text="没有不同意见", **stages.asked)
        services.answer_candidates(**stages.answer)
        stages.hold()
        stages.count(15, 4)
        kinds = ("SECRETARY", "PUBLICITY", "DISCIPLINE", "COMMITTEE_MEMBER")
    stages.divide(*kinds)
    services.report_result(**stages.asked)
    services.answer_result(**stages.answer, starts_on=TODAY)
    posts = Post.objects.within(stages.branch).filter(ends_on=None)
    assert set(posts.values_list("kind", flat=True)) == set(kinds)
    assert members_of(stages.branch)[0].pk not in posts.values_list("member", flat=True)


def test_a_result_is_not_recorded_for_somebody_who_left_but_may_be_sent_back(stages):
    stages.reported()
    member_leave(member=members_of(stages.branch)[1], last_on=TODAY.replace(day=2), reason="LEFT", by=None)
    with pytest.raises(Refused, match="当选人选01"):
        services.answer_result(**stages.answer)
    services.answer_result(**{**stages.answer, "agreed": False, "reason": "当选人已转出"})
    drop(stages, 1)
    assert stage_of(stages.election) == Stage.TO_NOMINATE


# --- A round that was mistyped ------------------------------------------------------------------------


def correct(stages, ballot, *votes, reason="抄错一行", **fields):
    rows = [row.candidate for row in ballot.votes.order_by("candidate__order") if not row.written_in]
    counted = {"issued": 20, "returned": 20, "valid": 20, **fields}
    by_candidate = {row.pk: each for row, each in zip(rows, votes, strict=True)}
    asked = {name: value for name, value in stages.asked.items() if name != "election"}
    return services.correct_ballot(
        ballot=ballot, counted=Counted(votes=by_candidate, **counted), reason=reason, **asked
    )


def test_a_mistyped_round_is_put_right_beside_the_original(stages):
    stages.divided()
    first = Ballot.objects.within(stages.branch).get()
    with pytest.raises(Refused, match="请写明更正的理由"):
        correct(stages, first, 20, 19, 1, 18, reason="")
    second = correct(stages, first, 20, 19, 1, 18)
    first.refresh_from_db()
    assert (first.replaced, second.corrects, second.number) == (True, first, 1)
    assert [row.votes for row in first.votes.all()] == [20, 19, 18, 1]
    assert names(elected_rows(stages.election)) == ["选00", "选01", "选03"]
    assert stage_of(stages.election) == Stage.TO_DIVIDE
    with pytest.raises(Refused, match="已经更正过"):
        correct(stages, first, 20, 19, 18, 1)


def test_a_correction_that_changes_nobody_s_seat_leaves_the_division(stages):
    stages.divided()
    correct(stages, Ballot.objects.within(stages.branch).get(), 19, 19, 18, 1)
    assert stage_of(stages.election) == Stage.TO_REPORT
    assert [row.post_kind for row in elected_rows(stages.election)] == ["SECRETARY", "ORGANIZATION", "PUBLICITY"]


def test_a_correction_may_open_a_seat_or_make_a_round_void_or_valid(stages):
    stages.elected()
    opened = correct(stages, Ballot.objects.within(stages.branch).get(), 20, 19, 10, 10)
    assert (stage_of(stages.election), names(standing(stages.election))) == (Stage.TO_VOTE, ["选02", "选03"])
    asked = {name: value for name, value in stages.asked.items() if name != "election"}
    void = services.correct_ballot(ballot=opened, counted=Counted(19, 20), reason="多收一张", **asked)
    assert (stage_of(stages.election), len(standing(stages.election)), elected_rows(stages.election)) == (
        *(Stage.TO_VOTE, 4),
        [],
    )
    votes = {row.pk: each for row, each in zip(standing(stages.election), (20, 19, 18, 1), strict=True)}
    services.correct_ballot(ballot=void, counted=Counted(20, 20, 20, votes), reason="清点有误", **asked)
    assert stage_of(stages.election) == Stage.TO_DIVIDE


def test_a_round_on_which_another_was_built_keeps_its_outcome(stages):
    stages.assembled()
    first = stages.count(20, 14, 12, 12)
    stages.count(7, 13)
    with pytest.raises(Refused, match="与后来办理的不符"):
        correct(stages, first, 20, 14, 13, 12)
    correct(stages, first, 19, 14, 12, 12)
    assert names(elected_rows(stages.election)) == ["选00", "选01", "选03"]


def test_a_result_that_was_recorded_is_not_counted_again(stages):
    stages.done()
    with pytest.raises(Refused, match="不能更正计票"):
        correct(stages, Ballot.objects.within(stages.branch).get(), 20, 19, 1, 18)


def withdrawn(stages):
    services.withdraw_step(reason="填写有误", **stages.asked)
    step = ElectionStep.objects.within(stages.branch).last()
    return step.summary, step.stage


def test_a_withdrawal_says_what_it_takes_back_and_not_what_stays(stages):
    stages.listed(members_of(stages.branch)[:5])
    services.exclude_from_due(members=members_of(stages.branch)[-1:], decision="决定", text="卧病", **stages.asked)
    drop(stages, 0)
    assert withdrawn(stages) == ("撤回“提出候选人预备人选”。", Stage.TO_NOMINATE)


def test_after_a_correction_the_division_is_taken_back(stages):
    stages.divided()
    correct(stages, Ballot.objects.within(stages.branch).get(), 19, 19, 18, 1)
    assert withdrawn(stages) == ("撤回“支委会分工”。", Stage.TO_DIVIDE)


# --- Written in ---------------------------------------------------------------------------------------


def count_with(stages, *votes, others, **fields):
    present = stages.election.voting_present
    by_candidate = {row.pk: each for row, each in zip(standing(stages.election), votes, strict=True)}
    return stages.count_as(Counted(present, present, present, by_candidate, others, **fields))


def test_somebody_who_was_not_on_the_ballots_may_be_elected(stages):
    stages.assembled()
    rows = members_of(stages.branch)
    count_with(stages, 20, 19, 4, 3, others={rows[7].pk: 11, rows[8].pk: 2})
    assert names(elected_rows(stages.election)) == ["选00", "选01", "选07"]
    assert stage_of(stages.election) == Stage.TO_DIVIDE
    stages.divide("SECRETARY", "ORGANIZATION", "PUBLICITY")


def test_those_written_in_stand_again_only_where_votes_are_equal(stages):
    stages.assembled()
    rows = members_of(stages.branch)
    count_with(stages, 20, 19, 8, 3, others={rows[7].pk: 8})
    assert names(standing(stages.election)) == ["选02", "选03"]
    count_with(stages, 6, 2, others={rows[7].pk: 12})
    assert names(elected_rows(stages.election))[2:] == ["选07"]


def test_who_is_written_in_has_a_vote_in_the_branch_and_counts_with_the_others(stages):
    stages.assembled()
    rows = members_of(stages.branch)
    stranger = people.member(people.branch(stages.branch.court))
    for wrong, words in (
        ({stranger.pk: 1}, "另选的人应是当天本支部有选举权的党员"),
        ({rows[0].pk: 1}, "选00已在选票上或已经当选"),
        ({rows[7].pk: 3}, "得票合计 61，多于有效票 20 张 × 应选 3 名 = 60"),
    ):
        with pytest.raises(Refused, match=words):
            count_with(stages, 20, 19, 18, 1, others=wrong)
    assert Candidate.objects.within(stages.branch).count() == 4


def test_one_who_stood_before_is_written_in_in_the_round_that_left_them_out(stages):
    rows = members_of(stages.branch)
    stages.assembled(rows[:5])
    stages.count(16, 14, 12, 12, 6)
    second = count_with(stages, 8, 8, others={rows[4].pk: 4})
    assert names(standing(stages.election)) == ["选02", "选03"]
    correct(stages, second, 8, 8, others={rows[4].pk: 4})
    assert names(standing(stages.election)) == ["选02", "选03"]


def test_one_who_was_written_in_and_drew_level_is_on_the_ballots_of_the_next_round(stages):
    rows = members_of(stages.branch)
    stages.assembled()
    first = count_with(stages, 20, 11, 11, 1, others={rows[7].pk: 11})
    second = stages.count(9, 8, 3)
    assert names(standing(stages.election)) == ["选01", "选02", "选07"]
    correct(stages, second, 9, 8, 3)
    assert names(standing(stages.election)) == ["选01", "选02", "选07"]
    stages.count(3, 4, 13)
    correct(stages, first, 20, 11, 11, 2, others={rows[7].pk: 11})


def test_a_round_may_be_put_right_whose_write_in_was_elected_later(stages):
    rows = members_of(stages.branch)
    stages.assembled()
    first = count_with(stages, 20, 19, 8, 3, others={rows[7].pk: 8})
    count_with(stages, 6, 2, others={rows[7].pk: 12})
    correct(stages, first, 20, 18, 8, 3, others={rows[7].pk: 8})
    assert names(elected_rows(stages.election)) == ["选00", "选01", "选07"]


def test_who_left_is_not_written_in(stages):
    rows = members_of(stages.branch)
    stages.assembled(rows[:6])
    drop(stages, 4)
    with pytest.raises(Refused, match="选04已于 2024-06-03 退出这次选举，不能另选"):
        count_with(stages, 20, 19, 1, 1, 1, others={rows[4].pk: 18})
    first = stages.count(20, 10, 10, 10, 10)
    drop(stages, 0)
    with pytest.raises(Refused, match="选00已于 2024-06-03 退出这次选举，不能另选"):
        count_with(stages, 10, 10, 10, 10, others={rows[0].pk: 18})
    assert Candidate.objects.within(stages.branch).get(member=rows[0]).elected_in == first


def test_a_round_may_be_put_right_whose_write_in_left_later(stages):
    rows = members_of(stages.branch)
    stages.assembled()
    first = count_with(stages, 20, 19, 1, 1, others={rows[7].pk: 18})
    drop(stages, 7)
    second = correct(stages, first, 20, 19, 1, 0, others={rows[7].pk: 18})
    assert names(elected_rows(stages.election)) == ["选00", "选01"]
    assert Candidate.objects.within(stages.branch).get(member=rows[7]).elected_in == second


# --- Secretary alone; who does not count among those due -----------------------------------------------


def test_only_a_secretary_alone_is_elected_without_a_surplus():
    with pytest.raises(Refused, match="选举支部委员会实行差额"):
        Stages(branch_with_term(7), method="EQUAL").requested()
    small = Stages(branch_with_term(5), seats=1, method="EQUAL").assembled()
    assert "等额选举，应选 1 名，候选人不少于 1 名" in small.election.electionsteps.first().summary
    small.count(5)
    small.divide("SECRETARY")
    assert stage_of(small.election) == Stage.TO_REPORT


def test_the_quorum_leaves_out_who_was_excluded_by_a_decision(stages):
    """15 of 20 are too few; with two excluded by a decision 15 of 18 are four fifths."""
    stages.listed()
    rows = members_of(stages.branch)
    with pytest.raises(Refused, match="应到 20 人，实到 15 人"):
        stages.hold(absent=5)
    decided = {**stages.asked, "decision": "支委会 5 月 20 日决定", "text": "二人长期卧病"}
    for wrong, words in (
        ({"decision": " "}, "请填写作出决定的会议或文号"),
        ({"text": ""}, "请逐人写明"),
        ({"members": [rows[0]]}, "选00是候选人，应当计入应到"),
        ({"members": [people.member(status="PROBATIONARY")]}, "没有选举权，本来就不计入应到"),
    ):
        with pytest.raises(Refused, match=words):
            services.exclude_from_due(**{**decided, "members": rows[-2:], **wrong})
    services.exclude_from_due(members=rows[-2:], **decided)
    assert stage_of(stages.election) == Stage.TO_ASSEMBLE
    election = stages.hold(absent=5)
    assert (election.roster_due, election.voting_due, election.voting_present) == (20, 18, 15)


def test_who_was_excluded_and_came_counts_again_by_another_decision(stages):
    stages.listed()
    rows = members_of(stages.branch)
    decided = {**stages.asked, "decision": "支委会决定", "text": "长期卧病"}
    services.exclude_from_due(members=rows[-1:], **decided)
    meetings.activity("BRANCH_ASSEMBLY", stages.branch, TODAY)
    with pytest.raises(Refused, match="选19经决定不计入应到，会议记录上却到会"):
        stages.hold()
    services.exclude_from_due(members=[], **decided)
    assert stages.hold().voting_due == 20
