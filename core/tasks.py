"""Housekeeping. `manage.py run_job` does the same by hand."""

from celery import shared_task
from django.core.management import call_command

from core.attachments import clean_store
from core.background.records import failures_prune
from core.clock import now


@shared_task
def clear_expired_sessions() -> None:
    """Take away sessions that have ended; they hold who was signed in from where."""
    call_command("clearsessions")


@shared_task
def clean_attachments() -> int:
    """Take away stored files that no row names any more."""
    return clean_store(at=now())


@shared_task
def prune_job_failures() -> int:
    """Take away failures of long ago."""
    return failures_prune(at=now())
