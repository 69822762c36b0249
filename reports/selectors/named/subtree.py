"""Organisational life of a court with all courts below it, from the roll-up: no branch is asked by itself."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Count, Max, Min, Q

from activities.engine import HeldDue, KindFigures, MonthFigures, month_index
from activities.models import ActivityKind, Norm
from branches.models import Branch, Court
from reports.models import CourtMonth
from reports.rollup import month_end, total_of
from reports.selectors.named.kinds import all_kinds_of
from reports.selectors.stale import WHY, ids_of, is_waiting

NOTHING = MonthFigures()
# Of how many branches the engine is asked while somebody waits for the answer.
MOST_ASKED = 500
Line = tuple[Court, Mapping[str, MonthFigures]]


def kinds_below(court: Court, start: date, end: date, as_of: date) -> dict[str, KindFigures] | None:
    """By code of the kind, without branches; None where the roll-up does not keep the span, or not as of that day.

    5 queries. Only kinds that the whole subtree can be compared by.
    """
    months = _months(start, end, as_of)
    is_kept = _is_kept(start, end, as_of) and _stands(court, months, as_of)
    found = _sums([court], months).get(court.pk) if is_kept else None
    return None if found is None else as_kinds(court, found)


def asks_engine(court: Court) -> bool:
    """Whether a report's sums are not to be read from the roll-up, as something is still to be counted again. For the
    whole country the engine takes minutes: its drafts show what was counted last, and are published once it is done."""
    return is_waiting(court) and not is_large(court)


def is_large(court: Court) -> bool:
    return branches_below(court) > MOST_ASKED


def branches_below(court: Court) -> int:
    return Branch.objects.within(court, with_below=True).count()


def as_kinds(court: Court, found: Mapping[str, MonthFigures]) -> dict[str, KindFigures]:
    """The sums of a court with those below it in the shape of what the engine answers, without branches (2 queries)."""
    normed = normed_kinds(court)
    kinds = [kind for kind in all_kinds_of(court) if kind.pk in normed or found.get(kind.code, NOTHING).held]
    return {kind.code: _figures(kind, found.get(kind.code, NOTHING), has_norm=kind.pk in normed) for kind in kinds}


def comparable(court: Court, kinds: Mapping[str, KindFigures]) -> dict[str, KindFigures]:
    """What the engine says of the courts below, too, without the kinds that lower courts have for themselves, which the
    roll-up does not sum (1 query)."""
    shared = set(all_kinds_of(court).values_list("code", flat=True))
    return {code: figures for code, figures in kinds.items() if code in shared}


def lines_below(court: Court, start: date, end: date, as_of: date) -> list[Line] | None:
    """The courts of the next level, each with all below it, by code of the kind; None while any of them is still to be
    counted (5 queries)."""
    months = _months(start, end, as_of)
    if asks_engine(court) or not (_is_kept(start, end, as_of) and _stands(court, months, as_of)):
        return None
    courts = _next_level(court)
    found = _sums(courts, months)
    return [(each, found[each.pk]) for each in courts if each.pk in found]


def lines_live(court: Court, answer: HeldDue) -> list[Line]:
    """The same from what the engine says branch by branch (1 query)."""
    courts = _next_level(court)
    found: dict[int, dict[str, MonthFigures]] = {each.pk: defaultdict(MonthFigures) for each in courts}
    for code, figures in answer.kinds.items():
        for branch_id, own in figures.branches.items():
            above = ids_of(answer.branches[branch_id].court) if branch_id else []
            for line in (found[pk][code] for pk in above if pk in found):
                line.due += own.due or 0
                line.met += own.met
                line.not_known += own.not_known
    return [(each, found[each.pk]) for each in courts]


def _next_level(court: Court) -> list[Court]:
    return list(Court.objects.within(court, with_below=True).filter(parent=court).order_by("order", "pk"))


def _months(start: date, end: date, as_of: date) -> range:
    return range(month_index(start), month_index(min(end, as_of)) + 1)


def _is_kept(start: date, end: date, as_of: date) -> bool:
    """Whether the days are whole months, the last of them perhaps as far as it has come, and seen within their year:
    what is held for a year after its end counts on later days, and the months stand as of that end."""
    last = min(end, as_of)
    is_whole = start.day == 1 and (last == as_of or last == month_end(month_index(last)))
    return is_whole and start.year == as_of.year


def _sums(courts: Iterable[Court], months: range) -> dict[int, dict[str, MonthFigures]]:
    """Court → what the roll-up keeps of it and all below it."""
    stored: dict[int, list[CourtMonth]] = {}
    for row in CourtMonth.objects.within(list(courts)).filter(month__in=months).order_by("court_id", "month"):
        stored.setdefault(row.court_id, []).append(row)
    return {court_id: total_of(row.below for row in own) for court_id, own in stored.items()}


def _stands(court: Court, months: range, as_of: date) -> bool:
    """Whether each month was counted, of the court and of all below it, as it is on the day asked for: a court's sums
    are as old as the oldest of those below (2 queries)."""
    courts = Court.objects.within(court, with_below=True).count()
    rows = CourtMonth.objects.within(court, with_below=True).filter(month__in=months).order_by().values_list("month")
    ages = list(rows.annotate(Count("pk"), Min("counted_on"), Max("counted_on")))
    return len(ages) == len(months) > 0 and all(
        number == courts and _is_of(as_of, month, (first, last)) for month, number, first, last in ages
    )


def _is_of(as_of: date, month: int, counted: tuple[date, date]) -> bool:
    """Whether the month is over by the day asked for and was counted since, or was counted on that day."""
    first, last = counted
    return month_end(month) <= min(as_of, first) or first == last == as_of


def normed_kinds(court: Court) -> set[int]:
    """The kinds that somebody owes at some time, due or not in these days: as the engine says it."""
    courts = Court.objects.within(court, with_below=True)
    norms = Norm.objects.unscoped(WHY).filter(Q(court__isnull=True) | Q(court__in=courts), kind__is_active=True)
    return set(norms.order_by().values_list("kind_id", flat=True))


def _figures(kind: ActivityKind, sums: MonthFigures, *, has_norm: bool) -> KindFigures:
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
