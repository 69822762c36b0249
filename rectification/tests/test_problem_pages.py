"""The list of problems and the page of one: who sees what, as it stood on a day."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from branches.tests import factories as people
from rectification import services
from rectification.models import Measure, RectificationStep
from rectification.tests.factories import DUE, NOW, OPENED, TODAY, Case, problem

pytestmark = pytest.mark.django_db
LIST = "/rectification/"


@pytest.fixture(autouse=True)
def _at_ten() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: Any, address: str, **data: Any) -> Any:
    return signed_in(user).get(address, data)


def titles(response: Any) -> list[str]:
    return [row.problem.title for row in response.context["page"].rows]


def address_of(row: Any, name: str = "problem") -> str:
    return reverse(f"rectification:{name}", args=[row.pk])


# --- The list -----------------------------------------------------------------------------------


def test_a_branch_lists_its_own_problems_and_the_committee_all() -> None:
    case = Case()
    other = people.branch(case.branch.court)
    problem(other, by=case.finder, title="别的支部的问题")
    assert titles(page(case.secretary, LIST)) == ["联系群众不够经常"]
    assert titles(page(case.finder, LIST)) == ["联系群众不够经常", "别的支部的问题"]
    assert titles(page(case.finder, LIST, branch=other.pk)) == ["别的支部的问题"]


def test_an_offered_problem_is_listed_for_every_branch_to_claim() -> None:
    case = Case()
    free = problem(people.branch(case.branch.court), by=case.finder, title="共性问题", is_offered=True)
    seen = page(case.secretary, LIST)
    assert titles(seen) == ["联系群众不够经常", "共性问题"]
    assert address_of(free, "claim") in seen.content.decode()
    services.problem_offer(problem=free, is_offered=False, on=TODAY, by=case.finder)
    assert titles(page(case.secretary, LIST)) == ["联系群众不够经常"]


def test_what_is_done_about_an_offered_problem_is_read_by_its_own_branches_alone() -> None:
    case = Case().claimed()
    measure = case.measure()
    services.problem_offer(problem=case.problem, is_offered=True, on=OPENED, by=case.finder)
    stranger = people.secretary(people.branch(case.branch.court))
    seen = page(stranger, address_of(case.problem))
    assert seen.status_code == 200
    assert measure.text not in seen.content.decode()
    assert page(stranger, address_of(measure, "measure")).status_code == 404
    for model in (Measure, RectificationStep):
        assert not model.objects.visible_to(stranger).exists()
        assert model.objects.visible_to(case.secretary).exists()


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"state": "OPEN"}, ["待认领的", "有超期的"]),
        ({"state": "UNCLAIMED"}, ["待认领的"]),
        ({"state": "CLOSED"}, ["联系群众不够经常"]),
        ({"late": "1"}, ["有超期的"]),
        ({"source": "巡察反馈"}, ["待认领的"]),
        ({"q": "超期"}, ["有超期的"]),
        ({"q": "李院长"}, ["有超期的"]),
        ({"q": "2"}, ["待认领的"]),
        ({"state": "NO SUCH STATE"}, ["联系群众不够经常", "待认领的", "有超期的"]),
        ({"voided": "1"}, ["登记错了的"]),
    ],
)
def test_the_list_is_narrowed_down(filters: dict[str, str], found: list[str]) -> None:
    case = Case().closed()
    problem(case.branch, by=case.finder, title="待认领的", source="巡察反馈")
    late = problem(case.branch, by=case.finder, title="有超期的", leader_name="李院长")
    services.problem_claim(problem=late, branch=case.branch, on=OPENED, by=case.secretary)
    facts = {"text": "措施", "branch": case.branch, "first_due_on": TODAY - timedelta(1)}
    services.measure_add(problem=late, on=OPENED, by=case.finder, **facts)
    mistaken = problem(case.branch, by=case.finder, title="登记错了的")
    services.problem_void(problem=mistaken, reason="重复", on=TODAY, by=case.finder, at=NOW)
    assert titles(page(case.finder, LIST, **filters)) == found


def test_the_list_of_a_day_shows_the_branches_of_then() -> None:
    case, released = Case().claimed(), OPENED + timedelta(20)
    other = people.branch(case.branch.court)
    services.problem_assign(problem=case.problem, branch=other, on=released, by=case.finder)
    services.problem_release(problem=case.problem, branch=case.branch, reason="转交", on=released, by=case.finder)
    for day, branches, is_unclaimed in ((OPENED, [case.branch], False), (released, [other], True)):
        (row,) = page(case.finder, LIST, on=day).context["page"].rows
        assert (row.branches, row.is_unclaimed) == (branches, is_unclaimed)
        assert bool(titles(page(case.finder, LIST, on=day, state="UNCLAIMED"))) == is_unclaimed


def test_the_list_of_a_day_shows_what_stood_then() -> None:
    case = Case().closed()
    problem(case.branch, by=case.finder, title="后来发现的", opened_on=TODAY)
    before = page(case.finder, LIST, on="2024-05-19")
    assert [(row.problem.title, row.state.label, row.done, row.measures) for row in before.context["page"].rows] == [
        ("联系群众不够经常", "整改中", 0, 1)
    ]
    assert before.context["figures"][:2] == [
        ("问题", 1, "/rectification/?on=2024-05-19"),
        ("已销号", 0, "/rectification/?on=2024-05-19&state=CLOSED"),
    ]
    now = page(case.finder, LIST)
    assert [row.closed_on for row in now.context["page"].rows] == [TODAY, None]
    assert [number for _, number, _ in now.context["figures"]] == [2, 1, 1, 1, 0, 0]


def test_a_day_to_come_is_not_asked_for() -> None:
    case = Case()
    assert page(case.finder, LIST, on="2024-05-21").context["day"] == TODAY
    assert page(case.finder, LIST, on="0001-01-01").context["day"] == TODAY


def test_the_leading_branch_stands_first() -> None:
    first = Case()
    second, third = people.branch(first.branch.court), people.branch(first.branch.court)
    shared = problem(third, first.branch, second, by=first.finder)
    row = next(row for row in page(first.finder, LIST).context["page"].rows if row.problem == shared)
    assert row.branches == [third, first.branch, second]


@pytest.mark.parametrize("sort", ["number", "-number", "source", "branch", "leader", "state", "due_on", "-closed_on"])
def test_the_list_is_sorted(sort: str) -> None:
    case = Case().closed()
    problem(case.branch, by=case.finder, title="另一个", source="一源")
    assert len(titles(page(case.finder, LIST, sort=sort))) == 2


@pytest.mark.parametrize("address", [LIST, "/rectification/export.xlsx"])
def test_many_problems_take_as_many_queries_as_one(address: str) -> None:
    case = Case().closed()
    client = signed_in(case.secretary)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    client.get(address)
    one = queries()
    for _ in range(2):
        more = problem(case.branch, by=case.finder)
        services.problem_claim(problem=more, branch=case.branch, on=OPENED, by=case.secretary)
        services.measure_add(problem=more, on=OPENED, by=case.finder, text="措施", branch=case.branch)
    assert queries() == one


def test_the_export_holds_what_is_filtered() -> None:
    case = Case().closed()
    problem(case.branch, by=case.finder, title="另一个")
    response = page(case.finder, "/rectification/export.xlsx", state="CLOSED")
    rows = list(load_workbook(BytesIO(response.content)).active.values)
    assert [row[2] for row in rows] == ["问题", "联系群众不够经常"]
    assert rows[1][11] == "已销号"


def test_an_empty_list_says_what_to_do() -> None:
    finder = people.committee_account(people.court())
    assert "还没有问题" in page(finder, LIST).content.decode()
    assert "没有符合条件的问题" in page(finder, LIST, state="OPEN").content.decode()


# --- One problem --------------------------------------------------------------------------------


def test_the_page_shows_what_is_missing_for_the_close_out() -> None:
    case = Case()
    seen = page(case.finder, address_of(case.problem))
    assert seen.context["missing"] == [f"{case.branch}还没有认领", "还没有整改措施"]
    case.claimed().measure()
    seen = page(case.secretary, address_of(case.problem))
    assert seen.context["missing"] == ["还有 1 条措施没有完成（“每月走访一次”）"]
    assert seen.context["action"] is None


def test_the_page_shows_a_measure_as_it_stands() -> None:
    case = Case().claimed()
    measure = case.measure(due_on=TODAY - timedelta(3))
    services.extension_ask(
        measure=measure, until=DUE, reason="要跨部门", on=TODAY, by=case.secretary, acting=case.branch
    )
    text = page(case.secretary, address_of(case.problem)).content.decode()
    for words in ("未按时完成", "3 天", "已申请延期", "要跨部门", "张三"):
        assert words in text
    services.extension_approve(measure=measure, until=None, on=TODAY, by=case.finder)
    row = page(case.secretary, address_of(case.problem)).context["rows"][0]
    assert (row.extended_to, row.asked, row.standing.words) == (DUE, None, "还有 41 天")


def test_the_page_of_a_day_shows_what_stood_then_and_offers_nothing() -> None:
    case = Case().closed()
    seen = page(case.finder, address_of(case.problem), on="2024-05-19")
    assert (seen.context["tag"], seen.context["action"], seen.context["menu"]) == ("整改中", None, [])
    assert "这是 2024-05-19 的情况" in seen.content.decode()
    assert "批准销号" not in seen.content.decode()
    assert page(case.finder, address_of(case.problem)).context["tag"] == "已销号"
    assert "还没有发现这个问题" in page(case.finder, address_of(case.problem), on="2024-03-01").content.decode()


def test_the_next_thing_to_do_is_the_one_button() -> None:
    case = Case()

    def button(user: Any) -> str:
        action = page(user, address_of(case.problem)).context["action"]
        return action["label"] if action else ""

    assert (button(case.secretary), button(case.finder)) == ("认领", "新增整改措施")
    case.claimed()
    assert (button(case.secretary), button(case.finder)) == ("新增整改措施", "新增整改措施")
    case.done(case.measure())
    assert (button(case.secretary), button(case.finder)) == ("申请销号", "")
    services.close_out_ask(problem=case.problem, text="群众满意", on=TODAY, by=case.secretary, acting=case.branch)
    assert (button(case.secretary), button(case.finder)) == ("", "批准销号")
    services.close_out_approve(problem=case.problem, on=TODAY, by=case.approver)
    assert (button(case.secretary), button(case.finder)) == ("", "")


def test_whoever_has_a_part_in_it_is_told_to_leave_the_answer_to_others() -> None:
    case = Case().asked()
    both = people.committee_account(case.branch.court)
    people.appoint(both, "SECRETARY", branch=case.branch)
    services.close_out_withdraw(problem=case.problem, on=TODAY, by=both, acting=case.branch)
    services.close_out_ask(problem=case.problem, text="群众满意", on=TODAY, by=both, acting=case.branch)
    seen = page(both, address_of(case.problem))
    assert "请由机关党委的其他同志办理" in seen.context["own_part"]
    assert seen.context["action"] is None


def test_a_voided_problem_is_read_with_its_reason() -> None:
    case = Case()
    services.problem_void(problem=case.problem, reason="与 3 号重复", on=TODAY, by=case.finder, at=NOW)
    seen = page(case.secretary, address_of(case.problem))
    assert (seen.context["tag"], seen.context["action"], seen.context["menu"]) == ("已作废", None, [])
    assert "与 3 号重复" in seen.content.decode()


def test_an_imported_close_out_says_that_nobody_approved_it_here() -> None:
    case = Case().closed()
    case.problem.steps.filter(kind="CLOSED").update(kind="CLOSE_IMPORTED", recorded_by=None)
    assert "没有在本系统审批" in page(case.finder, address_of(case.problem)).content.decode()


def test_many_measures_take_as_many_queries_as_one() -> None:
    case = Case().claimed()
    client = signed_in(case.secretary)
    address = address_of(case.problem)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        return len(seen)

    case.measure()
    client.get(address)
    one = queries()
    case.measure("第二条")
    case.measure("第三条")
    assert queries() == one


def test_strangers_find_nothing() -> None:
    case = Case()
    other = people.secretary(people.branch(case.branch.court))
    member = people.member_account(people.member(case.branch))
    assert page(other, address_of(case.problem)).status_code == 404
    assert page(member, address_of(case.problem)).status_code == 403
    assert page(member, LIST).status_code == 403
    assert page(case.finder, reverse("rectification:problem", args=[987654])).status_code == 404
    assert signed_in(case.finder).post(address_of(case.problem)).status_code == 405


def test_the_panel_of_a_branch_leads_to_what_is_not_closed() -> None:
    case = Case().closed()
    seen = page(case.finder, reverse("rectification:branch_panel", args=[case.branch.pk]))
    assert seen.context["list_url"].endswith("state=NOT_CLOSED")
