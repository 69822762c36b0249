"""Who hears that rows have changed: what a higher app keeps of them is stale from then on.

Every service that writes records an event in the audit trail, and with it tells the listeners, in the transaction of
the change. What writes in bulk and records nothing has to tell the higher app by itself.
"""

from collections.abc import Callable, Sequence

from django.db import models

# Given what changed.
Listener = Callable[[Sequence[models.Model]], None]
_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    """Let `listener` hear of every change."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(subjects: Sequence[models.Model]) -> None:
    for listener in _listeners:
        listener(subjects)
