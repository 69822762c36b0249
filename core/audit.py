"""The audit trail: written in the transaction of the change it tells of."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models

from core import stale
from core.models import AuditEvent, Outcome
from core.requests import current_origin


def record(
    *,
    actor: Any,
    action: str,
    subject: models.Model | None = None,
    detail: dict[str, Any] | None = None,
    outcome: str = Outcome.DONE,
) -> AuditEvent:
    """Append one event. `actor` is a user, or None for a command or a task; `detail` must be JSON.

    What was done changed `subject`, so that whoever keeps figures of it hears of it; see `record_reading`.
    """
    event = _event(actor, action, subject, detail, outcome)
    event.save()
    if subject is not None and outcome == Outcome.DONE:
        stale.tell([subject])
    return event


def record_reading(*, actor: Any, action: str, subject: models.Model | None, detail: dict[str, Any]) -> None:
    """Append an event of something that was read, printed or exported, and is as it was."""
    _event(actor, action, subject, detail).save()


def record_each(*, actor: Any, action: str, told: Iterable[tuple[models.Model, dict[str, Any]]]) -> None:
    """Append an event for each of many subjects with its detail, all at once."""
    told = list(told)
    AuditEvent.objects.bulk_create([_event(actor, action, subject, detail) for subject, detail in told])
    stale.tell([subject for subject, _ in told])


def record_refusal(*, actor: Any, action: str, subject: Any = None) -> None:
    """Note that somebody asked for what they may not do."""
    record(
        actor=actor,
        action=action,
        subject=subject if isinstance(subject, models.Model) else None,
        outcome=Outcome.REFUSED,
    )


def _event(
    actor: Any,
    action: str,
    subject: models.Model | None,
    detail: dict[str, Any] | None,
    outcome: str = Outcome.DONE,
) -> AuditEvent:
    origin = current_origin.get()
    return AuditEvent(
        actor=_user(actor),
        actor_name=str(actor) if _user(actor) else "",
        action=action,
        outcome=outcome,
        subject_type=subject._meta.label_lower if subject else "",
        subject_id=str(subject.pk or "") if subject else "",
        subject_label=str(subject)[:200] if subject else "",
        court_id=_owner(subject, "court"),
        branch_id=_owner(subject, "branch"),
        address=origin.address,
        request_id=origin.request_id,
        detail=detail or {},
    )


def _user(actor: Any) -> Any:
    return None if actor is None or isinstance(actor, AnonymousUser) else actor


def _owner(subject: models.Model | None, owner: str) -> int | None:
    if subject is None:
        return None
    if subject._meta.model_name == owner:
        return subject.pk
    return getattr(subject, f"{owner}_id", None)
