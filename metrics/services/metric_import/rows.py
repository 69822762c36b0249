"""What the rows of a table say: a metric, whose, of which span, how much."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from branches.models import Branch
from core.errors import Refused
from core.spreadsheets import Loaded, Record
from core.spreadsheets.quantities import Quantity, scale_of
from metrics.choices import Form
from metrics.models import Metric, number_of
from metrics.periods import Period
from metrics.services.figures import FigureFacts, check_facts
from metrics.services.metric_import.units import PERCENT, PLACES, bracketed, in_unit, is_unit_of
from metrics.services.metric_import.words import CourtWords
from metrics.wording import fraction, plain

# Written as a share of one, rates reach little above it: 1.03 may be 103%.
MOST_DOUBTFUL = 2
# The field of a table for each of figure_enter's.
FIELDS = {"span": "period", "numerator": "numerator", "denominator": "denominator", "value": "value"}


class BadRow(Exception):
    """What is wrong with a row, and in which field."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


@dataclass(frozen=True)
class Entry:
    """One figure of the file."""

    record: Record
    metric: Metric
    branch: Branch | None
    facts: FigureFacts

    @property
    def key(self) -> tuple[int, int | None, Period]:
        return self.metric.pk, self.branch.pk if self.branch else None, self.facts.period


def read_entries(loaded: Loaded, words: CourtWords, at: datetime) -> Iterator[Entry]:
    """The figures of the file; what is wrong with one is added to the faults. Voided ones are left out."""
    voided = [record for record in loaded.records if record.values["voided"]]
    if voided:
        loaded.remarks.append(f"{len(voided)} 行写有作废原因，没有导入。")
    for record in loaded.records:
        if record.values["voided"]:
            continue
        try:
            yield _entry(record, words, at)
        except BadRow as fault:
            loaded.faults.add(record.fault(fault.code, f"{fault}。"))
        except Refused as refused:
            code = FIELDS.get(refused.field or "", "metric")
            loaded.faults.add(record.fault(code, f"{refused}。"))


def _entry(record: Record, words: CourtWords, at: datetime) -> Entry:
    if not record.values["metric"]:
        raise BadRow("metric", "“指标”不能为空，请补上")
    metric = words.metric_of(record)
    branch, is_one = words.branch_of(record)
    if metric is None:
        raise BadRow("metric", "一行只能写一个指标")
    if not is_one:
        raise BadRow("branch", "一行只能写一个党支部，或者全院")
    facts = FigureFacts(period=_period(record), source=str(record.values["source"]), note=str(record.values["note"]))
    facts = _with_parts(record, metric, facts) if metric.is_ratio else _with_value(record, metric, facts)
    check_facts(metric, facts, at)
    return Entry(record, metric, branch, facts)


def _period(record: Record) -> Period:
    """Of the column of spans, of those of beginning and end, or of both where they agree."""
    span, first, last = (record.values[code] for code in ("period", "start", "end"))
    if bool(first) != bool(last) and not span:
        raise BadRow("end" if first else "start", "起、止要么都写，要么都不写")
    named = Period(span.start, span.end) if span else None
    bounded = Period(first.start, last.end) if first and last else None
    if named is None and bounded is None:
        raise BadRow("period", "没有写时段，请写成 2024年3月、2024年第一季度 或 2024年")
    if named and bounded and named != bounded:
        raise BadRow("period", f"时段是{named.label}，起止却是{bounded.label}，请核对")
    period = named or bounded
    if period is None or period.start > period.end:
        raise BadRow("end", "止早于起，请核对")
    return period


def _with_parts(record: Record, metric: Metric, facts: FigureFacts) -> FigureFacts:
    numbers: dict[str, Decimal | None] = {}
    for code, name in (("numerator", metric.numerator_name), ("denominator", metric.denominator_name)):
        given = _given(record, metric, code)
        if given is None:
            raise BadRow(code, f"“{metric}”要写{name}（{'分子' if code == 'numerator' else '分母'}）")
        if given.unit not in ("", metric.unit) and metric.unit:
            raise BadRow(code, f"单位是“{given.unit}”，“{metric}”的{name}的单位是“{metric.unit}”")
        numbers[code] = given.number
    found = replace(facts, numerator=numbers["numerator"], denominator=numbers["denominator"])
    told = _given(record, metric, "value")
    if told is not None and found.denominator:
        _compare(metric, found, told, _unit(record, told))
    return found


def _compare(metric: Metric, facts: FigureFacts, told: Quantity, unit: str) -> None:
    """A percent beside numerator and denominator must be what they give, to the digits that were written. Without a
    percent sign it may be the 0.9561 of a cell that is shown as percent."""
    exact = 100 * (facts.numerator or Decimal(0)) / (facts.denominator or Decimal(1))
    meant = [told.number] if unit in PERCENT else [told.number, told.number * 100]
    if not any(_is_rounded(each, exact) for each in meant):
        computed = number_of(metric, facts.numerator, facts.denominator, None)
        parts = fraction(facts.numerator, facts.denominator)
        raise BadRow("value", f"写的是 {plain(told.number)}%，按 {parts} 算是 {computed}%，请核对")


def _is_rounded(said: Decimal, exact: Decimal) -> bool:
    """Whether `said` is `exact`, rounded to as many places as `said` has."""
    places = max(0, len(plain(said).partition(".")[2]))
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) == said


def _with_value(record: Record, metric: Metric, facts: FigureFacts) -> FigureFacts:
    for code in ("numerator", "denominator"):
        if record.values[code] is not None:
            raise BadRow(code, f"“{metric}”没有分子、分母，请把数写在“数值”列")
    given = _given(record, metric, "value")
    if given is None:
        raise BadRow("value", "没有写数值")
    unit = _unit(record, given)
    number = given.number
    if not given.is_scaled:
        number *= scale_of(str(record.values["unit"]))[0]
    if metric.form == Form.RATE:
        return replace(facts, value=_percent(number, unit))
    allowed = (*PLACES, "") if metric.form == Form.RANK else (metric.unit, "")
    if unit not in allowed:
        raise BadRow("unit" if record.values["unit"] else "value", f"单位是“{unit}”，“{metric}”的单位是“{metric.unit}”")
    return replace(facts, value=number)


def _given(record: Record, metric: Metric, code: str) -> Quantity | None:
    """A number, in the unit that its heading names in brackets: 数值（万元）; other words there are no unit."""
    given: Quantity | None = record.values[code]
    heading = record.columns.get(code)
    unit = bracketed(heading.text) if heading else ""
    return in_unit(given, unit) if given and is_unit_of(metric, unit) else given


def _unit(record: Record, given: Quantity) -> str:
    """What stands with the number, else in the column of units."""
    return given.unit or scale_of(str(record.values["unit"]))[1]


def _percent(number: Decimal, unit: str) -> Decimal:
    """97 and “97%”; a small number without the sign may be either, 0.97% or the 0.97 that means 97%: it is asked."""
    if unit and unit not in PERCENT:
        raise BadRow("value", f"单位是“{unit}”，这里应是百分比")
    if unit or number == 0 or abs(number) > MOST_DOUBTFUL:
        return number
    raise BadRow("value", f"分不清是 {plain(number)}% 还是 {plain(number * 100)}%，请带上百分号")
