"""What keeps a quarter locked in higher apps: said by them, asked before it is opened again."""

from collections.abc import Callable

from activities.models import PeriodLock
from core.errors import Refused

# Given a lock in force: the sentence that says what it holds and what to do instead of opening it; "" for nothing.
Holding = Callable[[PeriodLock], str]
_holding: list[Holding] = []


def register(holding: Holding) -> None:
    """Let `holding` be asked as well."""
    if holding not in _holding:
        _holding.append(holding)


def refuse_if_held(lock: PeriodLock) -> None:
    """Raise Refused where something rests on the records of the quarter as they are."""
    reasons = [reason for holding in _holding if (reason := holding(lock))]
    if reasons:
        raise Refused(*reasons)
