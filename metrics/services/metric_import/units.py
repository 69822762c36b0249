"""Units that stand in brackets behind a name: “发放执行案款（万元）”, “数值（%）”."""

import re
from collections.abc import Callable

from core.spreadsheets import Loaded, Record
from core.spreadsheets.cells import BRACKETED, half_width
from core.spreadsheets.quantities import Quantity, scale_of
from metrics.choices import IN_PERCENT, Form
from metrics.models import Metric

PERCENT = ("%", "％")
PLACES = ("位", "名")
# “单位：件、万元” over a table.
ABOVE = re.compile(r"单位:\s*(?:人民币)?([^\s()]+)")
BETWEEN = re.compile(r"[、,;/和及]")


def bracketed(text: str, name: str = "") -> str:
    """What stands in brackets, if not as a part of the `name` that the text is for: 万元; "" where nothing does."""
    own = BRACKETED.findall(half_width(name))
    found = next((each for each in BRACKETED.findall(half_width(text)) if each not in own), "")
    return found[1:-1].strip().removeprefix("单位:").strip()


def is_unit_of(metric: Metric, unit: str) -> bool:
    """Whether the metric, or a part of it, is told in this unit: 元, 万元, of a rate %."""
    plain = scale_of(unit)[1]
    if metric.form == Form.RANK:
        return plain in PLACES
    return plain == metric.unit or (metric.form in IN_PERCENT and plain in PERCENT)


def in_unit(given: Quantity, unit: str) -> Quantity:
    """The number in this unit, where none stands with the number itself."""
    if not unit or given.unit or given.is_scaled:
        return given
    scale, plain = scale_of(unit)
    return Quantity(given.number * scale, plain, scale != 1)


def as_headed(given: Quantity, metric: Metric, text: str, name: str) -> Quantity:
    """The number in the unit in brackets behind `name`. Any other word there (同比) may make it another figure: it
    takes the place of the unit, whatever the cell says, and is a fault."""
    unit = bracketed(text, name)
    return in_unit(given, unit) if not unit or is_unit_of(metric, unit) else given._replace(unit=unit)


def read_units_above(loaded: Loaded, metric_of: Callable[[Record], Metric | None]) -> None:
    """“单位：万元” over a table stands for the numbers that have no unit of their own."""
    above = {
        mapping.sheet: {unit for found in ABOVE.findall(half_width(mapping.above)) for unit in BETWEEN.split(found)}
        for mapping in loaded.mappings
    }
    told: dict[tuple[str, str], dict[str, None]] = {}
    for record in loaded.records:
        metric = metric_of(record)
        if metric is None or record.values["unit"]:
            continue
        units = [unit for unit in above[record.sheet] if is_unit_of(metric, unit)]
        if len(units) != 1 or scale_of(units[0])[0] == 1:
            continue
        for code in ("numerator", "denominator") if metric.is_ratio else ("value",):
            given: Quantity | None = record.values[code]
            heading = record.columns.get(code)
            if given is None or given.unit or (heading and is_unit_of(metric, bracketed(heading.text))):
                continue
            if not given.is_scaled:
                record.values[code] = in_unit(given, units[0])
                told.setdefault((record.sheet, units[0]), {})[metric.name] = None
    for (sheet, unit), names in told.items():
        said = f"“{'”“'.join(names)}”没有另写单位的数，按标题行上面写的，都读作{unit}。"
        loaded.remarks.append(f"工作表“{sheet}”的{said}")
