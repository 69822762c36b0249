"""Which courts' figures are to be counted again, and since which month."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q, QuerySet

from activities.engine import month_index
from branches.models import Court
from reports.models import CourtMonth, StaleCourt
from reports.rollup import first_month, running_month

WHY = "the roll-up is of all courts"


@dataclass(frozen=True)
class Batch:
    """Courts to be counted in one pass from the month `since`, with the marks that say so."""

    courts: list[Court]
    since: int
    marks: list[int]


def next_batch(on: date, most: int) -> Batch | None:
    """The lowest courts first, so that what stands above them is summed once it is known (3 queries)."""
    marks = list(
        StaleCourt.objects.unscoped(WHY).filter(court__isnull=False).values_list("pk", "court_id", "since_month")
    )
    since: dict[int, int] = _behind(on)
    for _, court_id, month in marks:
        since[court_id] = min(since.get(court_id, month), month)
    courts = sorted(Court.objects.unscoped(WHY).filter(pk__in=since), key=lambda court: (-depth(court), court.pk))
    if not courts:
        return None
    first, last = first_month(on), running_month(on)
    months = {court.pk: min(max(since[court.pk], first), last) for court in courts}
    chosen = [court for court in courts if months[court.pk] == months[courts[0].pk]][:most]
    taken = {court.pk for court in chosen}
    return Batch(chosen, months[courts[0].pk], [pk for pk, court_id, _ in marks if court_id in taken])


def _behind(on: date) -> dict[int, int]:
    """Courts whose running month was not counted on that day: new ones since the beginning, all others since their last
    month, which was still running then."""
    courts = _not_counted(Court.objects.unscoped(WHY), on).values_list("pk", flat=True)
    if not (missing := list(courts)):
        return {}
    rows = CourtMonth.objects.unscoped(WHY).filter(court__in=missing, month__lte=running_month(on))
    last = dict(rows.order_by().values_list("court_id").annotate(last=Max("month")))
    return {pk: last.get(pk, 0) for pk in missing}


def _not_counted(courts: QuerySet[Court], on: date) -> QuerySet[Court]:
    """Once the day turns, what was open is due and who was dated ahead has come, though nobody wrote a thing."""
    counted = CourtMonth.objects.unscoped(WHY).filter(month=running_month(on), counted_on__gte=on)
    return courts.exclude(pk__in=counted.values("court_id"))


def depth(court: Court) -> int:
    return len(ids_of(court))


def ids_of(court: Court) -> list[int]:
    """The ids of the courts above it, and its own."""
    return [int(part) for part in (court.path or "").strip("/").split("/") if part]


def waits(court: Court, today: date) -> bool:
    """Whether something has changed since the sums of the court and all below it were counted, or a day has begun."""
    return is_waiting(court) or not is_counted(court, today)


def is_counted(court: Court, on: date) -> bool:
    """Whether the court and all below it were counted on that day."""
    return not _not_counted(Court.objects.within(court, with_below=True), on).exists()


def is_waiting(court: Court, *, until: date | None = None) -> bool:
    """Whether figures of the court, or of one below it, are still to be counted again; `until`: those of a month up to
    that of the day."""
    below, above = Q(court__path__startswith=court.path), Q(court__in=ids_of(court), with_below=True)
    marks = StaleCourt.objects.unscoped(WHY).filter(Q(court__isnull=True) | below | above)
    return (marks.filter(since_month__lte=month_index(until)) if until else marks).exists()
