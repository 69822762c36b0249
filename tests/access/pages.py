"""Every address of the product, read from the URL resolver."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse


@dataclass(frozen=True)
class Page:
    """One address: its full name (`branches:branch_detail`), its route and the names of its arguments."""

    name: str
    route: str
    arguments: tuple[str, ...]
    view: Callable[..., Any]

    @property
    def permission(self) -> str | None:
        return getattr(self.view, "permission", None)

    def address(self, **values: Any) -> str:
        return reverse(self.name, kwargs=values)


def all_pages() -> list[Page]:
    """The pages of ROOT_URLCONF, those of /admin/ included."""
    return list(_pages_of(get_resolver(), (), "", ()))


def _pages_of(
    resolver: URLResolver, namespaces: tuple[str, ...], route: str, arguments: tuple[str, ...]
) -> Iterator[Page]:
    for each in resolver.url_patterns:
        here = route + str(each.pattern)
        wanted = (*arguments, *(each.pattern.converters or each.pattern.regex.groupindex))
        if isinstance(each, URLPattern):
            name = ":".join((*namespaces, each.name or f"<unnamed {here}>"))
            yield Page(name, here, wanted, each.callback)
        else:
            inner = (*namespaces, each.namespace) if each.namespace else namespaces
            yield from _pages_of(each, inner, here, wanted)
