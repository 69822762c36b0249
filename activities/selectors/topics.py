"""Topics that a user sees, and those that a meeting may be tagged to."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from activities.choices import HELD_STATES
from activities.models import Activity, ActivityTopic, Topic
from branches.models import Branch, Court
from core.dates import in_force


def topics_for_list(user: Any) -> QuerySet[Topic]:
    """With how many held activities are tagged to each (`held`), of those that the user sees."""
    seen = Activity.objects.visible_to(user).filter(state__in=HELD_STATES).values("pk")
    held = Count("activity_topics", filter=Q(activity_topics__activity__in=seen))
    return Topic.objects.visible_to(user).select_related("court", "branch").annotate(held=held)


def topics_to_choose(
    user: Any, court: Court, branch: Branch | None, on: date, record: Activity | None = None
) -> QuerySet[Topic]:
    """The court's and the branch's own topics in use on the day; to change a `record` also those that it has."""
    kept = ActivityTopic.objects.visible_to(user).filter(activity=record).values("topic") if record else ()
    in_use = in_force(on) & Q(is_active=True)
    rows = Topic.objects.visible_to(user).filter(in_use | Q(pk__in=kept), court=court)
    return rows.filter(Q(branch__isnull=True) | Q(branch=branch)).order_by("-branch_id", "name")


def topics_of(user: Any, activity: Activity) -> QuerySet[Topic]:
    """What a record is tagged to, as far as the user sees the topics."""
    return Topic.objects.visible_to(user).filter(activity_topics__activity=activity)
