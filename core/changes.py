"""Saving a change: the version it was made on, the row's own rules, and an audit event with what was and what is."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, models, transaction

from core import audit
from core.errors import EditConflict, Refused
from core.models import Versioned

GONE = "您打开之后，别人已经删除了这条信息，不能再保存。您填写的内容还在下面。"
CONFLICT = "您打开之后，别人已经改过这条信息。请核对下面的差别，再保存一次就以您填写的为准。"


def save_change(
    row: models.Model,
    rows: models.QuerySet[Any],
    *,
    values: Mapping[str, Any],
    by: Any,
    action: str,
    version: int | None = None,
    unspoken: Collection[str] = (),
) -> dict[str, Any]:
    """Set `values` on `row` (one of `rows`), save what differs from the database, and record it as `action`.

    With `version`, a row that was saved since then is refused (EditConflict), and so is one that is gone. Fields in
    `unspoken` are named in the audit event without their values. Answers the event's detail: `{"before": {…}, "after":
    {…}}`, {} for no change.
    Call it inside a transaction.
    """
    kept = rows.filter(pk=row.pk).first()
    if kept is None:
        raise EditConflict(GONE)
    if version is not None:
        _claim(row, rows, version)
    changed = [name for name, value in values.items() if getattr(kept, name) != value]
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean(exclude=["version"] if isinstance(row, Versioned) else None)
    if not changed:
        return {}
    row.save(update_fields=changed)
    spoken = [name for name in changed if name not in unspoken]
    detail: dict[str, Any] = {
        "before": {name: _plain(getattr(kept, name)) for name in spoken},
        "after": {name: _plain(getattr(row, name)) for name in spoken},
    }
    if len(spoken) < len(changed):
        detail["changed"] = sorted(set(changed) - set(spoken))
    audit.record(actor=by, action=action, subject=row, detail=detail)
    return detail


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The detail of an audit event of what is more than one row, as save_change gives it."""
    changed = [name for name, value in after.items() if before[name] != value]
    if not changed:
        return {}
    both = (("before", before), ("after", after))
    return {when: {name: _plain(values[name]) for name in changed} for when, values in both}


@contextmanager
def refused_if_taken(reason: str, *, field: str) -> Iterator[None]:
    """Say `reason` where somebody else saved the same name or key in the very moment since it was looked for.

    Around the save of a row that was fully checked, so that only a unique constraint is left to break.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as fault:
        raise Refused(reason, field=field) from fault


def _claim(row: models.Model, rows: models.QuerySet[Any], version: int) -> None:
    """Raise the version by one in the same statement that compares it: of two who save at once, one is refused."""
    if not rows.filter(pk=row.pk, version=version).update(version=version + 1):
        raise EditConflict(CONFLICT)
    row.version = version + 1  # type: ignore[attr-defined]  # only Versioned rows are given a version


def _plain(value: Any) -> Any:
    """`value` for JSON: a related row by its name."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else str(value)
