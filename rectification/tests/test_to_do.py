"""What a secretary finds to do about measures: on the first page, in the calendar."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from branches.tests import factories as people
from planning.selectors.calendar import feed_entries, month_of
from rectification import services
from rectification.models import Measure, Problem, ProblemShare, RectificationStep
from rectification.selectors.to_do import MOST_SHOWN, measures_to_do
from rectification.tests.factories import DUE, NOW, TODAY, Case

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def case():
    return Case().claimed()


def listed(case) -> list[str]:
    return [row.text for row in measures_to_do(case.secretary, case.branch, TODAY).measures]


def test_the_first_page_lists_what_is_late_or_due_in_thirty_days_with_a_button(client, case):
    late = case.measure("逾期的", due_on=TODAY - timedelta(2))
    case.measure("将到期的", due_on=TODAY + timedelta(30))
    case.measure("以后的", due_on=TODAY + timedelta(31))
    case.measure("坚持的", due_on=None)
    case.done(case.measure("完成的", due_on=TODAY))
    assert listed(case) == ["逾期的", "将到期的"]
    client.force_login(case.secretary)
    page = client.get("/").text
    assert "逾期 2 天" in page
    assert "还有 30 天" in page
    assert reverse("rectification:measure_progress", args=[late.pk]) in page
    assert "以后的" not in page


def test_nothing_is_to_do_for_others_or_while_the_close_out_waits(client, case):
    case.done(case.measure())
    other = people.branch(case.branch.court)
    services.problem_assign(problem=case.problem, branch=other, on=TODAY, by=case.finder)
    case.measure("别人的", branch=other)
    assert listed(case) == []
    services.problem_claim(problem=case.problem, branch=other, on=TODAY, by=people.secretary(other))
    leader = people.group_leader(people.group(case.branch))
    client.force_login(leader)
    assert "要整改到位的措施" not in client.get("/").text
    asked = Case().asked()
    assert listed(asked) == []


def test_what_is_not_claimed_is_not_to_be_reported_on_yet():
    case = Case()
    case.measure(due_on=TODAY)
    assert listed(case) == []
    assert listed(case.claimed()) == ["每月走访一次"]


def test_many_are_counted_and_linked(client, case):
    for number in range(MOST_SHOWN + 2):
        case.measure(f"第{number}", due_on=TODAY + timedelta(number))
    client.force_login(case.secretary)
    page = client.get("/")
    assert "还有 2 条" in page.text
    to_do = page.context["branches"][0]["measures"]
    assert client.get(to_do.url).context["page"].rows[0].text == "第0"


def test_the_first_page_asks_as_often_for_one_measure_as_for_three(client, case):
    client.force_login(case.secretary)
    case.measure(due_on=TODAY)
    counts = []
    for _ in range(2):
        client.get("/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        counts.append(len(queries))
        for _ in range(2):
            case.measure(due_on=TODAY)
    assert counts[0] == counts[1]


def test_the_calendar_of_the_branch_shows_deadlines_as_extended(case):
    measure = case.measure("走访群众", due_on=TODAY - timedelta(1))
    month = TODAY.replace(day=1)

    def entries(user, on=TODAY, month=month):
        days = month_of(user, case.branch, month, on).days()
        return [(day.on, entry.state) for day in days for entry in day.entries if "走访群众" in entry.title]

    assert entries(case.secretary) == [(TODAY - timedelta(1), "未按时完成")]
    assert entries(case.secretary, on=TODAY - timedelta(1)) == [(TODAY - timedelta(1), "到期")]
    assert entries(people.group_leader(people.group(case.branch))) == []
    ask = {"measure": measure, "reason": "人手不足", "acting": case.branch}
    services.extension_ask(**ask, until=DUE, on=TODAY, by=case.secretary)
    services.extension_approve(measure=measure, until=None, on=TODAY, by=case.approver)
    assert entries(case.secretary) == []
    assert entries(case.finder, month=DUE.replace(day=1)) == [(DUE, "到期")]


def test_what_is_done_stands_in_the_calendar_and_not_in_what_people_subscribe_to(case):
    case.done(case.measure("建立制度"))
    late, open_ = case.measure("走访群众", due_on=TODAY - timedelta(1)), case.measure("谈心谈话")
    days = month_of(case.secretary, case.branch, DUE.replace(day=1), TODAY).days()
    assert {"已完成", "到期"} <= {entry.state for day in days for entry in day.entries if "整改措施" in entry.title}
    found = {entry.uid for entry in feed_entries(case.secretary, TODAY) if entry.uid.startswith("measure-")}
    assert found == {f"measure-{late.pk}", f"measure-{open_.pk}"}


def test_who_answers_for_a_measure_reads_it_on_the_own_first_page(client, case):
    owner, other = people.member(case.branch), people.member(case.branch)
    accounts = [people.member_account(owner), people.member_account(other)]
    measure = case.measure("走访群众", owner=owner, owner_name="")
    case.done(case.measure("建立制度", owner=owner, owner_name=""))
    case.measure("别的措施")
    client.force_login(accounts[0])
    page = client.get("/").text
    assert "我负责的整改措施" in page
    assert "走访群众" in page
    assert "建立制度" not in page
    assert "别的措施" not in page
    for name in ("measure", "measure_progress"):
        assert client.get(reverse(f"rectification:{name}", args=[measure.pk])).status_code == 403
    client.force_login(accounts[1])
    assert "我负责的整改措施" not in client.get("/").text


def test_a_member_sees_the_own_measures_and_nothing_else_of_a_problem(case):
    owner = people.member(case.branch)
    mine = case.measure(owner=owner)
    case.measure()
    account = people.member_account(owner)
    assert list(Measure.objects.visible_to(account)) == [mine]
    for model in (Problem, ProblemShare, RectificationStep):
        assert not model.objects.visible_to(account).exists()
