"""What a court calls its lists and their columns, and which of them it shows."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from branches.models import Court
from core import audit
from core.changes import CONFLICT, save_change
from core.errors import EditConflict, Refused
from rectification.models import WorkList
from rectification.selectors.work_lists import COLUMNS, NEEDED, default_label

LONGEST_LABEL = 20


@transaction.atomic
def work_list_set(
    *,
    court: Court,
    code: str,
    version: int,
    labels: dict[str, str],
    hidden: Collection[str],
    by: Any,
    **facts: Any,
) -> WorkList:
    """The list as the court wants it, opened at `version` (0: as shipped). `labels` and `hidden` go by the columns'
    keys; an empty label is the shipped one. `facts`: name, order, is_off."""
    Court.objects.within(court).select_for_update(no_key=True).get()
    if needed := [COLUMNS[key] for key in NEEDED if key in hidden]:
        raise Refused(f"“{'、'.join(needed)}”是清单必有的列，可以改名，不能不显示。")
    own = {key: labels[key].strip() for key in COLUMNS if labels.get(key, "").strip()}
    own = {key: label for key, label in own.items() if label != default_label(code, key)}
    if long := [label for label in own.values() if len(label) > LONGEST_LABEL]:
        raise Refused(f"列名“{long[0]}”太长，请写在 {LONGEST_LABEL} 字以内。")
    values = {**facts, "labels": own, "hidden": [key for key in COLUMNS if key in hidden]}
    rows = WorkList.objects.within(court)
    row = rows.filter(code=code).first()
    if row is not None:
        save_change(row, rows, values=values, by=by, action="rectification.work_list_settings", version=version)
        return row
    if version:
        raise EditConflict(CONFLICT)
    row = WorkList(court=court, code=code, **values)
    row.full_clean()
    row.save()
    audit.record(actor=by, action="rectification.work_list_settings", subject=row, detail={"name": row.name})
    return row
