"""A lower page with a higher app's data: the higher app registers a panel, the page loads it as a fragment."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_panels: dict[str, list["Panel"]] = {}


@dataclass(frozen=True)
class Panel:
    """One fragment of a slot. `address(subject)` gives the URL to load; `permission` must be held to see it."""

    title: str
    address: Callable[[Any], str]
    permission: str
    order: int = 100


def register(slot: str, panel: Panel) -> None:
    """Add `panel` to the pages that offer `slot`."""
    _panels.setdefault(slot, []).append(panel)
    _panels[slot].sort(key=lambda each: each.order)


def panels_of(slot: str) -> list[Panel]:
    """The panels of a slot, in their order."""
    return list(_panels.get(slot, []))
