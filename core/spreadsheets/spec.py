"""What an import wants from a sheet: its fields, and what their columns may be called."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from core.spreadsheets.cells import Value
from core.spreadsheets.faults import UsageError

LEFT_OUT = "-"
Overrides = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of an import.

    `parser` gets a value that is not blank and returns it typed or raises BadValue; a blank cell gives `empty`,
    or a fault if `required`. `expected`: the column must be there, a cell may be blank. `repeat`: several columns may
    hold it, their texts are joined by a space. `leading`: a head has one of these at least. `whole`: a heading must be
    one of the wordings, not merely contain one. `pattern`: headings that are the field's, too; with Arabic digits.
    """

    code: str
    label: str
    wordings: tuple[str, ...]
    parser: Callable[[Value], object]
    required: bool = False
    expected: bool = False
    repeat: bool = False
    leading: bool = False
    whole: bool = False
    pattern: re.Pattern[str] | None = None
    empty: object = None


@dataclass(frozen=True, slots=True)
class Spec:
    """The fields of one kind of sheet. `ignored` headings are left out without asking; those in `ambiguous` are
    never guessed: the fault names the fields they could mean."""

    name: str
    fields: tuple[FieldSpec, ...]
    ignored: tuple[str, ...] = ()
    ambiguous: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def field(self, code: str) -> FieldSpec:
        return next(one for one in self.fields if one.code == code)

    def wanted(self) -> str:
        """“党支部”、“时间”, for messages: without which columns no row is a head."""
        needed = [one for one in self.fields if one.required or one.expected]
        leading = [one for one in self.fields if one.leading][:1]
        return "、".join(f"“{one.label}”" for one in (*needed, *leading))

    def choices(self) -> str:
        """党支部=branch、类型=kind …, for messages; a field that is called in one way only is told by its label."""
        return "、".join(f"{one.label}={one.code}" for one in self.fields if not one.whole)

    def code_of(self, target: str) -> str:
        """The field code for what a user wrote behind the equals sign: a code, a label or “-”. Raises UsageError."""
        for one in self.fields:
            if target in (one.code, one.label):
                return one.code
        if target == LEFT_OUT:
            return LEFT_OUT
        raise UsageError(f"没有“{target}”这个字段。可用的字段：{self.choices()}；用 - 表示略去该列。")
