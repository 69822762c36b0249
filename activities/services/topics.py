"""Topics (专题): set up, changed and put away. What was tagged to one stays tagged."""

from datetime import date
from typing import Any, TypedDict

from django.db import transaction
from django.db.models import QuerySet

from activities.models import Topic
from branches.models import Branch, Court
from core import audit
from core.changes import refused_if_taken, save_change
from core.errors import Refused


class TopicFacts(TypedDict):
    """What is said of a topic."""

    name: str
    starts_on: date | None
    ends_on: date | None
    is_active: bool


@transaction.atomic
def topic_create(*, court: Court, branch: Branch | None, facts: TopicFacts, by: Any) -> Topic:
    """A topic of the court, offered to its branches; with `branch`, of that branch alone."""
    topic = Topic(court=court, branch=branch, **facts)
    _refuse_faults(topic)
    topic.full_clean()
    with refused_if_taken(_taken(topic), field="name"):
        topic.save()
    audit.record(actor=by, action="activities.topic_create", subject=topic, detail={"name": topic.name})
    return topic


@transaction.atomic
def topic_change(*, topic: Topic, facts: TopicFacts, by: Any, version: int | None = None) -> Topic:
    """Change its name or dates, or put it away; whose it is stays. Raises EditConflict if changed since `version`."""
    changed = Topic(pk=topic.pk, court=topic.court, branch=topic.branch, **facts)
    _refuse_faults(changed)
    rows = Topic.objects.within(topic.court)
    with refused_if_taken(_taken(changed), field="name"):
        save_change(topic, rows, values=facts, by=by, action="activities.topic_change", version=version)
    return topic


def _refuse_faults(topic: Topic) -> None:
    if topic.starts_on and topic.ends_on and topic.ends_on < topic.starts_on:
        raise Refused(f"截止日期 {topic.ends_on} 早于起始日期 {topic.starts_on}", field="ends_on")
    if _of_same_owner(topic).filter(name=topic.name).exclude(pk=topic.pk).exists():
        raise Refused(_taken(topic), field="name")


def _taken(topic: Topic) -> str:
    return f"已有名为“{topic.name}”的专题"


def _of_same_owner(topic: Topic) -> QuerySet[Topic]:
    return Topic.objects.within(topic.court).filter(branch=topic.branch)
