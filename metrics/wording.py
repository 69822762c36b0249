"""How figures are told: 95.61%, 689 件, 13.5 万元, 第 3 位."""

from decimal import ROUND_HALF_UP, Decimal

from metrics.choices import Form
from metrics.models import Metric

LARGE = ((Decimal(100_000_000), "亿元"), (Decimal(10_000), "万元"))
CENT = Decimal("0.01")


def told(metric: Metric, number: Decimal | None) -> str:
    """A figure with its unit; money shortened (`exact` has it in full)."""
    if number is None:
        return "不详"
    if metric.form == Form.MONEY:
        return _money(number)
    return exact(metric, number)


def exact(metric: Metric, number: Decimal) -> str:
    """A figure with its unit, in full."""
    if metric.form == Form.RATIO:
        return f"{number}%"
    if metric.form == Form.RATE:
        return f"{plain(number)}%"
    if metric.form == Form.RANK:
        return f"第 {plain(number)} 位"
    if metric.form == Form.MONEY:
        return f"{number:,.2f} 元"
    return f"{plain(number)} {metric.unit}".rstrip()


def fraction(numerator: Decimal | None, denominator: Decimal | None) -> str:
    """`3157/3302`; "" where there is none."""
    if numerator is None or denominator is None:
        return ""
    return f"{plain(numerator)}/{plain(denominator)}"


def plain(number: Decimal) -> str:
    """Without zeros behind the point that say nothing: 97.00 → 97."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def signed(amount: Decimal) -> str:
    """With its sign: +1.41, -9.34, 0."""
    return f"+{plain(amount)}" if amount > 0 else plain(amount)


def _money(number: Decimal) -> str:
    for size, unit in LARGE:
        if number >= size:
            return f"{plain((number / size).quantize(CENT, ROUND_HALF_UP))} {unit}"
    return f"{plain(number)} 元"
