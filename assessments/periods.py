"""What an assessment is of: a quarter, or a whole year."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from core.dates import month_end
from core.errors import Refused

WHOLE_YEAR = 0
_CODE = re.compile(r"(\d{4})(?:Q([1-4]))?")


@dataclass(frozen=True, order=True)
class Span:
    """`quarter` is 1 to 4, or WHOLE_YEAR; `code` is 2024Q1 or 2024."""

    year: int
    quarter: int = WHOLE_YEAR

    @classmethod
    def named(cls, code: str) -> Self:
        """Raises Refused for what is none."""
        found = _CODE.fullmatch(code)
        if not found or found[1] == "0000":
            raise Refused(f"“{code}”不是季度或年度，请写成 2024Q1 或 2024。", field="quarter")
        return cls(int(found[1]), int(found[2] or WHOLE_YEAR))

    @property
    def is_year(self) -> bool:
        return self.quarter == WHOLE_YEAR

    @property
    def code(self) -> str:
        return str(self.year) if self.is_year else f"{self.year}Q{self.quarter}"

    @property
    def label(self) -> str:
        if self.is_year:
            return f"{self.year}年度"
        return f"{self.year}年第{'一二三四'[self.quarter - 1]}季度"

    @property
    def short(self) -> str:
        """Below a column of a chart."""
        return f"{self.year}年" if self.is_year else f"{self.year}年{'一二三四'[self.quarter - 1]}季度"

    @property
    def start(self) -> date:
        return date(self.year, 1 if self.is_year else self.quarter * 3 - 2, 1)

    @property
    def end(self) -> date:
        return month_end(self.year, 12 if self.is_year else self.quarter * 3)

    def as_of(self, on: date) -> date:
        """As of which day it is asked by default: the earlier of its end and `on` (domain.md 2b)."""
        return min(self.end, on)
