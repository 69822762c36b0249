"""What the scheduler has to do on a day: which drafts are due, which notices are reminded of. All courts at once."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, DateField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from activities.models import Coverage
from branches.models import Branch, Court
from branches.models.courts import existing_on
from core.dates import ONE_DAY, months_after, overlapping
from core.holidays import DayTable, day_table
from notices.choices import DraftFor
from notices.models import Bulletin, Notice, NoticeSettings, QuarterRun
from notices.models.settings import MOST_REMIND_DAYS
from notices.quarters import Quarter

WHY = "the scheduler looks after every court"
_OWN = ("drafts_notices", "draft_day", "draft_for", "drafts_bulletins", "bulletin_day")
# A day of reminding is moved to before a holiday: the longest ones last nine days.
_LONGEST_HOLIDAY = 15


def drafts_due(on: date) -> list[tuple[int, date]]:
    """(court, month) of the drafts that should have been written by `on` and were not (1 query).

    From the court's day until the end of that month its draft is due, however late the task comes. Where the whole time
    was missed, next month's draft is made up for in that month itself, if there is one of the month before it: a court
    that begins, or begins again, waits for its day.
    """
    this = on.replace(day=1)
    begun, of_next = Q(draft_day__lte=on.day), Q(draft_for=DraftFor.NEXT_MONTH)
    scheduled = Notice.objects.unscoped(WHY).filter(court=OuterRef("pk"), is_scheduled=True)
    courts = _with_settings(_courts(on)).filter(drafts_notices=True)
    due = courts.annotate(
        month=Case(
            When(begun & of_next, then=Value(months_after(this, 1))),
            When(begun | of_next & Exists(scheduled.filter(month=months_after(this, -1))), then=Value(this)),
            output_field=DateField(),
        )
    )
    rows = due.filter(~Exists(scheduled.filter(month=OuterRef("month"))), month__isnull=False)
    return list(rows.order_by("pk").values_list("pk", "month"))


def bulletins_due(on: date) -> list[tuple[int, date]]:
    """(court, month) of the bulletins of last month that should have been drafted by `on` and were not (1 query).

    From the court's day until the end of that month, however late the task comes. A court that kept no records here in
    that month has nothing to be told of it.
    """
    month = months_after(on.replace(day=1), -1)
    drafted = Bulletin.objects.unscoped(WHY).filter(court=OuterRef("pk"), month=month)
    courts = _with_settings(courts_keeping_records(month, on.replace(day=1) - ONE_DAY))
    due = courts.filter(~Exists(drafted), drafts_bulletins=True, bulletin_day__lte=on.day)
    return [(pk, month) for pk in due.order_by("pk").values_list("pk", flat=True)]


def courts_keeping_records(start: date, end: date) -> QuerySet[Court]:
    """The courts that had a branch on the last day of a span, and some records here of it."""
    records = Coverage.objects.unscoped(WHY).filter(overlapping(start, end), court=OuterRef("pk"))
    return _courts(end).filter(Exists(records))


def courts_with_branches(on: date) -> QuerySet[Court]:
    """All courts of the installation that have a branch, for commands."""
    return _courts(on).order_by("path")


def _courts(on: date) -> QuerySet[Court]:
    branches = Branch.objects.unscoped(WHY).filter(existing_on(on), court=OuterRef("pk"))
    return Court.objects.unscoped(WHY).filter(Exists(branches))


def _with_settings(courts: QuerySet[Court]) -> QuerySet[Any]:
    """Each court with what it decided, or with the defaults."""
    own = NoticeSettings.objects.unscoped(WHY).filter(court=OuterRef("pk"))
    return courts.annotate(**{name: _decided(own, name) for name in _OWN})


def _decided(own: QuerySet[NoticeSettings], name: str) -> Coalesce:
    """What the court's row says; without one the default."""
    default = Value(getattr(NoticeSettings(), name), output_field=NoticeSettings._meta.get_field(name))  # type: ignore[arg-type]  # no relation
    return Coalesce(Subquery(own.values(name)[:1]), default)


# --- The end of a quarter ------------------------------------------------------------------------


def quarter_ends_due(quarter: Quarter, hook: str) -> list[int]:
    """The courts that kept records in the quarter, and for which the hook did not run (1 query)."""
    run = QuarterRun.objects.unscoped(WHY).filter(court=OuterRef("pk"), quarter=quarter.code, hook=hook)
    courts = courts_keeping_records(quarter.start, quarter.end).filter(~Exists(run))
    return list(courts.order_by("pk").values_list("pk", flat=True))


# --- Reminders -----------------------------------------------------------------------------------


def reminders_due(on: date) -> list[int]:
    """The notices whose branches may be reminded on `on`: issued, not over, of courts that have it so (2 queries)."""
    table = day_table(on.year - 1, on.year)
    if not table.is_workday(on):
        return []
    own = NoticeSettings.objects.unscoped(WHY).filter(court=OuterRef("court"))
    horizon = on + timedelta(MOST_REMIND_DAYS + _LONGEST_HOLIDAY)
    rows = Notice.objects.unscoped(WHY).filter(
        number__isnull=False, voided_on__isnull=True, issued_on__lte=on, due_on__range=(on, horizon)
    )
    rows = rows.annotate(reminds=_decided(own, "reminds"), remind_days=_decided(own, "remind_days"))
    asked = rows.filter(reminds=True).order_by("pk").values_list("pk", "due_on", "remind_days")
    return [pk for pk, due_on, days in asked if due_on and reminded_from(due_on, days, table) <= on]


def reminded_from(due_on: date, days: int, table: DayTable) -> date:
    """The working day from which a notice is reminded of."""
    return table.previous_workday(due_on - timedelta(days))


# --- When a court's next ones are written --------------------------------------------------------


def next_draft(own: NoticeSettings, on: date) -> tuple[date, date] | None:
    """(the day, the month it is about) of the court's next scheduled draft; None where it has none written."""
    if not own.drafts_notices:
        return None
    ahead = 1 if own.draft_for == DraftFor.NEXT_MONTH else 0
    drafted = Notice.objects.within(own.court).filter(is_scheduled=True, month__gte=on.replace(day=1))
    return _next(own.draft_day, ahead, {notice.month for notice in drafted}, on)


def next_bulletin(own: NoticeSettings, on: date) -> tuple[date, date] | None:
    """(the day, the month it is about) of the court's next drafted bulletin."""
    if not own.drafts_bulletins:
        return None
    drafted = Bulletin.objects.within(own.court).filter(month__gte=months_after(on.replace(day=1), -1))
    return _next(own.bulletin_day, -1, {bulletin.month for bulletin in drafted}, on)


def _next(day: int, ahead: int, done: set[date | None], on: date) -> tuple[date, date]:
    """`ahead`: how many months the paper's month lies after that of its day. A day that was missed is today."""
    for first in _months_from(on):
        about = months_after(first, ahead)
        if about not in done:
            return max(first.replace(day=day), on), about
    raise AssertionError("months do not end")


def _months_from(on: date) -> Iterator[date]:
    first = on.replace(day=1)
    while True:
        yield first
        first = months_after(first, 1)


# --- What a task is handed by its key ------------------------------------------------------------


def court_by_key(pk: int) -> Court:
    return Court.objects.unscoped(WHY).get(pk=pk)


def notice_by_key(pk: int) -> Notice:
    return Notice.objects.unscoped(WHY).select_related("court").get(pk=pk)
