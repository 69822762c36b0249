"""The entries of the rail, the search and the bell: each app registers its own in AppConfig.ready(), so that no lower
app knows a higher one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from typing import Any

from django.urls import reverse

from core.access import allowed

_entries: list["Entry"] = []
_searches: list[tuple[str, str]] = []
_bells: list[tuple[str, str, Callable[[Any], int]]] = []
_MOST_RUNG = 99


class Group(Enum):
    """Under which heading entries stand, in this order; the first has none. SETTINGS is folded until it is wanted."""

    FIRST = ""
    LIFE = "组织生活"
    PEOPLE = "支部和党员"
    FIGURES = "统计"
    SETTINGS = "设置"


@dataclass(frozen=True)
class Entry:
    """One place. `icon` is a name of bootstrap-icons, `permission` one of core.access; in its group the lower `order`
    stands first."""

    label: str
    icon: str
    url_name: str
    permission: str
    order: int = 100
    group: Group = Group.FIRST


@dataclass(frozen=True)
class Item:
    """An entry as one page shows it. `is_current`: the page is it or lies below it; `is_page`: is it."""

    label: str
    icon: str
    url: str
    is_current: bool
    group: Group = Group.FIRST
    is_page: bool = False


@dataclass(frozen=True)
class Section:
    """The entries of one group as one page shows them."""

    label: str
    items: list[Item]
    is_folded: bool


@dataclass(frozen=True)
class Bell:
    """The bell as one page shows it, with how much is unread."""

    url: str
    unread: int

    @property
    def number(self) -> str:
        return f"{_MOST_RUNG}+" if self.unread > _MOST_RUNG else str(self.unread)

    @property
    def words(self) -> str:
        return f"消息，{self.number} 条未读" if self.unread else "消息，没有未读"


def register(*entries: Entry) -> None:
    """Add entries to the rail."""
    groups = list(Group)
    _entries.extend(entries)
    _entries.sort(key=lambda entry: (groups.index(entry.group), entry.order))


def register_search(url_name: str, permission: str) -> None:
    """The page that the jump box sends words to (`?q=`) which name no section."""
    _searches.append((url_name, permission))


def search_url_for(user: Any) -> str:
    """Where `user` may search; "" for nowhere."""
    return next((reverse(url_name) for url_name, permission in _searches if allowed(user, permission)), "")


def register_bell(url_name: str, permission: str, unread: Callable[[Any], int]) -> None:
    """The page of a user's messages, and how many of them `unread(user)` has not been opened."""
    _bells.append((url_name, permission, unread))


def bell_for(user: Any) -> Bell | None:
    """The bell of `user`; None, and no query, for somebody who is sent nothing."""
    for url_name, permission, unread in _bells:
        if allowed(user, permission):
            return Bell(reverse(url_name), unread(user))
    return None


def registered() -> list[Entry]:
    """All entries, in their order."""
    return list(_entries)


def items_for(user: Any, path: str) -> tuple[Item, ...]:
    """What `user` may open. The place of `path` is the entry with the longest address that `path` starts with."""
    open_to_user = [(entry, reverse(entry.url_name)) for entry in _entries if allowed(user, entry.permission)]
    current = max((url for _, url in open_to_user if _holds(url, path)), key=len, default=None)
    return tuple(
        Item(entry.label, entry.icon, url, url == current, entry.group, url == current == path)
        for entry, url in open_to_user
    )


def sections_of(items: Sequence[Item]) -> list[Section]:
    """`items`, which stand in their order, by group. The settings are open where one is in them or has little else."""
    sections = []
    for group, own in groupby(items, key=lambda item: item.group):
        members = list(own)
        others = any(item.group not in (Group.FIRST, Group.SETTINGS) for item in items)
        folded = group is Group.SETTINGS and others and not any(item.is_current for item in members)
        sections.append(Section(group.value, members, folded))
    return sections


def _holds(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
