"""Keeping the roll-up: the courts whose figures changed are counted again, and those above them summed."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from activities.engine import figures_by_month
from activities.models import ActivityKind
from branches.models import Court
from branches.selectors.organization import organizations_on
from core.alone import is_alone
from reports.models import CourtMonth, StaleCourt
from reports.rollup import (
    Sums,
    added,
    continued,
    days_of,
    first_month,
    month_end,
    month_start,
    running_month,
    sums_of,
    years_of,
)
from reports.selectors.stale import WHY, depth, ids_of, next_batch

# Courts that are counted at once: some thousand branches.
BATCH = 50
# (court, month)
ByCourt = dict[tuple[int, int], Sums]


@transaction.atomic
def rollup_refresh(*, at: datetime, most: int = BATCH) -> int:
    """Count up to `most` stale courts again; answers how many. 0: none is left, or somebody else is at it.

    Marks that are set meanwhile stay: what they tell of may not have been seen.
    """
    if not is_alone("reports.rollup"):
        return 0
    on = localdate(at)
    _spread_wide_marks()
    batch = next_batch(on, most)
    if batch is None:
        return 0
    months = range(batch.since, running_month(on) + 1)
    _store(own_figures(batch.courts, months, on), batch.courts, months, at)
    rows = CourtMonth.objects.within(batch.courts)
    rows.filter(month__lt=first_month(on)).delete()
    rows.filter(month__gt=running_month(on)).delete()
    StaleCourt.objects.within(batch.courts).filter(pk__in=batch.marks).delete()
    return len(batch.courts)


def rollup_mark(court: Court | None) -> None:
    """Have figures (of a court, or of all) counted again: after rows were written in bulk, of which no event tells."""
    StaleCourt.objects.create(court=court)


def own_figures(courts: list[Court], months: range, on: date) -> ByCourt:
    """Of each court alone in each month, as of its end or, in the running one, as of `on`; one pass a year."""
    found: ByCourt = {}
    for year in years_of(months[0], months[-1]):
        end = month_end(year[-1])
        figures = figures_by_month(courts, start=month_start(year[0]), end=end, as_of=min(end, on))
        organizations = organizations_on(courts, days_of(year, on))
        for court in courts:
            for month, organization in zip(year, organizations[court.pk], strict=True):
                found[court.pk, month] = sums_of(figures.get((court.pk, month), {}), organization)
    return found


def _spread_wide_marks() -> None:
    """Make marks of single courts out of those of a court with all below it, and of those of all."""
    marks = StaleCourt.objects.unscoped(WHY).select_related("court")
    wide = [*marks.filter(court__isnull=True), *marks.filter(with_below=True)]
    since: dict[int, int] = {}
    for mark in wide:
        courts = Court.objects.within(mark.court, with_below=True) if mark.court else Court.objects.unscoped(WHY)
        for pk in courts.order_by().values_list("pk", flat=True):
            since[pk] = min(since.get(pk, mark.since_month), mark.since_month)
    StaleCourt.objects.bulk_create(StaleCourt(court_id=pk, since_month=month) for pk, month in since.items())
    StaleCourt.objects.unscoped(WHY).filter(pk__in=[mark.pk for mark in wide]).delete()


def _store(own: ByCourt, courts: list[Court], months: range, at: datetime) -> None:
    """Write what was counted, and the sums of these courts and of all above them."""
    tree = {court.pk: court for court in _with_those_above(courts)}
    below: defaultdict[int, list[int]] = defaultdict(list)
    for pk, parent_id in Court.objects.unscoped(WHY).filter(parent__in=tree).values_list("pk", "parent_id"):
        below[parent_id].append(pk)
    above = tree.keys() - {court.pk for court in courts}
    # Those above are summed, not counted: theirs still stands as of the day on which it was.
    counted = _stored("counted_on", above, months)
    own = {**_stored("own", above, months), **own}
    sums = _stored("below", {pk for each in below.values() for pk in each} - tree.keys(), months)
    so_far = _stored("so_far", tree, range(months[0] - 1, months[0]))
    owners = dict(ActivityKind.objects.unscoped(WHY).values_list("code", "court_id"))
    rows = []
    for court in sorted(tree.values(), key=depth, reverse=True):
        # A kind of a lower court is nothing that courts above could compare.
        known = {None, *ids_of(court)}
        kept = {code for code, owner in owners.items() if owner in known}
        for month in months:
            if (court.pk, month) in own:
                lower = (sums[pk, month] for pk in below[court.pk] if (pk, month) in sums)
                sums[court.pk, month] = whole = added(own[court.pk, month], lower, kept)
                before = so_far.get((court.pk, month - 1), {}) if month % 12 else {}
                so_far[court.pk, month] = continued(before, whole["kinds"])
                on = counted.get((court.pk, month), localdate(at))
                known_of = {"own": own[court.pk, month], "below": whole, "so_far": so_far[court.pk, month]}
                rows.append(CourtMonth(court=court, month=month, **known_of, counted_on=on, refreshed_at=at))
    CourtMonth.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["court", "month"],
        update_fields=["own", "below", "so_far", "counted_on", "refreshed_at"],
    )


def _stored(column: str, court_ids: Iterable[int], months: range) -> dict[tuple[int, int], Any]:
    rows = CourtMonth.objects.unscoped(WHY).filter(court__in=court_ids, month__range=(months[0], months[-1]))
    return {(court_id, month): value for court_id, month, value in rows.values_list("court_id", "month", column)}


def _with_those_above(courts: list[Court]) -> list[Court]:
    return list(Court.objects.unscoped(WHY).filter(pk__in={pk for court in courts for pk in ids_of(court)}))
