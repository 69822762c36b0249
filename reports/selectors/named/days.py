"""报告期: the days themselves, so that a text follows them until it is published."""

from collections.abc import Iterator
from datetime import date

from reports.selectors.named.registry import DAY, Asked, NamedFigure, source


@source("报告期")
def days(asked: Asked) -> Iterator[NamedFigure]:
    for name, day in (("起始日", asked.start), ("截止日", asked.end), ("数据截至日", asked.as_of)):
        yield NamedFigure(name, _number(day), DAY)


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
