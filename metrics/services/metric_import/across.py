"""Tables with a column for each span of a year: a row of one says how a metric, or a part of one, went on."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.spreadsheets import BadValue, Loaded, Record
from core.spreadsheets import Mapping as Columns
from core.spreadsheets.cells import BRACKETED, bare_heading, half_width, plain_heading
from core.spreadsheets.columns import Heading
from core.spreadsheets.numerals import with_digits
from core.spreadsheets.quantities import Quantity
from core.spreadsheets.spans import Span, span
from metrics.models import Metric
from metrics.periods import Period
from metrics.services.metric_import.columns import SPAN, SPAN_COLUMNS, fault_of, lacking_of, names_of
from metrics.services.metric_import.units import as_headed, bracketed, in_unit, is_unit_of

# Columns for which a row of several spans has no place.
OF_ONE_FIGURE = ("numerator", "denominator", "value")
YEAR = re.compile(r"(?:19|20)\d{2}")
YEAR_IN_TITLE = re.compile(rf"({YEAR.pattern})\s*年")


@dataclass(frozen=True)
class _Cell:
    """What a row says of one span."""

    record: Record
    heading: Heading
    number: Quantity


# Whose and of which span → what is told of it, by the name of a metric or of a part of one.
_Told = dict[tuple[Any, Span], dict[str, _Cell]]


def spread_spans(loaded: Loaded, metrics: Sequence[Metric]) -> None:
    """Puts a record for each figure, as a table of one figure a row has it, in place of rows of several spans."""
    records: list[Record] = []
    for mapping in loaded.mappings:
        own = [record for record in loaded.records if record.sheet == mapping.sheet]
        headings = {code: found[0] for code, found in mapping.placed.items() if code.startswith(SPAN) and found}
        if headings and _is_clear(loaded, mapping, headings, metrics):
            told = _told(loaded, mapping, headings, own, metrics)
            own = [each for (_, of), cells in told.items() for each in _figures(loaded, of, cells, metrics)]
        records += own
    loaded.records = records


def _is_clear(loaded: Loaded, mapping: Columns, headings: Mapping[str, Heading], metrics: Sequence[Metric]) -> bool:
    """Whether the sheet is of this shape alone; what has no place in it is added to the faults."""
    stray = [heading for code in OF_ONE_FIGURE if (heading := mapping.heading(code))]
    for heading in stray:
        why = f"表里一个时段占一列，“{heading.label}”列说的是哪一个分不清，请改选是什么，或选“不导入”。"
        loaded.faults.add(fault_of(mapping, heading, why))
    for code, heading in headings.items():
        word = _odd_word(code, heading, metrics)
        if word:
            why = (
                f"“{heading.label}”括号里的“{word}”不是单位，可能是另一种数。"
                f"是这个时段的数的，请在文件里去掉括号里的字；不是的，请选“不导入”。"
            )
            loaded.faults.add(fault_of(mapping, heading, why))
    if mapping.heading("metric") is None:
        heading = next(iter(headings.values()))
        why = f"“{heading.label}”这样按时段分的列，要有“指标”列才知道是什么的数，请补上，或选“不导入”。"
        loaded.faults.add(fault_of(mapping, heading, why))
    return mapping.heading("metric") is not None and not stray


def _odd_word(code: str, heading: Heading, metrics: Sequence[Metric]) -> str:
    """What stands in brackets behind a span and may make it another figure: 累计 of “3月（累计）”, 目标, 同比."""
    word = bracketed(heading.text)
    if not word or any(is_unit_of(metric, word) for metric in metrics):
        return ""
    pattern = next(column.pattern for column in SPAN_COLUMNS if column.code == code)
    forms = (with_digits(each).lower() for each in (word, BRACKETED.sub("", half_width(heading.text)) + word))
    return "" if pattern and any(pattern.fullmatch(form) for form in forms) else word


def _told(
    loaded: Loaded,
    mapping: Columns,
    headings: Mapping[str, Heading],
    records: Sequence[Record],
    metrics: Sequence[Metric],
) -> _Told:
    of_part = {name: metric for metric in metrics for name in _parts(metric)}
    parts = {plain_heading(name): name for name in of_part}
    years = set(YEAR_IN_TITLE.findall(mapping.above))
    undated = [heading.label for heading in headings.values() if not YEAR.search(heading.upper + heading.text)]
    if undated and len(years) == 1 and mapping.heading("period") is None:
        told_of = f"“{'”“'.join(undated)}”没有写年份，按标题行上面写的，都读作{min(years)}年的数。"
        loaded.remarks.append(f"工作表“{mapping.sheet}”的{told_of}")
    told: _Told = defaultdict(dict)
    for record in records:
        word = record.values["metric"]
        part = parts.get(plain_heading(word)) or parts.get(bare_heading(word))
        for code, heading in headings.items():
            number: Quantity | None = record.values[code]
            if number is None:
                continue
            of = _span_of(record, code, heading, years)
            if of is None:
                why = "没有写是哪一年的数，请加一列“年度”，或在列标题里写明（如 2024年一季度）。"
                loaded.faults.add(record.fault(code, why))
                continue
            if part:
                number = in_unit(as_headed(number, of_part[part], word, part), record.values["unit"])
            cell = _Cell(record, heading, number)
            first = told[record.values["branch"], of].setdefault(part or word, cell)
            if first is not cell:
                loaded.faults.add(record.fault(code, f"与第 {first.record.row} 行是同一项、同一个时段，请删去一行。"))
    return told


def _span_of(record: Record, code: str, heading: Heading, years: set[str]) -> Span | None:
    """As the heading says it; where that names no year, in the row's year or in the one of the title."""
    given: Span | None = record.values["period"]
    if given:
        is_year = (given.start.month, given.end.month) == (1, 12)
        years = {str(given.start.year)} if is_year else set()
    year = next(iter(years)) if len(years) == 1 else ""
    written = BRACKETED.sub("", half_width(heading.text))
    for text in (written, heading.upper + written, f"{year}年{written}" if year else ""):
        try:
            return span(text)
        except BadValue:
            continue
    if not year:
        return None
    named = Period.named(int(year), code.removeprefix(SPAN))
    return Span(named.start, named.end)


def _figures(loaded: Loaded, of: Span, cells: Mapping[str, _Cell], metrics: Sequence[Metric]) -> Iterator[Record]:
    """A record for each metric of which the cells of one span say all, and for each word that stands alone."""
    whole = [metric for metric in metrics if metric.is_ratio and not lacking_of(metric, cells)]
    used = {name for metric in whole for name in names_of(metric).values()}
    for metric in whole:
        said = {field: cells[name] for field, name in names_of(metric).items() if name in cells}
        yield _record(metric.name, of, said)
    parts = {name: metric for metric in metrics for name in _parts(metric)}
    known = {metric.name for metric in metrics}
    alone = {metric.name for metric in metrics if not metric.is_ratio}
    for name, cell in cells.items():
        if name in used and name not in alone:
            continue
        if name in parts and name not in known:
            others = "”“".join(lacking_of(parts[name], cells))
            why = f"“{parts[name]}”要按分子、分母登记，同一个时段还缺“{others}”的数，请补上，或删去这一行。"
            loaded.faults.add(cell.record.fault("metric", why))
        else:
            yield _record(name, of, {"value": cell})


def _parts(metric: Metric) -> tuple[str, ...]:
    return (metric.numerator_name, metric.denominator_name) if metric.is_ratio else ()


def _record(word: str, of: Span, said: Mapping[str, _Cell]) -> Record:
    """The row of the numerator stands for that of the denominator, too."""
    first = said.get("numerator") or said["value"]
    numbers = {field: cell.number for field, cell in said.items()}
    headings = {field: cell.heading for field, cell in said.items()}
    return replace(
        first.record,
        values={**first.record.values, "metric": word, "period": of, **numbers},
        columns={**first.record.columns, "period": first.heading, **headings},
    )
