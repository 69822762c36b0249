"""Taking an import back whole, while nothing rests on it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction

from branches.models import Court, ImportBatch
from branches.services.imports.registry import importer_of
from core import audit
from core.errors import Refused

CHUNK = 500
EXAMPLES = 5
Made = Mapping[Any, set[Any]]  # model -> keys of its rows


@transaction.atomic
def batch_undo(*, batch: ImportBatch, reason: str, by: Any, at: datetime) -> ImportBatch:
    """Take back what the batch brought; the batch itself stays, with who undid it and why.

    Refused with a line for each sort of thing that rests on it; nothing is changed then.
    """
    Court.objects.within(batch.court).select_for_update(no_key=True).get()
    batch = ImportBatch.objects.within(batch.court).select_related("court", "branch").get(pk=batch.pk)
    if batch.undone_at:
        raise Refused("这一批已经撤销过了。")
    if not reason.strip():
        raise Refused("请写明撤销的原因。", field="reason")
    importer_of(batch.subject).undo(batch, by)
    batch.undone_at, batch.undone_by, batch.undo_reason = at, by, reason.strip()
    batch.full_clean()
    batch.save(update_fields=["undone_at", "undone_by", "undo_reason"])
    detail = {"file": batch.filename, "reason": batch.undo_reason}
    audit.record(actor=by, action="import.undo", subject=batch, detail=detail)
    return batch


def refuse_if_resting(
    made: Made, *, coming_along: Iterable[type[models.Model]] = (), turned_back: Made | None = None
) -> None:
    """Raise Refused where rows that are not `made` point to rows that are. Rows of `coming_along` go with theirs, those
    that are `turned_back` will point elsewhere."""
    reasons = list(_resting(made, set(coming_along), turned_back or {}))
    if reasons:
        raise Refused(*reasons)


def _resting(made: Made, coming_along: set[type[models.Model]], turned_back: Made) -> Iterator[str]:
    found: defaultdict[type[models.Model], set[Any]] = defaultdict(set)
    for model, keys in made.items():
        for other, name in _pointing_to(model):
            if other not in coming_along:
                own = made.get(other, set()) | turned_back.get(other, set())
                found[other] |= _keys_pointing(other, name, sorted(keys)) - own
    for other, resting in found.items():
        if resting:
            yield f"{told_of(other, resting)}用到了这一批的内容。{_undo_first(other, resting)}"


def _undo_first(model: type[models.Model], keys: Collection[Any]) -> str:
    """What to do about rows that another file brought."""
    if not any(field.name == "import_batch" for field in model._meta.get_fields()):
        return ""
    rows = model._base_manager.filter(pk__in=sorted(keys)[:CHUNK], import_batch__isnull=False)
    names = sorted(set(rows.values_list("import_batch__filename", flat=True)))
    return f"请先撤销导入的{'、'.join(f'《{name}》' for name in names)}。" if names else ""


def told_of(model: type[models.Model], keys: Collection[Any]) -> str:
    """“党员 12 条（张三、李四 等）”: what stands in the way is told of, whoever may see it: its name, no more."""
    rows = model._base_manager.filter(pk__in=sorted(keys)[:EXAMPLES])
    more = " 等" if len(keys) > EXAMPLES else ""
    return f"{model._meta.verbose_name} {len(keys)} 条（{'、'.join(str(row) for row in rows)}{more}）"


def _pointing_to(model: type[models.Model]) -> Iterator[tuple[type[Any], str]]:
    """Every model with a foreign key to `model`, hidden ones too, and the key's name."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):  # one-to-one is a sort of it
            yield relation.related_model, relation.field.name


def _keys_pointing(other: type[models.Model], name: str, keys: list[Any]) -> set[Any]:
    found: set[Any] = set()
    for start in range(0, len(keys), CHUNK):
        rows = other._base_manager.filter(**{f"{name}__in": keys[start : start + CHUNK]})
        found.update(rows.values_list("pk", flat=True))
    return found
