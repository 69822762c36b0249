"""The list of measures as of a day, its filters, its export, and the page of one measure."""

from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from branches.tests import factories as people
from core.models import AuditEvent
from rectification import services
from rectification.links import measures_url
from rectification.models import Measure
from rectification.tests.factories import DUE, NOW, OPENED, TODAY, Case

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def case():
    return Case().claimed()


def rows_of(client, user, on=TODAY, **filters) -> list[str]:
    client.force_login(user)
    answer = client.get(measures_url(on=on, **filters))
    assert answer.status_code == 200
    return [row.text for row in answer.context["page"].rows]


def test_every_line_says_how_its_measure_stood_on_the_day(client, case):
    done = case.done(case.measure("走访", due_on=TODAY - timedelta(3)))
    case.measure("约谈", due_on=TODAY - timedelta(2))
    case.measure("建制", due_on=TODAY + timedelta(5), nature="LASTING")
    case.measure("坚持", due_on=None)
    client.force_login(case.secretary)
    page = client.get(reverse("rectification:measures"))
    words = {row.text: (row.state, row.standing.words) for row in page.context["page"].rows}
    assert words == {
        "走访": ("DONE", "晚 3 天完成"),
        "约谈": ("OVERDUE", "逾期 2 天"),
        "建制": ("ON_SCHEDULE", "还有 5 天"),
        "坚持": ("ON_SCHEDULE", "长期坚持"),
    }
    assert "长久立" in page.text
    yesterday = client.get(measures_url(on=TODAY - timedelta(1), q="走访"))
    assert yesterday.context["page"].rows[0].state == "OVERDUE"
    assert "截至 2024-05-19" in yesterday.text
    assert rows_of(client, case.secretary, on=OPENED - timedelta(1)) == []
    assert str(done) in rows_of(client, case.secretary, state="DONE")


def test_each_filter_leaves_what_it_says(client, case):
    other = people.branch(case.branch.court)
    services.problem_assign(problem=case.problem, branch=other, on=OPENED, by=case.finder)
    case.measure("近", due_on=TODAY + timedelta(7), nature="NOW", owner_name="李四")
    case.measure("远", due_on=TODAY + timedelta(8))
    case.measure("逾期", due_on=TODAY - timedelta(1), branch=other, owner=people.member(other, "王五"), owner_name="")
    see = case.finder
    assert rows_of(client, see, state="OVERDUE") == ["逾期"]
    assert rows_of(client, see, branch=other.pk) == ["逾期"]
    assert rows_of(client, see, owner="王五") == ["逾期"]
    assert rows_of(client, see, owner="李") == ["近"]
    assert rows_of(client, see, nature="NOW") == ["近"]
    assert rows_of(client, see, soon=7) == ["近"]
    assert rows_of(client, see, soon=8) == ["近", "远"]
    assert rows_of(client, see, soon=12, on=TODAY - timedelta(4)) == ["近", "远", "逾期"]
    assert rows_of(client, see, problem=case.problem.pk, source="主题教育检视", q="近") == ["近"]
    assert rows_of(client, see, q="没有") == []
    assert rows_of(client, see, soon="x", state="NO", on=TODAY) == ["近", "远", "逾期"]


def test_an_extension_waits_until_it_is_answered_or_the_measure_done(client, case):
    first, second = case.measure("甲"), case.measure("乙")
    for measure in (first, second):
        services.extension_ask(
            measure=measure,
            until=DUE + timedelta(30),
            reason="人手不足",
            on=TODAY,
            by=case.secretary,
            acting=case.branch,
        )
    see = case.finder
    assert rows_of(client, see, waiting=1) == ["甲", "乙"]
    assert rows_of(client, see, waiting=1, on=TODAY - timedelta(1)) == []
    case.done(second, on=TODAY - timedelta(5))
    assert rows_of(client, see, waiting=1) == ["甲"]
    services.extension_withdraw(measure=first, on=TODAY, by=case.secretary, acting=case.branch)
    assert rows_of(client, see, waiting=1) == []


def test_it_is_sorted_by_deadline_what_has_none_first(client, case):
    for days in (3, 1, 2):
        case.measure(f"第{days}", due_on=TODAY + timedelta(days))
    case.measure("坚持", due_on=None)
    assert rows_of(client, case.finder, sort="due_on") == ["坚持", "第1", "第2", "第3"]
    assert rows_of(client, case.finder, sort="-due_on") == ["第3", "第2", "第1", "坚持"]


def test_a_long_list_has_pages(client, case):
    of_problem = {"court": case.branch.court, "problem": case.problem, "branch": case.branch}
    Measure.objects.bulk_create(
        Measure(**of_problem, order=each, text=f"第{each}", first_due_on=TODAY + timedelta(each % 7))
        for each in range(1, 53)
    )
    client.force_login(case.finder)
    page = client.get(measures_url(on=TODAY, sort="due_on")).context["page"]
    following = client.get(reverse("rectification:measures") + page.next).context["page"]
    assert (len(page.rows), len(following.rows)) == (50, 2)
    assert len({row.pk for row in (*page.rows, *following.rows)}) == 52


def test_an_empty_list_says_what_to_do(client, case):
    client.force_login(case.secretary)
    assert "还没有整改措施" in client.get(reverse("rectification:measures")).text
    assert "没有符合条件的整改措施" in client.get(measures_url(on=TODAY, state="DONE")).text


def test_the_export_holds_what_is_filtered_as_of_the_day(client, case):
    case.done(case.measure("走访", due_on=TODAY - timedelta(3)))
    case.measure("建制")
    client.force_login(case.finder)
    answer = client.get(reverse("rectification:measure_export"), {"on": TODAY.isoformat(), "state": "DONE"})
    lines = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert [line[4] for line in lines[1:]] == ["走访"]
    assert lines[1][10:12] == ("已完成", "晚 3 天完成")
    assert AuditEvent.objects.get(action="rectification.export_problems").detail["rows"] == 1


def test_who_sees_which_measures(client, case):
    mine, other = case.measure("甲"), people.branch(case.branch.court)
    page = reverse("rectification:measure", args=(mine.pk,))
    for user in (case.secretary, case.finder):
        assert rows_of(client, user) == ["甲"]
        assert client.get(page).status_code == 200
    for user in (people.secretary(other), people.committee_account(people.court())):
        assert rows_of(client, user) == []
        assert client.get(page).status_code == 404
    leader = people.group_leader(people.group(case.branch))
    member = people.member_account(people.member(case.branch))
    for user in (leader, member):
        client.force_login(user)
        assert client.get(reverse("rectification:measures")).status_code == 403
        assert client.get(reverse("rectification:measure_export")).status_code == 403
        assert client.get(page).status_code == 403
    client.force_login(case.secretary)
    assert client.get(reverse("rectification:measure", args=(0,))).status_code == 404
    assert client.post(page).status_code == 405
    assert client.post(reverse("rectification:measures")).status_code == 405


@pytest.mark.parametrize("name", ["measures", "measure_export"])
def test_the_same_number_of_queries_for_one_measure_and_for_three(client, case, name):
    client.force_login(case.finder)
    case.measure(owner=people.member(case.branch))
    counts = []
    for _ in range(2):
        client.get(reverse(f"rectification:{name}"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"rectification:{name}"))
        counts.append(len(queries))
        for _ in range(2):
            case.measure(owner=people.member(case.branch))
    assert counts[0] == counts[1]


def test_the_page_keeps_the_first_deadline_and_tells_what_was_answered(client, case):
    measure = case.measure()
    ask = {"measure": measure, "reason": "人手不足", "by": case.secretary, "acting": case.branch}
    services.extension_ask(**ask, until=date(2024, 7, 31), on=TODAY)
    services.extension_refuse(measure=measure, reason="抓紧办理", on=TODAY, by=case.approver)
    services.extension_ask(**ask, until=date(2024, 7, 15), on=TODAY)
    client.force_login(case.secretary)
    address = reverse("rectification:measure", args=(measure.pk,))
    assert "申请延期至 2024-07-15，等机关党委答复" in client.get(address).text
    services.extension_approve(measure=measure, until=date(2024, 7, 10), on=TODAY, by=case.approver)
    page = client.get(address)
    assert [step.kind for step in page.context["deadlines"]] == [
        "EXTENSION_ASKED",
        "EXTENSION_REFUSED",
        "EXTENSION_ASKED",
        "EXTENSION_APPROVED",
    ]
    assert page.context["shown"].due_on == date(2024, 7, 10)
    for words in ("首次时限", "2024-06-30", "抓紧办理", "2024-07-31", "现在的时限", "还有 51 天"):
        assert words in page.text
    assert "等机关党委答复" not in page.text


def test_a_voided_measure_is_read_with_its_reason_and_counts_no_more(client, case):
    measure = case.measure()
    services.measure_void(measure=measure, reason="重复登记", on=TODAY, by=case.approver, at=NOW)
    assert rows_of(client, case.secretary) == []
    page = client.get(reverse("rectification:measure", args=(measure.pk,)))
    assert "重复登记" in page.text
    assert "已作废" in page.text


def test_a_persons_figure_is_of_nobody_with_a_longer_name(client, case):
    case.measure("甲", owner_name="张三")
    case.measure("乙", owner_name="张三丰")
    assert rows_of(client, case.finder, person="张三") == ["甲"]
