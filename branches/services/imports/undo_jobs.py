"""Taking an import back in the background: asked for on a page, done by a worker, told on the page."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from branches.models import ImportBatch
from branches.services.imports.undo import batch_undo
from core.access import allowed
from core.errors import Refused

# Nobody undoes for longer; then the worker, or its message, is gone. After a while it is not tried again.
SILENT = timedelta(minutes=2)
PATIENCE = timedelta(minutes=10)
GIVEN_UP = "撤销没有完成，什么都没有改变。请再试一次；仍不行时，请联系系统管理员。"


@transaction.atomic
def undo_ask(*, batch: ImportBatch, reason: str, by: Any, at: datetime) -> None:
    """Ask for the undoing of a batch; asked again while it is under way, nothing more happens."""
    if not reason.strip():
        raise Refused("请写明撤销的原因。", field="reason")
    rows = ImportBatch.objects.within(batch.court).filter(pk=batch.pk, undone_at__isnull=True)
    if not rows.exists():
        raise Refused("这一批已经撤销过了。")
    values = {"undo_asked_at": at, "undo_asked_by": by, "undo_asked_reason": reason.strip(), "undo_refusal": []}
    rows.filter(undo_asked_at__isnull=True).update(**values)


def undo_run(*, batch_id: int, at: datetime) -> None:
    """Undo what was asked for, or keep why not. Run twice, it does no more than once."""
    batch = _asked().select_related("court", "branch", "undo_asked_by").filter(pk=batch_id).first()
    if batch is None:
        return
    by = batch.undo_asked_by
    try:
        if not allowed(by, "branches.undo_import", batch):
            raise Refused("操作人已没有撤销的权限，没有撤销。")
        batch_undo(batch=batch, reason=batch.undo_asked_reason, by=by, at=at)
    except Refused as refused:
        undo_give_up(batch_id=batch_id, reasons=refused.reasons)


def undo_give_up(*, batch_id: int, reasons: Sequence[str] = (GIVEN_UP,)) -> None:
    """Nobody waits for it any more; the page says why."""
    _asked().filter(pk=batch_id).update(undo_asked_at=None, undo_refusal=list(reasons))


def undos_forsaken(*, at: datetime) -> list[int]:
    """Batches whose undoing was asked for a while ago; those of long ago are given up."""
    for batch_id in _asked().filter(undo_asked_at__lt=at - PATIENCE).values_list("pk", flat=True):
        undo_give_up(batch_id=batch_id)
    return list(_asked().filter(undo_asked_at__lt=at - SILENT).values_list("pk", flat=True))


def _asked() -> Any:
    rows = ImportBatch.objects.unscoped("a task names its batch; those of all courts are seen to")
    return rows.filter(undone_at__isnull=True, undo_asked_at__isnull=False)
