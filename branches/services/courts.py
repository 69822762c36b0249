"""The tree of courts."""

from typing import Any

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr

from branches.choices import CourtLevel
from branches.models import Court
from branches.services.moving import refuse_if_barred
from core import audit
from core.changes import save_change
from core.errors import Refused

_DEPTH = {level: depth for depth, level in enumerate(CourtLevel.values)}


@transaction.atomic
def court_create(*, name: str, level: str, parent: Court | None = None, by: Any = None) -> Court:
    """A new court, the last under `parent`. Refused: a name that exists, a parent that is not of a higher level."""
    name = name.strip()
    _check(name, level, parent)
    sisters = Court.objects.within(parent, with_below=True).filter(parent=parent).count() if parent else 0
    court = Court(name=name, level=level, parent=parent, order=sisters + 1)
    court.full_clean()
    court.save()
    court.path = f"{parent.path if parent else '/'}{court.pk}/"
    court.save(update_fields=["path"])
    audit.record(actor=by, action="court.create", subject=court, detail={"level": level, "parent": str(parent or "")})
    return court


@transaction.atomic
def court_change(  # a court is described by so much
    *, court: Court, version: int, by: Any, name: str, level: str, parent: Court | None, order: int
) -> Court:
    """Change what the administrator keeps. A new parent takes the courts below along."""
    name = name.strip()
    _check(name, level, parent, court)
    if parent and (parent.path or "").startswith(court.path or "-"):
        raise Refused("上级法院不能是本院或本院的下级法院。", field="parent")
    lower = [below.level for below in Court.objects.within(court, with_below=True).exclude(pk=court.pk)]
    if any(_DEPTH[each] <= _DEPTH[level] for each in lower):
        raise Refused("下级法院的层级必须低于本院，请先调整下级法院。", field="level")
    if parent and parent.pk != court.parent_id:
        refuse_if_barred(court, parent)
    old_path = court.path or ""
    values = {"name": name, "level": level, "parent": parent, "order": order}
    save_change(court, Court.objects.within(court), values=values, by=by, action="court.change", version=version)
    _move_subtree(court, old_path, f"{parent.path if parent else '/'}{court.pk}/")
    return court


@transaction.atomic
def court_settings_change(*, court: Court, version: int, by: Any, shares_records: bool, late_after_days: int) -> Court:
    """Change what the court decides for itself."""
    values = {"shares_records": shares_records, "late_after_days": late_after_days}
    rows = Court.objects.within(court)
    save_change(court, rows, values=values, by=by, action="court.settings_change", version=version)
    return court


def _check(name: str, level: str, parent: Court | None, court: Court | None = None) -> None:
    named = Court.objects.unscoped("a court's name is unique in the whole system").filter(name=name)
    if named.exclude(pk=court.pk if court else 0).exists():
        raise Refused(f"已有名为“{name}”的法院。", field="name")
    if parent and _DEPTH[parent.level] >= _DEPTH[level]:
        raise Refused(f"上级法院“{parent}”的层级必须高于本院。", field="parent")


def _move_subtree(court: Court, old_path: str, new_path: str) -> None:
    if old_path == new_path:
        return
    below = Court.objects.within(court, with_below=True)
    below.update(path=Concat(Value(new_path), Substr("path", len(old_path) + 1)))
    court.path = new_path
