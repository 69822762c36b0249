"""The tables and charts of a report's sections, as plain data; every figure of a table opens its records."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from activities.engine import BranchFigures, KindFigures, MonthFigures
from assessments.choices import STARS
from branches.models import Court
from metrics.wording import plain
from reports.charts import months_of
from reports.choices import SectionCode
from reports.document import Cell, Chart, ChartForm, Series, Table
from reports.heat import beside
from reports.selectors.below_tables import percent
from reports.selectors.named.life import due_url, records_url
from reports.selectors.named.registry import Asked, NamedFigure
from reports.selectors.named.subtree import lines_below, lines_live
from reports.spans import ReportSpan, code_of_part, part_of_year
from reports.texts.book import FigureBook
from reports.texts.words import exact

NOTHING = MonthFigures()
# A table of all branches stands in the report of one court; of several, the table of the courts below says it.
MOST_BRANCHES = 200


def tables_of(code: str, book: FigureBook) -> list[Table]:
    """The tables of a section; those without a row are left out."""
    made = _TABLES.get(code)
    return [table for table in made(book) if table.rows] if made else []


def charts_of(code: str, book: FigureBook) -> list[Chart]:
    made = _CHARTS.get(code)
    return [chart for chart in made(book) if chart.names] if made else []


def _number(value: Any, url: str = "", *, unknown: str = "不详") -> Cell:
    if value is None:
        return Cell(unknown)
    shown = plain(Decimal(value))
    return Cell(shown, url, float(value) if isinstance(value, Decimal) else value)


def _percent(met: int, due: int) -> Cell:
    """As the pages say it (below_tables.percent)."""
    if not due:
        return Cell("—")
    shown = percent(met, due)
    return Cell(shown, value=int(shown.removesuffix("%")))


def _named(book: FigureBook, group: str) -> Table:
    """Figure by figure, as the records have them; what is nothing, or not known, makes no line."""
    found = [each for each in book.of().values() if each.group == group and each.value and not _is_repeated(each)]
    if all(each.is_given for each in found):
        found = []
    return Table(group, ["项目", "数量"], [[Cell(each.name), _of(each)] for each in found])


def _is_repeated(figure: NamedFigure) -> bool:
    """The only campaign of a span has its figures under a short name too; honours of a quarter are no part of those
    awarded in the span."""
    return figure.group in ("主题教育", "季度荣誉") and bool(figure.of)


def _of(figure: NamedFigure) -> Cell:
    return replace(_number(figure.value, figure.url), shown=exact(figure.value, figure.unit))


# --- Organisational life ------------------------------------------------------------------------


def _kinds(asked: Asked) -> list[KindFigures]:
    kinds = asked.kinds.values()
    return [each for each in kinds if each.due is not None and (each.due or each.not_known or each.held)]


def _life(book: FigureBook) -> list[Table]:
    asked = book.asked
    rows = []
    for each in _kinds(asked):
        url = records_url(asked, kind=each.kind.code)
        owed = due_url(asked, kind=each.kind.code)
        known = each.due or not each.not_known
        rows.append(
            [
                Cell(each.kind.name),
                _number(each.held, url),
                _number(each.due if known else None, owed),
                _number(each.met if known else None, owed),
                _percent(each.met, each.due or 0),
                _number(each.not_known),
                _number(each.person_times, records_url(asked, kind=each.kind.code, main=1)),
            ]
        )
    heads = ["类型", "已开（次）", "应开（次）", "达标（次）", "达标率", "不详（次）", "参加（人次）"]
    table = Table("组织生活应开与已开", heads, rows)
    if asked.with_below:
        return [table, _courts(asked)]
    return [table] if asked.branch else [table, _branches(asked)]


def _branches(asked: Asked) -> Table:
    """Met of due, branch by branch."""
    kinds = _owed(asked)
    branches = list(asked.answer.branches.values())[:MOST_BRANCHES] if kinds else []
    rows = [[Cell(branch.name), *(_of_branch(asked, each, branch.pk) for each in kinds)] for branch in branches]
    return Table("各支部达标与应开", ["党支部", *(each.kind.short_name for each in kinds)], rows)


def _courts(asked: Asked) -> Table:
    """The same for each court of the next level with all below it; no branch of them is named."""
    kinds = _owed(asked)
    lines = lines_below(asked.court, asked.start, asked.end, asked.as_of) if kinds else []
    if lines is None:
        lines = lines_live(asked.court, asked.answer)
    rows = [
        [Cell(str(court), _page_of(court, asked)), *(_met(sums.get(each.kind.code, NOTHING)) for each in kinds)]
        for court, sums in lines
    ]
    return Table("下级法院达标与应开", ["法院", *(each.kind.short_name for each in kinds)], rows)


def _owed(asked: Asked) -> list[KindFigures]:
    return [each for each in _kinds(asked) if each.due or each.not_known]


def _of_branch(asked: Asked, figures: KindFigures, branch_id: int) -> Cell:
    url = records_url(asked, kind=figures.kind.code, branch=branch_id, court=None, once=None)
    return _met(figures.branches.get(branch_id, BranchFigures()), url)


def _met(figures: BranchFigures | MonthFigures, url: str = "") -> Cell:
    if not figures.due:
        return Cell("不详" if figures.not_known else "—")
    return Cell(f"{figures.met}/{figures.due}{beside(figures.not_known)}", url)


def _page_of(court: Court, asked: Asked) -> str:
    """The lower court's page for the same days, where it has one for them."""
    part = code_of_part(asked.start, asked.end)
    if part_of_year(asked.start.year, part) != ReportSpan(asked.start, asked.end):
        return ""
    query = {"year": asked.start.year, "span": part, "as_of": asked.as_of.isoformat()}
    return f"{reverse('reports:below', args=[court.pk])}?{urlencode(query)}"


def _life_charts(book: FigureBook) -> list[Chart]:
    kinds = [each for each in _kinds(book.asked) if each.due]
    names = [each.kind.short_name for each in kinds]
    due, met = [each.due or 0 for each in kinds], [each.met for each in kinds]
    months = [] if book.asked.with_below else months_of(book.asked.answer)
    return [
        Chart(
            "kinds",
            "各类组织生活的应开与达标",
            ChartForm.BARS,
            "次",
            names,
            [Series("应开", list(due)), Series("达标", list(met))],
        ),
        Chart(
            "months",
            "各月到期的应开与达标",
            ChartForm.LINES,
            "次",
            [each[0] for each in months] if len(months) > 1 else [],  # one month draws no line
            [Series("应开", [each[1] for each in months]), Series("达标", [each[2] for each in months])],
        ),
    ]


def _work(book: FigureBook) -> list[Table]:
    asked = book.asked
    rows = [
        [
            Cell(each.kind.name),
            _number(each.held, records_url(asked, kind=each.kind.code)),
            _number(each.person_times, records_url(asked, kind=each.kind.code, main=1)),
        ]
        for each in asked.kinds.values()
        if each.due is None and each.held
    ]
    return [Table("其他活动", ["类型", "开展（次）", "参加（人次）"], rows), _named(book, "活动数据")]


def _rectification(book: FigureBook) -> list[Table]:
    """With the noughts: that nothing is overdue is worth a line."""
    found = [each for each in book.of().values() if each.group == "检视整改" and each.value is not None]
    return [Table("检视整改", ["项目", "数量"], [[Cell(each.name), _of(each)] for each in found])]


# --- The other fields ---------------------------------------------------------------------------


def _groups(*groups: str) -> Callable[[FigureBook], list[Table]]:
    return lambda book: [_named(book, group) for group in groups]


def _measures_chart(book: FigureBook) -> list[Chart]:
    figures = book.of()
    names = ("已完成措施", "序时推进措施", "未按时完成措施")
    values = [figures[name].value for name in names]
    if not any(values):
        return []
    labels = [name.removesuffix("措施") for name in names]
    return [
        Chart(
            "measures",
            "整改措施进展",
            ChartForm.BARS,
            "个",
            labels,
            [Series("措施", [_plain(each) for each in values])],
        )
    ]


def _stars_chart(book: FigureBook) -> list[Chart]:
    figures = book.of()
    names = [f"{label}级党支部" for _, label in STARS]
    values = [figures[name].value for name in names]
    if not any(values):
        return []
    labels = [name.removesuffix("党支部") for name in names]
    return [
        Chart(
            "stars",
            "各星级党支部数",
            ChartForm.BARS,
            "个",
            labels,
            [Series("党支部", [_plain(each) for each in values])],
        )
    ]


def _metrics(book: FigureBook) -> list[Table]:
    found = [each for each in book.of().values() if each.group == "业务指标"]
    rows = []
    for each in found:
        if each.of or each.value is None:
            continue
        told = [figure for figure in found if figure.of == each.name]
        parts = [figure.value for figure in told if not figure.is_change and figure.value is not None]
        changes = {figure.name.removeprefix(f"{each.name}·"): figure for figure in told if figure.is_change}
        rows.append(
            [
                Cell(each.name),
                Cell("/".join(plain(Decimal(part)) for part in parts) or "—", each.url),
                Cell(exact(each.value, each.unit), each.url, float(each.value)),
                _change(changes.get("同比")),
                _change(changes.get("环比")),
            ]
        )
    return [Table("业务指标", ["指标", "分子/分母", "数值", "同比", "环比"], rows)]


def _change(figure: NamedFigure | None) -> Cell:
    if figure is None or figure.value is None:
        return Cell("不详")
    return Cell(exact(figure.value, figure.unit), figure.url, float(figure.value))


def _problems(book: FigureBook) -> list[Table]:
    """What was due and not met, branch by branch."""
    asked = book.asked
    rows: list[list[Cell]] = []
    if asked.with_below:  # how the courts below stand is told in their own table
        return []
    for each in _kinds(asked):
        for branch_id, own in each.branches.items():
            if branch_id is not None and own.missing > 0:
                branch = asked.answer.branches[branch_id]
                url = records_url(asked, kind=each.kind.code, branch=branch_id, court=None, once=None)
                rows.append(
                    [Cell(branch.name), Cell(each.kind.name), Cell(f"{own.met}/{own.due}", url), _number(own.missing)]
                )
    return [Table("没有达标的组织生活", ["党支部", "类型", "达标/应开", "未达标（次）"], rows)]


def _plain(value: Any) -> float | int | None:
    return float(value) if isinstance(value, Decimal) else value


_TABLES: dict[str, Callable[[FigureBook], list[Table]]] = {
    SectionCode.OVERVIEW: _groups("党组织和党员"),
    SectionCode.LIFE: _life,
    SectionCode.WORK: _work,
    SectionCode.CAMPAIGNS: _groups("主题教育", "专题学习"),
    SectionCode.RECTIFICATION: _rectification,
    SectionCode.STARS: _groups("星级评定"),
    SectionCode.HONOURS: _groups("季度荣誉", "登记簿"),
    SectionCode.DEVELOPMENT: _groups("发展党员"),
    SectionCode.METRICS: _metrics,
    SectionCode.PROBLEMS: _problems,
}
_CHARTS: dict[str, Callable[[FigureBook], list[Chart]]] = {
    SectionCode.LIFE: _life_charts,
    SectionCode.RECTIFICATION: _measures_chart,
    SectionCode.STARS: _stars_chart,
}
