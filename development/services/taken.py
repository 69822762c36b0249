"""What somebody says of a step, and the case that it is judged in."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from activities.models import Resolution
from branches.models import Member
from branches.selectors.limits import LimitBook
from development.models import Candidate, Step
from development.path import Standing


@dataclass(frozen=True)
class Taken:
    """One step as typed. Of `resolution` come date, figures and outcome; `people` are contacts or introducers.

    `special` is the exception that a rule knows: an approval that took longer, a vote that was not secret.
    """

    happened_on: date
    ends_on: date | None = None
    passed: bool = True
    document: str = ""
    note: str = ""
    hours: int | None = None
    special: bool = False
    months: int | None = None
    leaving_on: date | None = None
    confirmed_on: date | None = None
    resolution: Resolution | None = None
    people: tuple[Member, ...] = ()


@dataclass(frozen=True)
class Case:
    """A step to be taken, with what stands before it and the limits of all days."""

    candidate: Candidate
    kind: str
    taken: Taken
    standing: Standing
    limits: LimitBook
    today: date
    by: Any
    steps: list[Step] = field(default_factory=list)

    def figure(self, code: str, on: date | None = None) -> int:
        """The figure in force on `on`, by default on the day of the step."""
        return int(self.limits(code, on or self.taken.happened_on))

    def cited(self, code: str) -> str:
        return self.limits.on(code, self.taken.happened_on).cited
