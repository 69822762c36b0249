"""What every page's frame shows. Read when a template asks for it, so a fragment without the frame costs nothing."""

from datetime import date
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core import clock, demo
from core.identity import Identity, identity_of
from core.navigation import Bell, Item, bell_for, items_for, search_url_for, sections_of

_BAR_LENGTH = 4  # a phone's bottom bar, beside 更多


class Places(NamedTuple):
    """The places that a user may open, as markup."""

    rail: SafeString
    bottom_bar: SafeString
    palette: SafeString


@lru_cache(maxsize=512)
def _written(items: tuple[Item, ...], search_url: str) -> Places:
    """A hundred entries in all, written once for whoever may open the same places and stands at the same one: nothing
    else goes into these templates."""
    bar, others = items[:_BAR_LENGTH], items[_BAR_LENGTH:]
    shown = {
        "navigation": items,
        "sections": sections_of(items),
        "bar": bar,
        "more": sections_of(others),
        "is_in_more": any(item.is_current for item in others),
        "search_url": search_url,
    }
    return Places(*(render_to_string(f"frame/{name}.html", shown) for name in Places._fields))


class Frame:
    """`identity` has `roles` and `scope`; for somebody anonymous everything is empty."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._user: Any = getattr(request, "user", None)

    @cached_property
    def is_signed_in(self) -> bool:
        return bool(self._user and self._user.is_authenticated)

    @property
    def navigation(self) -> tuple[Item, ...]:
        return items_for(self._user, self._request.path) if self.is_signed_in else ()

    @cached_property
    def places(self) -> Places:
        return _written(self.navigation, search_url_for(self._user) if self.is_signed_in else "")

    @cached_property
    def bell(self) -> Bell | None:
        return bell_for(self._user) if self.is_signed_in else None

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
