"""How points come about: the arithmetic of the ways of scoring, and nothing else.

Points are Decimals with two places, rounded half up. An input that is not known, or a reviewer who has not spoken, is
never 0 points; an indicator that does not apply is out of the total.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from assessments.choices import ScoreState, Shape, Way

CENT = Decimal("0.01")
ZERO = Decimal(0)
# What an input says of a branch, in the order in which it is printed.
INPUT_NAMES = ("grade", "count", "met", "due", "not_known")


# Not frozen, though nobody changes one: very many are made, in half the time.
@dataclass(slots=True, unsafe_hash=True)
class Found:
    """What an input gives for one branch.

    PARTS: `met` of `due`, of which `unknown` more pairs can't be told; FACT: the same with a `due` of 1; NUMBER: `met`
    alone; GRADE: `grade`. `why`: why it is not known, else empty. `records`: model label → ids of what was counted.
    """

    met: int = 0
    due: int | None = None
    grade: str = ""
    unknown: int = 0
    why: str = ""
    records: Mapping[str, list[int]] = field(default_factory=dict, compare=False)

    def as_inputs(self, shape: Shape) -> dict[str, Any]:
        """As a snapshot and `assess --format json` show it, by INPUT_NAMES."""
        if shape is Shape.GRADE:
            return {"grade": self.grade} if self.grade else {}
        if shape is Shape.NUMBER:
            return {"count": self.met}
        told = {"met": self.met, "due": self.due or 0}
        return {**told, "not_known": self.unknown} if self.unknown else told


@dataclass(frozen=True, slots=True)
class Rule:
    """How an indicator's input becomes points (models.Indicator: `way`, `points`, `table`)."""

    way: Way
    points: Decimal
    table: Any = None


@dataclass(frozen=True, slots=True)
class Scored:
    state: ScoreState
    points: Decimal | None = None


NOT_KNOWN = Scored(ScoreState.NOT_KNOWN)
NOT_APPLIED = Scored(ScoreState.NOT_APPLIED)
TO_REVIEW = Scored(ScoreState.TO_REVIEW)


def score(rule: Rule, found: Found | None) -> Scored:
    """The points of one indicator; None: the input says nothing of the branch, so the indicator does not apply."""
    if rule.way is Way.REVIEW:
        return TO_REVIEW
    if found is None:
        return NOT_APPLIED
    if found.why:
        return NOT_KNOWN
    if not _applies(rule.way, found):
        return NOT_APPLIED
    return Scored(ScoreState.SCORED, _POINTS[rule.way](rule, found))


def cents(points: Decimal) -> Decimal:
    """Rounded half up to two places."""
    return points.quantize(CENT, ROUND_HALF_UP)


def percent(points: Decimal, of: Decimal) -> Decimal | None:
    """Points of 100 on what is known; None where nothing is."""
    return cents(points * 100 / of) if of else None


def _applies(way: Way, found: Found) -> bool:
    if way is Way.GRADE:
        return bool(found.grade)
    return way in (Way.COUNT, Way.DEDUCT) or bool(found.due)


def _share(rule: Rule, found: Found) -> Decimal:
    due = found.due or 0
    return cents(rule.points * min(found.met, due) / due)


def _steps(rule: Rule, found: Found) -> Decimal:
    """The points of the highest step that is reached; below the lowest one none."""
    due = found.due or 0
    reached = (Decimal(str(points)) for least, points in rule.table if found.met * 100 >= Decimal(str(least)) * due)
    return cents(max(reached, default=ZERO))


def _count(rule: Rule, found: Found) -> Decimal:
    return cents(min(rule.points, _each(rule) * found.met))


def _deduct(rule: Rule, found: Found) -> Decimal:
    return cents(max(ZERO, rule.points - _each(rule) * found.met))


def _yes_no(rule: Rule, found: Found) -> Decimal:
    return cents(rule.points if found.met >= (found.due or 0) else ZERO)


def _grade(rule: Rule, found: Found) -> Decimal:
    return cents(Decimal(str(rule.table[found.grade])))


def _each(rule: Rule) -> Decimal:
    return Decimal(str(rule.table["each"]))


_POINTS = {
    Way.SHARE: _share,
    Way.STEPS: _steps,
    Way.COUNT: _count,
    Way.DEDUCT: _deduct,
    Way.YES_NO: _yes_no,
    Way.GRADE: _grade,
}
