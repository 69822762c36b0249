"""What is on its way out of the house, as a court's committee sees it."""

from typing import Any

from django.db.models import Count, QuerySet

from branches.models import Court
from notices.models import Delivery


def deliveries_of(user: Any) -> QuerySet[Delivery]:
    """The deliveries of the user's court, each with its message and recipient."""
    return Delivery.objects.visible_to(user).select_related("court", "message__branch", "user")


def counts_by_state(court: Court) -> dict[str, int]:
    """How many there are in each state; a state without any is not in it."""
    rows = Delivery.objects.within(court).order_by().values_list("state").annotate(number=Count("pk"))
    return dict(rows)
