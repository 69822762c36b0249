"""A standard as the computation reads it: plain values, read once."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessments.choices import Way
from assessments.models import Indicator, Standard
from assessments.scoring import Rule

# An input with its parameters: the same of two indicators, or of two courts, is counted once.
InputKey = tuple[str, str]


@dataclass(frozen=True)
class Line:
    """One indicator."""

    code: str
    name: str
    aspect: str
    rule: Rule
    input: str
    params: dict[str, Any]
    is_gate: bool
    yearly: bool

    @property
    def key(self) -> InputKey:
        return (self.input, json.dumps(self.params, sort_keys=True))

    @property
    def of(self) -> Decimal:
        return self.rule.points

    @property
    def asks(self) -> str:
        """What it asks, apart from the points: who asks something else under the same code asks anew."""
        way = str(self.rule.way)
        return " ".join([way, *self.key]) if self.input else way


@dataclass(frozen=True)
class Rulebook:
    """A standard with its indicators in order; `standard` is the row itself, for its name and figures."""

    standard: Standard
    lines: tuple[Line, ...]

    def asked(self, *, of_year: bool) -> list[Line]:
        """The indicators of a quarter, or of a year."""
        return [line for line in self.lines if of_year or not line.yearly]

    def line(self, code: str) -> Line | None:
        return next((line for line in self.lines if line.code == code), None)


def rulebook(standard: Standard, indicators: Iterable[Indicator]) -> Rulebook:
    """`indicators` with their aspects, saved or not (a trial run scores what is only typed)."""
    return Rulebook(standard, tuple(line_of(each) for each in indicators))


def line_of(indicator: Indicator) -> Line:
    """One indicator with its aspect, saved or not."""
    return Line(
        code=indicator.code,
        name=indicator.name,
        aspect=indicator.aspect.code,
        rule=Rule(Way(indicator.way), Decimal(indicator.points), indicator.table),
        input=indicator.input,
        params=indicator.params,
        is_gate=indicator.is_gate,
        yearly=indicator.yearly,
    )
