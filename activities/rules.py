"""Arithmetic of quorum and votes (支部工作条例(试行) 11, 12)."""

from activities.choices import Quorum


def has_quorum(rule: str, *, due: int, present: int) -> bool | None:
    """Half or more of those due; None where the kind of meeting asks for no quorum. Nobody due makes no quorum."""
    if rule == Quorum.NONE:
        return None
    return due > 0 and present * 2 >= due


def resolution_passes(*, votes_for: int, voting_due: int) -> bool:
    """More than half of the voting members due, whether they came or not."""
    return votes_for * 2 > voting_due
