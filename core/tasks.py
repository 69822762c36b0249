"""Housekeeping. `manage.py clearsessions` does the same by hand."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def clear_expired_sessions() -> None:
    """Take away sessions that have ended; they hold who was signed in from where."""
    call_command("clearsessions")
