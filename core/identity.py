"""Who is signed in, in words for the frame. The branches app, which keeps the appointments, reads it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Identity:
    """Labels of the roles held, and the court or branch that they are held for."""

    roles: tuple[str, ...] = ()
    scope: str = ""


Reader = Callable[[Any], Identity]

_readers: list[Reader] = []


def register(reader: Reader) -> None:
    """Name the function that reads a signed-in user's identity; there is one."""
    _readers[:] = [reader]


def identity_of(user: Any) -> Identity:
    """What to call `user`'s roles and scope; empty for somebody not signed in."""
    if not _readers or not user.is_authenticated:
        return Identity()
    return _readers[0](user)
