"""Names of those on whom a branch's assembly has to decide next: said by higher apps, offered while one types."""

from collections.abc import Callable, Iterable
from typing import Any

from branches.models import Branch

Awaiting = Callable[[Any, Branch], Iterable[str]]
_awaiting: list[Awaiting] = []


def register(awaiting: Awaiting) -> None:
    """Let `awaiting(user, branch)` be asked as well."""
    _awaiting.append(awaiting)


def names_to_decide_on(user: Any, branch: Branch | None) -> list[str]:
    """Each once, as far as `user` sees them; none of a court-wide event."""
    if branch is None:
        return []
    return list(dict.fromkeys(name for awaiting in _awaiting for name in awaiting(user, branch)))
