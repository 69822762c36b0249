"""The figures that the marks of a report's texts stand for, read when they are first asked for."""

from dataclasses import replace
from datetime import date

from reports.selectors.named import NamedFigure, named_figures
from reports.selectors.named.registry import Asked
from reports.texts.tokens import Token

# Before it no court keeps records; a year before it is a slip of the pen.
FIRST_YEAR = 1949
# Each is a reading of everything: so many different first years one report may name.
MOST_YEARS = 8


class FigureBook:
    """Looks a mark up; one that counts since an earlier year is read for that span, once a year."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self._since: dict[date, dict[str, NamedFigure]] = {}

    def __call__(self, token: Token) -> NamedFigure | None:
        return self.of(token.since).get(token.name) if self._is_read(token.since) else None

    def _is_read(self, since: int | None) -> bool:
        if since is None:
            return True
        if not FIRST_YEAR <= since <= self.asked.end.year:
            return False
        return date(since, 1, 1) in self._since or len(self._since) <= MOST_YEARS

    def of(self, since: int | None = None) -> dict[str, NamedFigure]:
        """Every figure by its name: of the report's span, or since the first day of a year."""
        start = date(since, 1, 1) if since else self.asked.start
        if start not in self._since:
            asked = self.asked if start == self.asked.start else replace(self.asked, start=start)
            self._since[start] = named_figures(asked)
        return self._since[start]
