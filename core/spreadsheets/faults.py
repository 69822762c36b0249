"""What is wrong in a spreadsheet, where, and what to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass, field


class BadValue(ValueError):
    """A cell's value can't be taken; the message says in Chinese what is wrong and what to write instead."""


class UnreadableFile(ValueError):
    """The file as a whole can't be read; the message says in Chinese why and what to do."""


class UsageError(ValueError):
    """The caller named a heading, field or code that does not exist (exit code 2 of a command)."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong. `row` is 1-based, 0 when the whole sheet or file is meant; `column` is a letter or "".

    `remedy` is how to put it right on the command line; a page offers a choice in its place and shows `message` only.
    """

    message: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    heading: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        place = self.place
        return f"{place}：{self.message}{self.remedy}" if place else f"{self.message}{self.remedy}"

    @property
    def place(self) -> str:
        """工作表“台账” 第 17 行 E 列（时间）, as far as known."""
        parts = []
        if self.sheet:
            parts.append(f"工作表“{self.sheet}”")
        if self.row:
            parts.append(f"第 {self.row} 行")
        if self.column:
            parts.append(f"{self.column} 列（{self.heading}）" if self.heading else f"{self.column} 列")
        return " ".join(parts)


@dataclass
class Faults:
    """Collects faults and gives them back in the order of the file: sheet, row, column."""

    found: list[Fault] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        self.found.append(fault)

    def __iter__(self) -> Iterator[Fault]:
        return iter(sorted(self.found, key=self._position))

    def __len__(self) -> int:
        return len(self.found)

    def lines(self, limit: int = 200) -> list[str]:
        """One line per fault, at most `limit`, then how many more there are."""
        shown = [str(fault) for fault in self][:limit]
        rest = len(self.found) - len(shown)
        return [*shown, f"另有 {rest} 处问题，改正以上各处后再试。"] if rest else shown

    def _position(self, fault: Fault) -> tuple[int, int, int, str]:
        sheet = self.sheets.index(fault.sheet) if fault.sheet in self.sheets else -1
        return sheet, fault.row, len(fault.column), fault.column
