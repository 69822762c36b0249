"""Organisational life of a court with all courts below it, from the roll-up: no branch is asked by itself."""

from collections.abc import Iterable
from datetime import date

from django.utils.timezone import localtime

from activities.engine import KindFigures, MonthFigures, month_index
from activities.models import ActivityKind
from branches.models import Court
from reports.models import CourtMonth
from reports.rollup import month_end, total_of
from reports.selectors.named.kinds import kinds_of


def kinds_below(court: Court, start: date, end: date, as_of: date) -> dict[str, KindFigures] | None:
    """By code of the kind, without branches; None where the roll-up does not keep the span, or not as of that day.

    2 queries. Only kinds that the whole subtree can be compared by.
    """
    found = _kept([court], start, end, as_of).get(court.pk)
    if found is None:
        return None
    kinds = [kind for kind in kinds_of(court) if kind.code in found]
    return {kind.code: _figures(kind, found[kind.code]) for kind in kinds}


def lines_below(court: Court, start: date, end: date, as_of: date) -> list[tuple[Court, dict[str, MonthFigures]]]:
    """The courts of the next level, each with all below it, by code of the kind; those that are kept (2 queries)."""
    courts = list(Court.objects.within(court, with_below=True).filter(parent=court).order_by("order", "pk"))
    found = _kept(courts, start, end, as_of)
    return [(each, found[each.pk]) for each in courts if each.pk in found]


def _kept(courts: Iterable[Court], start: date, end: date, as_of: date) -> dict[int, dict[str, MonthFigures]]:
    """Court → its sums; a court of which a month is missing, or stands as of another day, is left out."""
    months = range(month_index(start), month_index(min(end, as_of)) + 1)
    rows = CourtMonth.objects.within(list(courts)).filter(month__in=months).order_by("court_id", "month")
    stored: dict[int, list[CourtMonth]] = {}
    for row in rows:
        stored.setdefault(row.court_id, []).append(row)
    return {
        court_id: total_of(row.below for row in own)
        for court_id, own in stored.items()
        if len(own) == len(months) and _stands(own[-1], as_of)
    }


def _stands(last: CourtMonth, as_of: date) -> bool:
    """Whether the last month is over by the day asked for, or was counted on that day."""
    ended = month_end(last.month)
    counted = localtime(last.refreshed_at).date()
    return (ended <= as_of and ended <= counted) or counted == as_of


def _figures(kind: ActivityKind, sums: MonthFigures) -> KindFigures:
    """Without a norm nothing is due, open or unknown anywhere: None, as the engine says it."""
    has_norm = bool(sums.due or sums.open or sums.not_known)
    return KindFigures(
        kind=kind,
        held=sums.held,
        due=sums.due if has_norm else None,
        met=sums.met,
        open=sums.open,
        not_known=sums.not_known,
        person_times=sums.person_times,
        expected_person_times=sums.expected_person_times,
    )
