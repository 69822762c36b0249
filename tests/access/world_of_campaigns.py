"""Marked rows of campaigns: one in each court, with a task of the court's and one of its branches'."""

from datetime import date
from typing import Any

from campaigns.models import Aspect, Campaign, CampaignTopic, Task, TaskLine


def plant_campaign(world: Any, code: str, court: Any, topic: Any) -> None:
    """A campaign with one aspect, two tasks and a topic; the court has a line for its own task."""
    days = {"starts_on": date(2024, 9, 1), "ends_on": date(2024, 12, 31)}
    campaign = world.plant(Campaign, code, court=court, **days)
    aspect = world.plant(Aspect, code, court=court, campaign=campaign)
    world.plant(CampaignTopic, code, court=court, campaign=campaign, topic=topic)
    own = world.plant(Task, code, court=court, aspect=aspect, unit="COURT", due_on=date(2024, 11, 25))
    world.plant(TaskLine, code, court=court, task=own)
    world.plant(Task, code, court=court, aspect=aspect, unit="BRANCHES", due_on=date(2024, 11, 26), order=1)


def plant_line(world: Any, code: str, owner: dict[str, Any]) -> None:
    """What a branch says of its court's task."""
    task = Task.all_rows.get(court=owner["court"], unit="BRANCHES")
    world.plant(TaskLine, code, **owner, task=task, planned_on=date(2024, 11, 20))
