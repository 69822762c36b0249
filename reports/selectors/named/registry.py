"""Named figures: what a report's text may say by its name, each with the records behind it.

A module of this package tells the figures of one field of work (`@source`); a text names them as `{党支部数}`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from activities.engine import HeldDue, KindFigures, held_and_due
from branches.models import Branch, Court
from reports.selectors.named.subtree import asks_engine, comparable, kinds_below

Number = int | Decimal
# Before the unit of a change: ±% is so many percent more or less than before.
CHANGE = "±"
# The unit of a day: its value is 20240601.
DAY = "日期"
# What names can't hold: a text marks figures with these.
MARKS = "{}=≈@"


@dataclass(frozen=True)
class NamedFigure:
    """`value` is None where it is not known, then `why` says so. `unit` stands behind the number; money is in 元.

    `url` opens the records that it counts, "" where there are none to open. `of` is the figure that it is a part of, a
    change of, or another name for. `is_own`: named by a court, so that it gives way to a name of the system.
    `is_given`: laid down beforehand and nobody's work, so that it fills no table by itself.
    """

    name: str
    value: Number | None
    unit: str = ""
    url: str = ""
    why: str = ""
    group: str = ""
    of: str = ""
    is_own: bool = False
    is_given: bool = False

    @property
    def is_change(self) -> bool:
        return self.unit.startswith(CHANGE)


@dataclass(frozen=True)
class SumRule:
    """`total` is the sum of `parts`, all names."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """Of whom, for which days, as of when. What several sources read is read once."""

    owner: Court | Branch
    start: date
    end: date
    as_of: date
    with_below: bool = False

    @property
    def court(self) -> Court:
        return self.owner.court if isinstance(self.owner, Branch) else self.owner

    @property
    def branch(self) -> Branch | None:
        return self.owner if isinstance(self.owner, Branch) else None

    @property
    def last(self) -> date:
        """The last day of the span that had come by the as-of date."""
        return min(self.end, self.as_of)

    @property
    def owner_filter(self) -> dict[str, int]:
        """How lists are narrowed down to the owner."""
        return {"branch": self.branch.pk} if self.branch else {"court": self.owner.pk}

    @cached_property
    def kinds(self) -> dict[str, KindFigures]:
        """Held and due by code of the kind: with the courts below from the roll-up where it keeps the days, and the
        engine need not be asked."""
        if not self.with_below:
            return self.answer.kinds
        kept = None if asks_engine(self.court) else kinds_below(self.court, self.start, self.end, self.as_of)
        return comparable(self.court, self.answer.kinds) if kept is None else kept

    @cached_property
    def answer(self) -> HeldDue:
        """The same branch by branch, from the engine."""
        return held_and_due(self.owner, start=self.start, end=self.end, as_of=self.as_of, with_below=self.with_below)


# The headings of the list of names, in their order.
GROUPS = (
    "报告期",
    "党组织和党员",
    "组织生活和活动",
    "活动数据",
    "专题学习",
    "主题教育",
    "检视整改",
    "工作提示和督办",
    "星级评定",
    "季度荣誉",
    "发展党员",
    "登记簿",
    "业务指标",
)
# No list shows together what these count with the courts below: a link would open fewer rows, or others.
_LISTED_COURT_BY_COURT = {
    "党组织和党员",
    "检视整改",
    "工作提示和督办",
    "星级评定",
    "季度荣誉",
    "发展党员",
    "登记簿",
}
# What these count with the courts below is the court's own all the same.
_OF_THE_COURT_ALONE = {"专题学习", "主题教育"}
Source = Callable[[Asked], Iterable[NamedFigure]]

_sources: list[tuple[str, Source]] = []
_sums: list[SumRule] = []


def source(group: str) -> Callable[[Source], Source]:
    """Register a reader of figures under the heading `group` of the list of names."""

    def register(read: Source) -> Source:
        _sources.append((group, read))
        return read

    return register


def adds_up(total: str, *parts: str) -> None:
    """State that the figure `total` is always the sum of `parts`."""
    _sums.append(SumRule(total, parts))


def sum_rules() -> tuple[SumRule, ...]:
    return tuple(_sums)


def named_figures(asked: Asked) -> dict[str, NamedFigure]:
    """Every figure by its name, in the order of the headings. Of two that are called alike the system's own stands
    before a court's, the first before the second; the other has its heading behind its name."""
    told = [
        replace(each, name=plain_name(each.name), of=plain_name(each.of), group=group) for group, each in _all(asked)
    ]
    taken: dict[str, NamedFigure] = {}
    for figure in sorted(told, key=lambda each: each.is_own):
        name = figure.name if figure.name not in taken else f"{figure.name}（{figure.group}）"
        taken.setdefault(name, replace(figure, name=name))
    return dict(sorted(taken.items(), key=lambda each: GROUPS.index(each[1].group)))


def plain_name(name: str) -> str:
    """The name without what a text's marks are made of."""
    return "".join(letter for letter in name if letter not in MARKS)


def _all(asked: Asked) -> Iterator[tuple[str, NamedFigure]]:
    for group, read in sorted(_sources, key=lambda each: GROUPS.index(each[0])):
        for each in read(asked):
            yield group, _as_told_with_below(each, group) if asked.with_below else each


def _as_told_with_below(figure: NamedFigure, group: str) -> NamedFigure:
    if group in _OF_THE_COURT_ALONE:
        return replace(figure, why="只计本院，不含下级法院")
    return replace(figure, url="") if group in _LISTED_COURT_BY_COURT else figure
