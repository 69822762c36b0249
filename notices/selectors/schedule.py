"""What the scheduler has to do on a day: which drafts are due, which notices are reminded of. All courts at once."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Value
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
# How many months back a bulletin that was missed is made up for.
LOOKS_BACK = 3
# How many months ahead a page looks for the next draft: two may have been written by hand before.
MOST_AHEAD = 3
# (the day, the month it is about)
Planned = tuple[date, date] | None
# A day of reminding is moved to before a holiday: the longest ones last nine days.
_LONGEST_HOLIDAY = 15


def drafts_due(on: date, court: Court | None = None) -> list[tuple[int, date]]:
    """(court, month) of the drafts that should have been written by `on` and were not, of all courts or of one (1
    query).

    From the court's day until the end of that month its draft is due, however late the task comes. Where that whole
    time was missed, the draft is made up for in the month that it is about; months that are over are not written any
    more. A court that never had a draft begins on its own day.
    """
    this, after = on.replace(day=1), months_after(on.replace(day=1), 1)
    scheduled = Notice.objects.unscoped(WHY).filter(court=OuterRef("pk"), is_scheduled=True)
    courts = _with_settings(_only(court, _courts(on))).filter(drafts_notices=True)
    rows = courts.annotate(
        had_one=Exists(scheduled.filter(month__lt=this)),
        has_this=Exists(scheduled.filter(month=this)),
        has_next=Exists(scheduled.filter(month=after)),
    ).order_by("pk")
    due = []
    for row in rows:
        is_day, of_next = row.draft_day <= on.day, row.draft_for == DraftFor.NEXT_MONTH
        if not row.has_this and (row.had_one if of_next else is_day):
            due.append((row.pk, this))
        if not row.has_next and of_next and is_day:
            due.append((row.pk, after))
    return due


def bulletins_due(on: date, court: Court | None = None) -> list[tuple[int, date]]:
    """(court, month) of the bulletins that should have been drafted by `on` and were not, the earliest month first, of
    all courts or of one (1 query a month).

    Last month's from the court's day on; of the two months before what was missed, where the court had a bulletin
    before: one that begins here is not handed three at once. A court that kept no records here in a month has nothing
    to be told of it.
    """
    return [row for back in range(LOOKS_BACK, 0, -1) for row in _bulletins_missing(on, back, court)]


def _bulletins_missing(on: date, back: int, court: Court | None) -> list[tuple[int, date]]:
    """Of the month that lies `back` months back."""
    month = months_after(on.replace(day=1), -back)
    bulletins = Bulletin.objects.unscoped(WHY).filter(court=OuterRef("pk"))
    keeping = courts_keeping_records(month, months_after(month, 1) - ONE_DAY)
    courts = _with_settings(_only(court, keeping)).filter(drafts_bulletins=True)
    missing = courts.filter(~Exists(bulletins.filter(month=month)))
    if back == 1:
        due = missing.filter(bulletin_day__lte=on.day)
    else:
        due = missing.filter(Exists(bulletins.filter(month__lt=month)))
    return [(pk, month) for pk in due.order_by("pk").values_list("pk", flat=True)]


def _only(court: Court | None, courts: QuerySet[Court]) -> QuerySet[Court]:
    return courts if court is None else courts.filter(pk=court.pk)


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
    """The notices whose branches may be reminded on `on`: issued before it, not over, of courts that have it so."""
    table = day_table(on.year - 1, on.year)
    if not table.is_workday(on):
        return []
    own = NoticeSettings.objects.unscoped(WHY).filter(court=OuterRef("court"))
    horizon = on + timedelta(MOST_REMIND_DAYS + _LONGEST_HOLIDAY)
    rows = Notice.objects.unscoped(WHY).filter(
        number__isnull=False, voided_on__isnull=True, issued_on__lt=on, due_on__range=(on, horizon)
    )
    rows = rows.annotate(reminds=_decided(own, "reminds"), remind_days=_decided(own, "remind_days"))
    asked = rows.filter(reminds=True).order_by("pk").values_list("pk", "due_on", "remind_days")
    return [pk for pk, due_on, days in asked if due_on and reminded_from(due_on, days, table) <= on]


def reminded_from(due_on: date, days: int, table: DayTable) -> date:
    """The working day from which a notice is reminded of."""
    return table.previous_workday(due_on - timedelta(days))


# --- When a court's next ones are written --------------------------------------------------------


def next_draft(own: NoticeSettings, on: date) -> tuple[date, date] | None:
    """(the day, the month it is about) of the court's next scheduled draft; None where none will be written."""
    return _next(drafts_due, own.court, own.draft_day, on) if own.drafts_notices else None


def next_bulletin(own: NoticeSettings, on: date) -> tuple[date, date] | None:
    """(the day, the month it is about) of the court's next drafted bulletin."""
    return _next(bulletins_due, own.court, own.bulletin_day, on) if own.drafts_bulletins else None


def _next(due: Callable[[date, Court], list[tuple[int, date]]], court: Court, day: int, on: date) -> Planned:
    """The first day from `on` on which something is `due`. It becomes so on the court's day or with a new month."""
    firsts = [months_after(on.replace(day=1), number) for number in range(MOST_AHEAD + 1)]
    days = sorted({on, *firsts, *(first.replace(day=day) for first in firsts)})
    for each in days:
        if each >= on and (found := due(each, court)):
            return each, found[0][1]
    return None


# --- What a task is handed by its key ------------------------------------------------------------


def court_by_key(pk: int) -> Court:
    return Court.objects.unscoped(WHY).get(pk=pk)


def notice_by_key(pk: int) -> Notice:
    return Notice.objects.unscoped(WHY).select_related("court").get(pk=pk)
