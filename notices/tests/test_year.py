"""A year of a court of ten branches: the scheduler runs every day, the committee issues what it finds, branches hold
some of what they owe. What a draft said is compared with the engine, what was sent with the calendar."""

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest
from django.utils import timezone

from activities.engine import PairState, held_and_due
from activities.tests import factories as meetings
from branches.models import Branch
from branches.tests import factories as people
from campaigns.models import Campaign
from core.dates import month_end
from core.holidays import day_table
from notices import services, tasks
from notices.choices import ItemSource, ItemState, NoticeState, Rule
from notices.models import Message, Notice, NoticeItem
from notices.selectors.answers import answers_of
from notices.selectors.schedule import drafts_due, reminders_due
from notices.tests.factories import at, reply

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2023, 12, 25), date(2024, 12, 24)
MONTHS = [date(2024, month, 1) for month in range(1, 13)]
HELD = ("BRANCH_ASSEMBLY", "COMMITTEE_MEETING", "PARTY_LECTURE", "THEME_DAY")


class Year:
    """The court, the clock, and what is done on every day."""

    def __init__(self, settings, tmp_path):
        settings.CLOCK_SHIFT_FILE = tmp_path / "shift"
        self.clock = settings.CLOCK_SHIFT_FILE
        self.court = people.court()
        self.committee = people.committee_account(self.court)
        self.branches = [self._branch(number) for number in range(10)]
        span = {"starts_on": date(2024, 4, 1), "ends_on": date(2024, 8, 31)}
        self.campaign = Campaign.objects.create(court=self.court, name="党纪学习教育", **span)

    def _branch(self, number: int) -> Branch:
        """The last keeps no records here; the one before it is of retired members."""
        branch = people.branch(self.court, kind="RETIRED" if number == 8 else "SERVING")
        people.committee(branch, 3)
        for _ in range(3):
            people.group(branch)
        if number != 9:
            meetings.coverage(branch, date(2023, 1, 1))
        return branch

    def run(self) -> None:
        on = FIRST
        while on <= LAST:
            self._day(on)
            on += timedelta(1)

    def _day(self, on: date) -> None:
        self.clock.write_text(str((at(on) - timezone.now()).total_seconds()))
        if on.day == 8:
            self._hold(on)
        for court_id, month in drafts_due(on):
            for _ in range(2):  # handed over twice, as by two workers
                tasks.draft_notice(court_id, month.isoformat())
        for notice_id in (*reminders_due(on), *reminders_due(on)):
            tasks.remind(notice_id)
        if on.day == 28:
            self._issue(on)
        if on in (date(2024, 4, 10), date(2024, 6, 10)):
            series = services.campaign_series(self.campaign)
            self._issued(services.notice_create(series=series, title="专题", items=(reply(),), by=self.committee), on)

    def _hold(self, on: date) -> None:
        """The first five branches hold all, the next two a part in every other month, the rest nothing."""
        for number, branch in enumerate(self.branches[:7]):
            if number < 5 or on.month % 2:
                for code in HELD:
                    meetings.raw_activity(code, branch, on, has_quorum=True)
                for group in branch.groups.all()[: 3 if number < 5 else 1]:
                    meetings.raw_activity("GROUP_MEETING", branch, on, group=group)

    def _issue(self, on: date) -> None:
        for notice in Notice.objects.within(self.court).filter(is_scheduled=True, number=None):
            self._issued(notice, on)

    def _issued(self, notice: Notice, on: date) -> None:
        services.notice_issue(notice=notice, version=notice.version, by=self.committee, on=on, at=at(on))
        for receipt in list(notice.receipts.select_related("branch", "notice"))[:5]:
            services.notice_acknowledge(receipt=receipt, by=self.committee, on=on, at=at(on))

    def scheduled(self) -> list[Notice]:
        return list(Notice.objects.within(self.court).filter(is_scheduled=True).order_by("number"))

    def items(self, notice: Notice) -> list[NoticeItem]:
        rows = NoticeItem.objects.within(self.court).filter(notice=notice, source=ItemSource.OWED)
        return list(rows.select_related("kind", "notice"))


@pytest.fixture
def year(settings, tmp_path, db):
    made = Year(settings, tmp_path)
    made.run()
    return made


STATES = {
    PairState.MET: ItemState.DONE,
    PairState.NOT_MET: ItemState.MISSED,
    PairState.NOT_KNOWN: ItemState.NOT_KNOWN,
    PairState.OPEN: ItemState.OPEN,
}


def test_a_year_of_notices(year):
    notices = year.scheduled()
    assert [notice.month for notice in notices] == MONTHS
    assert [notice.number for notice in notices] == list(range(1, 13))
    assert {str(notice.series) for notice in notices} == {"2024年工作提示"}
    own = Notice.objects.within(year.court).filter(is_scheduled=False).order_by("number")
    assert [(str(notice.series), notice.number) for notice in own] == [
        ("党纪学习教育工作提示", 1),
        ("党纪学习教育工作提示", 2),
    ]
    assert {notice.state for notice in (*notices, *own)} == {NoticeState.ISSUED}
    told = Message.objects.within(year.court).filter(rule=Rule.NOTICE_DRAFTED)
    assert told.count() == 12
    for notice in notices:
        _items_are_the_engines(year, notice)
        _left_is_what_was_not_met(year, notice)
    _reminders(year, notices)


def _items_are_the_engines(year, notice):
    """Each item concerns the branches with pairs that end in the month, and stands for them as the engine says."""
    end = month_end(notice.month.year, notice.month.month)
    for on in (notice.month.replace(day=7), end):
        pairs = held_and_due(year.court, start=notice.month, end=end, as_of=on).pairs
        items = {item.kind_id: item for item in year.items(notice) if not item.is_left}
        assert set(items) == {pair.norm.kind_id for pair in pairs}
        answers = answers_of(year.court, list(items.values()), year.branches, on)
        for kind_id, item in items.items():
            for branch in year.branches:
                own = [pair for pair in pairs if (pair.branch_id, pair.norm.kind_id) == (branch.pk, kind_id)]
                answer = answers.get((item.pk, branch.pk))
                assert (answer is not None) == bool(own)
                if answer:
                    assert answer.of == len(own)
                    assert answer.done == sum(pair.enough for pair in own)
                    one_state = {STATES[pair.state] for pair in own}
                    if len(one_state) == 1 and answer.done < answer.of:
                        assert answer.state is one_state.pop()


def _left_is_what_was_not_met(year, notice):
    """Of the month before: the kinds that somebody was known to owe and had not held when the draft was written."""
    before = notice.month - timedelta(1)
    drafted_on = before.replace(day=25)
    start = before.replace(day=1)
    known_then = held_and_due(year.court, start=start, end=before, as_of=drafted_on).pairs
    in_the_end = held_and_due(year.court, start=start, end=before, as_of=before).pairs
    unknown = {(pair.branch_id, pair.norm.kind_id) for pair in in_the_end if pair.state is PairState.NOT_KNOWN}
    lacking = Counter(
        pair.norm.kind_id
        for pair in known_then
        if not pair.enough and (pair.branch_id, pair.norm.kind_id) not in unknown
    )
    left = {item.kind_id: item for item in year.items(notice) if item.is_left}
    assert set(left) == set(lacking)
    keeps_none = year.branches[9]
    assert not answers_of(year.court, list(left.values()), [keeps_none], notice.month)


def _reminders(year, notices):
    """One a branch and notice, to all that were not done, on working days of the last days before the deadline."""
    told = list(Message.objects.within(year.court).filter(rule=Rule.NOTICE_DUE).select_related("branch"))
    assert len({(message.about, message.branch_id) for message in told}) == len(told)
    table = day_table(2023, 2025)
    due = {str(notice.pk): notice.due_on for notice in notices}
    for message in told:
        day = timezone.localdate(message.at)
        assert table.is_workday(day)
        assert table.previous_workday(due[message.about] - timedelta(3)) <= day <= due[message.about]
    by_notice: defaultdict[str, set] = defaultdict(set)
    for message in told:
        by_notice[message.about].add(message.branch)
    # What was left from 2023 is left in all branches; later the first five hold everything and acknowledge.
    behind = [set(year.branches), *[set(year.branches[5:])] * 10, set()]  # December is not over yet
    assert [by_notice[str(notice.pk)] for notice in notices] == behind
    assert all(table.is_workday(notice.due_on) for notice in notices)
