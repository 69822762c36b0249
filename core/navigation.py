"""The entries of the rail: each app registers its own in AppConfig.ready(), so that no lower app knows a higher one."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from core.access import allowed

_entries: list["Entry"] = []
_searches: list[tuple[str, str]] = []


@dataclass(frozen=True)
class Entry:
    """One section. `icon` is a name of bootstrap-icons, `permission` one of core.access; lower `order` stands first."""

    label: str
    icon: str
    url_name: str
    permission: str
    order: int = 100


@dataclass(frozen=True)
class Item:
    """An entry as one page shows it."""

    label: str
    icon: str
    url: str
    is_current: bool


def register(*entries: Entry) -> None:
    """Add sections to the rail."""
    _entries.extend(entries)
    _entries.sort(key=lambda entry: entry.order)


def register_search(url_name: str, permission: str) -> None:
    """The page that the jump box sends words to (`?q=`) which name no section."""
    _searches.append((url_name, permission))


def search_url_for(user: Any) -> str:
    """Where `user` may search; "" for nowhere."""
    return next((reverse(url_name) for url_name, permission in _searches if allowed(user, permission)), "")


def registered() -> list[Entry]:
    """All entries, in their order."""
    return list(_entries)


def items_for(user: Any, path: str) -> list[Item]:
    """What `user` may open. The section of `path` is the entry with the longest address that `path` starts with."""
    open_to_user = [(entry, reverse(entry.url_name)) for entry in _entries if allowed(user, entry.permission)]
    current = max((url for _, url in open_to_user if _holds(url, path)), key=len, default=None)
    return [Item(entry.label, entry.icon, url, url == current) for entry, url in open_to_user]


def _holds(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
