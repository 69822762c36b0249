"""What the roll-up or, as of a day that it does not keep, the engine says of a court and of those below it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from django.db.models.fields.json import KeyTransform

from activities.engine import MonthFigures, figures_by_month, month_index
from branches.models import Court
from branches.selectors.organization import Organization, organizations_on
from reports.models import CourtMonth
from reports.rollup import NOTHING, Kinds, Sums, added, first_month, month_end, month_start, sums_of, total_of, within
from reports.selectors.stale import ids_of


@dataclass(frozen=True)
class Asked:
    """A year or a part of it up to a day, as asked on the day `today`."""

    start: date
    end: date
    as_of: date
    today: date

    @property
    def months(self) -> range:
        """Those that have begun; of a span to come the first."""
        first, last = month_index(self.start), month_index(min(self.end, self.as_of))
        return range(first, max(first, last) + 1)

    @property
    def is_kept(self) -> bool:
        """Whether the roll-up has the answer: of whole months in the years that it keeps, as of today or of a month's
        end in the same year; what is held for a year after its end would count on later days."""
        on, is_past = self.as_of, self.start <= self.as_of <= self.today
        stands = on == self.today or on == month_end(month_index(on))
        is_whole = self.start.day == 1 and self.end == month_end(month_index(self.end))
        in_one_year = on.year == self.start.year and self.months[0] >= first_month(self.today)
        return is_past and stands and is_whole and in_one_year


@dataclass(frozen=True)
class CourtLine:
    """A court with all courts below it (`is_own`: its own branches alone): by code of the kind the sums of all months,
    those of each month of the kind that is shown, and the organization of the day asked for."""

    court: Court
    kinds: dict[str, MonthFigures]
    months: dict[int, MonthFigures]
    organization: Organization
    is_own: bool = False
    has_below: bool = False

    @property
    def name(self) -> str:
        return "本院（不含下级）" if self.is_own else str(self.court)


def _line_of(court: Court, sums: dict[int, Sums], months: range, code: str, *, is_own: bool = False) -> CourtLine:
    """Of sums month by month, which may go on after `months` to the day asked for."""
    shown = {month: each for month, each in sums.items() if month in months}
    by_month = {month: MonthFigures(*each["kinds"].get(code, ())) for month, each in shown.items()}
    last = sums[max(sums)] if sums else NOTHING
    return CourtLine(court, total_of(shown.values()), by_month, Organization(*last["organization"]), is_own)


@dataclass(frozen=True)
class KeptSums:
    """From the roll-up. Of the courts below only what a line says is read: all kinds of all months of thirty courts
    are most of what a page takes."""

    asked: Asked
    whole: CourtLine
    own_sums: dict[int, Sums]
    refreshed_at: datetime

    @classmethod
    def of(cls, row: Court, asked: Asked) -> Self | None:
        """One query; None where the court was never counted in these months. Of a month that has just begun nothing
        may be there yet: to ask live then would take the nation's page a minute."""
        rows = CourtMonth.objects.within(row).filter(month__range=(_before(asked.months), month_index(asked.as_of)))
        columns = ("month", "own", "so_far", _organization(), "refreshed_at")
        stored = list(rows.order_by("month").values_list(*columns))
        if not stored or stored[-1][0] < asked.months[0]:
            return None
        *_, organization, refreshed_at = stored[-1]
        kinds = within(asked.months, {month: so_far for month, _, so_far, *_ in stored})
        whole = CourtLine(row, kinds, {}, Organization(*organization))
        own = {month: own for month, own, *_ in stored if month >= asked.months[0]}
        return cls(asked, whole, own, refreshed_at)

    def own(self, code: str) -> CourtLine:
        return _line_of(self.whole.court, self.own_sums, self.asked.months, code, is_own=True)

    def lines(self, courts: list[Court], code: str) -> list[CourtLine]:
        """2 queries."""
        asked = self.asked
        rows = CourtMonth.objects.within(courts).order_by("month")
        shown = KeyTransform(code, KeyTransform("kinds", "below"))
        months: defaultdict[int, dict[int, MonthFigures]] = defaultdict(dict)
        span = rows.filter(month__range=(asked.months[0], month_index(asked.as_of)))
        for court_id, month, figures in span.values_list("court_id", "month", shown):
            months[court_id][month] = MonthFigures(*figures or ())
        # A court may lack the month that has just begun.
        lasts = {max(of_court) for of_court in months.values()}
        ends = {min(last, asked.months[-1]) for last in lasts}
        needed = rows.filter(month__in={_before(asked.months)} | ends | lasts)
        so_far: defaultdict[int, dict[int, Kinds]] = defaultdict(dict)
        organizations = dict.fromkeys((court.pk for court in courts), NOTHING["organization"])
        for court_id, month, kinds, organization in needed.values_list(
            *("court_id", "month", "so_far", _organization())
        ):
            so_far[court_id][month] = kinds
            if month >= asked.months[0]:
                organizations[court_id] = organization
        return [
            CourtLine(
                court,
                within(asked.months, so_far[court.pk]),
                months[court.pk],
                Organization(*organizations[court.pk]),
            )
            for court in courts
        ]


def _before(months: range) -> int:
    """The month before these, of whose sums theirs go on; in January none goes before."""
    return months[0] - 1 if months[0] % 12 else months[0]


def _organization() -> KeyTransform:
    return KeyTransform("organization", "below")


@dataclass(frozen=True)
class LiveSums:
    """From the engine, of all courts below, month by month."""

    row: Court
    months: range
    own_sums: dict[int, Sums]
    below: defaultdict[int, dict[int, Sums]]
    refreshed_at: None = None

    @classmethod
    def of(cls, row: Court, courts: list[Court], asked: Asked, kept: set[str]) -> Self:
        """`kept`: the codes of the kinds that courts above compare."""
        everybody = list(Court.objects.within(row, with_below=True))
        months, shown = asked.months, {row.pk, *(court.pk for court in courts)}
        start, end = month_start(months[0]), month_end(months[-1])
        figures = figures_by_month(everybody, start=start, end=end, as_of=asked.as_of)
        organizations = organizations_on(everybody, [asked.as_of])
        own: dict[int, Sums] = {}
        parts: defaultdict[tuple[int, int], list[Sums]] = defaultdict(list)
        for court in everybody:
            organization = organizations[court.pk][0]
            for month in months:
                each = sums_of(figures.get((court.pk, month), {}), organization)
                if court.pk == row.pk:
                    own[month] = each
                for pk in shown.intersection(ids_of(court)):
                    parts[pk, month].append(each)
        below: defaultdict[int, dict[int, Sums]] = defaultdict(dict)
        for (pk, month), each_of in parts.items():
            below[pk][month] = added(NOTHING, each_of, kept)
        return cls(row, months, own, below)

    @property
    def whole(self) -> CourtLine:
        return _line_of(self.row, self.below[self.row.pk], self.months, "")

    def own(self, code: str) -> CourtLine:
        return _line_of(self.row, self.own_sums, self.months, code, is_own=True)

    def lines(self, courts: list[Court], code: str) -> list[CourtLine]:
        return [_line_of(court, self.below[court.pk], self.months, code) for court in courts]
