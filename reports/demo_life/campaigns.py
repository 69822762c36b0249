"""A campaign of the demo court: five aspects, 28 tasks, topics, and what some of the branches have done."""

from datetime import date, timedelta

from activities.choices import HELD_STATES
from activities.models import Activity, ActivityTopic, Topic
from activities.services.topics import TopicFacts, topic_create
from branches.models import Branch, Court
from campaigns.choices import TaskUnit
from campaigns.models import Task
from campaigns.pasting import read_tasks
from campaigns.services import campaign_create, line_save, tasks_enter, topics_set

NAME = "深入学习贯彻主题教育"
ASPECTS = (
    (
        "理论学习",
        "举办读书班*",
        "开展专题研讨",
        "书记讲专题党课",
        "组织集中学习",
        "个人自学必读书目",
        "青年理论学习小组研讨",
    ),
    (
        "调查研究",
        "制定调研方案*",
        "领导干部领题调研*",
        "召开调研成果交流会*",
        "支部开展走访调研",
        "形成调研报告",
        "推动成果转化*",
    ),
    ("推动发展", "梳理审判执行堵点", "开展积案化解", "优化诉讼服务举措*", "落实护企暖企措施", "选树先进典型"),
    (
        "检视整改",
        "列出问题清单",
        "制定整改措施",
        "召开专题组织生活会",
        "开展谈心谈话",
        "整改落实情况通报*",
        "建立长效机制*",
    ),
    ("组织保障", "成立领导小组*", "制定实施方案*", "编发工作简报*", "建立工作提示机制*", "总结评估*"),
)
TAGGED, LATE_COMER = 7, 8
STUDIED = ("THEME_DAY", "STUDY", "PARTY_LECTURE")
# A branch that keeps its records here since later: of what was due before, nobody knows whether it did it.
BEGAN_DAYS_AGO, ENDS_IN_DAYS, DAYS_BETWEEN = 310, 130, 15


def load(court: Court, on: date) -> None:
    """A campaign that began 310 days ago, with tasks done, overdue, open and not known; tasks marked * are the court's
    own."""
    starts_on, ends_on = on - timedelta(BEGAN_DAYS_AGO), on + timedelta(ENDS_IN_DAYS)
    campaign = campaign_create(
        court=court, by=None, name=NAME, starts_on=starts_on, ends_on=ends_on, source="中院主题教育实施方案"
    )
    tasks_enter(campaign=campaign, tasks=read_tasks(_text(starts_on)), by=None)
    topics = [_topic(court, name, starts_on, ends_on) for name in ("专题一：坚定理想信念", "专题二：践行司法为民")]
    topics_set(campaign=campaign, topics=topics, version=1, by=None)
    tasks = list(Task.objects.within(court).filter(aspect__campaign=campaign).order_by("order"))
    for number, branch in enumerate(Branch.objects.within(court).order_by("order", "pk")):
        own = [task for task in tasks if task.unit == TaskUnit.BRANCHES]
        due, ahead = [task for task in own if _is_due(task, on)], [task for task in own if not _is_due(task, on)]
        records = Activity.objects.within(branch).filter(held_on__gte=starts_on, held_on__lte=on, group=None)
        held = records.filter(state__in=HELD_STATES, kind__code__in=STUDIED).order_by("held_on", "pk")
        for task, record in zip(due[2 : len(due) - number % 4], held, strict=False):
            _done(task, branch, record, on)
        for task in due[:2] if number != LATE_COMER else ():
            _done(task, branch, None, on)
        _planned(ahead[0], branch, on)
    for task in [task for task in tasks if task.unit == TaskUnit.COURT and _is_due(task, on)][:-1]:
        _done(task, None, None, on)


def _text(starts_on: date) -> str:
    lines = []
    due_on = starts_on + timedelta(5)
    for number, (aspect, *tasks) in enumerate(ASPECTS):
        lines.append(f"{'一二三四五'[number]}、{aspect}")
        for task in tasks:
            due_on += timedelta(DAYS_BETWEEN)
            unit = TaskUnit.COURT.label if task.endswith("*") else TaskUnit.BRANCHES.label
            lines.append(f"{task.removesuffix('*')}\t{unit}\t\t{due_on:%Y-%m-%d}")
    return "\n".join(lines)


def _topic(court: Court, name: str, starts_on: date, ends_on: date) -> Topic:
    """One of the court's topics, which some theme days of the campaign were about."""
    facts = TopicFacts(name=name, starts_on=starts_on, ends_on=ends_on, is_active=True)
    topic = topic_create(court=court, branch=None, facts=facts, by=None)
    days = Activity.objects.within(court).filter(kind__code="THEME_DAY", held_on__gte=starts_on).order_by("pk")
    picked = days.exclude(activity_topics__isnull=False)[:TAGGED]
    ActivityTopic.objects.bulk_create(ActivityTopic(activity=each, topic=topic) for each in picked)
    return topic


def _is_due(task: Task, on: date) -> bool:
    return task.due_on is not None and task.due_on <= on


def _done(task: Task, branch: Branch | None, record: Activity | None, on: date) -> None:
    done_on = None if record else min(task.due_on or on, on)
    note = "" if record else "已按方案完成，材料存支部" if branch else "已印发方案并部署到各支部"
    facts = {"planned_on": None, "owner_name": "", "done_on": done_on, "activity": record, "note": note}
    line_save(task=task, branch=branch, version=0, by=None, on=on, **facts)


def _planned(task: Task, branch: Branch, on: date) -> None:
    facts = {"planned_on": task.due_on, "owner_name": "组织委员", "done_on": None, "activity": None, "note": ""}
    line_save(task=task, branch=branch, version=0, by=None, on=on, **facts)
