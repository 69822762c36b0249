"""Whose step it is: nobody answers for the own branch, a branch acts on its own measures once it has claimed."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from branches.tests import factories as people
from core.access import allowed
from core.errors import Refused
from rectification import services
from rectification.models import Measure, ProblemShare
from rectification.tests.factories import DUE, NOW, OPENED, TODAY, Case, problem

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_ten() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def refused(words: str) -> Any:
    return pytest.raises(Refused, match=words)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def fresh(user: Any) -> Any:
    return type(user).objects.get(pk=user.pk)


# --- Who answers for the committee --------------------------------------------------------------


def test_no_officer_of_the_branch_answers_for_the_committee() -> None:
    case = Case().asked()
    deputy = people.secretary(case.branch)
    people.appoint(deputy, "COMMITTEE", court=case.branch.court)
    with refused("您所在的支部"):
        services.close_out_approve(problem=case.problem, on=TODAY, by=fresh(deputy))


def test_who_added_a_measure_for_a_branch_does_not_answer_and_who_gave_it_one_does() -> None:
    case = Case().claimed()
    facts = {"text": "建台账", "first_due_on": DUE, "branch": case.branch, "owner_name": "张三"}
    former = people.committee_account(case.branch.court)
    services.measure_add(problem=case.problem, on=OPENED, by=former, acting=case.branch, **facts)
    case.measure("由机关党委定的")  # by the finder
    for measure in Measure.objects.within(case.branch.court):
        case.done(measure)
    services.close_out_ask(problem=case.problem, text="成效", on=TODAY, by=case.secretary, acting=case.branch)
    with refused("“新增措施”是您本人登记的"):
        services.close_out_approve(problem=case.problem, on=TODAY, by=former)
    services.close_out_approve(problem=case.problem, on=TODAY, by=case.finder)


# --- The committee's own measures ---------------------------------------------------------------


def test_a_branch_has_no_right_on_a_measure_that_the_committee_keeps() -> None:
    case = Case().claimed()
    own, of_committee = case.measure(), case.measure("机关党委来办", branch=None)
    for name in ("measure_done", "measure_change", "measure_progress", "extension_ask", "evidence_withdraw"):
        assert allowed(fresh(case.secretary), f"rectification.{name}", own)
        assert not allowed(fresh(case.secretary), f"rectification.{name}", of_committee)


def test_the_committee_extends_its_own_measure_by_two_people() -> None:
    case = Case().claimed()
    measure = case.measure(branch=None)
    data = {"until": "2024-07-31", "reason": "等待装修"}
    ask = reverse("rectification:extension_ask", args=[measure.pk])
    assert signed_in(case.finder).post(ask, data).status_code == 302
    with refused("您本人登记"):
        services.extension_approve(measure=measure, until=None, on=TODAY, by=case.finder)
    services.extension_approve(measure=measure, until=None, on=TODAY, by=case.approver)
    of_branch = reverse("rectification:extension_ask", args=[case.measure("支部的").pk])
    assert signed_in(case.finder).post(of_branch, data).status_code == 403


# --- Claimed first ------------------------------------------------------------------------------


def test_a_branch_acts_once_it_has_claimed() -> None:
    case = Case()
    measure = case.measure()
    own: dict[str, Any] = {"on": TODAY, "by": case.secretary, "acting": case.branch}
    tries = (
        lambda: services.measure_add(problem=case.problem, text="建台账", branch=case.branch, **own),
        lambda: services.measure_change(measure=measure, version=measure.version, text="改", **own),
        lambda: services.measure_progress(measure=measure, text="推进", at=NOW, **own),
        lambda: services.measure_done(measure=measure, text="完成", done_on=TODAY, at=NOW, **own),
        lambda: services.extension_ask(measure=measure, until=DUE.replace(month=7), reason="理由", **own),
        lambda: services.close_out_ask(problem=case.problem, text="成效", **own),
    )
    for each in tries:
        with refused("请先认领这个问题"):
            each()
    case.claimed()
    tries[2]()


def test_a_branch_of_a_ledger_has_claimed_from_the_beginning() -> None:
    case = Case()
    measure = case.measure()
    ProblemShare.objects.within(case.branch.court).update(starts_on=None)
    case.done(measure)


def test_the_pages_offer_the_claim_first() -> None:
    case = Case()
    measure = case.measure()
    client = signed_in(case.secretary)
    page = client.get(reverse("rectification:problem", args=[case.problem.pk]))
    assert page.context["action"]["label"] == "认领"
    assert [each["label"] for each in page.context["menu"]] == ["退回认领"]
    page = client.get(reverse("rectification:measure", args=[measure.pk]))
    assert (page.context["action_label"], page.context["menu"]) == ("", [])


def test_who_acts_for_two_branches_acts_for_the_one_that_has_claimed() -> None:
    case = Case()
    other = people.branch(case.branch.court)
    services.problem_assign(problem=case.problem, branch=other, on=OPENED, by=case.finder)
    services.problem_claim(problem=case.problem, branch=other, on=OPENED, by=case.secretary)
    people.appoint(case.secretary, "SECRETARY", branch=other)
    data = {"text": "建台账", "branch": other.pk, "nature": "NOW", "owner_name": "张三"}
    there = reverse("rectification:measure_add", args=[case.problem.pk])
    assert signed_in(case.secretary).post(there, data).status_code == 302


# --- Declined, and branches of other courts -----------------------------------------------------


def test_a_problem_with_measures_is_not_declined() -> None:
    case = Case()
    case.measure()
    facts = {"problem": case.problem, "branch": case.branch, "reason": "职责不在本支部"}
    with refused("还有这个问题的整改措施"):
        services.problem_decline(**facts, on=TODAY, by=case.secretary)


def test_a_branch_of_another_court_does_not_claim() -> None:
    case = Case().claimed()
    foreign = people.branch()
    services.problem_offer(problem=case.problem, is_offered=True, on=OPENED, by=case.finder)
    with refused("本院的党支部"):
        services.problem_claim(problem=case.problem, branch=foreign, on=TODAY, by=case.secretary)
    people.appoint(case.secretary, "SECRETARY", branch=foreign)
    form = signed_in(case.secretary).get(reverse("rectification:claim", args=[case.problem.pk])).context["form"]
    assert list(form.fields["branch"].queryset) == [case.branch]


def test_what_is_free_is_claimed_by_an_own_branch() -> None:
    case = Case()
    free = problem(people.branch(case.branch.court), by=case.finder, is_offered=True)
    services.problem_claim(problem=free, branch=case.branch, on=TODAY, by=case.secretary)
    assert free.shares.filter(branch=case.branch, claimed_on=TODAY).exists()
