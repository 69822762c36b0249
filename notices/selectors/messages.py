"""Messages as an account sees them."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from notices.models import Message, MessageRead

# The bell says "99+" beyond; nobody waits for an exact number.
MOST_COUNTED = 100


def messages_of(user: Any) -> QuerySet[Any]:
    """What was sent to those that the user stands for; `is_read`: the user has opened it."""
    opened = MessageRead.objects.filter(message=OuterRef("pk"), user=user)
    return Message.objects.visible_to(user).annotate(is_read=Exists(opened)).select_related("branch", "court")


def unread_count(user: Any) -> int:
    """How many the user has not opened, counted no further than the bell says."""
    return messages_of(user).filter(is_read=False).select_related(None).order_by()[:MOST_COUNTED].count()
