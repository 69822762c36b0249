"""What every page's frame shows. Read when a template asks for it, so a fragment without the frame costs nothing."""

from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from core import clock, demo
from core.identity import Identity, identity_of
from core.navigation import Bell, Item, Section, bell_for, items_for, search_url_for, sections_of

_BAR_LENGTH = 4  # a phone's bottom bar, beside 更多


class Frame:
    """`navigation` and `bar` are lists of Item, `sections` and `more` of Section; `identity` has `roles` and `scope`;
    anonymous: all empty."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._user: Any = getattr(request, "user", None)

    @cached_property
    def is_signed_in(self) -> bool:
        return bool(self._user and self._user.is_authenticated)

    @cached_property
    def navigation(self) -> list[Item]:
        return items_for(self._user, self._request.path) if self.is_signed_in else []

    @cached_property
    def search_url(self) -> str:
        return search_url_for(self._user) if self.is_signed_in else ""

    @cached_property
    def bell(self) -> Bell | None:
        return bell_for(self._user) if self.is_signed_in else None

    @cached_property
    def bar(self) -> list[Item]:
        return self.navigation[:_BAR_LENGTH]

    @cached_property
    def sections(self) -> list[Section]:
        return sections_of(self.navigation)

    @cached_property
    def more(self) -> list[Section]:
        return sections_of(self.navigation[_BAR_LENGTH:])

    @cached_property
    def is_in_more(self) -> bool:
        return any(item.is_current for item in self.navigation[_BAR_LENGTH:])

    @cached_property
    def identity(self) -> Identity:
        return identity_of(self._user) if self.is_signed_in else Identity()

    @cached_property
    def is_demo(self) -> bool:
        return demo.is_demo()

    @cached_property
    def today(self) -> date:
        return clock.today()


def frame(request: HttpRequest) -> dict[str, Frame]:
    return {"frame": Frame(request)}
