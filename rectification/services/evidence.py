"""Files that show a step: taken in with it, withdrawn with a reason."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from core import audit
from core.attachments import Accepted
from core.attachments.rows import stored_facts
from core.errors import Refused
from rectification.models import Evidence, RectificationStep
from rectification.services.steps import hold_open, needed


def attach(step: RectificationStep, files: Sequence[Accepted], *, by: Any, at: datetime) -> None:
    """Add accepted files to a step of a measure, in the transaction of the step. Raises Refused."""
    rows = Evidence.objects.within(step.problem.court).filter(measure=step.measure, withdrawn_at__isnull=True)
    for file in files:
        facts = stored_facts(rows, file, of="一条措施", by=by, at=at)
        row = Evidence(court_id=step.court_id, problem=step.problem, measure=step.measure, step=step, **facts)
        row.full_clean()
        row.save()


@transaction.atomic
def evidence_withdraw(*, evidence: Evidence, reason: str, by: Any, at: datetime) -> Evidence:
    """Mark a file as withdrawn; who, when and why stay beside it."""
    hold_open(evidence.problem, doing="撤下材料")
    row = Evidence.objects.within(evidence.problem.court).select_for_update().get(pk=evidence.pk)
    if row.withdrawn_at is not None:
        raise Refused("这份材料已经撤下。")
    reason = needed(reason, "请写明撤下的原因。", "reason")
    row.withdrawn_by, row.withdrawn_at, row.withdrawal_reason = by, at, reason
    row.full_clean()
    row.save()
    detail = {"file": row.name, "reason": reason}
    audit.record(actor=by, action="rectification.evidence_withdraw", subject=row.measure, detail=detail)
    return row
