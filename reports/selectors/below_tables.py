"""The courts below as a heat map and as a table, built here rather than cell by cell in a template."""

from collections.abc import Callable, Sequence
from html import escape

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from activities.engine import MonthFigures
from activities.models import ActivityKind
from core.heat import Heat, HeatCell, HeatRow, heat_table
from reports.heat import beside, month_labels, standing
from reports.selectors.below_sums import CourtLine

# (line, code of the kind) → the next level: the court with those below it, or its branches
LineUrl = Callable[[CourtLine, str], str]
NOTHING = MonthFigures()


def line_urls(query: str) -> LineUrl:
    """Where a line leads, for the same question (`query`)."""
    of_lines: dict[tuple[int, bool], str] = {}

    def url(line: CourtLine, code: str = "") -> str:
        key = (line.court.pk, line.has_below)
        if key not in of_lines:
            name = "reports:below" if line.has_below else "reports:court"
            of_lines[key] = f"{reverse(name, args=[line.court.pk])}?{query}"
        return f"{of_lines[key]}&kind={code}" if code else of_lines[key]

    return url


def percent(met: int, due: int) -> str:
    """Rounded down, so that nothing but all is 100%; something is never 0%."""
    return f"{max(met * 100 // due, min(met, 1))}%"


def courts_heat_map(lines: Sequence[CourtLine], kind: ActivityKind, numbers: Sequence[int], query: str) -> SafeString:
    """One row a court for `kind`, over the months in which its periods end; each row opens the next level."""
    url = line_urls(query)
    rows = []
    for line in lines:
        own = url(line, kind.code)
        cells = [_heat_cell(line.months.get(number, NOTHING), own) for number in numbers]
        figures = line.kinds.get(kind.code, NOTHING)
        rows.append(HeatRow(line.name, cells, own, _rate(figures), own))
    return heat_table(
        caption=f"各法院各月{kind.name}",
        corner="法院",
        periods=month_labels(numbers),
        rows=rows,
        total="达标率",
    )


def _heat_cell(figures: MonthFigures, url: str) -> HeatCell:
    unknown = f"，另有 {figures.not_known} 项不详" if figures.not_known else ""
    if figures.due:
        state = standing(figures.met, figures.due, figures.not_known)
        note = f"应开 {figures.due} 项，达标 {figures.met} 项{unknown}"
        return HeatCell(state, percent(figures.met, figures.due), url, note)
    if figures.not_known:
        return HeatCell(Heat.UNKNOWN, "不详", url, f"{figures.not_known} 项")
    if figures.open:
        note = f"未到期 {figures.open} 项，已达标 {figures.open_enough} 项"
        return HeatCell(Heat.OPEN, percent(figures.open_enough, figures.open), url, note)
    return HeatCell(Heat.NOT_DUE)


def _rate(figures: MonthFigures) -> str:
    if figures.due:
        return percent(figures.met, figures.due) + beside(figures.not_known)
    return "不详" if figures.not_known else "—"


def court_rows(lines: Sequence[CourtLine], kinds: list[ActivityKind], query: str) -> SafeString:
    """The rows of the table: branches, members, and met of due for each kind."""
    url = line_urls(query)
    return format_html_join("", "{}", ((_court_row(line, kinds, url),) for line in lines))


def _court_row(line: CourtLine, kinds: list[ActivityKind], url: LineUrl) -> SafeString:
    # Escaped one by one: see core/heat.py.
    cells = "".join(_cell(line.kinds.get(kind.code, NOTHING), url(line, kind.code)) for kind in kinds)
    own = url(line, "")
    return format_html(
        '<tr data-href="{}"><th scope="row"><a href="{}">{}</a></th>'
        '<td class="figure-cell">{}</td><td class="figure-cell">{}</td>{}</tr>',
        *(own, own, line.name, line.organization.branches, line.organization.members, SafeString(cells)),
    )


def _cell(figures: MonthFigures, url: str) -> str:
    if figures.due:
        behind = ' class="is-behind"' if figures.met < figures.due else ""
        link = f'<a href="{escape(url)}"{behind}>{figures.met}/{figures.due}</a>'
        not_known = figures.not_known
        unknown = f'<small class="text-secondary d-block">{not_known}项不详</small>' if not_known else ""
        return f'<td class="figure-cell">{link}{unknown}</td>'
    if figures.not_known:
        return '<td class="figure-cell"><span class="figure-unknown">不详</span></td>'
    return '<td class="figure-cell">—</td>'
