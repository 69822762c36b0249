"""The columns that a court's own table may have beside those of a table of one figure a row."""

import re
from collections.abc import Container

from branches.models import Court
from core.spreadsheets import Fault, FieldSpec
from core.spreadsheets import Mapping as Columns
from core.spreadsheets.cells import plain_heading
from core.spreadsheets.columns import Heading
from core.spreadsheets.quantities import quantity
from core.spreadsheets.specs import METRICS
from metrics.models import Metric
from metrics.periods import Period, choices_of_a_year
from metrics.selectors.definitions import metrics_of

# Codes of the columns that are called as a metric, or as a part of one.
OWN = "of:"
ANY_YEAR = 2000
# Codes of the columns that are called as a span of a year: “一季度”, “2024年1月”, “1-5月”.
SPAN = "in:"
_YEAR = r"(?:19|20)\d{2}[年.\-/]?度?"
_NAMED = {
    **{f"Q{number}": rf"第?{number}季度?|q{number}" for number in range(1, 5)},
    "H1": "上半年",
    "H2": "下半年",
    "Y": r"(?:19|20)\d{2}年度?|全年度?",  # bare figures of a table look like years
}


def _span_column(code: str) -> FieldSpec:
    of = Period.named(ANY_YEAR, code)
    first, last = of.start.month, of.end.month
    months = f"{last}月份?" if first == last else rf"{first}月?(?:[-~—–]+|至|到){last}月份?(?:累计)?"
    ways = "|".join(filter(None, (months, _NAMED.get(code))))
    pattern = re.compile(rf"(?:{_YEAR})?(?:{ways})")
    return FieldSpec(f"{SPAN}{code}", of.words, (), quantity, whole=True, pattern=pattern)


SPAN_COLUMNS = tuple(_span_column(code) for _, group in choices_of_a_year() for code, _ in group)


def columns_of(court: Court) -> tuple[FieldSpec, ...]:
    """A field for each name that may head a column: of a metric in use, or of the numerator or denominator of one."""
    words = [word for one in METRICS.fields for word in (one.label, *one.wordings)]
    taken = {plain_heading(word) for word in (*words, *METRICS.ignored)}
    metrics = metrics_of(court).filter(is_active=True)
    names = dict.fromkeys(name for metric in metrics for name in names_of(metric).values())
    named = tuple(
        FieldSpec(f"{OWN}{name}", name, (name,), quantity, leading=True, whole=True)
        for name in names
        if plain_heading(name) not in taken
    )
    return (*named, *SPAN_COLUMNS)


def names_of(metric: Metric) -> dict[str, str]:
    """Field → what its column may be called."""
    if not metric.is_ratio:
        return {"value": metric.name}
    return {"value": metric.name, "numerator": metric.numerator_name, "denominator": metric.denominator_name}


def lacking_of(metric: Metric, there: Container[str]) -> list[str]:
    """Names without which a metric can't be read: of a ratio both parts; the percent beside them is only compared."""
    names = names_of(metric)
    needed = [names["numerator"], names["denominator"]] if metric.is_ratio else [metric.name]
    return [name for name in needed if name not in there]


def fault_of(mapping: Columns, heading: Heading, message: str) -> Fault:
    remedy = f"请用 --column {heading.label}=字段 指明，或用 --column {heading.label}=- 略去。"
    return Fault(message, mapping.sheet, mapping.head_row, heading.letter, heading.label, remedy)
