"""That an account has opened messages: a row for each, once."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from notices.models import Message, MessageRead


@transaction.atomic
def messages_read(*, messages: Iterable[Message], by: Any, at: datetime) -> None:
    """Marked by two requests at once, or again, each is one row."""
    rows = [MessageRead(message=message, user=by, at=at) for message in messages]
    MessageRead.objects.bulk_create(rows, ignore_conflicts=True)
