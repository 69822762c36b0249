"""What stands on the wall of a meeting room: a court's sums of the year, as of a day. Nobody is named."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from activities.engine import HeldDue, KindFigures, MonthFigures, held_and_due, month_index
from activities.models import ActivityKind
from branches.models import Court
from core.dates import month_end
from core.heat import Heat, HeatCell, HeatRow, heat_table
from rectification.selectors.figures import Figures, kept_figures
from reports.heat import month_labels, row_total, standing, year_window
from reports.selectors.cards import Card, cards_of
from reports.selectors.pages import normed
from reports.selectors.sight import Sight
from reports.selectors.stars import StarsOfYear, last_star_year, stars_by_level
from reports.spans import year_span

# On the wall nothing can be opened.
FROM_AFAR = Sight(user=None, records=False, meetings=False, work=True, notices=False, persons=False, files=False)


@dataclass(frozen=True)
class DueThisMonth:
    """Of a kind, how many of those whose period ends this month have held enough, beside those not known."""

    kind: ActivityKind
    enough: int
    of: int
    not_known: int

    @property
    def left(self) -> int:
        return self.of - self.enough


@dataclass(frozen=True)
class Wall:
    """`days_left`: until the end of the month."""

    court: Court
    on: date
    cards: list[Card]
    heat_map: SafeString | str
    due: list[DueThisMonth]
    days_left: int
    rectification: Figures | None
    stars: StarsOfYear | None


def wall_of(court: Court, on: date) -> Wall:
    """The number of queries does not grow with the branches."""
    span = year_span(on.year)
    answer = held_and_due(court, start=span.start, end=span.end, as_of=on)
    kinds = [(each, _by_month(each, on)) for each in normed(answer)]
    year = last_star_year(court, on)
    return Wall(
        court=court,
        on=on,
        cards=cards_of(court, answer, FROM_AFAR, life_url=""),
        heat_map=_heat_map(answer, kinds) if kinds else "",
        due=[due for each, months in kinds if (due := _due_in(each.kind, months[month_index(on)])).of],
        days_left=(month_end(on.year, on.month) - on).days,
        rectification=kept_figures(court, on),
        stars=stars_by_level(court, year, on, opens=False) if year else None,
    )


Months = defaultdict[int, MonthFigures]


def _by_month(figures: KindFigures, on: date) -> Months:
    """All branches together, by the month in which the period ends; nothing of periods that have not begun by `on`."""
    found: Months = defaultdict(MonthFigures)
    for own in figures.branches.values():
        for period, cell in own.cells.items():
            if period.start > on:
                continue
            month = found[month_index(period.end)]
            month.held += cell.held
            month.due += cell.due
            month.met += cell.met
            month.open += cell.open
            month.open_enough += cell.open_enough
            month.not_known += cell.not_known
    return found


def _due_in(kind: ActivityKind, month: MonthFigures) -> DueThisMonth:
    return DueThisMonth(kind, month.met + month.open_enough, month.due + month.open, month.not_known)


def _heat_map(answer: HeldDue, kinds: list[tuple[KindFigures, Months]]) -> SafeString:
    numbers = year_window(answer.start.year)
    rows = [
        HeatRow(each.kind.short_name, [_cell(months[number]) for number in numbers], "", row_total(each))
        for each, months in kinds
    ]
    return heat_table(
        caption="全院各月达标与应开", corner="类型", periods=month_labels(numbers), rows=rows, total="达标/应开"
    )


def _cell(month: MonthFigures) -> HeatCell:
    if month.due:
        state = standing(month.met, month.due, month.not_known)
        unknown = f"另有 {month.not_known} 项不详" if month.not_known else ""
        return HeatCell(state, f"{month.met}/{month.due}", note=unknown)
    if month.not_known:
        return HeatCell(Heat.UNKNOWN, "不详")
    return HeatCell(Heat.OPEN, f"{month.open_enough}/{month.open}") if month.open else HeatCell(Heat.NOT_DUE)
