"""How the year's points become stars: applications, gates, vetoes, the cap on five stars and its ties. Plain values.

Points of 100 decide the level; nobody gets more than it applied for. Of those who qualify for five stars only so many
get them, by points, then by the ties of the standard, then by the branches' order: never by chance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any, Self

from assessments.choices import MOST_STARS, MOST_WITHOUT_GATES, STARS, Change
from assessments.models import Standard

WORDS = dict(STARS)
LAST_YEAR, ORDER = "上年得分", "党支部顺序"
FOR_TALK = 3  # with fewer stars than this the secretary is talked to

# Of the problem that a branch is given for not having applied.
PROBLEM_SOURCE = "星级评定"
BEHIND, PUT_RIGHT = "后进党支部", "限期整改"
TALK = "约谈支部书记"
MAY_BE_HONOURED = ("年终考核加分", "可参评先进党支部", "可推荐优秀党务工作者", "七一表彰")


@dataclass(frozen=True)
class Candidate:
    """One branch of the court. `order`: its place among the branches; `applied_for` is None where it did not apply;
    `aspects`: code → points of 100 of the aspect; `last_*`: of the rating before; `most_stars`: ever held before."""

    branch: int
    order: int
    applied_for: int | None = None
    points: Decimal | None = None
    aspects: Mapping[str, Decimal | None] = field(default_factory=dict)
    gates_failed: tuple[str, ...] = ()
    gates_unknown: tuple[str, ...] = ()
    has_veto: bool = False
    last_points: Decimal | None = None
    last_stars: int | None = None
    most_stars: int | None = None


@dataclass(frozen=True)
class Figures:
    """What a standard says of stars. `least`: level → points of 100 that it takes; `ties`: (aspect, its name);
    `names`: gate → its name, for the words."""

    least: Mapping[int, Decimal]
    cap: int
    ties: tuple[tuple[str, str], ...] = ()
    veto_stars: int | None = None
    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, standard: Standard, *, branches: int, aspects: Mapping[str, str], names: Mapping[str, str] | None = None
    ) -> Self:
        """`branches`: how many the court has, applied or not; `aspects`: code → name."""
        least = {5: standard.five_from, 4: standard.four_from, 3: standard.three_from, 2: standard.two_from}
        return cls(
            least={stars: Decimal(points) for stars, points in least.items()},
            cap=cap_of(standard.five_share, branches),
            ties=tuple((code, aspects.get(code, code)) for code in standard.tie_aspects),
            veto_stars=standard.veto_stars,
            names=names or {},
        )


@dataclass(frozen=True)
class Outcome:
    """`position`: among those who applied and have points; `tie`: by what a branch stands behind the one before it
    that has the same points."""

    branch: int
    stars: int | None
    change: Change | None
    position: int | None
    reasons: tuple[str, ...]
    consequences: tuple[str, ...]
    tie: str = ""


def cap_of(share: int, branches: int) -> int:
    """How many of `branches` may have five stars, rounded down."""
    return share * branches // 100


@dataclass(frozen=True)
class _Entrant:
    """A candidate that applied and has points."""

    of: Candidate
    applied_for: int
    points: Decimal


def rate(candidates: Sequence[Candidate], figures: Figures) -> list[Outcome]:
    """The outcome of every candidate, in the branches' order."""
    entrants = [
        _Entrant(each, each.applied_for, each.points)
        for each in candidates
        if each.applied_for is not None and each.points is not None
    ]
    ranked = sorted(entrants, key=lambda each: _rank(each, figures))
    late = _late([each for each in ranked if _limit(each, figures) == MOST_STARS], figures)
    ties = {after.of.branch: _tie(before, after, figures) for before, after in pairwise(ranked)}
    rated = {
        each.of.branch: _outcome(each, figures, position, ties.get(each.of.branch, ""), late.get(each.of.branch, ""))
        for position, each in enumerate(ranked, start=1)
    }
    in_order = sorted(candidates, key=lambda each: (each.order, each.branch))
    return [rated.get(each.branch) or _unrated(each) for each in in_order]


def level(points: Decimal, figures: Figures) -> int:
    """Which stars the points alone would give."""
    return max((stars for stars, least in figures.least.items() if points >= least), default=1)


def say_cap(figures: Figures, share: int, branches: int) -> str:
    return f"五星名额 {figures.cap} 个（{branches} 个支部的 {share}%，向下取整）"


def tie_words(figures: Figures) -> str:
    """The rule for equal points, in words."""
    return "、".join([*(f"{name}得分" for _, name in figures.ties), LAST_YEAR, ORDER])


def _rank(entrant: _Entrant, figures: Figures) -> tuple[Any, ...]:
    """Sorts the best first; what is not known comes last."""
    best_first = [entrant.points, *_compared(entrant, figures)]
    return (*(_descending(each) for each in best_first), entrant.of.order, entrant.of.branch)


def _compared(entrant: _Entrant, figures: Figures) -> list[Decimal | None]:
    """What equal points are told apart by, before the order."""
    return [*(entrant.of.aspects.get(code) for code, _ in figures.ties), entrant.of.last_points]


def _descending(points: Decimal | None) -> tuple[bool, Decimal]:
    return (points is None, -(points or Decimal(0)))


def _tie(before: _Entrant, after: _Entrant, figures: Figures) -> str:
    """What decided between two with the same points; empty where the points did."""
    if before.points != after.points:
        return ""
    names = [*(f"{name}得分" for _, name in figures.ties), LAST_YEAR]
    pairs = zip(names, _compared(before, figures), _compared(after, figures), strict=True)
    return next((name for name, one, other in pairs if one != other), ORDER)


def _limit(entrant: _Entrant, figures: Figures) -> int:
    """The most that the branch can have, before the cap."""
    limits = [entrant.applied_for, level(entrant.points, figures)]
    if entrant.of.gates_failed or entrant.of.gates_unknown:
        limits.append(MOST_WITHOUT_GATES)
    if entrant.of.has_veto and figures.veto_stars:
        limits.append(figures.veto_stars)
    return min(limits)


def _late(fives: Sequence[_Entrant], figures: Figures) -> dict[int, str]:
    """Who would have five stars if the cap allowed it → why not, in words. The branch reads them: the rule is said,
    not how it stands beside another branch."""
    said = f"五星名额 {figures.cap} 个，按得分从高到低授予，同分时依次比较{tie_words(figures)}；名额已满，评为四星。"
    return {each.of.branch: said for each in fives[figures.cap :]}


def _unrated(candidate: Candidate) -> Outcome:
    if candidate.applied_for is None:
        return Outcome(candidate.branch, None, None, None, ("没有申报星级。",), (BEHIND, PUT_RIGHT))
    return Outcome(candidate.branch, None, None, None, ("各项指标都还不详，评审以后才能评定。",), ())


def _outcome(entrant: _Entrant, figures: Figures, position: int, tie: str, late: str) -> Outcome:
    """`late`: why not five stars though qualified."""
    stars = MOST_STARS - 1 if late else _limit(entrant, figures)
    reasons = _reasons(entrant, figures, stars)
    return Outcome(
        branch=entrant.of.branch,
        stars=stars,
        change=_change(entrant.of, stars),
        position=position,
        reasons=(*reasons, late) if late else tuple(reasons),
        consequences=_consequences(stars),
        tie=tie,
    )


def _reasons(entrant: _Entrant, figures: Figures, stars: int) -> list[str]:
    """What the points give, then everything that gives less."""
    reached = level(entrant.points, figures)
    without_gates = min(reached, entrant.applied_for)
    reasons = [_points_in_words(entrant, reached, figures)]
    if reached > entrant.applied_for == stars:
        reasons.append(f"申报的是{WORDS[stars]}，不高于申报的星级评定。")
    if without_gates > MOST_WITHOUT_GATES:
        reasons.extend(_gates_in_words(entrant.of, figures))
    if entrant.of.has_veto and figures.veto_stars and without_gates > figures.veto_stars:
        reasons.append(f"有一票否决事项，最高评为{WORDS[figures.veto_stars]}。")
    return reasons


def _points_in_words(entrant: _Entrant, reached: int, figures: Figures) -> str:
    told = f"得分 {entrant.points} 分，"
    if reached < entrant.applied_for:
        return f"{told}不到{WORDS[entrant.applied_for]}所需的 {_plain(figures.least[entrant.applied_for])} 分。"
    if reached == 1:
        return f"{told}达到{WORDS[1]}。"
    return f"{told}达到{WORDS[reached]}（不低于 {_plain(figures.least[reached])} 分）。"


def _gates_in_words(candidate: Candidate, figures: Figures) -> list[str]:
    most = WORDS[MOST_WITHOUT_GATES]
    told = ((candidate.gates_failed, "没有得满分"), (candidate.gates_unknown, "情况不详"))
    return [
        f"否决性条件{'、'.join(figures.names.get(code, code) for code in codes)}{how}，最高评为{most}。"
        for codes, how in told
        if codes
    ]


def _change(candidate: Candidate, stars: int) -> Change:
    """Beside the stars of the rating before; up again to what it once held is a level restored."""
    if candidate.most_stars is None:
        return Change.NEW
    last = candidate.last_stars or 0
    if stars == last:
        return Change.NONE
    if stars < last:
        return Change.DOWN
    return Change.RESTORED if stars <= candidate.most_stars else Change.UP


def _consequences(stars: int) -> tuple[str, ...]:
    if stars == MOST_STARS:
        return MAY_BE_HONOURED
    return (TALK,) if stars < FOR_TALK else ()


def _plain(points: Decimal) -> str:
    return f"{points.normalize():f}"
