"""主题教育: the aspects, tasks and topics of each campaign that ran in the span, and how far its tasks have come."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse

from activities.choices import HELD_STATES
from campaigns.models import Campaign, TaskLine
from reports.selectors.named.registry import Asked, NamedFigure, source

# The name by which a text may call the only campaign of a span.
ONLY_CAMPAIGN = "主题教育"


@source("主题教育")
def campaigns(asked: Asked) -> Iterator[NamedFigure]:
    """`主题教育·任务` of the only campaign of the span; each under its own name too (2 queries)."""
    rows = Campaign.objects.within(asked.court).filter(starts_on__lte=asked.last, ends_on__gte=asked.start)
    counts = rows.annotate(
        aspects_count=Count("aspects", distinct=True),
        tasks_count=Count("aspects__tasks", distinct=True),
        topics_count=Count("campaign_topics", distinct=True),
    )
    found = list(counts.order_by("starts_on", "pk"))
    done = _done(asked)
    for campaign in found:
        url = reverse("campaigns:detail", args=[campaign.pk])
        for name in dict.fromkeys([campaign.name] + ([ONLY_CAMPAIGN] if len(found) == 1 else [])):
            of = campaign.name if name != campaign.name else ""
            yield NamedFigure(f"{name}·方面", campaign.aspects_count, "个", url, of=of)
            yield NamedFigure(f"{name}·任务", campaign.tasks_count, "项", url, of=of)
            yield NamedFigure(f"{name}·专题", campaign.topics_count, "个", url, of=of)
            yield NamedFigure(f"{name}·完成任务", done[campaign.pk], "项次", url, of=of)


def _done(asked: Asked) -> Counter[int]:
    """By campaign, how often a unit (a branch, or the court itself) had done a task by the last day."""
    holds = Q(activity__isnull=True) | Q(activity__state__in=HELD_STATES)
    lines = TaskLine.objects.within(asked.owner).filter(holds, done_on__lte=asked.last)
    return Counter(lines.values_list("task__aspect__campaign_id", flat=True))
