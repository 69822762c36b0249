"""Drafts of bulletins by the scheduler and by the command."""

import json
from datetime import date, timedelta

import pytest
import time_machine
from celery import current_app
from django.core.management import CommandError, call_command

from activities.tests import factories as meetings
from branches.tests import factories as people
from core.clock import today
from notices import services, tasks
from notices.choices import Rule
from notices.models import Bulletin, Message, NoticeSettings
from notices.selectors.schedule import bulletins_due, court_by_key, next_bulletin
from notices.tests.factories import MONTH, Case, at
from rectification.tests import factories as rectification

pytestmark = pytest.mark.django_db
ON = date(2024, 8, 5)


@pytest.fixture
def sent(monkeypatch):
    """What is handed over, instead of a broker's queue."""
    tasks_sent = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args=(), **options: tasks_sent.append((name, args)))
    return tasks_sent


def due(day: int, month: int = 8) -> list[str]:
    return [court_by_key(pk).name for pk, _ in bulletins_due(date(2024, month, day))]


class TestWhoseDayCame:
    def test_by_default_it_is_the_third_and_later_days_make_up_for_it(self):
        case = Case()
        assert [bool(due(day)) for day in (2, 3, 4, 31)] == [False, True, True, True]
        assert case.court.name in due(3)

    def test_a_court_has_its_own_day_or_none(self):
        case = Case()
        own = NoticeSettings.objects.create(court=case.court, bulletin_day=10)
        assert (due(9), due(10)) == ([], [case.court.name])
        own.drafts_bulletins = False
        own.save()
        assert due(10) == []

    def test_a_month_that_has_its_bulletin_is_done(self):
        case = Case()
        services.bulletin_draft(court=case.court, month=MONTH, on=ON, at=at(ON))
        assert due(5) == []
        assert due(5, month=9) == [case.court.name]

    def test_a_month_whose_draft_was_given_up_is_done_too(self):
        case = Case()
        made = services.bulletin_draft(court=case.court, month=MONTH, on=ON, at=at(ON))
        services.bulletin_discard(bulletin=made, by=case.committee, on=ON)
        assert due(5) == []
        tasks.draft_bulletin(case.court.pk, "2024-07-01")
        assert Bulletin.objects.within(case.court).get() == made

    def test_a_court_without_branches_or_records_of_the_month_is_left_out(self):
        people.court()
        people.branch()
        meetings.coverage(people.branch(), since=date(2024, 8, 1))
        assert due(5) == []

    def test_what_was_missed_is_made_up_for_where_there_was_one_before(self):
        case, new = Case(), Case()
        NoticeSettings.objects.create(court=case.court, bulletin_day=28)
        wanted = [date(2024, 1, 1), date(2024, 2, 1)]
        assert case.court.pk not in {pk for pk, _ in bulletins_due(date(2024, 3, 1))}
        day = date(2024, 1, 28)
        services.bulletin_draft(court=case.court, month=date(2023, 12, 1), on=day, at=at(day))
        found = bulletins_due(date(2024, 3, 28))
        assert [month for pk, month in found if pk == case.court.pk] == wanted
        assert [month for pk, month in found if pk == new.court.pk] == wanted[1:]
        later = bulletins_due(date(2024, 6, 2))
        assert [month for pk, month in later if pk == case.court.pk] == [date(2024, 3, 1), date(2024, 4, 1)]

    def test_what_lies_before_the_first_one_is_not_made_up_for(self):
        case = Case()
        services.bulletin_draft(court=case.court, month=MONTH, on=ON, at=at(ON))
        assert bulletins_due(date(2024, 8, 31)) == []

    @pytest.mark.parametrize(("day", "on"), [(3, 2), (3, 3), (28, 5), (1, 31)])
    @pytest.mark.parametrize("written", [[], [MONTH], [date(2024, 5, 1)], [date(2024, 5, 1), MONTH]])
    def test_the_page_of_settings_names_the_day_on_which_the_next_is_due(self, day, on, written):
        case, on = Case(), date(2024, 8, on)
        own = NoticeSettings.objects.create(court=case.court, bulletin_day=day)
        for month in written:
            services.bulletin_draft(court=case.court, month=month, on=on, at=at(on))
        days = (on + timedelta(number) for number in range(60))
        expected = next((each, bulletins_due(each)[0][1]) for each in days if bulletins_due(each))
        assert next_bulletin(own, on) == expected

    def test_the_page_of_settings_promises_none_where_no_records_are_kept(self):
        branch = people.branch()
        assert next_bulletin(NoticeSettings(court=branch.court), ON) is None

    def test_one_query_a_month_for_all_courts(self, django_assert_num_queries):
        for _ in range(3):
            meetings.coverage(people.branch())
        with django_assert_num_queries(3):
            assert len(bulletins_due(ON)) == 3


class TestTheTasks:
    def test_each_court_is_drafted_by_itself_and_told_once(self, sent, django_capture_on_commit_callbacks):
        case, other = Case(), Case()
        with time_machine.travel("2024-08-03T06:10:00+08:00", tick=False):
            with django_capture_on_commit_callbacks(execute=True):
                assert tasks.draft_due_bulletins() == 2
            wanted = [("notices.tasks.draft_bulletin", (court.pk, "2024-07-01")) for court in (case.court, other.court)]
            assert sent == wanted
            for _, arguments in wanted * 2:
                tasks.draft_bulletin(*arguments)
            assert tasks.draft_due_bulletins() == 0
        for each in (case, other):
            assert Bulletin.objects.within(each.court).get().month == MONTH
            assert Message.objects.within(each.court).get().rule == Rule.BULLETIN_DRAFTED


class TestTheCommand:
    def run(self, capsys, case: Case, *options: str, month: str = "2024-07") -> str:
        call_command("draft_bulletin", "--month", month, "--court", case.court.name, *options)
        return capsys.readouterr().out

    def refused(self, capsys, *arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as end:
            call_command("draft_bulletin", *arguments)
        return end.value.code, capsys.readouterr().err

    def test_it_prints_the_shape_of_the_contract(self, capsys):
        case = Case()
        meetings.activity("THEME_DAY", case.first, date(2024, 7, 9))
        found = json.loads(self.run(capsys, case, "--as-of", "2024-08-05", "--format", "json"))
        assert found == {
            "court": case.court.name,
            "month": "2024-07",
            "as_of": "2024-08-05",
            "branches": [
                {"branch": "第一党支部", "missing": [], "overdue_measures": []},
                {
                    "branch": "第二党支部",
                    "missing": [{"kind": "THEME_DAY", "unit": "第二党支部", "period": "2024-07", "days_late": 5}],
                    "overdue_measures": [],
                },
            ],
            "not_known": [],
        }

    def test_again_it_prints_the_same_and_makes_no_other(self, capsys):
        case = Case()
        options = ("--as-of", "2024-08-05", "--format", "json")
        assert self.run(capsys, case, *options) == self.run(capsys, case, *options)
        assert Bulletin.objects.within(case.court).count() == 1

    def test_of_an_issued_one_it_prints_what_was_kept(self, capsys):
        case = Case()
        made = services.bulletin_draft(court=case.court, month=MONTH, on=ON, at=at(ON))
        services.bulletin_issue(bulletin=made, version=1, by=case.committee, on=ON, at=at(ON))
        before = self.run(capsys, case, "--format", "json")
        meetings.activity("THEME_DAY", case.first, date(2024, 7, 9))
        assert self.run(capsys, case, "--format", "json") == before
        assert json.loads(before)["as_of"] == "2024-08-05"

    def test_another_day_than_that_of_issue_is_refused(self, capsys):
        case = Case()
        made = services.bulletin_draft(court=case.court, month=MONTH, on=ON, at=at(ON))
        services.bulletin_issue(bulletin=made, version=1, by=case.committee, on=ON, at=at(ON))
        month = ("--month", "2024-07", "--court", case.court.name)
        assert "2024-08-05" in self.run(capsys, case, "--as-of", "2024-08-05")
        status, words = self.refused(capsys, *month, "--as-of", "2024-08-06")
        assert (status, "定格在 2024-08-05" in words) == (1, True)

    def test_a_day_before_stands_on_the_print_and_not_in_the_draft(self, capsys):
        case = Case()
        meetings.activity("THEME_DAY", case.first, date(2024, 7, 9))
        meetings.activity("THEME_DAY", case.second, date(2024, 7, 9))
        rectification.Case(branch=case.first).measure("完善制度", date(2024, 8, 9))
        printed = self.run(capsys, case, "--as-of", "2024-08-05")
        kept = Bulletin.objects.within(case.court).get()
        assert "完善制度" not in printed
        assert ("没有逾期的整改措施" in printed, "逾期整改措施1条" in kept.opening) == (True, True)

    def test_who_is_told_is_written_to_at_once(self, capsys, sent, django_capture_on_commit_callbacks):
        case = Case()
        with django_capture_on_commit_callbacks(execute=True):
            self.run(capsys, case)
            call_command("draft_notices", "--month", "2024-07", "--court", case.court.name)
        assert sent == [("notices.tasks.deliver_waiting", ())] * 2

    def test_lines_are_for_a_reader(self, capsys):
        text = self.run(capsys, Case(), "--as-of", "2024-08-05")
        assert "2024年7月督办提醒通报（待签发，截至 2024-08-05）" in text
        assert "第一党支部：2024年7月主题党日，未开展，超期 5 天" in text

    def test_what_cannot_be_done_says_why(self, capsys):
        case = Case()
        name = case.court.name
        assert self.refused(capsys, "--month", "2024-07", "--court", "没有") == (1, "没有名为“没有”的法院。\n")
        status, words = self.refused(
            capsys, "--month", f"{today():%Y-%m}", "--court", name, "--as-of", f"{today():%Y-%m}-01"
        )
        assert (status, "还没有结束" in words) == (1, True)
        status, words = self.refused(capsys, "--month", "2024-07", "--court", name, "--as-of", "2990-01-01")
        assert (status, "还没有到" in words) == (1, True)

    @pytest.mark.parametrize("month", ["2024-13", "七月", "2024-7-1", "0000-01"])
    def test_a_month_that_is_none_is_wrong_usage(self, month):
        with pytest.raises(CommandError, match="--month"):
            call_command("draft_bulletin", "--month", month, "--court", "某院")
