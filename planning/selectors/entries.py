"""What stands in a calendar, and the question that each source answers."""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from branches.models import Branch, Court


class EntryKind(Enum):
    """How an entry is marked; the value is the kind of tag."""

    PLANNED = "info"
    # Its day is over and nobody knows here whether it was held.
    PAST = "past"
    HELD = "success"
    MISSED = "error"
    DUE = "warning"
    DEADLINE = "neutral"


@dataclass(frozen=True)
class Entry:
    """One line on one day. `uid` is the same whenever the same thing is told. No minutes, no persons."""

    on: date
    kind: EntryKind
    title: str
    uid: str
    state: str = ""
    url: str = ""
    place: str = ""
    # On any day of the month that `on` ends.
    in_month: bool = False


@dataclass(frozen=True)
class CalendarQuestion:
    """Whose calendar, which days, asked on which day.

    `branches` are those whose records the user reads; with one of them only, its items stand one by one, with several
    they are counted together. `court`: the one whose own plan stands in the calendar.
    """

    user: Any
    first: date
    last: date
    on: date
    branches: list[Branch] = field(default_factory=list)
    court: Court | None = None
    # Asked for the court as a whole, not for a branch that was chosen.
    is_of_court: bool = False

    @property
    def branch(self) -> Branch | None:
        return self.branches[0] if len(self.branches) == 1 else None

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last
