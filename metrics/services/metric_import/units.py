"""Units that stand in brackets behind a name: “发放执行案款（万元）”, “数值（%）”."""

from core.spreadsheets.cells import BRACKETED, half_width
from core.spreadsheets.quantities import Quantity, scale_of
from metrics.choices import IN_PERCENT, Form
from metrics.models import Metric

PERCENT = ("%", "％")
PLACES = ("位", "名")


def bracketed(text: str) -> str:
    """What stands in brackets: 万元; "" where nothing does."""
    found = BRACKETED.search(half_width(text))
    return found[0][1:-1].strip().removeprefix("单位:").strip() if found else ""


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
