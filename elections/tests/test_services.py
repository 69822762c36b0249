"""The steps of an election, sentence by sentence, with the numbers at the edges."""

from datetime import date, timedelta

import pytest

from branches.choices import PostKind
from branches.models import CommitteeTerm, Post
from branches.services.members import voting_suspend
from branches.tests import factories as people
from core.errors import Refused
from core.models import AuditEvent
from elections import services
from elections.choices import Stage
from elections.models import Candidate, ElectionStep
from elections.selectors.steps import stage_of
from elections.tests.factories import DUE, TODAY, Stages, branch_with_term, members_of

pytestmark = pytest.mark.django_db

DAY = timedelta(1)


def ask(branch, by, **fields):
    plan = services.Plan(**{"planned_on": TODAY, "seats": 3, **fields})
    return services.request_election(branch=branch, by=by, plan=plan, reasons="任期将满", on=TODAY, today=TODAY)


# --- Request and postponement -----------------------------------------------------------------------


def test_an_election_goes_from_the_request_to_the_new_committee(stages):
    stages.done()
    election, branch = stages.election, stages.branch
    before, new = CommitteeTerm.objects.within(branch).order_by("starts_on")
    assert stage_of(election) == Stage.DONE
    assert (before.ends_on, new.starts_on, new.expires_on) == (TODAY - DAY, TODAY, date(2027, 6, 3))
    assert (election.new_term, election.closed_on, election.record_number) == (new, TODAY, "机党〔2024〕8号")
    posts = Post.objects.within(branch)
    assert set(posts.filter(term=before).values_list("ends_on", flat=True)) == {TODAY - DAY}
    assert list(posts.filter(term=new, ends_on=None).values_list("kind", flat=True)) == [
        PostKind.SECRETARY,
        PostKind.ORGANIZATION,
        PostKind.PUBLICITY,
    ]
    steps = ElectionStep.objects.within(branch).filter(election=election)
    assert {step.recorded_by for step in steps} == {stages.secretary, stages.committee}
    told = set(AuditEvent.objects.filter(subject_type="elections.termelection").values_list("action", flat=True))
    assert {f"elections.{step.kind.lower()}" for step in steps} <= told


@pytest.mark.parametrize(
    ("formal", "seats", "words"),
    [
        (7, 2, "正式党员 7 名，应设支部委员会，名额 3 至 7 名，现填 2 名"),
        (7, 8, "名额 3 至 7 名，现填 8 名"),
        (6, 3, "正式党员 6 名，不足 7 名，不设支部委员会"),
        (7, 3, ""),
        (7, 7, ""),
        (6, 1, ""),
        (6, 2, ""),
    ],
)
def test_seats_follow_the_number_of_formal_members(formal, seats, words):
    branch = branch_with_term(formal)
    by = people.secretary(branch)
    if words:
        with pytest.raises(Refused, match=words):
            ask(branch, by, seats=seats)
    else:
        assert stage_of(ask(branch, by, seats=seats)) == Stage.REQUESTED


def test_the_planned_day_is_neither_past_nor_after_the_term_nor_a_year_early(stages):
    for planned_on, words in (
        (TODAY - DAY, "已经过去"),
        (DUE + DAY, "应于 2024-07-01 前完成，拟选举日期晚了 1 天；请先申请延期"),
    ):
        with pytest.raises(Refused, match=words):
            ask(stages.branch, stages.secretary, planned_on=planned_on)
    early = branch_with_term(due_on=date(2025, 6, 4))
    with pytest.raises(Refused, match="提前换届一般不超过 12 个月，最早 2024-06-04"):
        ask(early, None, planned_on=TODAY)
    assert ask(early, None, planned_on=TODAY + DAY)
    overdue = branch_with_term(due_on=TODAY - DAY)
    assert ask(overdue, None, planned_on=TODAY + DAY)


def test_the_first_election_of_a_branch_has_no_term_before():
    branch = people.branch()
    people.members(branch, 8)
    stages = Stages(branch).requested()
    assert (stages.election.term, stages.election.due_on) == (None, None)
    with pytest.raises(Refused, match="没有登记本届的起止日期"):
        services.ask_postponement(branch=branch, until=TODAY, reasons="忙", on=TODAY, today=TODAY, by=None)


def test_one_election_at_a_time_and_asked_again_after_a_refusal(stages):
    stages.requested()
    with pytest.raises(Refused, match="现在是“请示待批复”，不能报送换届请示"):
        ask(stages.branch, stages.secretary)
    with pytest.raises(Refused, match="请写明退回的理由"):
        services.answer_request(**{**stages.answer, "agreed": False})
    services.answer_request(**{**stages.answer, "agreed": False, "reason": "名额偏少"})
    again = ask(stages.branch, stages.secretary, seats=5)
    assert (again.pk, again.seats, stage_of(again)) == (stages.election.pk, 5, Stage.REQUESTED)
    assert ElectionStep.objects.within(stages.branch).count() == 3


def test_nobody_answers_in_an_election_of_which_they_took_a_step(stages):
    """The request is the secretary's, the list another officer's, the result a third one's: none of them answers."""
    people.appoint(stages.secretary, "COMMITTEE", court=stages.branch.court)
    stages.requested()
    with pytest.raises(Refused, match="“报送换届请示”是您本人登记的"):
        services.answer_request(**{**stages.answer, "by": stages.secretary})
    services.answer_request(**stages.answer)
    other = people.secretary(stages.branch)
    services.nominate(members=members_of(stages.branch)[:4], **stages.asked)
    services.hear_opinions(text="没有不同意见", **{**stages.asked, "by": other})
    with pytest.raises(Refused, match="“提出候选人预备人选”是您本人登记的"):
        services.answer_candidates(**{**stages.answer, "by": stages.secretary})
    services.answer_candidates(**stages.answer)  # who answered before may answer again


def test_nobody_answers_the_election_in_which_they_stand(stages):
    stages.listed()
    stages.hold()
    stages.count(20, 19, 18, 1)
    stages.divide("SECRETARY", "ORGANIZATION", "PUBLICITY")
    services.report_result(**stages.asked)
    judge = people.user(member=members_of(stages.branch)[3])
    people.appoint(judge, "COMMITTEE", court=stages.branch.court)
    with pytest.raises(Refused, match="您是这次换届的候选人"):
        services.answer_result(**{**stages.answer, "by": judge})


def test_an_approval_needs_its_document(stages):
    stages.requested()
    with pytest.raises(Refused, match="请填写批复文号"):
        services.answer_request(**{**stages.answer, "number": " "})


def test_a_postponement_reaches_a_year_beyond_the_term_and_moves_its_day(stages):
    def postpone(until):
        return services.ask_postponement(
            branch=stages.branch, until=until, reasons="人员调整", on=TODAY, today=TODAY, by=stages.secretary
        )

    with pytest.raises(Refused, match="延期不超过 12 个月，最晚 2025-07-01"):
        postpone(date(2025, 7, 2))
    with pytest.raises(Refused, match="应晚于现在的届满日期 2024-07-01"):
        postpone(DUE)
    stages.election = postpone(date(2025, 7, 1))
    services.answer_postponement(**stages.answer)
    term = CommitteeTerm.objects.within(stages.branch).get()
    assert (term.due_on, term.postponed_by, term.expires_on) == (date(2025, 7, 1), "机党〔2024〕8号", DUE)
    assert stage_of(stages.election) == Stage.TO_REQUEST
    assert ask(stages.branch, stages.secretary, planned_on=date(2025, 7, 1)).due_on == date(2025, 7, 1)


def test_a_refused_postponement_moves_nothing(stages):
    stages.election = services.ask_postponement(
        branch=stages.branch, until=date(2024, 9, 1), reasons="人员调整", on=TODAY, today=TODAY, by=stages.secretary
    )
    services.answer_postponement(**{**stages.answer, "agreed": False, "reason": "按期换届"})
    assert CommitteeTerm.objects.within(stages.branch).get().due_on == DUE
    assert stage_of(stages.election) == Stage.TO_REQUEST


# --- Candidates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("seats", "needed"), [(3, 4), (5, 6), (7, 9)])
def test_a_surplus_of_a_fifth(seats, needed):
    stages = Stages(branch_with_term(20), seats=seats).approved()
    rows = members_of(stages.branch)
    with pytest.raises(Refused, match=f"应选 {seats} 名.*候选人至少 {needed} 名，现提出 {needed - 1} 名"):
        services.nominate(members=rows[: needed - 1], **stages.asked)
    services.nominate(members=rows[:needed], **stages.asked)
    assert Candidate.objects.within(stages.branch).count() == needed


def test_candidates_are_of_the_branch_vote_and_stand_once(stages):
    stages.approved()
    rows = members_of(stages.branch)[:4]
    probationary = people.member(stages.branch, "预备", status="PROBATIONARY")
    foreign = people.member(people.branch(stages.branch.court), "外人")
    suspended = people.member(stages.branch, "停权")
    voting_suspend(member=suspended, starts_on=TODAY, decision="决定", by=None)
    for wrong in (probationary, foreign, suspended):
        with pytest.raises(Refused, match=f"{wrong.name}在 2024-06-03 不是本支部有选举权的正式党员"):
            services.nominate(members=[*rows, wrong], **stages.asked)
    with pytest.raises(Refused, match="只能填一次"):
        services.nominate(members=[*rows, rows[0]], **stages.asked)


def test_a_list_that_was_sent_back_is_made_anew(stages):
    stages.nominated()
    services.hear_opinions(text="征求意见", **stages.asked)
    services.answer_candidates(**{**stages.answer, "agreed": False, "reason": "结构不合理"})
    services.nominate(members=members_of(stages.branch)[4:8], **stages.asked)
    assert [row.member for row in Candidate.objects.within(stages.branch)] == members_of(stages.branch)[4:8]


# --- Order, withdrawal, end -----------------------------------------------------------------------------


def test_no_step_is_skipped_or_taken_twice(stages):
    stages.requested()
    skips = (
        lambda: services.nominate(members=[], **stages.asked),
        lambda: services.hear_opinions(text="好", **stages.asked),
        lambda: services.answer_candidates(**stages.answer),
        stages.hold,
        lambda: stages.count_as(services.Counted(issued=1, returned=2)),
        lambda: services.reduce_seats(reason="好", **stages.asked),
        lambda: services.divide_work(posts={}, **stages.asked),
        lambda: services.report_result(**stages.asked),
        lambda: services.answer_result(**stages.answer),
        lambda: services.answer_postponement(**stages.answer),
    )
    for skip in skips:
        with pytest.raises(Refused, match="换届现在是“请示待批复”"):
            skip()
    services.answer_request(**stages.answer)
    with pytest.raises(Refused, match="换届现在是“待提出人选”"):
        services.answer_request(**stages.answer)
    assert ElectionStep.objects.within(stages.branch).count() == 2


@pytest.mark.parametrize(
    ("reach", "what", "stands"),
    [
        ("requested", "报送换届请示", Stage.TO_REQUEST),
        ("nominated", "提出候选人预备人选", Stage.TO_NOMINATE),
        ("listed", "提出候选人预备人选", Stage.TO_NOMINATE),
        ("divided", "支委会分工", Stage.TO_DIVIDE),
        ("reported", "报告选举结果", Stage.TO_REPORT),
    ],
)
def test_the_branch_takes_back_what_it_put_forward(stages, reach, what, stands):
    getattr(stages, reach)()
    with pytest.raises(Refused, match="请写明撤回的理由"):
        services.withdraw_step(reason=" ", **stages.asked)
    services.withdraw_step(reason="填写有误", **stages.asked)
    step = ElectionStep.objects.within(stages.branch).last()
    assert (step.summary, step.stage) == (f"撤回“{what}”。", stands)


def test_votes_are_not_taken_back(stages):
    stages.elected()
    with pytest.raises(Refused, match="不能撤回"):
        services.withdraw_step(reason="反悔", **stages.asked)


def test_a_cancelled_election_makes_room_for_another(stages):
    stages.assembled()
    services.cancel_election(reason="支部合并", **stages.asked)
    assert stage_of(stages.election) == Stage.CANCELLED
    with pytest.raises(Refused, match="现在是“已终止”"):
        services.cancel_election(reason="再来", **stages.asked)
    assert ask(stages.branch, stages.secretary).pk != stages.election.pk
