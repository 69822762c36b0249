"""Seed 004: a court's theme education: its plan, lists and notices, what research found and what came of it."""

from datetime import date, timedelta
from typing import Any

from branches.choices import CourtLevel
from branches.tests import factories as people
from campaigns.models import Campaign
from campaigns.pasting import PastedTask
from campaigns.services import campaign_create, tasks_enter
from metrics.tests.factories import own_metric
from notices.services import ItemFacts, campaign_series, notice_create, notice_issue
from rectification import services
from rectification.services.work_items import NodeFacts
from registers.tests.factories import kind as register
from reports.choices import ReportKind, SectionCode
from reports.models import Report
from reports.tests.seeds.desk import Desk, Stated, at, drafted, metric, rows, summed

KIND = ReportKind.YEAR
# Aspects with their tasks, notices with their items, problems with their measures.
TASKS, ITEMS, MEASURES = (6, 6, 6, 5, 5), (*(4,) * 15, *(5,) * 3), (3, *(2,) * 7)
START = date(2023, 9, 1)


def days(page: Any) -> int:
    """From the first to the last day of the only reading class on the list."""
    (row,) = page.context["page"].rows
    return (row.ends_on - row.held_on).days + 1


entered = metric("2023年")
TEXTS = {
    SectionCode.CAMPAIGNS: """
        全院任务分{主题教育·方面}方面{主题教育·任务}，列入{工作清单}清单，重点任务分解到{重点任务清单·节点}节点。
        发出提示单{主题教育工作提示单}，量化{主题教育工作提示事项}；读书班开了{读书班天数}；简报刊用{简报刊用}。
    """,
    SectionCode.RECTIFICATION: "调研查出{调研·问题}，定下举措{调研·措施}，形成制度{制度}。",
    SectionCode.METRICS: """
        收案{结案率·受理案件}，结案{结案率·审执结案件}；清理久拖未结{审结一年以上长期未结案件}；退费及时率{退费及时率}。
        案例入选{入选案例}，论文获奖{获奖论文}。
    """,
}
FIGURES = (
    Stated("5方面", "主题教育·方面", "5个", lambda page: len(page.context["aspects"])),
    Stated(
        "28项任务", "主题教育·任务", "28项", lambda page: sum(len(row.tasks) for row, _, _ in page.context["aspects"])
    ),
    Stated("六类清单", "工作清单", "6类", lambda page: len(page.context["rows"])),
    Stated("重点任务清单（清单节点化）", "重点任务清单·节点", "28个", rows),
    Stated("提示单18期", "主题教育工作提示单", "18期", rows),
    Stated("量化目标任务75项", "主题教育工作提示事项", "75项", summed("量化任务")),
    Stated("为期7天的读书班", "读书班天数", "7天", days),
    Stated("简报5次报道", "简报刊用", "5次", entered("5次")),
    Stated("8方面问题", "调研·问题", "8个", rows),
    Stated("17项整改举措", "调研·措施", "17项", rows),
    Stated("6项制度规定", "制度", "6项", rows),
    Stated("受理108098件", "结案率·受理案件", "108098件", entered("88.94%96141/108098", 108098)),
    Stated("办结96141件", "结案率·审执结案件", "96141件", entered("88.94%96141/108098", 96141)),
    Stated("清结一年以上65件", "审结一年以上长期未结案件", "65件", entered("65件")),
    Stated("退费及时率97%", "退费及时率", "97%", entered("97%")),
    Stated("17篇案例", "入选案例", "17篇", entered("17篇")),
    Stated("8篇论文", "获奖论文", "8篇", entered("8篇")),
)


def build() -> Desk:
    court = people.court("某市中级人民法院", level=CourtLevel.INTERMEDIATE)
    desk = Desk(court, date(2023, 1, 1), date(2023, 12, 31), date(2024, 1, 20))
    for number in range(1, 4):
        desk.branch(f"第{number}党支部")
    campaign = _plan(desk)
    _notify(desk, campaign)
    _research(desk)
    desk.held("READING_CLASS", date(2023, 9, 11), ends_on=date(2023, 9, 17))
    for number in range(6):
        desk.enter(register("INSTITUTION"), date(2023, 11, 1 + number), title=f"第{number + 1}项制度")
    desk.metric("CLOSING_RATE", "Y", 96141, 108098)
    desk.metric("LONG_PENDING_CLOSED", "Y", 65)
    desk.metric(own_metric(court, "退费及时率", form="RATE", unit="", digits=2), "Y", 97)
    desk.counts(简报刊用=(5, "次"), 入选案例=(17, "篇"), 获奖论文=(8, "篇"))
    return desk


def write(desk: Desk) -> Report:
    return drafted(desk, TEXTS, KIND)


def _plan(desk: Desk) -> Campaign:
    """The campaign's tasks, each with its node on the list of main tasks."""
    facts = {"name": "第二批主题教育", "starts_on": START, "ends_on": date(2024, 1, 15), "source": "上级部署"}
    campaign = campaign_create(court=desk.court, by=desk.committee, **facts)
    tasks = [
        PastedTask(f"第{aspect}方面", f"第{aspect}方面的第{number}项任务", due_on=date(2023, 12, 20))
        for aspect, many in enumerate(TASKS, start=1)
        for number in range(1, many + 1)
    ]
    tasks_enter(campaign=campaign, tasks=tasks, by=desk.committee)
    for task in tasks:
        services.work_item_create(
            court=desk.court,
            code="TASKS",
            nodes=[NodeFacts("办结", "张三", task.due_on, desk.branches[0])],
            on=START,
            by=desk.committee,
            aspect=task.aspect,
            title=task.title,
            detail="",
            campaign=campaign,
        )
    return campaign


def _notify(desk: Desk, campaign: Campaign) -> None:
    series = campaign_series(campaign)
    for number, many in enumerate(ITEMS, start=1):
        day = START + timedelta(5 * number)
        items = [ItemFacts(text=f"第{each}项目标任务", target=1, unit="项") for each in range(1, many + 1)]
        facts = {"title": f"第{number}期工作提示", "text": "", "month": None, "due_on": day + timedelta(10)}
        draft = notice_create(series=series, items=items, by=desk.committee, **facts)
        notice_issue(notice=draft, version=draft.version, by=desk.committee, on=day, at=at(day))


def _research(desk: Desk) -> None:
    """What research found, and a problem of another source beside it."""
    found = date(2023, 10, 10)
    for number, many in enumerate((*MEASURES, 2), start=1):
        branch = desk.branches[number % 3]
        facts = {"title": f"第{number}个问题", "source": "调研" if number <= len(MEASURES) else "群众来信"}
        problem = services.problem_open(court=desk.court, branches=[branch], on=found, by=desk.committee, **facts)
        for each in range(1, many + 1):
            owner = {"branch": branch, "owner_name": "张三", "first_due_on": date(2023, 12, 31)}
            services.measure_add(problem=problem, on=found, by=desk.committee, text=f"第{each}项举措", **owner)
