"""The figures that the marks of a report's texts stand for, read when they are first asked for."""

from dataclasses import replace
from datetime import date

from reports.selectors.named import NamedFigure, named_figures
from reports.selectors.named.registry import Asked
from reports.texts.tokens import Token


class FigureBook:
    """Looks a mark up; one that counts since an earlier year is read for that span, once a year."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self._since: dict[int | None, dict[str, NamedFigure]] = {}

    def __call__(self, token: Token) -> NamedFigure | None:
        return self.of(token.since).get(token.name)

    def of(self, since: int | None = None) -> dict[str, NamedFigure]:
        """Every figure by its name: of the report's span, or since the first day of a year."""
        if since is None or since >= self.asked.start.year:
            since = None
        if since not in self._since:
            asked = replace(self.asked, start=date(since, 1, 1)) if since else self.asked
            self._since[since] = named_figures(asked)
        return self._since[since]
