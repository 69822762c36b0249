"""What rests on a leaving in higher apps: said by them, asked before the leaving is undone."""

from collections.abc import Callable

from branches.models import Membership
from core.errors import Refused

# Given the membership that ended: the sentence that says what rests on its end and what to do first; "" for nothing.
Resting = Callable[[Membership], str]
_resting: list[Resting] = []


def register(resting: Resting) -> None:
    """Let `resting` be asked as well."""
    if resting not in _resting:
        _resting.append(resting)


def refuse_if_rested_on(ended: Membership) -> None:
    """Raise Refused where something rests on the end of this membership."""
    reasons = [reason for resting in _resting if (reason := resting(ended))]
    if reasons:
        raise Refused(*reasons)
