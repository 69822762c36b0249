"""Which drafts are due on a day, when branches are reminded, the tasks and the command."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from activities.tests import factories as meetings
from branches.tests import factories as people
from core.dates import months_after
from core.models import SpecialDay
from notices import services, tasks
from notices.choices import DraftFor, Rule
from notices.models import Message, Notice, NoticeSettings
from notices.selectors.schedule import drafts_due, next_draft, reminders_due
from notices.selectors.settings import settings_of
from notices.tests.factories import Case, at, owed

pytestmark = pytest.mark.django_db

JULY, AUGUST = date(2024, 7, 1), date(2024, 8, 1)


def court_with_branch(**own):
    court = people.court()
    people.branch(court)
    if own:
        NoticeSettings.objects.create(court=court, **own)
    return court


def due_of(court, on):
    return [month for pk, month in drafts_due(on) if pk == court.pk]


def draft(court, month, on):
    return services.notice_draft(court=court, month=month, on=on, at=at(on))


class TestDraftsDue:
    def test_from_the_25th_for_the_next_month_where_nothing_else_is_set(self):
        court = court_with_branch()
        assert due_of(court, date(2024, 6, 24)) == []
        assert due_of(court, date(2024, 6, 25)) == [JULY]
        assert due_of(court, date(2024, 12, 31)) == [date(2025, 1, 1)]

    def test_for_the_same_month_on_the_courts_own_day(self):
        court = court_with_branch(draft_day=3, draft_for=DraftFor.THIS_MONTH)
        assert due_of(court, date(2024, 7, 2)) == []
        assert due_of(court, date(2024, 7, 30)) == [JULY]

    def test_not_where_it_is_switched_off_nor_without_branches(self):
        court_with_branch(drafts_notices=False)
        people.court()
        people.branch(people.court(), dissolved_on=date(2024, 1, 1))
        assert drafts_due(date(2024, 6, 28)) == []

    def test_a_draft_that_was_written_or_given_up_is_not_due_again(self):
        court = court_with_branch()
        notice = draft(court, JULY, date(2024, 6, 25))
        assert due_of(court, date(2024, 6, 26)) == []
        services.notice_discard(notice=notice, by=people.committee_account(court), on=date(2024, 6, 26))
        assert due_of(court, date(2024, 6, 27)) == []

    def test_a_notice_written_by_hand_is_no_draft_of_the_scheduler(self):
        case = Case()
        case.draft()
        assert due_of(case.court, date(2024, 6, 25)) == [JULY]

    def test_a_month_that_was_missed_altogether_is_made_up_for_in_it(self):
        court = court_with_branch()
        draft(court, date(2024, 6, 1), date(2024, 5, 25))
        assert due_of(court, date(2024, 7, 2)) == [JULY]
        assert due_of(court, date(2024, 7, 25)) == [JULY, AUGUST]

    @pytest.mark.parametrize("day", [2, 24, 31])
    def test_after_a_long_stop_the_month_is_made_up_for_and_those_that_are_over_are_not(self, day):
        court = court_with_branch()
        assert due_of(court, date(2024, 8, 2)) == []  # it never had one: it begins on its day
        draft(court, date(2024, 6, 1), date(2024, 5, 25))
        ahead = [date(2024, 9, 1)] if day >= 25 else []
        assert due_of(court, date(2024, 8, day)) == [AUGUST, *ahead]

    def test_one_query_for_all_courts(self):
        counts = []
        for _ in range(2):
            court_with_branch(draft_day=20)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                drafts_due(date(2024, 6, 25))
            counts.append(len(queries))
        assert counts == [1, 1]

    @settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        day=st.integers(1, 28),
        for_month=st.sampled_from(DraftFor.values),
        days_on=st.sets(st.integers(0, 120), max_size=30),
    )
    def test_each_month_is_drafted_once_if_the_task_came_after_its_day(self, day, for_month, days_on):
        court = court_with_branch(draft_day=day, draft_for=for_month)
        ran = [date(2024, 1, 1) + timedelta(number) for number in sorted(days_on)]
        months = []
        for on in ran:
            this, had = on.replace(day=1), list(months)
            for month in due_of(court, on):
                assert month >= this
                months.append(month)
                self.write(court, month)
            if for_month == DraftFor.NEXT_MONTH and had and min(had) < this:
                assert this in months
        assert len(months) == len(set(months))
        ahead = 1 if for_month == DraftFor.NEXT_MONTH else 0
        expected = {months_after(on.replace(day=1), ahead) for on in ran if on.day >= day}
        assert expected <= set(months)
        # What there is besides was missed on its own day and made up for in its month.
        assert set(months) - expected <= {on.replace(day=1) for on in ran}

    @staticmethod
    def write(court, month):
        series = services.monthly_series(court, month.year)
        Notice.objects.create(court=court, series=series, title="草稿", month=month, is_scheduled=True)

    def test_the_page_of_settings_says_the_same(self):
        court = court_with_branch()
        own = settings_of(court)
        assert next_draft(own, date(2024, 6, 10)) == (date(2024, 6, 25), JULY)
        assert next_draft(own, date(2024, 6, 27)) == (date(2024, 6, 27), JULY)
        draft(court, JULY, date(2024, 6, 27))
        assert next_draft(own, date(2024, 6, 27)) == (date(2024, 7, 25), AUGUST)
        own.drafts_notices = False
        assert next_draft(own, date(2024, 6, 27)) is None
        assert next_draft(settings_of(people.court()), date(2024, 6, 27)) is None  # it has no branches

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        day=st.integers(1, 28),
        for_month=st.sampled_from(DraftFor.values),
        written=st.sets(st.integers(-3, 1)),
        after=st.integers(0, 30),
    )
    def test_the_page_of_settings_names_the_day_on_which_the_next_is_due(self, day, for_month, written, after):
        court, on = court_with_branch(draft_day=day, draft_for=for_month), JULY + timedelta(after)
        for number in written:
            self.write(court, months_after(JULY, number))
        days = (on + timedelta(number) for number in range(100))
        expected = next((each, due_of(court, each)[0]) for each in days if due_of(court, each))
        assert next_draft(settings_of(court), on) == expected


# 31 July 2024 is a Wednesday; three days before it is a Sunday, the working day before that the 26th.
DUE = date(2024, 7, 31)


class TestReminders:
    @staticmethod
    def told(case, notice, on):
        rows = services.notice_remind(notice=notice, on=on, at=at(on))
        return [message.branch for message in rows]

    def test_each_branch_once_from_the_working_day_before(self):
        case = Case()
        notice = case.issued(owed(), due_on=DUE)
        assert self.told(case, notice, date(2024, 7, 25)) == []
        assert reminders_due(date(2024, 7, 25)) == []
        assert reminders_due(date(2024, 7, 26)) == [notice.pk]
        assert self.told(case, notice, date(2024, 7, 26)) == [case.first, case.second]
        assert self.told(case, notice, date(2024, 7, 29)) == []
        assert Message.objects.within(case.court).filter(rule=Rule.NOTICE_DUE).count() == 2

    def test_who_has_completed_it_is_left_alone(self):
        case = Case()
        notice = case.issued(owed(), due_on=DUE)
        meetings.raw_activity("THEME_DAY", case.first, date(2024, 7, 5))
        day = date(2024, 7, 29)
        services.notice_acknowledge(receipt=case.receipt(notice), by=case.secretary, on=day, at=at(day))
        assert self.told(case, notice, day) == [case.second]

    @pytest.mark.parametrize("day", [27, 28])
    def test_never_on_a_weekend(self, day):
        case = Case()
        notice = case.issued(owed(), due_on=DUE)
        assert self.told(case, notice, date(2024, 7, day)) == []
        assert reminders_due(date(2024, 7, day)) == []

    def test_never_on_a_holiday_and_on_the_deadline_itself(self):
        case = Case()
        notice = case.issued(owed(), due_on=DUE)
        SpecialDay.objects.update_or_create(on=date(2024, 7, 30), defaults={"name": "测试", "is_workday": False})
        assert self.told(case, notice, date(2024, 7, 30)) == []
        assert self.told(case, notice, DUE) == [case.first, case.second]

    def test_a_day_before_a_long_holiday(self):
        case = Case()
        notice = case.issued(owed(), due_on=date(2024, 10, 9))
        assert reminders_due(date(2024, 9, 29)) == []
        assert reminders_due(date(2024, 9, 30)) == [notice.pk]
        assert self.told(case, notice, date(2024, 10, 3)) == []

    def test_not_on_the_day_on_which_it_was_issued(self):
        case, day = Case(), date(2024, 7, 30)
        notice = case.issued(owed(), on=day, due_on=DUE)
        assert reminders_due(day) == []
        assert self.told(case, notice, day) == []
        assert reminders_due(DUE) == [notice.pk]
        assert self.told(case, notice, DUE) == [case.first, case.second]

    def test_not_after_the_deadline_nor_voided_nor_switched_off_nor_a_draft(self):
        case = Case()
        day = date(2024, 7, 29)
        over = case.issued(owed(), due_on=DUE)
        assert self.told(case, over, date(2024, 8, 1)) == []
        services.notice_void(notice=over, reason="重发", by=case.committee, on=day, at=at(day))
        assert self.told(case, over, day) == []
        assert self.told(case, case.draft(owed(), due_on=DUE), day) == []
        assert self.told(case, case.issued(owed(), due_on=None), day) == []
        off = case.issued(owed(), due_on=DUE)
        NoticeSettings.objects.create(court=case.court, reminds=False)
        assert self.told(case, off, day) == []
        assert reminders_due(day) == []

    def test_the_number_of_queries_does_not_grow(self):
        counts = []
        for number in (1, 3):
            case = Case()
            for _ in range(number):
                people.branch(case.court)
            notice = case.issued(owed(), due_on=DUE)
            case.issued(owed(), due_on=DUE)
            with CaptureQueriesContext(connection) as queries:
                services.notice_remind(notice=notice, on=date(2024, 7, 29), at=at(date(2024, 7, 29)))
            with CaptureQueriesContext(connection) as all_due:
                reminders_due(date(2024, 7, 29))
            counts.append((len(queries), len(all_due)))
        assert counts[0] == counts[1]


@pytest.fixture
def clock(settings, tmp_path):
    """Moves the clock of the product to ten in the morning of a day."""
    settings.CLOCK_SHIFT_FILE = tmp_path / "shift"

    def move_to(day: date) -> None:
        settings.CLOCK_SHIFT_FILE.write_text(str((at(day) - timezone.now()).total_seconds()))

    return move_to


class TestTasks:
    def test_drafts_are_handed_over_and_written_once(self, clock, django_capture_on_commit_callbacks):
        first, second = court_with_branch(), court_with_branch()
        clock(date(2024, 6, 25))
        with django_capture_on_commit_callbacks() as handed:
            assert tasks.draft_due_notices() == 2
        assert len(handed) == 2
        for court in (first, first, second):
            tasks.draft_notice(court.pk, "2024-07-01")
        assert Notice.objects.within(first).get().month == Notice.objects.within(second).get().month == JULY
        assert tasks.draft_due_notices() == 0

    def test_reminders_are_handed_over_and_sent_once(self, clock):
        case = Case()
        notice = case.issued(owed(), due_on=DUE)
        clock(date(2024, 7, 28))
        assert tasks.send_reminders() == 0
        assert tasks.remind(notice.pk) == 0
        clock(date(2024, 7, 29))
        assert tasks.send_reminders() == 1
        assert [tasks.remind(notice.pk), tasks.remind(notice.pk)] == [2, 0]


class TestTheCommand:
    @staticmethod
    def said(capsys, *arguments):
        call_command("draft_notices", *arguments)
        return capsys.readouterr().out

    def test_all_courts_and_again_none_new(self, capsys):
        first, second = court_with_branch(), court_with_branch(drafts_notices=False)
        asked = ("--month", "2024-07", "--on", "2024-06-25")
        said = self.said(capsys, *asked)
        assert f"{first}：已起草“2024年7月工作提示”" in said
        assert f"{second}：已起草" in said
        again = self.said(capsys, *asked)
        assert "已起草“" not in again
        assert again.count("没有新的") == 2
        assert Notice.objects.within(first).count() == 1

    def test_one_court(self, capsys):
        first, second = court_with_branch(), court_with_branch()
        self.said(capsys, "--month", "2024-07", "--court", first.name)
        assert Notice.objects.within(first).get().month == JULY
        assert not Notice.objects.within(second).exists()

    @pytest.mark.parametrize("name", ["没有的法院", "没有支部的法院"])
    def test_refused_with_exit_1(self, name, capsys):
        people.court("没有支部的法院")
        with pytest.raises(SystemExit) as refused:
            call_command("draft_notices", "--month", "2024-07", "--court", name)
        assert refused.value.code == 1
        assert name in capsys.readouterr().err

    @pytest.mark.parametrize("month", ["2024-13", "7月", "2024-07-01", "2024-1"])
    def test_a_bad_month_is_wrong_usage(self, month):
        with pytest.raises(CommandError, match="--month"):
            call_command("draft_notices", "--month", month)
