"""Signing in and out, noted in the audit trail."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from core import audit
from core.models import Outcome


@receiver(user_logged_in)
def note_sign_in(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    audit.record(actor=user, action="account.sign_in", subject=user)


@receiver(user_logged_out)
def note_sign_out(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    if user is not None:
        audit.record(actor=user, action="account.sign_out", subject=user)


@receiver(user_login_failed)
def note_failure(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    """The name as typed, cut short: people type a password there by mistake, but a trail without it is blind."""
    typed = str(credentials.get("username", ""))[:150]
    audit.record(actor=None, action="account.sign_in", outcome=Outcome.REFUSED, detail={"username": typed})
