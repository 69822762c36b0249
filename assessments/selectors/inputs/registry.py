"""The inputs there are, and what they are read from.

    @register("PERIODS_MET", "按期召开", Shape.PARTS, params=(Param("kind", ParamType.KIND),), words=…)
    def periods_met(reading: Reading, *, kind: str) -> dict[int, Found]: …

An input answers for all branches of a reading at once, in a fixed number of queries whatever their number. A branch
that is missing from the answer does not owe what is counted: the indicator does not apply to it.
"""

import json
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Any, TypeVar

from activities.engine import Known, PairsAndRecords, pairs_and_records
from assessments.choices import Shape
from assessments.periods import Span
from assessments.rulebook import InputKey
from assessments.scoring import Found
from branches.models import Branch, Court

T = TypeVar("T")


class ParamType(Enum):
    """What a parameter holds, and so how a form asks it."""

    KIND = "KIND"  # the code of an activity kind
    KINDS = "KINDS"  # several of them
    REGISTER = "REGISTER"  # the code of a register
    RATE_METRIC = "RATE_METRIC"  # the code of a business metric that is told in percent, the higher the better
    NUMBER_METRIC = "NUMBER_METRIC"  # of one that is told in numbers
    WORDS = "WORDS"  # words of which one must occur


@dataclass(frozen=True)
class Param:
    name: str
    type: ParamType
    label: str


@dataclass
class Reading:
    """What is asked: branches of `owner` (a court, `with_below` with those of the courts below it; or one branch) that
    the caller fetched for a user, in `span`, as of `as_of`. Facts that several inputs need are read once; for parts of
    a `whole`, once for all of them."""

    owner: Court | Branch
    span: Span
    as_of: date
    with_below: bool = False
    whole: "Reading | None" = field(default=None, repr=False)
    _answers: dict[tuple[InputKey, date], dict[int, Found]] = field(default_factory=dict, repr=False)
    _read: dict[tuple[Any, ...], Any] = field(default_factory=dict, repr=False)

    def part(self, span: Span, as_of: date) -> "Reading":
        """Of the same branches, a span within this one, which is as of its end: the running quarter and year of a
        branch, today and at their end, are read together. Nothing but its parts is asked of the whole."""
        return Reading(self.owner, span, as_of, self.with_below, whole=self)

    @property
    def start(self) -> date:
        return self.span.start

    @property
    def end(self) -> date:
        return self.span.end

    @property
    def last(self) -> date:
        """The last day that has happened."""
        return min(self.end, self.as_of)

    @property
    def court(self) -> Court:
        return self.owner.court if isinstance(self.owner, Branch) else self.owner

    @property
    def scope(self) -> dict[str, Any]:
        """Keywords that say which branches, for readers of the apps below."""
        return {"owner": self.owner, "with_below": self.with_below}

    @property
    def court_scope(self) -> dict[str, Any]:
        """The same for readers of whole courts."""
        return {"court": self.court, "with_below": self.with_below}

    @cached_property
    def branches(self) -> list[Branch]:
        """The branches that are there on the last day, in the courts' order."""
        found = (each.branch for each in self.organisational_life.facts.values())
        there = [branch for branch in found if branch.exists_on(self.last)]
        return sorted(there, key=lambda branch: (branch.court.path or "", branch.order, branch.pk))

    @cached_property
    def organisational_life(self) -> PairsAndRecords:
        """What the engine says of the span."""
        asked: dict[str, Any] = {"start": self.start, "end": self.end, "as_of": self.as_of}
        return self.whole.known.within(**asked) if self.whole else pairs_and_records(**asked, **self.scope)

    @cached_property
    def known(self) -> Known:
        return Known(start=self.start, end=self.end, **self.scope)

    def once(self, read: Callable[..., T], *args: Hashable) -> T:
        """What `read` reads (with `args`), read once for all inputs that want it."""
        key = (read, *args)
        if key not in self._read:
            self._read[key] = read(self, *args)
        return self._read[key]

    def shared(self, read: Callable[..., T], *args: Hashable) -> T:
        """The same, of the whole where this is a part: for what can be told apart by its days afterwards."""
        return (self.whole or self).once(read, *args)

    def answer(self, key: InputKey) -> dict[int, Found]:
        """Branch → what the input gives; read once for each input and its parameters."""
        code, params = key
        kind = input_of(code)
        answers = (self.whole or self)._answers if kind.of_last_day else self._answers
        if (key, self.last) not in answers:
            answers[key, self.last] = kind.read(self, **json.loads(params))
        return answers[key, self.last]


# Names of kinds, registers and business metrics by their codes, for sentences.
Names = Mapping[str, str]


@dataclass(frozen=True)
class InputKind:
    """`words` says in Chinese what is counted, with the parameters put in; `unit`: of what, where it is a number.
    `yearly`: it can only be told of a whole year; `of_last_day`: of the last day alone, whenever the span began. `help`
    says where the figure comes from."""

    code: str
    label: str
    shape: Shape
    read: Callable[..., dict[int, Found]]
    words: Callable[..., str]
    params: tuple[Param, ...] = ()
    unit: str = ""
    yearly: bool = False
    of_last_day: bool = False
    help: str = ""

    def in_words(self, params: Mapping[str, Any], names: Names) -> str:
        return self.words(names, **params)


_kinds: dict[str, InputKind] = {}

Read = Callable[..., dict[int, Found]]


def register(code: str, label: str, shape: Shape, **options: Any) -> Callable[[Read], Read]:
    """Put the decorated reader into the registry (see above)."""

    def add(read: Read) -> Read:
        if code in _kinds:
            raise ValueError(f"the input {code} is registered twice")
        _kinds[code] = InputKind(code, label, shape, read, **options)
        return read

    return add


def input_kinds() -> list[InputKind]:
    """All of them, in the order in which they came."""
    return list(_kinds.values())


def input_of(code: str) -> InputKind:
    """KeyError for one that nobody registered."""
    return _kinds[code]
