"""How problems and measures stood on any day agrees with a replay of what happened, written the plain way."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from branches.tests import factories as people
from core.errors import Refused
from rectification import services
from rectification.models import Measure, Problem, RectificationStep
from rectification.selectors.figures import figures_on
from rectification.selectors.standing import measures_on, problems_on
from rectification.tests.factories import DUE, NOW, OPENED, Case, turning_days

pytestmark = pytest.mark.django_db


def state_of(measure: Measure, on: date) -> str:
    row = measures_on(Measure.objects.within(measure.problem.court).filter(pk=measure.pk), on).first()
    return row.state if row else ""


def test_a_measure_is_late_from_the_day_after_its_deadline():
    case = Case().claimed()
    measure = case.measure(due_on=DUE)
    assert state_of(measure, OPENED - timedelta(1)) == ""
    assert state_of(measure, DUE) == "ON_SCHEDULE"
    assert state_of(measure, DUE + timedelta(1)) == "OVERDUE"
    case.done(measure, on=DUE + timedelta(5))
    assert state_of(measure, DUE + timedelta(4)) == "OVERDUE"
    assert state_of(measure, DUE + timedelta(5)) == "DONE"


def test_an_extension_counts_from_the_day_it_was_approved():
    case = Case().claimed()
    measure = case.measure(due_on=DUE)
    late, longer = DUE + timedelta(3), DUE + timedelta(30)
    services.extension_ask(
        measure=measure, until=longer, reason="等待装修", on=late, by=case.secretary, acting=case.branch
    )
    services.extension_approve(measure=measure, until=None, on=late + timedelta(2), by=case.approver)
    assert [state_of(measure, day) for day in (late, late + timedelta(2), longer + timedelta(1))] == [
        "OVERDUE",
        "ON_SCHEDULE",
        "OVERDUE",
    ]
    row = measures_on(Measure.objects.within(case.branch.court), late).get()
    assert (row.first_due_on, row.due_on) == (DUE, DUE)
    assert measures_on(Measure.objects.within(case.branch.court), longer).get().due_on == longer


def test_without_a_deadline_a_measure_is_never_late():
    case = Case().claimed()
    assert state_of(case.measure(due_on=None), date(2030, 1, 1)) == "ON_SCHEDULE"


def test_figures_count_a_shared_problem_once_for_the_court_and_for_each_branch():
    case = Case()
    other = people.branch(case.branch.court)
    services.problem_assign(problem=case.problem, branch=other, on=OPENED, by=case.finder)
    case.measure()
    case.measure("建立台账", branch=other)
    court = figures_on(case.branch.court, OPENED)
    assert (court.problems, court.measures, court.measures_on_schedule) == (1, 2, 2)
    assert [figures_on(branch, OPENED).problems for branch in (case.branch, other)] == [1, 1]
    assert [figures_on(branch, OPENED).measures for branch in (case.branch, other)] == [1, 1]
    assert figures_on(case.branch.court, OPENED - timedelta(1)).problems == 0


def test_what_was_voided_counts_on_no_day():
    case = Case()
    case.measure()
    services.problem_void(problem=case.problem, reason="登记重复", on=OPENED, by=case.finder, at=NOW)
    assert figures_on(case.branch.court, DUE) == type(figures_on(case.branch.court, DUE))(0, 0, 0, 0, 0, 0)


# --- A replay -------------------------------------------------------------------------------------

ACTS = (
    "progress",
    "done",
    "send_back",
    "ask",
    "approve",
    "refuse",
    "withdraw",
    "close",
    "close_ok",
    "close_no",
    "reopen",
)


def act(case: Case, measure: Measure, name: str, on: date) -> None:
    """One thing that somebody tries on a day; what the rules refuse changes nothing."""
    branch = {"on": on, "by": case.secretary, "acting": case.branch}
    committee = {"on": on, "by": case.approver}
    acts = {
        "progress": lambda: services.measure_progress(measure=measure, text="推进", at=NOW, **branch),
        "done": lambda: services.measure_done(measure=measure, text="完成", done_on=on, at=NOW, **branch),
        "send_back": lambda: services.measure_send_back(
            measure=measure, reason="没有见效", until=on + timedelta(20), **committee
        ),
        "ask": lambda: services.extension_ask(measure=measure, until=on + timedelta(40), reason="理由", **branch),
        "approve": lambda: services.extension_approve(measure=measure, until=None, **committee),
        "refuse": lambda: services.extension_refuse(measure=measure, reason="理由", **committee),
        "withdraw": lambda: services.extension_withdraw(measure=measure, **branch),
        "close": lambda: services.close_out_ask(problem=case.problem, text="成效", **branch),
        "close_ok": lambda: services.close_out_approve(problem=case.problem, **committee),
        "close_no": lambda: services.close_out_send_back(
            problem=case.problem, reason="理由", measures=[measure], **committee
        ),
        "reopen": lambda: services.problem_reopen(problem=case.problem, reason="反弹", measures=[measure], **committee),
    }
    acts[name]()


def replay(steps: list[RectificationStep], on: date) -> tuple[str, date | None, str]:
    """The states of measure and problem and the deadline, by going through the history step by step."""
    done, due_on, problem = False, DUE, "OPEN"
    for step in steps:
        if step.on > on:
            continue
        match step.kind:
            case "DONE":
                done = True
            case "SENT_BACK":
                done, due_on = False, step.until or due_on
            case "EXTENSION_APPROVED":
                due_on = step.until
            case "CLOSE_ASKED":
                problem = "CLOSE_ASKED"
            case "CLOSED":
                problem = "CLOSED"
            case "CLOSE_REFUSED" | "CLOSE_WITHDRAWN" | "REOPENED":
                problem = "OPEN"
    state = "DONE" if done else "OVERDUE" if due_on and on > due_on else "ON_SCHEDULE"
    return state, due_on, problem


@pytest.mark.no_cover  # runs the same lines hundreds of times, two or three times as long when they are counted
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 25)), min_size=3, max_size=14))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_day_agrees_with_a_replay_of_the_history(acts):
    case = Case().claimed()
    measure = case.measure()
    on = OPENED
    for name, later in acts:
        on += timedelta(later)
        try:
            act(case, measure, name, on)
        except Refused:
            continue
    steps = list(RectificationStep.objects.within(case.branch.court).order_by("order"))
    for day in turning_days(steps):
        problem = problems_on(Problem.objects.within(case.branch.court), day).first()
        row = measures_on(Measure.objects.within(case.branch.court), day).first()
        if day < OPENED:
            assert problem is row is None
            continue
        assert (row.state, row.due_on, problem.state) == replay(steps, day)
        figures = figures_on(case.branch.court, day)
        parts = figures.measures_done + figures.measures_on_schedule + figures.measures_overdue
        assert parts == figures.measures == 1
