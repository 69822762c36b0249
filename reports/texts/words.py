"""How figures are written: with their unit, exact or in round words."""

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from metrics.wording import CENT, plain
from reports.selectors.named.registry import CHANGE, DAY, NamedFigure, Number

UNKNOWN = "不详"
MONEY, RANK, PERCENT = "元", "位", "%"
_TEN_THOUSAND, _HUNDRED_MILLION = Decimal(10_000), Decimal(100_000_000)


def exact(value: Number | None, unit: str) -> str:
    """`40次`, `95.61%`, `第6位`, `135000元`; a change `下降9.34%`; 不详 for what is not known. Nothing is shortened."""
    if value is None:
        return UNKNOWN
    if unit.startswith(CHANGE):
        return _changed(value, unit.removeprefix(CHANGE))
    if unit == DAY:
        return _day(value, with_year=True)
    return _ranked(plain(Decimal(value)), unit)


def written(value: Number | None, unit: str) -> str:
    """As a text says it: money from ten thousand yuan up in 万元, from a hundred million up in 亿元, two decimals; of a
    day month and day."""
    if value is not None and unit == DAY:
        return _day(value, with_year=False)
    if value is None or unit != MONEY or -_TEN_THOUSAND < value < _TEN_THOUSAND:
        return exact(value, unit)
    size, word = _in_large(value)
    return f"{plain((Decimal(value) / size).quantize(CENT, ROUND_HALF_UP))}{word}元"


def rounded(value: Number | None, unit: str) -> str:
    """In round words: under ten exact; under a hundred down to tens, then down to hundreds, with 余 behind the number
    where something is left (27次 → 20余次, 4723人次 → 4700余人次); money down to a tenth of 万元 or 亿元 (3.2万余元);
    a percentage to the nearest whole one, half up (85.95% → 86%)."""
    if value is None:
        return UNKNOWN
    if unit == PERCENT:
        return exact(Decimal(value).quantize(Decimal(1), ROUND_HALF_UP), unit)
    if unit in (RANK, DAY) or unit.startswith(CHANGE) or value < 10:
        return written(value, unit)
    if unit == MONEY and value >= _TEN_THOUSAND:
        size, word = _in_large(value)
        return _down(Decimal(value) / size, Decimal("0.1"), word, unit)
    return _down(Decimal(value), Decimal(10 if value < 100 else 100), "", unit)


def difference(now: Number | None, before: Number | None, unit: str) -> str:
    """By how much it is more or less than before: `增加2次`, `上升1.04个百分点`, `前移3位`; "—" where one is not
    known, of days, and of what is itself a change."""
    if now is None or before is None or unit == DAY or unit.startswith(CHANGE):
        return "—"
    change = Decimal(now) - Decimal(before)
    if unit in (RANK, PERCENT):
        return _changed(change, "个百分点" if unit == PERCENT else unit)
    return f"{'增加' if change > 0 else '减少'}{plain(abs(change))}{unit}" if change else "持平"


def _changed(value: Number, unit: str) -> str:
    """A place is counted from the top: fewer is forward."""
    if not value:
        return "持平"
    more, less = ("后移", "前移") if unit == RANK else ("上升", "下降")
    return f"{more if value > 0 else less}{plain(abs(Decimal(value)))}{unit}"


def _day(value: Number, *, with_year: bool) -> str:
    """Of 20240601."""
    month_and_day = int(value) % 10_000
    said = f"{month_and_day // 100}月{month_and_day % 100}日"
    return f"{int(value) // 10_000}年{said}" if with_year else said


def _in_large(yuan: Number) -> tuple[Decimal, str]:
    return (_HUNDRED_MILLION, "亿") if abs(Decimal(yuan)) >= _HUNDRED_MILLION else (_TEN_THOUSAND, "万")


def _down(value: Decimal, step: Decimal, word: str, unit: str) -> str:
    floor = (value / step).to_integral_value(ROUND_FLOOR) * step
    return f"{plain(floor)}{word}{'余' if floor < value else ''}{unit}"


def shown(figure: NamedFigure) -> str:
    return written(figure.value, figure.unit)


def _ranked(number: str, unit: str) -> str:
    return f"第{number}{unit}" if unit == RANK else f"{number}{unit}"
