"""The end of a quarter: each hook once a court and quarter, whole or not at all."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from celery import current_app
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from activities.tests import factories as meetings
from branches.tests import factories as people
from core.errors import Refused
from notices import services, tasks
from notices.choices import Rule
from notices.models import Message, QuarterRun
from notices.quarters import Hook, Quarter, hook_of, on_quarter_end
from notices.selectors.schedule import quarter_ends_due
from notices.tests.factories import Case, at

pytestmark = pytest.mark.django_db
ON = date(2024, 7, 2)
SECOND = Quarter(2024, 2)


def run(case: Case, hook: Hook | None = None, quarter: Quarter = SECOND, on: date = ON) -> bool:
    return services.quarter_run(court=case.court, quarter=quarter, hook=hook or hook_of("unknown"), on=on, at=at(on))


def told(case: Case) -> list[Message]:
    return list(Message.objects.within(case.court).filter(rule=Rule.QUARTER_UNKNOWN, branch=None))


class TestQuarters:
    @pytest.mark.parametrize(
        ("on", "code"),
        [("2024-07-01", "2024Q2"), ("2024-09-30", "2024Q2"), ("2024-10-01", "2024Q3"), ("2025-02-28", "2024Q4")],
    )
    def test_the_last_one_that_is_over(self, on, code):
        assert Quarter.ended_before(date.fromisoformat(on)).code == code

    def test_its_days(self):
        assert (SECOND.start, SECOND.end, SECOND.label) == (date(2024, 4, 1), date(2024, 6, 30), "2024年第二季度")
        assert Quarter.named("2024Q2") == SECOND

    @pytest.mark.parametrize("code", ["2024Q5", "2024", "0000Q1", "二季度"])
    def test_what_is_none_is_refused(self, code):
        with pytest.raises(Refused, match="2024Q1"):
            Quarter.named(code)

    def test_a_code_stands_for_one_hook(self):
        with pytest.raises(ValueError, match="twice"):
            on_quarter_end("unknown", "又一个")(lambda *given: None)


class TestRuns:
    def test_a_hook_runs_once_and_is_given_the_day(self):
        case, calls = Case(), []
        hook = Hook("test", "测试", lambda *given: calls.append(given))
        assert [run(case, hook), run(case, hook)] == [True, False]
        assert calls == [(case.court, SECOND, ON, at(ON))]
        assert run(case, hook, Quarter(2024, 1))

    def test_what_breaks_leaves_nothing_and_is_tried_again(self):
        case = Case()

        def breaks(*given):
            people.branch(case.court, "写到一半")
            raise RuntimeError("broken")

        with pytest.raises(RuntimeError):
            run(case, Hook("test", "测试", breaks))
        assert not QuarterRun.objects.within(case.court).exists()
        assert not case.court.branches.filter(name="写到一半").exists()
        assert run(case, Hook("test", "测试", lambda *given: None))

    def test_a_quarter_that_runs_is_refused(self):
        with pytest.raises(Refused, match="还没有结束"):
            run(Case(), on=date(2024, 6, 30))


class TestWhatIsNotKnown:
    def test_the_committee_is_told_once_with_branches_and_reasons(self):
        case = Case()
        case.second.coverages.all().delete()
        assert [run(case), run(case)] == [True, False]
        message = told(case)[0]
        assert message.about == "2024Q2"
        assert "2024年第二季度有" in message.title
        assert "1个支部" in message.text
        assert "第二党支部" in message.text
        assert "没有登记从何时起在此留存记录" in message.text

    def test_the_link_leads_to_as_many_as_it_says(self, client):
        case = Case()
        people.group(case.second, "第一党小组")
        people.group(case.second, "第二党小组")
        case.second.coverages.all().delete()
        run(case)
        client.force_login(case.committee)
        message = told(case)[0]
        page = client.get(message.path)
        rows = page.context["page"].rows
        assert f"有{len(rows)}项" in message.title
        assert f"共{len(rows)}项" in message.text
        assert {row.unit for row in rows} >= {"第一党小组", "第二党小组"}
        assert all(SECOND.start <= row.period.end <= SECOND.end for row in rows)
        assert "没有登记从何时起在此留存记录" in page.content.decode()

    def test_where_all_is_known_nobody_is_told(self):
        case = Case()
        assert run(case)
        assert told(case) == []
        assert QuarterRun.objects.within(case.court).count() == 1


class TestThePage:
    def page(self, client, case: Case, query: str = "", name: str = "unknown"):
        client.force_login(case.committee)
        return client.get(f"{reverse(f'notices:{name}', args=['2024Q2'])}{query}")

    def untold(self, *, branches: int = 1) -> Case:
        """A court of whose second branch, and of some more, nothing is known."""
        case = Case()
        case.second.coverages.all().delete()
        for number in range(1, branches):
            people.branch(case.court, f"增设{number}")
        return case

    def test_it_is_filtered_sorted_and_exported(self, client):
        case = self.untold(branches=2)
        rows = self.page(client, case).context["page"].rows
        chosen = self.page(client, case, f"?branch={case.second.pk}&kind=THEME_DAY&sort=-period").context["page"].rows
        assert [row.period.code for row in chosen] == ["2024-06", "2024-05", "2024-04"]
        assert {row.branch for row in chosen} == {case.second} != {row.branch for row in rows}
        assert self.page(client, case, "?q=没有这样的").context["page"].rows == []
        book = load_workbook(BytesIO(self.page(client, case, name="unknown_export").content)).active
        assert [row[:2] for row in book.values][1:] == [(row.branch.name, row.kind.name) for row in rows]

    def test_it_is_the_committees_and_of_its_own_court(self, client):
        case, other = self.untold(), Case()
        assert self.page(client, other).context["page"].rows == []
        client.force_login(case.secretary)
        for name in ("unknown", "unknown_export"):
            assert client.get(reverse(f"notices:{name}", args=["2024Q2"])).status_code == 403

    @pytest.mark.parametrize("code", ["2024", "2024Q5", "2990Q1"])
    def test_what_is_no_quarter_that_is_over_is_not_there(self, client, code):
        client.force_login(Case().committee)
        for name in ("unknown", "unknown_export"):
            assert client.get(reverse(f"notices:{name}", args=[code])).status_code == 404
            assert client.post(reverse(f"notices:{name}", args=[code])).status_code == 405

    def test_queries_do_not_grow_with_the_rows(self, client):
        counts = []
        for case in (self.untold(), self.untold(branches=4)):
            self.page(client, case)
            with CaptureQueriesContext(connection) as asked:
                client.get(reverse("notices:unknown", args=["2024Q2"]))
            counts.append(len(asked))
        assert counts[0] == counts[1]


class TestWhoIsDue:
    def test_courts_with_records_of_the_quarter_until_it_ran(self):
        case = Case()
        people.branch()
        meetings.coverage(people.branch(), since=date(2024, 7, 1))
        assert quarter_ends_due(SECOND, "unknown") == [case.court.pk]
        run(case)
        assert quarter_ends_due(SECOND, "unknown") == []
        assert quarter_ends_due(SECOND, "another") == [case.court.pk]

    def test_all_courts_are_one_query(self, django_assert_num_queries):
        for _ in range(3):
            Case()
        with django_assert_num_queries(1):
            assert len(quarter_ends_due(SECOND, "unknown")) == 3


def test_the_task_hands_over_the_last_quarter_only(monkeypatch, django_capture_on_commit_callbacks):
    sent = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args=(), **options: sent.append((name, args)))
    case = Case()
    with time_machine.travel("2025-02-10T06:20:00+08:00", tick=False):
        with django_capture_on_commit_callbacks(execute=True):
            assert tasks.run_quarter_ends() == 1
        assert sent == [("notices.tasks.run_quarter_end", (case.court.pk, "2024Q4", "unknown"))]
        for _ in range(2):
            tasks.run_quarter_end(*sent[0][1])
        assert tasks.run_quarter_ends() == 0
    assert [row.quarter for row in QuarterRun.objects.within(case.court)] == ["2024Q4"]


class TestTheCommand:
    def refused(self, capsys, *arguments: str) -> str:
        with pytest.raises(SystemExit) as end:
            call_command("run_quarter", *arguments)
        assert end.value.code == 1
        return capsys.readouterr().err

    def test_it_does_what_the_task_does_and_says_so(self, capsys):
        case = Case()
        call_command("run_quarter", "--quarter", "2024Q2")
        assert capsys.readouterr().out == f"{case.court}：2024年第二季度汇总不详的项目，已办理。\n"
        call_command("run_quarter", "--quarter", "2024Q2", "--court", case.court.name)
        assert "此前已经办理过" in capsys.readouterr().out

    def test_what_cannot_be_done_says_why(self, capsys):
        court = people.court()
        assert "没有留存记录" in self.refused(capsys, "--quarter", "2024Q2", "--court", court.name)
        assert "还没有结束" in self.refused(capsys, "--quarter", "2990Q1")
        assert "请写成" in self.refused(capsys, "--quarter", "2024")
