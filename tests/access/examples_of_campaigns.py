"""Examples of the pages of campaigns."""

from hashlib import sha256

from activities.models import Activity, Topic
from branches.models import Branch, Court
from campaigns.models import Aspect, Campaign, Task, TaskLine
from tests.access.actors import ACTORS
from tests.access.example import COMMITTEES, READERS, SECRETARIES, Data, Example
from tests.access.world import World, owners


def campaign_form(world: World, actor: str, row: Campaign | None) -> Data:
    days = {"starts_on": "2024-09-01", "ends_on": "2025-01-31"}
    return {"name": "另一次主题教育", **days, "version": row.version if row else ""}


def tasks_form(world: World, actor: str, row: Campaign) -> Data:
    text = "一、理论学习\n举办读书班\t全院\t\t2024-12-01\n"
    return {"text": text, "seen": sha256(text.encode()).hexdigest()}


def topics_form(world: World, actor: str, row: Campaign) -> Data:
    return {"topics": [Topic.all_rows.get(court=row.court, branch=None)], "version": row.version}


def task_form(world: World, actor: str, row: Task) -> Data:
    return {"title": "另一项任务", "unit": row.unit, "version": row.version}


def aspect_form(world: World, actor: str, row: Aspect) -> Data:
    return {"name": "另一个方面", "version": row.version}


def empty(world: World, actor: str, row: Task) -> Data:
    return {}


def court_line_form(world: World, actor: str, row: Task) -> Data:
    """Done by a record of the court's own."""
    return {"activity": _record(row.court, None), "version": TaskLine.all_rows.get(task=row, branch=None).version}


def branch_line_form(world: World, actor: str, row: Branch) -> Data:
    """Done by a record of the branch."""
    line = TaskLine.all_rows.get(branch=row)
    return {"task": line.task, "activity": _record(row.court, row), "version": line.version}


def _record(court: Court, branch: Branch | None) -> Activity | None:
    records = Activity.all_rows.filter(court=court, branch=branch, state="SUBMITTED", held_on__gte="2024-09-01")
    return records.order_by("pk").first()


def of_court(actor: str, place: str) -> bool:
    return owners(place)["court"] == owners(ACTORS[actor].at)["court"]


EXAMPLES_OF_CAMPAIGNS: dict[str, Example] = {
    "campaigns:list": Example(allowed=READERS),
    "campaigns:list_export": Example(allowed=READERS),
    "campaigns:lines": Example(rows={"pk": Campaign}, allowed=READERS),
    "campaigns:aspect": Example(rows={"pk": Aspect}, allowed=COMMITTEES, post=aspect_form),
    "campaigns:task_remove": Example(rows={"pk": Task}, allowed=COMMITTEES, post=empty),
    "campaigns:new": Example(allowed=COMMITTEES, post=campaign_form),
    "campaigns:detail": Example(rows={"pk": Campaign}, allowed=READERS),
    "campaigns:export": Example(rows={"pk": Campaign}, allowed=READERS, shows_row=False),
    "campaigns:edit": Example(rows={"pk": Campaign}, allowed=COMMITTEES, post=campaign_form),
    "campaigns:copy": Example(rows={"pk": Campaign}, allowed=COMMITTEES, post=campaign_form),
    "campaigns:tasks": Example(rows={"pk": Campaign}, allowed=COMMITTEES, post=tasks_form),
    "campaigns:topics": Example(rows={"pk": Campaign}, allowed=COMMITTEES, post=topics_form),
    "campaigns:court": Example(rows={"pk": Campaign}, allowed=READERS),
    "campaigns:branch": Example(rows={"pk": Branch}, allowed=READERS, where=of_court),
    "campaigns:task": Example(rows={"pk": Task}, allowed=COMMITTEES, post=task_form),
    "campaigns:court_line": Example(rows={"pk": Task}, allowed=COMMITTEES, post=court_line_form),
    "campaigns:branch_line": Example(rows={"pk": Branch}, allowed=SECRETARIES, post=branch_line_form),
}
