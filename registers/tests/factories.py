"""Rows for tests, made through the services."""

from datetime import date
from typing import Any

from branches.models import Branch, Court
from registers.models import RegisterEntry, RegisterKind
from registers.services import EntryFacts, KindFacts, entry_add, kind_create

DAY = date(2026, 3, 5)


def kind(code: str) -> RegisterKind:
    return RegisterKind.objects.unscoped("test").get(code=code)


def own_kind(court: Court, name: str = "读书角", **facts: Any) -> RegisterKind:
    return kind_create(court=court, facts=KindFacts(name=name, **facts), by=None)


def entry(code: str | RegisterKind, owner: Court | Branch, on: date = DAY, **facts: Any) -> RegisterEntry:
    """An entry of a branch, or of the court itself; `values` and the rest as EntryFacts."""
    of = kind(code) if isinstance(code, str) else code
    branch = owner if isinstance(owner, Branch) else None
    court = owner.court if isinstance(owner, Branch) else owner
    if of.title_label:
        facts.setdefault("title", "标题")
    return entry_add(kind=of, court=court, branch=branch, facts=EntryFacts(on=on, **facts), by=None)
