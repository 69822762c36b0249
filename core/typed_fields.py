"""Fields of fixed vocabularies, kept typed in a JSON column: how a value is stored, shown and exported.

Stored: a text as it is, an integer for a count or a year, a text with fixed decimals for money (yuan), hours, areas and
rates (percent), an ISO date, a code for a choice, a name for a person (or {"name", "member"}).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, NamedTuple

# The form's names of the fields of a vocabulary.
PREFIX = "detail_"
LONGEST_TEXT, LONGEST_STORY, LONGEST_NAME = 100, 2000, 50
MOST_COUNT = 1_000_000
EARLIEST_YEAR, LATEST_YEAR = 1900, 2999


class FieldType(Enum):
    TEXT = "TEXT"
    STORY = "STORY"  # several lines
    COUNT = "COUNT"
    MONEY = "MONEY"
    HOURS = "HOURS"
    AREA = "AREA"
    RATE = "RATE"
    YEAR = "YEAR"
    CHOICE = "CHOICE"
    PERSON = "PERSON"
    DATE = "DATE"


# Places after the point, and the most that a field takes.
DECIMALS = {
    FieldType.MONEY: (2, Decimal("100000000.00")),
    FieldType.HOURS: (1, Decimal("10000.0")),
    FieldType.AREA: (2, Decimal("100000000.00")),
    FieldType.RATE: (2, Decimal("100.00")),
}
LONGEST = {
    FieldType.TEXT: LONGEST_TEXT,
    FieldType.STORY: LONGEST_STORY,
    FieldType.PERSON: LONGEST_NAME,
}


@dataclass(frozen=True)
class TypedField:
    """One word of a vocabulary. `unit` stands behind a number."""

    code: str
    label: str
    type: FieldType
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    help: str = ""

    @property
    def is_number(self) -> bool:
        return self.type in (FieldType.COUNT, FieldType.YEAR) or self.type in DECIMALS

    @property
    def is_summed(self) -> bool:
        """Whether a sum over a list says something: of rates and years it does not."""
        return self.is_number and self.type not in (FieldType.RATE, FieldType.YEAR)

    @property
    def heading(self) -> str:
        """Label with its unit, for a column."""
        return f"{self.label}（{self.unit}）" if self.unit else self.label


class Vocabulary(dict[str, TypedField]):
    """The words by their codes, in their order."""

    def __init__(self, *words: TypedField) -> None:
        super().__init__({word.code: word for word in words})

    def fields_of(self, codes: Iterable[str]) -> list[TypedField]:
        """The words of the codes, in the order of the vocabulary; codes that are none are left out."""
        asked = set(codes)
        return [word for code, word in self.items() if code in asked]

    def unknown_codes(self, codes: Collection[str]) -> list[str]:
        """The codes that the vocabulary does not have."""
        return [code for code in codes if code not in self]

    def typed(self, values: dict[str, Any]) -> dict[str, str]:
        """Kept values as somebody types them, by code; what the vocabulary does not know is left out."""
        known = {code: value for code, value in values.items() if code in self}
        return {code: _name(value) for code, value in known.items()}

    def shown(self, values: dict[str, Any]) -> list["Shown"]:
        """Label and text of everything that was filled in, in the order of the vocabulary."""
        return [Shown(word.label, shown(word, values[word.code])) for word in self.fields_of(values)]


class Shown(NamedTuple):
    label: str
    text: str


class Unreadable(ValueError):
    """A value that is none of its field; says in words what is wrong."""


def stored(word: TypedField, value: Any) -> Any:
    """`value` (typed text, number, Decimal or date) as it is kept in JSON. Raises Unreadable."""
    text = str(value).strip()
    if word.type is FieldType.COUNT:
        return _count(word, text)
    if word.type is FieldType.YEAR:
        return _year(word, text)
    if word.type in DECIMALS:
        return _decimal(word, text)
    if word.type is FieldType.DATE:
        return _day(word, text)
    if word.type is FieldType.CHOICE and text not in dict(word.choices):
        raise Unreadable(f"{word.label}请从选项中选择")
    if len(text) > LONGEST.get(word.type, LONGEST_TEXT):
        raise Unreadable(f"{word.label}不能超过 {LONGEST[word.type]} 字，现在是 {len(text)} 字")
    return text


def _count(word: TypedField, text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise Unreadable(f"{word.label}请填写整数，单位是{word.unit}")
    if len(text) > len(str(MOST_COUNT)) or int(text) > MOST_COUNT:
        raise Unreadable(f"{word.label}不能超过 {MOST_COUNT}，请检查")
    return int(text)


def _year(word: TypedField, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == 4 and EARLIEST_YEAR <= int(text) <= LATEST_YEAR):
        raise Unreadable(f"{word.label}请填写四位数的年份，例如 2026")
    return int(text)


def _decimal(word: TypedField, text: str) -> str:
    places, most = DECIMALS[word.type]
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise Unreadable(f"{word.label}请填写数字，单位是{word.unit}") from None
    if not number.is_finite() or not 0 <= number <= most:
        raise Unreadable(f"{word.label}应在 0 到 {most:f} {word.unit}之间")
    kept = number.quantize(Decimal(1).scaleb(-places))
    if kept != number:
        raise Unreadable(f"{word.label}最多 {places} 位小数")
    return f"{abs(kept):f}"


def _day(word: TypedField, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Unreadable(f"{word.label}请填写日期") from None


def shown(word: TypedField, value: Any) -> str:
    """A stored value for a reader: choices by their label, money with thousands, numbers with their unit."""
    if word.type is FieldType.CHOICE:
        return dict(word.choices).get(value, str(value))
    if word.type is FieldType.PERSON:
        return _name(value)
    if word.type is FieldType.MONEY:
        return f"{Decimal(value):,.2f} {word.unit}"
    if word.type is FieldType.RATE:
        return f"{value}%"
    return f"{value} {word.unit}".rstrip() if word.is_number else str(value)


def exported(word: TypedField, value: Any) -> Any:
    """A stored value for a cell: numbers and dates as such."""
    if value is None:
        return None
    if word.type in DECIMALS:
        return Decimal(value)
    if word.type is FieldType.DATE:
        return date.fromisoformat(value)
    return value if word.is_number else shown(word, value)


def _name(value: Any) -> str:
    return str(value["name"]) if isinstance(value, dict) else str(value)
