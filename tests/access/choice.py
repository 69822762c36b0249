"""Which rows an actor's requests name: of those seen one of each sort, of those of others the nearest and some."""

from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

from django.db import models

from tests.access.actors import ACTORS
from tests.access.example import Data, Example
from tests.access.expectations import may_meet, may_see, may_write
from tests.access.world import Marked, World, owners

NO_SUCH_KEY = 987654321
# Of each model: the nearest rows of others (a sister branch, a court below), and some further away that change by page.
NEAREST, FURTHER = 1, 1


@dataclass
class Choice:
    """For one actor; `page` is the name of the page asked for, by which what is further away changes."""

    world: World
    actor: str
    thorough: bool = False
    page: str = ""

    def visible(self, example: Example) -> Iterator[tuple[Data, Marked | None]]:
        """Arguments whose rows the actor sees, each with the row of the first argument."""
        if not example.rows:
            yield dict(example.plain), None
            return
        (name, model), *others = example.rows.items()
        own = [mark for mark in self.world.of(model) if may_see(self.actor, mark)]
        for mark in own if self.thorough else self._samples(own, example):
            beside = self._of_its_court if example.beside_in_court else self._beside
            values = {other: beside(mark, each) for other, each in others}
            if None not in values.values():
                yield {**example.plain, name: mark.row, **values}, mark

    def _samples(self, own: list[Marked], example: Example) -> list[Marked]:
        """One of each sort: to be changed or only seen; on pages that only show, of a court, a branch and a group."""
        if not self.is_allowed(example):
            return own[:1]
        fit = [mark for mark in own if self._fits(example, mark)]
        unfit = [mark for mark in own if mark not in fit]
        sorts = {
            (may_write(self.actor, mark.label, mark.place), None if example.post else _unit(mark.place)): mark
            for mark in reversed(fit)
        }
        return [*sorts.values(), *unfit[:1]]

    def _fits(self, example: Example, mark: Marked) -> bool:
        of_place = not example.where or example.where(self.actor, mark.place)
        return of_place and (not example.fits or example.fits(self.actor, mark.row))

    def _beside(self, mark: Marked, model: type[models.Model]) -> models.Model | None:
        rows = (each.row for each in self.world.of(model) if each.place == mark.place and may_see(self.actor, each))
        return next(rows, None)

    def _of_its_court(self, mark: Marked, model: type[models.Model]) -> models.Model | None:
        seen = (each.row for each in self.world.of(model) if may_see(self.actor, each))
        return next((row for row in seen if getattr(row, "court_id", None) == mark.row.court_id), None)

    def foreign(self, example: Example) -> Iterator[Data]:
        """Arguments of which one names a row that the actor doesn't see; for somebody who sees nothing, any."""
        for name, model in example.rows.items():
            rest = {
                other: next((mark.row for mark in self.world.of(each) if may_see(self.actor, mark)), NO_SUCH_KEY)
                for other, each in example.rows.items()
                if other != name
            }
            for mark in self.some(self._hidden(model)):
                yield {**example.plain, **rest, name: mark.row}

    def _hidden(self, model: type[models.Model]) -> list[Marked]:
        return [mark for mark in self.world.of(model) if not may_see(self.actor, mark)]

    def unavailable(self, model: type[models.Model]) -> list[Marked]:
        """Rows that the actor can't even choose by name."""
        return [mark for mark in self.world.of(model) if not may_meet(self.world, self.actor, mark)]

    def some(self, marks: list[Marked]) -> list[Marked]:
        """A few of them: the nearest to the actor, and others that change from page to page."""
        if self.thorough:
            return marks
        near = sorted(marks, key=lambda mark: -_shared(mark.place, ACTORS[self.actor].at))
        rest = near[NEAREST:]
        start = crc32(f"{self.page} {self.actor}".encode()) % len(rest) if rest else 0
        return near[:NEAREST] + (rest[start:] + rest[:start])[:FURTHER]

    @staticmethod
    def no_such(example: Example) -> Data:
        return {**example.plain, **dict.fromkeys(example.rows, NO_SUCH_KEY)}

    def may(self, example: Example, row: Marked | None, method: str) -> bool:
        """Whether the actor gets this page of this row: allowed, and where it changes something, the row is theirs."""
        if not self.is_allowed(example):
            return False
        if row is not None and not self._fits(example, row):
            return False
        if example.post is None or example.row_is_read:
            return True
        if example.writers is not None and method == "GET":
            return True
        is_writer = example.writers is None or self.actor in example.writers
        return is_writer and (row is None or may_write(self.actor, row.label, row.place))

    def is_allowed(self, example: Example) -> bool:
        return self.actor in example.allowed


def _unit(place: str) -> tuple[bool, ...]:
    """Whether a place has a court, a branch, a group."""
    return tuple(map(bool, owners(place).values()))


def _shared(place: str, other: str) -> int:
    """How many owners two places have in common."""
    mine, theirs = owners(place), owners(other)
    return sum(mine[each] is not None and mine[each] == theirs[each] for each in mine)
