"""A month as weeks of days, and the calendar that a person subscribes to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from branches.choices import Role
from branches.models import Branch, Court
from branches.scoping import standing_of
from core.dates import ONE_DAY, month_end
from core.holidays import DayTable, day_table
from planning.selectors.entries import CalendarQuestion, Entry
from planning.selectors.plans import branches_with_plans
from planning.selectors.sources import entries_of, entries_of_feed

FEED_BACK, FEED_AHEAD = timedelta(days=62), timedelta(days=400)
MOST_SHOWN = 4


@dataclass(frozen=True)
class Day:
    """One cell. `entries` that don't fit are told as a number; the day's own page shows all."""

    on: date
    entries: list[Entry]
    remark: str
    is_off: bool
    is_in_month: bool
    is_today: bool

    @property
    def shown(self) -> list[Entry]:
        return self.entries if len(self.entries) <= MOST_SHOWN else self.entries[: MOST_SHOWN - 1]

    @property
    def hidden(self) -> int:
        return len(self.entries) - len(self.shown)


@dataclass(frozen=True)
class Month:
    """A month as a calendar shows it; `undated` is what may be held on any day of it."""

    first: date
    weeks: list[list[Day]]
    undated: list[Entry]
    unknown_years: list[int]

    @property
    def previous(self) -> date:
        return (self.first - ONE_DAY).replace(day=1)

    @property
    def following(self) -> date:
        return month_end(self.first.year, self.first.month) + ONE_DAY

    def days(self) -> Iterator[Day]:
        """The days of the month itself."""
        return (day for week in self.weeks for day in week if day.is_in_month)


def court_of_calendar(user: Any) -> Court | None:
    """The court whose committee the user is of."""
    ids = [grant.court_id for grant in standing_of(user).holding(Role.COMMITTEE) if grant.court_id is not None]
    return Court.objects.visible_to(user).filter(pk__in=ids).first()


def question_for(user: Any, branch: Branch | None, *, first: date, last: date, on: date) -> CalendarQuestion:
    """The calendar of one branch, or of all whose plans the user may open."""
    court = court_of_calendar(user)
    branches = [branch] if branch else list(branches_with_plans(user))
    if branch is None and court is not None:
        branches = [each for each in branches if each.court_id == court.pk]
    return CalendarQuestion(
        user, first, last, on, branches=branches, court=court, is_of_court=bool(court and not branch)
    )


def month_of(user: Any, branch: Branch | None, first: date, on: date) -> Month:
    """The month that begins on `first`, with the days around it that fill its weeks."""
    last = month_end(first.year, first.month)
    begin, end = first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())
    entries = entries_of(question_for(user, branch, first=first, last=last, on=on))
    table = day_table(begin.year, end.year)
    days = [_day(begin + timedelta(days=step), first, entries, table, on) for step in range((end - begin).days + 1)]
    return Month(
        first=first,
        weeks=[days[at : at + 7] for at in range(0, len(days), 7)],
        undated=[entry for entry in entries if entry.in_month],
        unknown_years=table.unknown_years(first.year),
    )


def _day(day: date, first: date, entries: list[Entry], table: DayTable, on: date) -> Day:
    return Day(
        on=day,
        entries=[entry for entry in entries if entry.on == day and not entry.in_month],
        remark=table.days[day].remark if day in table.days else "",
        is_off=not table.is_workday(day),
        is_in_month=(day.year, day.month) == (first.year, first.month),
        is_today=day == on,
    )


def feed_entries(user: Any, on: date) -> list[Entry]:
    """What stands in the calendar that `user` subscribed to, by the rights of today.

    Of an officer each branch by itself, of a committee the court as a whole.
    """
    question = question_for(user, None, first=on - FEED_BACK, last=on + FEED_AHEAD, on=on)
    if question.court or len(question.branches) < 2:
        return entries_of_feed(question)
    singles = (replace(question, branches=[branch]) for branch in question.branches)
    return [entry for single in singles for entry in entries_of_feed(single)]
