"""What every list shares: sorting by a whitelist, pages, capped counts, and the filters in force as chips.

All of a list's state stands in its address, so that it can be kept, sent and exported.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any, Protocol

from django.core.signing import BadSignature, Signer
from django.db.models import F, Model, Q, QuerySet
from django.http import HttpRequest, QueryDict

from core.errors import Refused

PAGE_SIZE = 50
MOST_EXPORTED = 20_000
COUNT_CAP = 1000
_POSITION = ("page", "cursor")

# The names that `sort=` may take, each with the order it stands for: {"held_on": ("held_on", "id")}.
Sorts = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Count:
    """How many rows there are, counted no further than the cap."""

    value: int
    is_capped: bool

    def __str__(self) -> str:
        return f"{self.value}+" if self.is_capped else str(self.value)


@dataclass(frozen=True)
class Page:
    """One page of a list. `previous` and `next` are query strings with their `?`, empty where there is no such page."""

    rows: list[Any]
    count: Count
    previous: str
    next: str


@dataclass(frozen=True)
class Head:
    """A column's head. `query` sorts by the column, or turns its order round; empty where it cannot be sorted by."""

    label: str
    query: str
    direction: str  # "ascending", "descending" or "": what aria-sort takes
    is_figure: bool


@dataclass(frozen=True)
class Chip:
    """One filter in force, and the query string of the list without it."""

    label: str
    value: str
    query: str


class Filtering(Protocol):
    """What narrows a list down: a FilterSet, or the filter of a table whose rows are worked out."""

    @property
    def form(self) -> Any: ...


@dataclass(frozen=True)
class Listing:
    """How a list stands on its page and in its export. A column is (key, label); `figures` are keys of numbers."""

    columns: Sequence[tuple[str, str]]
    sorts: Sorts
    default: str
    figures: Sequence[str] = ()

    def context(self, request: HttpRequest, found: Any) -> dict[str, Any]:
        """`filter_form`, `chips`, `heads` and `page` for the components, of a FilterSet."""
        page = keyset_page_of(request, found.qs, sorts=self.sorts, default=self.default)
        return {**_head_context(request, found, self), "page": page}

    def ordered(self, request: HttpRequest, found: Any) -> QuerySet[Any]:
        """The rows of the export: what is filtered, in the order of the page."""
        return in_order(request, found.qs, sorts=self.sorts, default=self.default)[:MOST_EXPORTED]


@dataclass(frozen=True)
class Table:
    """The same for rows that are worked out rather than read. `sorts`: name -> what a row is sorted by."""

    columns: Sequence[tuple[str, str]]
    sorts: Mapping[str, Callable[[Any], Any]]
    default: str = ""  # as the rows come
    figures: Sequence[str] = ()

    def context(self, request: HttpRequest, found: Filtering, rows: Iterable[Any]) -> dict[str, Any]:
        """As Listing.context, of the rows that `found` left."""
        page = page_of_list(request, self.ordered(request, rows))
        return {**_head_context(request, found, self), "page": page}

    def ordered(self, request: HttpRequest, rows: Iterable[Any]) -> list[Any]:
        """The rows in the order asked for; equal ones stay as they came."""
        asked = request.GET.get("sort", "")
        name = asked if asked.removeprefix("-") in self.sorts else self.default
        if not name:
            return list(rows)
        return sorted(rows, key=self.sorts[name.removeprefix("-")], reverse=name.startswith("-"))


def _head_context(request: HttpRequest, found: Filtering, of: Listing | Table) -> dict[str, Any]:
    heads = heads_of(request, of.columns, sorts=of.sorts, default=of.default, figures=of.figures)
    return {"filter_form": found.form, "chips": chips_of(request, found), "heads": heads}


def counted(rows: QuerySet[Any], cap: int = COUNT_CAP) -> Count:
    """The number of rows, or the cap with a plus: nobody waits for an exact million."""
    value = rows.order_by()[: cap + 1].count()
    return Count(min(value, cap), value > cap)


def in_order(request: HttpRequest, rows: QuerySet[Any], *, sorts: Sorts, default: str) -> QuerySet[Any]:
    """`rows` in the order of the list, for an export."""
    return rows.order_by(*(_key(rows, name).expression() for name in ordering(request, sorts, default)))


def page_of_list(request: HttpRequest, rows: Sequence[Any], *, size: int = PAGE_SIZE) -> Page:
    """The page that `page=` asks for, of rows that are at hand already."""
    asked = request.GET.get("page", "1")
    number = max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    start = (number - 1) * size
    return Page(
        rows=list(rows[start : start + size]),
        count=Count(len(rows), is_capped=False),
        previous=query_with(request, page=number - 1) if number > 1 else "",
        next=query_with(request, page=number + 1) if len(rows) > start + size else "",
    )


def keyset_page_of(
    request: HttpRequest,
    rows: QuerySet[Any],
    *,
    sorts: Sorts,
    default: str,
    size: int = PAGE_SIZE,
    strict: bool = False,
) -> Page:
    """The page after (or before) the row that `cursor=` names: as fast at the end of a long list as at its start.

    A field of `sorts` is a column of the row, an annotation, or a column of a related row (`branch__order`). What is
    empty comes first. `strict`: Refused for a cursor that no page gave, which else leads to the first page.
    """
    keys = [_key(rows, name) for name in ordering(request, sorts, default)]
    is_backwards, position = _read_cursor(request.GET.get("cursor", ""), keys)
    if strict and request.GET.get("cursor") and not position:
        raise Refused("没有这一页，请从头读取。", field="cursor")
    walk = [key.reversed() for key in keys] if is_backwards else keys
    ahead = rows.filter(_after(walk, position)) if position else rows
    found = list(ahead.order_by(*(key.expression() for key in walk))[: size + 1])
    has_more, found = len(found) > size, found[:size]
    if is_backwards:
        found.reverse()
    has_previous = has_more if is_backwards else bool(position)
    has_next = is_backwards or has_more
    return Page(
        rows=found,
        count=counted(rows),
        previous=query_with(request, cursor=_cursor("b", found[0], keys)) if found and has_previous else "",
        next=query_with(request, cursor=_cursor("f", found[-1], keys)) if found and has_next else "",
    )


def ordering(request: HttpRequest, sorts: Sorts, default: str) -> tuple[str, ...]:
    """The order that `sort=` names (`-name` turns it round), always ending in the primary key."""
    asked = request.GET.get("sort", "")
    chosen = asked if asked.removeprefix("-") in sorts else default
    order = sorts[chosen.removeprefix("-")]
    if chosen.startswith("-"):
        order = tuple(map(_reversed, order))
    if order[-1].removeprefix("-") in ("id", "pk"):
        return order
    return (*order, "-pk" if order[-1].startswith("-") else "pk")


def heads_of(
    request: HttpRequest,
    columns: Sequence[tuple[str, str]],
    *,
    sorts: Collection[str],
    default: str,
    figures: Sequence[str] = (),
) -> list[Head]:
    """The heads of a table; a column is (key, label), and is sortable where `sorts` has its key."""
    asked = request.GET.get("sort", "")
    current = asked if asked.removeprefix("-") in sorts else default
    heads = []
    for key, label in columns:
        direction = {key: "ascending", f"-{key}": "descending"}.get(current, "")
        turned = f"-{key}" if direction == "ascending" else key
        query = query_with(request, sort=turned) if key in sorts else ""
        heads.append(Head(label, query, direction, key in figures))
    return heads


def chips_of(request: HttpRequest, filtering: Filtering) -> list[Chip]:
    """The filters in force; a value that the form refused is none."""
    form = filtering.form
    if not form.is_bound or not (form.is_valid() or form.cleaned_data):
        return []
    chips = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        if value in (None, "", []) or (isinstance(value, QuerySet) and not value):
            continue
        parts = [name, *(f"{name}_{suffix}" for suffix in getattr(field.widget, "suffixes", ()))]
        without = query_with(request, **dict.fromkeys(parts))
        chips.append(Chip(str(field.label or name), _shown(field, value), without))
    return chips


def query_with(request: HttpRequest, **changes: Any) -> str:
    """The query string of this address with some values changed, None for removed; never "", so that it is a link.

    A change of anything but the position leads back to the first page.
    """
    query: QueryDict = request.GET.copy()
    for name in _POSITION:
        query.pop(name, None)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}"


def _reversed(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


@dataclass(frozen=True)
class Key:
    """One field that a list is sorted by. What is empty counts as the least, on every database."""

    name: str
    is_descending: bool
    field: Any  # of the model or the annotation: it reads the value back from a cursor
    may_be_empty: bool

    def reversed(self) -> "Key":
        return replace(self, is_descending=not self.is_descending)

    def expression(self) -> Any:
        if not self.may_be_empty:  # in the plain form, which an index serves
            return f"-{self.name}" if self.is_descending else self.name
        return F(self.name).desc(nulls_last=True) if self.is_descending else F(self.name).asc(nulls_first=True)

    def value_of(self, row: Any) -> Any:
        for part in self.name.split("__"):
            row = getattr(row, part, None)
        return row

    def equals(self, value: Any) -> Q:
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})

    def comes_after(self, value: Any) -> Q:
        if value is None:
            return Q(pk__in=()) if self.is_descending else Q(**{f"{self.name}__isnull": False})
        if not self.is_descending:
            return Q(**{f"{self.name}__gt": value})
        less = Q(**{f"{self.name}__lt": value})
        return less | Q(**{f"{self.name}__isnull": True}) if self.may_be_empty else less


def _key(rows: QuerySet[Any], name: str) -> Key:
    plain = name.removeprefix("-")
    if plain in rows.query.annotations:
        return Key(plain, name.startswith("-"), rows.query.annotations[plain].output_field, may_be_empty=True)
    field, may_be_empty = _field(rows.model, plain)
    return Key(plain, name.startswith("-"), field, may_be_empty)


def _field(model: type[Model], name: str) -> tuple[Any, bool]:
    """The field that a path leads to, and whether it or a relation on the way may be empty."""
    if name == "pk":
        return model._meta.pk, False
    first, _, rest = name.partition("__")
    field: Any = model._meta.get_field(first)
    if not rest:
        return field, field.null
    further, may_be_empty = _field(field.related_model, rest)
    return further, field.null or may_be_empty


def _after(keys: Sequence[Key], position: list[Any]) -> Q:
    """Rows that come after `position`: equal in the first fields, beyond in the next."""
    steps = []
    for place, key in enumerate(keys):
        equal = [each.equals(value) for each, value in zip(keys[:place], position, strict=False)]
        steps.append(reduce(and_, [*equal, key.comes_after(position[place])]))
    return reduce(or_, steps)


def _signer(keys: Sequence[Key]) -> Signer:
    """Signs the cursors of one order: what a page did not give itself is no value that a column ever held."""
    return Signer(salt=" ".join(("core.listing", *(key.name for key in keys))))


def _cursor(direction: str, row: Any, keys: Sequence[Key]) -> str:
    values = (key.value_of(row) for key in keys)
    return _signer(keys).sign_object([direction, *(None if value is None else str(value) for value in values)])


def _read_cursor(text: str, keys: Sequence[Key]) -> tuple[bool, list[Any]]:
    """Whether to walk backwards, and the values to walk from; from the start where no page of this order gave them."""
    try:
        direction, *values = _signer(keys).unsign_object(text)
    except BadSignature:
        return False, []
    return direction == "b", [key.field.to_python(value) for key, value in zip(keys, values, strict=True)]


def _shown(field: Any, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        return dict(getattr(field, "choices", ())).get(value, value)
    if isinstance(value, slice):
        return f"{_shown(field, value.start or '')} 至 {_shown(field, value.stop or '')}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, list | tuple | QuerySet):
        return "、".join(_shown(field, each) for each in value)
    return str(value)
