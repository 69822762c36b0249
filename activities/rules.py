"""Arithmetic of quorum and votes (支部工作条例(试行) 11, 12; 发展党员工作细则 20, 21, 33).

The percentages are limits of the day (`branches.selectors.limits`): 50 stands for one half.
"""

from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor

from activities.choices import Quorum

HALF = Decimal(50)


@dataclass(frozen=True)
class VoteRules:
    """Percentages of those due: to be there (half *or more*), to be there for a person (*more than*), to be for it."""

    quorum_percent: Decimal
    admission_percent: Decimal
    pass_percent: Decimal
    quorum_source: str = ""
    admission_source: str = ""
    pass_source: str = ""

    @property
    def pass_share(self) -> str:
        return share(self.pass_percent)

    @property
    def admission_share(self) -> str:
        return share(self.admission_percent)


@dataclass(frozen=True)
class Verdict:
    """Whether a resolution passed, and why."""

    passed: bool
    why: str


def has_quorum(rule: str, *, due: int, present: int, percent: Decimal) -> bool | None:
    """`percent` or more of those due; None where the kind of meeting asks for no quorum. Nobody due makes no quorum."""
    if rule == Quorum.NONE:
        return None
    return due > 0 and present >= least_of(due, percent)


def resolution_passes(*, votes_for: int, voting_due: int, percent: Decimal) -> bool:
    """More than `percent` of the voting members due, whether they came or not."""
    return votes_for >= least_above(voting_due, percent)


def least_of(due: int, percent: Decimal) -> int:
    """The least number that is `percent` or more of `due`."""
    return ceil(due * percent / 100)


def least_above(due: int, percent: Decimal) -> int:
    """The least number that is more than `percent` of `due`."""
    return floor(due * percent / 100) + 1


def verdict(
    *, about_person: bool, votes_for: int, due: int, present: int, quorum: bool | None, rules: VoteRules
) -> Verdict:
    """`votes_for` with the written opinions; `due` and `present` of those who vote.

    Without a quorum nothing is resolved. On a person more than half must be there to vote at all.
    """
    if quorum is False:
        return Verdict(False, f"到会不足{share(rules.quorum_percent)}，不能作出决议")
    enough = least_above(due, rules.admission_percent)
    if about_person and present < enough:
        base = f"应到 {due} 人的{share(rules.admission_percent)}（至少 {enough} 人）"
        return Verdict(False, f"有表决权到会 {present} 人，没有超过{base}，不能表决")
    least = least_above(due, rules.pass_percent)
    passed = resolution_passes(votes_for=votes_for, voting_due=due, percent=rules.pass_percent)
    verb = "超过" if passed else "没有超过"
    return Verdict(passed, f"赞成 {votes_for} 票，{verb}应到 {due} 人的{share(rules.pass_percent)}（至少 {least} 票）")


def share(percent: Decimal) -> str:
    """半数, or the percentage where a court has set another."""
    return "半数" if percent == HALF else f"{percent.normalize():f}%"


def most_excellent(graded: int, parts: Decimal) -> int:
    """How many of those graded may be 优秀: at most one part of `parts` (支部工作条例(试行) 18: a third)."""
    return int(graded // parts) if parts else graded
