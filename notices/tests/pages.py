"""What the tests of the pages of notices share: the day, who is signed in, addresses, a form as it is sent."""

from typing import Any

from django.urls import reverse

from notices.models import Notice
from notices.tests.factories import Case

LINE = ("item", "asked", "source", "kind", "starts", "ends", "target", "unit")


def address(name: str, row: Any) -> str:
    return reverse(f"notices:{name}", args=[row.pk])


def lines(*rows: dict[str, Any]) -> dict[str, list[Any]]:
    """The items of a form, each part a list."""
    return {part: [row.get(part, "REPLY" if part == "source" else "") for row in rows] for part in LINE}


def sent(*rows: dict[str, Any], **facts: Any) -> dict[str, Any]:
    """A whole form."""
    plain = {"series_code": "MONTHLY:2024", "title": "七月重点工作", "sent_to": "ALL", "month": "2024-07"}
    return {**plain, "due_on": "2024-07-31", **lines(*rows), **facts}


def text_of(response: Any) -> str:
    return str(response.content.decode())


def newest(case: Case) -> Notice:
    return Notice.objects.within(case.court).latest("pk")


def line_of(item: Any, **changed: Any) -> dict[str, Any]:
    """An item that is there as its form sends it back."""
    days = {"starts": item.starts_on or "", "ends": item.ends_on or ""}
    facts = {"item": item.pk, "asked": item.text, "source": item.source, "kind": item.kind_id or "", **days}
    return {**facts, "target": item.target, "unit": item.unit, **changed}
