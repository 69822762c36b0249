"""The weekly dispatch: what moved in a week, what is late at its end, what comes; as a page, a file and a paper."""

from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from branches.tests import factories as people
from core.tests.test_documents import text_of_docx, text_of_pdf
from rectification import services
from rectification.choices import DispatchKind
from rectification.selectors.dispatch import lines_of, week_with
from rectification.tests.factories import NOW, OPENED, TODAY, Case
from rectification.tests.list_factories import Lists

pytestmark = pytest.mark.django_db
URL = "/rectification/dispatch/"
MONDAY = date(2024, 5, 20)  # TODAY is this Monday


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(f"{TODAY}T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def lists():
    return Lists()


def kinds(user, lists, day=TODAY, today=TODAY):
    found = lines_of(user, lists.court, week_with(day, today))
    return [(line.kind.value, line.text or line.title, line.days) for line in found]


class TestWeeks:
    def test_a_week_ends_at_its_sunday_and_no_later_than_today(self):
        assert week_with(date(2024, 5, 15), TODAY).on == date(2024, 5, 19)
        running = week_with(date(2024, 5, 22), date(2024, 5, 22))
        assert (running.monday, running.on, running.until) == (MONDAY, date(2024, 5, 22), date(2024, 5, 29))
        assert week_with(date(2024, 6, 5), TODAY).on == date(2024, 6, 3)


class TestLines:
    def test_what_moved_what_is_late_what_comes(self, lists):
        days = {"昨天到期": -1, "今天到期": 0, "七天后": 7, "八天后": 8}
        nodes = [lists.facts(title, TODAY + timedelta(later)) for title, later in days.items()]
        lists.add("开展调研", *nodes)
        case = Case(branch=lists.branch).claimed()
        late = case.measure("走访", due_on=TODAY - timedelta(3))
        services.measure_progress(
            measure=late, text="走了一半", on=TODAY, by=case.secretary, at=None, acting=case.branch
        )
        lists.done(lists.node, TODAY)
        assert kinds(lists.committee, lists) == [
            ("DONE", "印发方案", 0),
            ("PROGRESS", "走访", 0),
            ("LATE", "走访", 3),
            ("LATE", "昨天到期", 1),
            ("AHEAD", "今天到期", 0),
            ("AHEAD", "七天后", 7),
        ]

    def test_each_step_is_told_in_its_own_week(self, lists):
        node, week = lists.node, timedelta(7)
        given = {"node": node, "by": lists.committee}
        services.work_node_move(until=TODAY + week, reason="等待", on=OPENED, **given)
        lists.done(node, OPENED + week)
        services.work_node_undo(reason="没有验收", on=OPENED + 2 * week, **given)
        told = [kinds(lists.committee, lists, OPENED + number * week)[0][0] for number in range(3)]
        assert told == ["MOVED", "DONE", "PUT_BACK"]
        assert kinds(lists.committee, lists, OPENED + 3 * week) == []

    def test_closed_and_opened_again(self, lists):
        case = Case(branch=lists.branch).closed(on=TODAY - timedelta(10))
        services.problem_reopen(problem=case.problem, reason="反弹", measures=[], on=TODAY, by=case.finder)
        before = [kind for kind, *_ in kinds(lists.committee, lists, TODAY - timedelta(10))]
        assert before == ["DONE", "CLOSED"]
        assert [kind for kind, *_ in kinds(lists.secretary, lists)] == ["REOPENED"]

    def test_a_branch_speaks_of_what_was_its_own_in_that_week(self, lists):
        case = Case(branch=lists.branch).closed(on=TODAY - timedelta(10))
        services.problem_reopen(problem=case.problem, reason="反弹", measures=[], on=TODAY, by=case.finder)
        measure = case.problem.measures.get()
        services.measure_void(measure=measure, reason="转交", on=TODAY, by=case.finder, at=NOW)
        other = people.branch(lists.court)
        services.problem_assign(problem=case.problem, branch=other, on=TODAY, by=case.finder)
        services.problem_release(problem=case.problem, branch=case.branch, reason="转交", on=TODAY, by=case.finder)
        before = [kind for kind, *_ in kinds(lists.secretary, lists, TODAY - timedelta(10))]
        assert before == ["CLOSED"]

    def test_voided_is_not_told(self, lists):
        lists.done(lists.node, TODAY)
        lists.void()
        assert kinds(lists.committee, lists) == []

    def test_a_branch_speaks_of_its_own(self, lists):
        other = Lists(branch=people.branch(lists.court))
        lists.add("会务", lists.facts("发通知", TODAY, branch=None))
        other.done(other.node, TODAY)
        assert kinds(lists.secretary, lists) == []
        assert kinds(other.secretary, lists) == [("DONE", "印发方案", 0)]
        assert [kind for kind, *_ in kinds(lists.committee, lists)] == ["AHEAD", "DONE"]


class TestPages:
    def test_figures_lead_to_their_lines(self, lists, client):
        lists.add("开展调研", lists.facts("拟提纲", TODAY - timedelta(2)), lists.facts("写报告", TODAY + timedelta(2)))
        lists.done(lists.node, TODAY)
        client.force_login(lists.committee)
        figures = client.get(URL).context["figures"]
        assert {label: number for label, number, _ in figures if number} == {
            DispatchKind.DONE.label: 1,
            DispatchKind.LATE.label: 1,
            DispatchKind.AHEAD.label: 1,
        }
        for _, number, url in figures:
            assert len(client.get(URL + url).context["page"].rows) == number

    def test_weeks_before_and_after(self, lists, client):
        client.force_login(lists.secretary)
        page = client.get(URL, {"week": "2024-05-15"}).context
        assert (page["week"].monday, page["before"], page["after"]) == (
            date(2024, 5, 13),
            "?week=2024-05-06",
            "?week=2024-05-20",
        )
        for odd in ("nonsense", "0001-01-01", "9999-12-31"):
            assert client.get(URL, {"week": odd}).context["week"].monday == MONDAY

    def test_as_many_queries_for_one_line_as_for_many(self, lists, client, django_assert_num_queries):
        def more():
            item = lists.add("开展调研", lists.facts("拟提纲", TODAY - timedelta(2)), lists.facts("写报告", TODAY))
            case = Case(branch=lists.branch).claimed()
            case.measure(due_on=TODAY)
            case.done(case.measure("走访"))
            lists.done(item.nodes.order_by("order").first(), TODAY)

        more()
        client.force_login(lists.committee)
        client.get(URL)
        with CaptureQueriesContext(connection) as once:
            client.get(URL)
        more()
        more()
        with django_assert_num_queries(len(once)):
            assert len(client.get(URL).context["page"].rows) > 9

    def test_file_and_papers_hold_what_is_filtered(self, lists, client):
        lists.add("开展调研", lists.facts("=1+1", TODAY - timedelta(2)))
        lists.done(lists.node, TODAY)
        client.force_login(lists.committee)
        sheet = load_workbook(BytesIO(client.get(f"{URL}export.xlsx", {"kind": "LATE"}).content)).active
        (row,) = list(sheet.iter_rows(min_row=2))
        assert [row[3].value, row[3].data_type, row[6].value] == ["=1+1", "s", "超期 2 天"]
        for ending, read in (("pdf", text_of_pdf), ("docx", text_of_docx)):
            paper = read(client.get(f"{URL}dispatch.{ending}").content)
            said = "".join(paper.split())
            found = [words in said for words in ("2024-05-20至2024-05-26", lists.branch.name, "印发方案", "超期2天")]
            assert found == [True] * 4
