"""Writes of this app. Every one leaves its audit event in the same transaction."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from activities.choices import HELD_STATES
from activities.models import Activity, Topic
from branches.models import Branch, Court
from campaigns.models import Aspect, Campaign, CampaignTopic, Task, TaskLine
from campaigns.pasting import PastedTask
from core import audit
from core.changes import GONE, save_change
from core.errors import EditConflict, Refused


@transaction.atomic
def campaign_create(*, court: Court, by: Any, **facts: Any) -> Campaign:
    """`facts`: name, starts_on, ends_on, source."""
    Court.objects.within(court).select_for_update(no_key=True).get()  # of two with one name the second is told
    campaign = Campaign(court=court, **facts)
    _check_days(campaign.starts_on, campaign.ends_on)
    campaign.full_clean()
    campaign.save()
    audit.record(actor=by, action="campaigns.campaign_create", subject=campaign)
    return campaign


@transaction.atomic
def campaign_change(*, campaign: Campaign, version: int, by: Any, **facts: Any) -> Campaign:
    """Change a campaign that was opened at `version`."""
    _check_days(facts["starts_on"], facts["ends_on"])
    rows = Campaign.objects.within(campaign.court)
    save_change(campaign, rows, values=facts, by=by, action="campaigns.campaign_change", version=version)
    return campaign


def _check_days(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise Refused("结束日期不能早于开始日期", field="ends_on")


@transaction.atomic
def tasks_enter(*, campaign: Campaign, tasks: Sequence[PastedTask], by: Any) -> int:
    """Add the tasks, and the aspects that they name, after those there are; one that is there already stays as it is.

    Answers how many are new; again: none.
    """
    _hold(campaign)
    aspects = {aspect.name: aspect for aspect in campaign.aspects.all()}
    there = set(Task.objects.within(campaign.court).filter(aspect__campaign=campaign).values_list("aspect", "title"))
    order = len(there)
    made = 0
    for pasted in tasks:
        aspect = aspects.get(pasted.aspect)
        if aspect is None:
            aspect = Aspect(court_id=campaign.court_id, campaign=campaign, name=pasted.aspect, order=len(aspects) + 1)
            aspect.full_clean()
            aspect.save()
            aspects[pasted.aspect] = aspect
        if (aspect.pk, pasted.title) in there:
            continue
        there.add((aspect.pk, pasted.title))
        made += 1
        _task_create(aspect, pasted, order + made)
    if made:
        audit.record(actor=by, action="campaigns.tasks_enter", subject=campaign, detail={"tasks": made})
    return made


def _hold(campaign: Campaign) -> None:
    """Let only one at a time write the campaign's tasks and topics, until the transaction ends."""
    rows = Campaign.objects.within(campaign.court).filter(pk=campaign.pk)
    if rows.select_for_update(no_key=True).first() is None:
        raise EditConflict(GONE)


def _task_create(aspect: Aspect, pasted: PastedTask, order: int) -> None:
    values = {name: getattr(pasted, name) for name in ("title", "unit", "responsible", "due_on")}
    task = Task(court_id=aspect.court_id, aspect=aspect, order=order, **values)
    task.full_clean()
    task.save()


@transaction.atomic
def task_change(*, task: Task, version: int, by: Any, **facts: Any) -> Task:
    """Change a task; who does it stays once somebody has planned or done it."""
    if facts["unit"] != task.unit and TaskLine.objects.within(task.court).filter(task=task).exists():
        raise Refused("已有支部或全院登记了进展，完成单位不能再改", field="unit")
    rows = Task.objects.within(task.court)
    save_change(task, rows, values=facts, by=by, action="campaigns.task_change", version=version)
    return task


@transaction.atomic
def task_remove(*, task: Task, by: Any) -> None:
    """Take out a task that nobody has planned or done, and its aspect with the last one."""
    campaign = task.aspect.campaign
    _hold(campaign)
    if TaskLine.objects.within(task.court).filter(task=task).exists():
        raise Refused(f"“{task}”已有支部或全院登记了进展，不能删除")
    audit.record(actor=by, action="campaigns.task_remove", subject=campaign, detail={"task": task.title})
    task.delete()
    if not task.aspect.tasks.exists():
        task.aspect.delete()


@transaction.atomic
def aspect_rename(*, aspect: Aspect, version: int, name: str, by: Any) -> Aspect:
    """Another name for an aspect that was opened at `version`."""
    rows = Aspect.objects.within(aspect.court)
    save_change(aspect, rows, values={"name": name}, by=by, action="campaigns.aspect_rename", version=version)
    return aspect


@transaction.atomic
def campaign_copy(*, campaign: Campaign, name: str, starts_on: date, ends_on: date, by: Any) -> Campaign:
    """Another campaign of the court with the same aspects and tasks; due dates keep their distance from the start."""
    made = campaign_create(
        court=campaign.court, by=by, name=name, starts_on=starts_on, ends_on=ends_on, source=campaign.source
    )
    later: timedelta = starts_on - campaign.starts_on
    tasks = Task.objects.within(campaign.court).filter(aspect__campaign=campaign).select_related("aspect")
    pasted = [
        PastedTask(
            task.aspect.name, task.title, task.unit, task.responsible, task.due_on + later if task.due_on else None
        )
        for task in tasks.order_by("aspect__order", "order", "pk")
    ]
    tasks_enter(campaign=made, tasks=pasted, by=by)
    audit.record(actor=by, action="campaigns.campaign_copy", subject=made, detail={"from": campaign.name})
    return made


@transaction.atomic
def topics_set(*, campaign: Campaign, topics: Collection[Topic], version: int, by: Any) -> None:
    """The topics of the campaign, opened at `version`, are these; records tagged to others keep their tags."""
    _hold(campaign)
    kept = {link.topic_id: link for link in campaign.campaign_topics.all()}
    wanted = {topic.pk: topic for topic in topics}
    if kept.keys() == wanted.keys():
        return
    rows = Campaign.objects.within(campaign.court)
    save_change(campaign, rows, values={}, by=by, action="campaigns.topics_set", version=version)
    for topic_id in kept.keys() - wanted.keys():
        kept[topic_id].delete()
    for topic_id in wanted.keys() - kept.keys():
        link = CampaignTopic(court_id=campaign.court_id, campaign=campaign, topic=wanted[topic_id])
        link.full_clean()
        link.save()
    names = sorted(topic.name for topic in wanted.values())
    audit.record(actor=by, action="campaigns.topics_set", subject=campaign, detail={"topics": names})


@transaction.atomic
def line_save(*, task: Task, branch: Branch | None, version: int, by: Any, on: date, **facts: Any) -> TaskLine:
    """What a branch (none: the court) plans for a task and has done, on `on`.

    `facts`: planned_on, owner_name, done_on, activity, note. Done is done by a record or in words, and not tomorrow; a
    record gives its own date where none is written.
    """
    _hold(task.aspect.campaign)
    if not Task.objects.within(task.court).filter(pk=task.pk).exists():
        raise EditConflict(GONE)
    _check_record(facts["activity"], task, branch)
    if facts["activity"] and not facts["done_on"]:
        facts["done_on"] = facts["activity"].held_on
    if facts["done_on"] and facts["done_on"] > on:
        raise Refused("完成日期还没到", field="done_on")
    if facts["done_on"] and not (facts["activity"] or facts["note"]):
        raise Refused("请选择印证的记录，或写明完成情况", field="note")
    rows = TaskLine.objects.within(task.court)
    line = rows.filter(task=task, branch=branch).first()
    if line is None:
        line = TaskLine(court=task.court, branch=branch, task=task, **facts)
        line.full_clean()
        line.save()
        audit.record(actor=by, action="campaigns.line_save", subject=line)
        return line
    save_change(line, rows, values=facts, by=by, action="campaigns.line_save", version=version)
    return line


def _check_record(record: Activity | None, task: Task, branch: Branch | None) -> None:
    """Only the unit's own record that is held shows a task done."""
    if record is None:
        return
    own = Activity.objects.within(task.court).filter(branch=branch, state__in=HELD_STATES)
    if not own.filter(pk=record.pk).exists():
        raise Refused("这条记录已退回、撤回或作废，或不是本单位的，请另选一条", field="activity")
