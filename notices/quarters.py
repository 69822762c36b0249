"""What is done with every court once a quarter has ended: apps above hang their own on it.

    @on_quarter_end("assess", "季度考评")
    def assess(court: Court, quarter: Quarter, on: date, at: datetime) -> None: …

A hook is called once for each court and quarter, in one transaction with the row that says so (QuarterRun); what it
refuses or breaks is undone and tried again the next day. It is given the day it runs on and never reads the clock.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from branches.models import Court
from core.dates import ONE_DAY, month_end, months_after
from core.errors import Refused

_CODE = re.compile(r"(\d{4})Q([1-4])")


@dataclass(frozen=True)
class Quarter:
    """A quarter of the calendar; `code` is 2024Q2."""

    year: int
    number: int

    @classmethod
    def named(cls, code: str) -> Self:
        """Raises Refused for what is none."""
        found = _CODE.fullmatch(code)
        if not found or found[1] == "0000":
            raise Refused(f"“{code}”不是季度，请写成 2024Q1。", field="quarter")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def ended_before(cls, on: date) -> Self:
        """The last one that was over on `on`."""
        last = months_after(on.replace(day=1), -((on.month - 1) % 3)) - ONE_DAY
        return cls(last.year, last.month // 3)

    @property
    def code(self) -> str:
        return f"{self.year}Q{self.number}"

    @property
    def label(self) -> str:
        return f"{self.year}年第{'一二三四'[self.number - 1]}季度"

    @property
    def start(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def end(self) -> date:
        return month_end(self.year, self.number * 3)

    def ensure_over(self, on: date) -> None:
        """Raises Refused while it runs."""
        if self.end >= on:
            raise Refused(f"{self.label}还没有结束，结束以后再办理。", field="quarter")


QuarterEnd = Callable[[Court, Quarter, date, datetime], None]


@dataclass(frozen=True)
class Hook:
    """What is done at the end of a quarter; `label` names it in Chinese where it is reported."""

    code: str
    label: str
    run: QuarterEnd


_hooks: dict[str, Hook] = {}


def on_quarter_end(code: str, label: str) -> Callable[[QuarterEnd], QuarterEnd]:
    """Register the decorated function; an app does so in AppConfig.ready()."""

    def register(run: QuarterEnd) -> QuarterEnd:
        if code in _hooks:
            raise ValueError(f"the hook {code} is registered twice")
        _hooks[code] = Hook(code, label, run)
        return run

    return register


def hooks() -> list[Hook]:
    """All of them, in the order in which they came."""
    return list(_hooks.values())


def hook_of(code: str) -> Hook:
    """KeyError for one that nobody registered."""
    return _hooks[code]
