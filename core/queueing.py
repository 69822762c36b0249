"""Handing work to the background, once the change that asks for it is saved."""

import logging
from typing import Any

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def hand_over(task: str, *args: Any) -> None:
    """Send the task of that name after the commit. A broker that is gone fails nobody's request: whoever hands over
    has a periodic task that takes up what was left lying."""
    transaction.on_commit(lambda: _send(task, args))


def _send(task: str, args: tuple[Any, ...]) -> None:
    try:
        current_app.send_task(task, args=args, retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("the broker did not take %s: %s", task, error)
