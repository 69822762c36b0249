"""Messages as an account sees them."""

from collections import defaultdict
from datetime import date, datetime, time
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils.timezone import make_aware

from branches.choices import Role
from branches.scoping import standing_of
from notices.models import Message, MessageRead

# The bell says "99+" beyond; nobody waits for an exact number.
MOST_COUNTED = 100


def messages_of(user: Any) -> QuerySet[Any]:
    """What was sent to those that the user stands for; `is_read`: the user has opened it, what it asked for is done, or
    it was sent to who held the office before."""
    is_read = ExpressionWrapper(Q(_opened_by(user)) | _is_past(user), BooleanField())
    return Message.objects.visible_to(user).annotate(is_read=is_read).select_related("branch", "court")


def unread_count(user: Any) -> int:
    """How many the user has not read, counted no further than the bell says. Every page asks: hence only the ids."""
    unread = Message.objects.visible_to(user).exclude(_is_past(user)).exclude(_opened_by(user))
    return len(unread.order_by().values_list("pk")[:MOST_COUNTED])


def _opened_by(user: Any) -> Exists:
    return Exists(MessageRead.objects.filter(message=OuterRef("pk"), user=user))


def _is_past(user: Any) -> Q:
    return reduce(or_, _before_office(user), Q(is_settled=True))


def _before_office(user: Any) -> list[Q]:
    """For each branch and court that the user stands for: what was sent before the user's first day there."""
    first: defaultdict[tuple[str, int | None], list[date]] = defaultdict(list)
    for grant in standing_of(user).holding(Role.SECRETARY, Role.COMMITTEE):
        owner = ("branch", grant.branch_id) if grant.role == Role.SECRETARY else ("court", grant.court_id)
        if grant.group_id is None:
            first[owner].append(grant.starts_on)
    return [
        Q(
            **{f"{kind}_id": key},
            at__lt=make_aware(datetime.combine(min(days), time.min)),
            branch__isnull=kind == "court",
        )
        for (kind, key), days in first.items()
    ]
