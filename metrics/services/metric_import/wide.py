"""Tables with a column for each metric: a row of one holds several figures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.spreadsheets import Fault, Loaded, Record
from core.spreadsheets import Mapping as Columns
from core.spreadsheets.columns import Heading
from core.spreadsheets.spans import span_in
from metrics.models import Metric
from metrics.services.metric_import.columns import OWN, fault_of, lacking_of, names_of
from metrics.services.metric_import.units import as_headed

# Columns for which a row of several figures has no place.
OF_ONE_FIGURE = ("numerator", "denominator", "value", "unit")
SPANS = ("period", "start", "end")


def spread(loaded: Loaded, metrics: Sequence[Metric]) -> None:
    """Puts a record for each figure, as a table of one figure a row has it, in place of each row of several."""
    sheets = {mapping.sheet: _sheet(loaded, mapping, metrics) for mapping in loaded.mappings}
    records: list[Record] = []
    for record in loaded.records:
        sheet = sheets[record.sheet]
        records += sheet.figures(record) if sheet else [record]
    loaded.records = records


@dataclass(frozen=True)
class _Sheet:
    """A sheet of this shape: under which heading each name stands, and the metrics that it has whole."""

    headings: Mapping[str, Heading]
    metrics: Sequence[Metric]

    def figures(self, record: Record) -> Iterator[Record]:
        """One for each metric of which the row says something."""
        for metric in self.metrics:
            names = {field: name for field, name in names_of(metric).items() if name in self.headings}
            headings = {field: self.headings[name] for field, name in names.items()}
            given = {field: record.values[f"{OWN}{name}"] for field, name in names.items()}
            said = {
                field: each and as_headed(each, metric, headings[field].text, names[field])
                for field, each in given.items()
            }
            if any(said.values()):
                columns = {**record.columns, "metric": next(iter(headings.values())), **headings}
                yield replace(record, values={**record.values, "metric": metric.name, **said}, columns=columns)


def _sheet(loaded: Loaded, mapping: Columns, metrics: Sequence[Metric]) -> _Sheet | None:
    """None for a table of one figure a row. What has no place in the sheet is added to the faults."""
    headings = {
        code.removeprefix(OWN): found[0] for code, found in mapping.placed.items() if code.startswith(OWN) and found
    }
    if not headings:
        return None
    if named := mapping.heading("metric"):
        there = f"表里的“{named.label}”列读作指标（是党支部的，请改选）"
        there = "表里已有“指标”列" if named.label == "指标" else there
        for heading in headings.values():
            why = f"{there}，不能再有“{heading.label}”列，请改选是什么（如分子、分母、数值），或选“不导入”。"
            loaded.faults.add(fault_of(mapping, heading, why))
        return None
    for code in OF_ONE_FIGURE:
        if stray := mapping.heading(code):
            why = f"表里一个指标占一列，“{stray.label}”列说的是哪一个分不清，请改选是什么，或选“不导入”。"
            loaded.faults.add(fault_of(mapping, stray, why))
    whole = [metric for metric in metrics if lacking_of(metric, headings) == []]
    used = {name for metric in whole for name in names_of(metric).values()}
    for name, heading in headings.items():
        if name not in used:
            loaded.faults.add(fault_of(mapping, heading, _alone(name, headings, metrics)))
    _place_in_time(loaded, mapping)
    return _Sheet(headings, whole)


def _alone(name: str, headings: Mapping[str, Heading], metrics: Sequence[Metric]) -> str:
    metric = next(each for each in metrics if name in names_of(each).values())
    others = "”“".join(lacking_of(metric, headings))
    return f"“{metric}”要按分子、分母登记，还缺“{others}”列，请补上，或把“{name}”列选为“不导入”。"


def _place_in_time(loaded: Loaded, mapping: Columns) -> None:
    """A sheet without a column for the span may name it above its head."""
    if any(mapping.heading(code) for code in SPANS):
        return
    found = span_in(mapping.above)
    if found is None:
        message = "没有写是哪个时段的数，请加一列“时段”，或在标题行上面写明（如 2024年第一季度）。"
        loaded.faults.add(Fault(message, mapping.sheet, mapping.head_row))
        return
    for record in loaded.records:
        if record.sheet == mapping.sheet:
            record.values["period"] = found
    last = f"至{found.end.month}月" if found.end.month != found.start.month else ""
    told = f"{found.start.year}年{found.start.month}月{last}"
    loaded.remarks.append(f"工作表“{mapping.sheet}”没有时段列，按标题行上面写的，都读作{told}的数。")
