"""The way of a problem: who may take which step when, and what is refused."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from branches.tests import factories as people
from core.errors import EditConflict, Refused
from core.models import AuditEvent
from rectification import services
from rectification.choices import ProblemState
from rectification.models import Problem
from rectification.selectors.standing import problem_state
from rectification.tests.factories import DUE, NOW, OPENED, TODAY, Case, problem

pytestmark = pytest.mark.django_db


def refused(words: str):
    return pytest.raises(Refused, match=words)


def test_the_whole_way_from_problem_to_close_out_and_back():
    case = Case().closed()
    assert problem_state(case.problem, TODAY) is ProblemState.CLOSED
    assert problem_state(case.problem, TODAY - timedelta(1)) is ProblemState.OPEN
    later = TODAY + timedelta(40)
    services.problem_reopen(problem=case.problem, reason="又有群众反映", on=later, by=case.approver)
    assert problem_state(case.problem, later) is ProblemState.OPEN
    assert problem_state(case.problem, TODAY) is ProblemState.CLOSED
    kinds = list(case.problem.steps.values_list("kind", flat=True))
    assert kinds == ["OPENED", "ASSIGNED", "CLAIMED", "ADDED", "DONE", "CLOSE_ASKED", "CLOSED", "REOPENED"]


def test_each_step_leaves_one_event_in_the_trail():
    case = Case().closed()
    events = AuditEvent.objects.filter(action__startswith="rectification.").count()
    assert events == case.problem.steps.count()


def test_nobody_approves_what_they_put_forward():
    case = Case().asked()
    with refused("是您本人登记的"):
        services.close_out_approve(problem=case.problem, on=TODAY, by=case.secretary)
    owner = people.member(case.branch)
    approver = people.user(member=owner)
    people.appoint(approver, "COMMITTEE", court=case.branch.court)
    other = Case()
    other.claimed()
    other.done(other.measure(owner=people.member(other.branch)))
    measure = other.measure("由本人负责")
    measure.owner = owner
    measure.save()
    other.done(measure)
    services.close_out_ask(problem=other.problem, text="成效", on=TODAY, by=other.secretary, acting=other.branch)
    with refused("责任人"):
        services.close_out_approve(problem=other.problem, on=TODAY, by=approver)


def test_no_step_is_skipped():
    case = Case()
    measure = case.measure()
    acting = {"by": case.secretary, "acting": case.branch}
    with refused("请先认领"):
        services.close_out_ask(problem=case.problem, text="成效", on=TODAY, **acting)
    case.claimed()
    with refused("没有完成"):
        services.close_out_ask(problem=case.problem, text="成效", on=TODAY, **acting)
    with refused("没有等待答复"):
        services.close_out_approve(problem=case.problem, on=TODAY, by=case.approver)
    with refused("没有等待答复"):
        services.extension_approve(measure=measure, until=None, on=TODAY, by=case.approver)
    with refused("没有销号"):
        services.problem_reopen(problem=case.problem, reason="反弹", on=TODAY, by=case.approver)


def test_a_close_out_sent_back_names_what_is_to_be_done_again():
    case = Case().asked()
    measure = case.problem.measures.get()
    services.close_out_send_back(
        problem=case.problem,
        reason="台账不全",
        measures=[measure],
        until=TODAY + timedelta(10),
        on=TODAY,
        by=case.approver,
    )
    with refused("没有完成"):
        services.close_out_ask(problem=case.problem, text="成效", on=TODAY, by=case.secretary, acting=case.branch)
    case.done(measure)
    services.close_out_ask(problem=case.problem, text="成效", on=TODAY, by=case.secretary, acting=case.branch)
    services.close_out_approve(problem=case.problem, on=TODAY, by=case.approver)


def test_while_a_close_out_waits_nothing_changes():
    case = Case().asked()
    with refused("已申请销号"):
        case.measure("再加一条")
    services.close_out_withdraw(problem=case.problem, on=TODAY, by=case.secretary, acting=case.branch)
    case.measure("再加一条")


def test_a_branch_claims_what_it_was_given_or_what_is_offered():
    case = Case()
    other = people.branch(case.branch.court)
    with refused("没有开放认领"):
        services.problem_claim(problem=case.problem, branch=other, on=TODAY, by=None)
    services.problem_offer(problem=case.problem, is_offered=True, on=TODAY, by=case.finder)
    services.problem_claim(problem=case.problem, branch=other, on=TODAY, by=None)
    case.problem.refresh_from_db()
    assert case.problem.branch == case.branch
    assert case.problem.shares.filter(claimed_on=TODAY).get().branch == other


def test_what_is_not_ones_own_is_declined_with_a_reason_and_another_leads():
    case = Case()
    other = people.branch(case.branch.court)
    services.problem_assign(problem=case.problem, branch=other, on=OPENED, by=case.finder)
    with refused("请写明"):
        services.problem_decline(problem=case.problem, branch=case.branch, reason=" ", on=TODAY, by=case.secretary)
    services.problem_decline(
        problem=case.problem, branch=case.branch, reason="职责不在本支部", on=TODAY, by=case.secretary
    )
    case.problem.refresh_from_db()
    assert case.problem.branch == other
    with refused("不是这个问题的责任支部"):
        case.measure()


def test_a_branch_with_measures_is_not_released():
    case = Case()
    case.measure()
    with refused("还有这个问题的整改措施"):
        services.problem_release(problem=case.problem, branch=case.branch, reason="调整", on=TODAY, by=case.finder)


@pytest.mark.parametrize(
    ("until", "words"),
    [(DUE, "应晚于现在的整改时限"), (TODAY - timedelta(1), "应晚于")],
)
def test_an_extension_is_longer_than_the_deadline(until, words):
    case = Case().claimed()
    with refused(words):
        services.extension_ask(measure=case.measure(), until=until, reason="理由", on=TODAY, by=case.secretary)


def test_an_extension_waits_for_one_answer():
    case = Case().claimed()
    measure, until = case.measure(), DUE + timedelta(10)
    asked = {"measure": measure, "on": TODAY, "by": case.secretary, "acting": case.branch}
    services.extension_ask(until=until, reason="理由", **asked)
    with refused("等待答复"):
        services.extension_ask(until=until, reason="理由", **asked)
    with refused("您本人登记"):
        services.extension_approve(measure=measure, until=None, on=TODAY, by=case.secretary)
    services.extension_withdraw(**asked)
    services.extension_ask(until=until, reason="理由", **asked)
    services.extension_refuse(measure=measure, reason="时间足够", on=TODAY, by=case.approver)
    with refused("没有等待答复"):
        services.extension_withdraw(**asked)


def test_days_that_cannot_be():
    case = Case().claimed()
    measure = case.measure()
    facts = {"measure": measure, "text": "完成", "by": case.secretary, "at": NOW, "acting": case.branch}
    with refused("还没有到"):
        services.measure_done(done_on=TODAY + timedelta(1), on=TODAY, **facts)
    with refused("不能早于问题的发现日期"):
        services.measure_done(done_on=OPENED - timedelta(1), on=TODAY, **facts)
    services.measure_done(done_on=TODAY, on=TODAY, **facts)
    services.measure_send_back(measure=measure, reason="没有见效", on=TODAY, by=case.approver)
    with refused("不能早于“退回重新整改”"):
        services.measure_done(done_on=TODAY - timedelta(3), on=TODAY, **facts)
    with refused("还没有到"):
        services.problem_open(
            court=case.branch.court,
            branches=[case.branch],
            on=TODAY,
            by=None,
            title="问题",
            source="巡察反馈",
            opened_on=TODAY + timedelta(1),
        )


def test_the_deadline_of_a_problem_with_measures_is_not_edited():
    case = Case()
    facts = {"problem": case.problem, "on": TODAY, "by": case.finder}
    services.problem_change(due_on=DUE, version=case.problem.version, **facts)
    measure = case.measure()
    with refused("整改期限不能再改"):
        services.problem_change(due_on=DUE + timedelta(30), version=case.problem.version, **facts)
    services.measure_void(measure=measure, reason="登记重复", on=TODAY, by=case.finder, at=NOW)
    services.problem_change(due_on=DUE + timedelta(30), version=case.problem.version, **facts)


def test_two_who_change_a_problem_at_once_are_told():
    case = Case()
    facts = {"problem": case.problem, "version": case.problem.version, "on": TODAY, "by": case.finder}
    services.problem_change(title="联系群众还不经常", **facts)
    with pytest.raises(EditConflict):
        services.problem_change(title="另一种说法", **facts)


def test_what_is_voided_takes_no_more_steps():
    case = Case().claimed()
    measure = case.measure()
    services.measure_void(measure=measure, reason="登记重复", on=TODAY, by=case.finder, at=NOW)
    with refused("已作废"):
        case.done(measure)
    services.problem_void(problem=case.problem, reason="登记重复", on=TODAY, by=case.finder, at=NOW)
    with refused("已作废"):
        case.measure()


class TestOneForEachOfManyBranches:
    def opened(self, *branches, **facts):
        facts = {"title": "没有申报星级", "source": "星级评定", "due_on": DUE, **facts}
        return services.problem_open_each(court=branches[0].court, branches=branches, on=OPENED, by=None, **facts)

    def test_each_is_as_if_opened_alone(self):
        alone = problem(people.branch(), title="没有申报星级", source="星级评定", due_on=DUE)
        court = people.court()
        branches = [people.branch(court) for _ in range(2)]
        before = problem(branches[0])
        opened = self.opened(*branches)
        assert [(each.branch, each.number) for each in opened] == [
            (branch, before.number + place) for place, branch in enumerate(branches, start=1)
        ]
        for each in opened:
            assert told_of(each) == told_of(alone)
            assert problem_state(each, OPENED) is ProblemState.OPEN
            services.problem_claim(problem=each, branch=each.branch, on=OPENED, by=None)

    def test_by_the_same_rules(self):
        branch = people.branch()
        for facts, words in (
            ({"due_on": OPENED - timedelta(1)}, "整改期限不能早于"),
            ({"opened_on": OPENED + timedelta(1)}, "还没有到"),
        ):
            with refused(words):
                self.opened(branch, **facts)
        with refused("只能是本院的党支部"):
            self.opened(branch, people.branch(people.court()))
        with pytest.raises(ValidationError):
            self.opened(branch, title="")
        assert not Problem.objects.within(branch.court).exists()

    def test_many_ask_no_more_queries_than_one(self):
        court = people.court()
        asked = []
        for number in (1, 5):
            branches = [people.branch(court) for _ in range(number)]
            with CaptureQueriesContext(connection) as queries:
                self.opened(*branches)
            asked.append(len(queries))
        assert asked[0] == asked[1]

    def test_none_for_none(self, django_assert_num_queries):
        court = people.court()
        with django_assert_num_queries(2):  # the savepoint alone
            assert not services.problem_open_each(court=court, branches=[], on=OPENED, by=None, title="", source="")


def told_of(problem):
    """What is noted of a problem, without its branch's and its own keys."""
    facts = [problem.title, problem.source, problem.opened_on, problem.due_on, problem.is_offered, problem.version]
    steps = problem.steps.values_list("order", "kind", "on", "recorded_by")
    shares = problem.shares.values_list("order", "starts_on", "claimed_on", "ends_on")
    events = AuditEvent.objects.filter(subject_type="rectification.problem", subject_id=str(problem.pk))
    kinds = [(event.action, set(event.detail), event.court_id == problem.court_id) for event in events.order_by("pk")]
    return facts, list(steps), list(shares), kinds


def test_the_same_branch_is_not_given_a_problem_twice():
    branch = people.branch()
    with refused("已经是这个问题的责任支部"):
        problem(branch, branch)
