"""The forms of a problem: each step by those whose it is, what is refused stands on the form with what was typed."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from branches.models import Branch
from branches.tests import factories as people
from rectification import services
from rectification.models import Measure, Problem
from rectification.selectors.standing import problem_state
from rectification.tests.factories import NOW, TODAY, Case, problem

pytestmark = pytest.mark.django_db
NEW = "/rectification/new/"


@pytest.fixture(autouse=True)
def _at_ten() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(row: Problem, name: str) -> str:
    return reverse(f"rectification:{name}", args=[row.pk])


def send(user: Any, row: Problem, name: str, **data: Any) -> Any:
    return signed_in(user).post(address(row, name), data)


def state(row: Problem) -> str:
    return problem_state(row, TODAY).value


def of_court(branch: Branch) -> Any:
    return Problem.objects.within(branch.court)


WORDS = {"title": "调研不够深入", "source": "调研发现", "opened_on": "2024-05-10"}


# --- Registering and changing -------------------------------------------------------------------


def test_the_committee_registers_a_problem_for_several_branches() -> None:
    case = Case()
    second = people.branch(case.branch.court)
    leader = people.member(case.branch, "李院长")
    given = {"lead": second.pk, "others": [case.branch.pk, second.pk], "leader": leader.pk, "due_on": "2024-08-01"}
    response = signed_in(case.finder).post(NEW, {**WORDS, **given})
    made = of_court(case.branch).get(title="调研不够深入")
    assert response["Location"] == address(made, "problem")
    assert (made.branch, made.leader_name, made.opened_on) == (second, "李院长", date(2024, 5, 10))
    assert [share.branch for share in made.shares.all()] == [second, case.branch]


def test_a_form_that_is_sent_twice_registers_one_problem() -> None:
    case = Case()
    key = str(uuid4())
    first, second = (signed_in(case.finder).post(NEW, {**WORDS, "submission_key": key}) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert of_court(case.branch).filter(title="调研不够深入").count() == 1


def test_what_is_missing_is_said_and_what_was_typed_is_kept() -> None:
    case = Case()
    response = signed_in(case.finder).post(NEW, {**WORDS, "source": "", "detail": "只去了一次"})
    assert response.status_code == 422
    assert "请填写问题来源" in response.content.decode()
    assert "只去了一次" in response.content.decode()
    late = signed_in(case.finder).post(NEW, {**WORDS, "opened_on": "2024-06-01"})
    assert late.status_code == 422
    assert "还没有到" in late.content.decode()


def test_sources_that_the_court_used_are_suggested_first() -> None:
    case = Case()
    problem(case.branch, by=case.finder, source="院长接待日")
    assert signed_in(case.finder).get(NEW).context["sources"][:3] == ["主题教育检视", "院长接待日", "巡察反馈"]


def test_who_was_slower_keeps_the_text_and_sees_the_difference() -> None:
    case = Case()
    typed = {"title": "我的说法", "source": "巡察反馈", "version": case.problem.version}
    first = {"title": "别人的说法", "source": "巡察反馈", "version": case.problem.version}
    assert send(case.approver, case.problem, "edit", **first).status_code == 302
    response = send(case.finder, case.problem, "edit", **typed)
    assert response.status_code == 409
    assert "我的说法" in response.content.decode()
    assert [(each.label, each.saved) for each in response.context["differences"]] == [("问题", "别人的说法")]
    typed["version"] = response.context["form"]["version"].value()
    assert send(case.finder, case.problem, "edit", **typed).status_code == 302


def test_a_problem_entered_by_mistake_is_voided_with_a_reason() -> None:
    case = Case()
    assert send(case.finder, case.problem, "void", reason=" ").status_code == 422
    assert send(case.finder, case.problem, "void", reason="与 2 号重复").status_code == 302
    case.problem.refresh_from_db()
    assert case.problem.void_reason == "与 2 号重复"
    assert send(case.finder, case.problem, "void", reason="再来一次").status_code == 422


# --- Branches -----------------------------------------------------------------------------------


def test_an_offered_problem_is_claimed_by_the_branch_that_wants_it() -> None:
    case = Case()
    free = problem(people.branch(case.branch.court), by=case.finder)
    other = people.secretary(case.branch)
    assert send(other, free, "claim", branch=case.branch.pk).status_code == 404
    assert send(case.finder, free, "offer").status_code == 302
    assert send(other, free, "claim", branch=case.branch.pk).status_code == 302
    assert free.shares.filter(branch=case.branch, claimed_on=TODAY).exists()
    assert "已于 2024-05-20 认领" in send(other, free, "claim", branch=case.branch.pk).content.decode()
    send(case.finder, free, "offer")
    free.refresh_from_db()
    assert not free.is_offered


def test_a_branch_declines_what_is_not_its_own() -> None:
    case = Case()
    assert send(case.secretary, case.problem, "decline", branch=case.branch.pk, reason="").status_code == 422
    reason = {"branch": case.branch.pk, "reason": "案件归执行局"}
    assert send(case.secretary, case.problem, "decline", **reason).status_code == 302
    case.problem.refresh_from_db()
    assert case.problem.branch is None
    assert signed_in(case.secretary).get(address(case.problem, "problem")).status_code == 200


def test_the_committee_assigns_and_releases_branches() -> None:
    case = Case()
    second = people.branch(case.branch.court)
    assert send(case.finder, case.problem, "assign", branch=second.pk).status_code == 302
    assert send(case.finder, case.problem, "assign", branch=second.pk).status_code == 422
    foreign = people.branch()
    assert send(case.finder, case.problem, "assign", branch=foreign.pk).status_code == 422
    reason = {"branch": case.branch.pk, "reason": "职责调整"}
    assert send(case.finder, case.problem, "release", **reason).status_code == 302
    case.problem.refresh_from_db()
    assert case.problem.branch == second


# --- The close-out ------------------------------------------------------------------------------


def test_the_close_out_is_asked_for_sent_back_and_approved() -> None:
    case = Case().claimed()
    measure = case.done(case.measure())
    assert send(case.secretary, case.problem, "close_out_ask", text="").status_code == 422
    assert send(case.secretary, case.problem, "close_out_ask", text="群众满意").status_code == 302
    assert "群众满意" in signed_in(case.approver).get(address(case.problem, "close_out_approve")).content.decode()
    again = {"reason": "没有坚持", "measures": [measure.pk], "until": "2024-07-31"}
    assert send(case.approver, case.problem, "close_out_send_back", **again).status_code == 302
    seen = signed_in(case.secretary).get(address(case.problem, "problem"))
    assert [row.measure.due_on for row in seen.context["rows"]] == [date(2024, 7, 31)]
    case.done(measure)
    send(case.secretary, case.problem, "close_out_ask", text="群众满意")
    assert send(case.approver, case.problem, "close_out_approve", text="").status_code == 302
    assert state(case.problem) == "CLOSED"


@pytest.mark.parametrize("name", ["close_out_approve", "close_out_send_back"])
def test_an_answer_is_not_taken_for_another_application_than_the_one_that_was_read(name: str) -> None:
    case = Case().asked()
    page = signed_in(case.approver).get(address(case.problem, name))
    opened_for = page.context["form"]["asked"].value()
    branch = {"problem": case.problem, "on": TODAY, "by": case.secretary, "acting": case.branch}
    services.close_out_withdraw(**branch)
    services.close_out_ask(text="另有成效", **branch)
    words = {"text": "同意", "reason": "没有坚持", "asked": opened_for}
    told = send(case.approver, case.problem, name, **words)
    assert (told.status_code, state(case.problem)) == (409, "CLOSE_ASKED")
    assert "另有成效" in told.content.decode()
    again = {**words, "asked": told.context["form"]["asked"].value()}
    assert send(case.approver, case.problem, name, **again).status_code == 302


def test_the_branch_takes_its_application_back() -> None:
    case = Case().asked()
    assert send(case.secretary, case.problem, "close_out_withdraw").status_code == 302
    assert state(case.problem) == "OPEN"
    assert send(case.secretary, case.problem, "close_out_withdraw").status_code == 422


def test_a_problem_that_returned_is_opened_again_with_its_measures() -> None:
    case = Case().closed()
    measure = Measure.objects.within(case.branch.court).get()
    assert send(case.finder, case.problem, "reopen", reason="", measures=[measure.pk]).status_code == 422
    assert send(case.finder, case.problem, "reopen", reason="又出现了", measures=[measure.pk]).status_code == 302
    seen = signed_in(case.finder).get(address(case.problem, "problem"))
    assert (seen.context["tag"], seen.context["rows"][0].measure.done_on) == ("整改中", None)


def test_a_skipped_step_is_refused_in_words() -> None:
    case = Case().claimed()
    case.measure()
    asked = send(case.secretary, case.problem, "close_out_ask", text="群众满意")
    assert asked.status_code == 422
    assert "还有 1 条措施没有完成" in asked.content.decode()
    approved = send(case.approver, case.problem, "close_out_approve")
    assert approved.status_code == 422
    assert "没有等待答复的销号申请" in approved.content.decode()
    assert state(case.problem) == "OPEN"


def test_nobody_approves_what_they_put_forward() -> None:
    case = Case().claimed()
    case.done(case.measure())
    both = people.committee_account(case.branch.court)
    people.appoint(both, "SECRETARY", branch=case.branch)
    assert send(both, case.problem, "close_out_ask", text="群众满意").status_code == 302
    response = send(both, case.problem, "close_out_approve")
    assert response.status_code == 422
    assert "请由机关党委的其他同志办理" in response.content.decode()


def test_a_problem_without_any_branch_is_closed_by_two_of_the_committee() -> None:
    case = Case()
    own = services.problem_open(
        court=case.branch.court, branches=(), on=TODAY, by=case.finder, title="制度不全", source="巡察反馈"
    )
    measure = services.measure_add(problem=own, on=TODAY, by=case.finder, text="修订制度")
    services.measure_done(measure=measure, text="已印发", done_on=TODAY, on=TODAY, by=case.finder, at=NOW)
    assert send(case.finder, own, "close_out_ask", text="制度已印发").status_code == 302
    assert send(case.finder, own, "close_out_approve").status_code == 422
    assert send(case.approver, own, "close_out_approve").status_code == 302
    assert state(own) == "CLOSED"


# --- Who ----------------------------------------------------------------------------------------

OF_COMMITTEE = ("edit", "void", "offer", "assign", "release", "close_out_approve", "close_out_send_back", "reopen")
OF_BRANCH = ("claim", "decline", "close_out_ask", "close_out_withdraw")


@pytest.mark.parametrize("name", [*OF_COMMITTEE, *OF_BRANCH])
def test_each_step_is_for_those_whose_it_is(name: str) -> None:
    case = Case()
    right, wrong = (case.finder, case.secretary) if name in OF_COMMITTEE else (case.secretary, case.finder)
    stranger = people.secretary(people.branch(case.branch.court))
    there = address(case.problem, name)
    assert signed_in(right).get(there).status_code == 200
    for ask in (signed_in(wrong).get, signed_in(wrong).post):
        assert ask(there).status_code == 403
    refused = 403 if name in OF_COMMITTEE else 404
    assert signed_in(stranger).post(there).status_code == refused
    assert signed_in(right).get(reverse(f"rectification:{name}", args=[987654])).status_code == 404
    assert signed_in(right).delete(there).status_code == 405


def test_only_the_committee_registers_problems() -> None:
    case = Case()
    assert signed_in(case.secretary).get(NEW).status_code == 403
    assert signed_in(case.finder).delete(NEW).status_code == 405


# --- What other pages show ----------------------------------------------------------------------


def test_the_page_of_a_branch_shows_its_figures_and_open_problems() -> None:
    case = Case().claimed()
    case.measure()
    panel = reverse("rectification:branch_panel", args=[case.branch.pk])
    for user in (case.secretary, case.finder):
        text = signed_in(user).get(panel).content.decode()
        assert "联系群众不够经常" in text
        assert "措施完成 0/1" in text
    stranger = people.secretary(people.branch(case.branch.court))
    assert signed_in(stranger).get(panel).status_code == 404
    assert signed_in(case.finder).post(panel).status_code == 405
    assert (
        panel
        in signed_in(case.secretary).get(reverse("branches:branch_detail", args=[case.branch.pk])).content.decode()
    )


def test_the_secretarys_first_page_says_what_waits() -> None:
    case = Case()
    far = people.branch(case.branch.court)
    for title, is_offered in (("大家都能认领的", True), ("别的支部的", False)):
        problem(far, by=case.finder, title=title, is_offered=is_offered)
    home = signed_in(case.secretary).get("/").content.decode()
    assert "联系群众不够经常" in home
    assert "大家都能认领的" in home
    assert "别的支部的" not in home
    case.asked()
    services.close_out_send_back(problem=case.problem, reason="再核实", on=TODAY, by=case.approver)
    assert "机关党委退回了销号申请" in signed_in(case.secretary).get("/").content.decode()
