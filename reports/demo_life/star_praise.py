"""The demo court's duty reviews of last year in three tiers, and its honours of the last quarters."""

from datetime import date, timedelta
from typing import Any

from assessments.choices import HonourKind, Tier
from assessments.periods import Span
from assessments.selectors.duty import secretary_on
from assessments.services.duty import Asked, duty_review_record
from assessments.services.honours import honour_record
from branches.models import Branch, Membership, PartyGroup
from reports.demo_life.star_desk import Desk

REPORT = (
    "一、履职情况：带头讲党课、抓“三会一课”，研究党建与业务同部署。\n"
    "二、存在问题：对年轻干警的思想状况掌握不够，品牌建设不突出。\n"
    "三、下一步：落实谈心谈话，培育支部品牌，对照星级标准补短板。"
)
COMMENT = "抓得实，问题找得准；学习教育的针对性还要加强。"
QUESTIONS = (
    Asked("怎样解决工学矛盾，让党员学得进去？", "第二党支部党员代表", "化整为零，每周半小时案例学习，不占开庭时间。"),
    Asked("对长期外出的党员怎么管理？", "机关党委委员", "指定联系人，每月通一次话，学习资料送到手机上。"),
)
# The votes of 好, 较好, 一般, 差; the branches take them in turn.
VOTES = ((18, 2, 0, 0), (15, 4, 1, 0), (6, 8, 5, 1), (19, 1, 0, 0), (12, 6, 1, 0))
COMMITTEE = (
    (Tier.COMMITTEE_SECRETARY, "陈立新", (42, 6, 1, 0)),
    (Tier.DEPUTY_SECRETARY, "何敏", (38, 9, 2, 0)),
)
# The branches of a quarter's honours, by their places.
PRAISED = ((0, 3, 5), (3, 6, 1), (6, 0, 4))
DEEDS = "本季度各项任务按序时推进，党员带头办结疑难案件。"


def load(desk: Desk) -> None:
    """The reviews are of January; honours are given in the month after a quarter."""
    middle = date(desk.year, 1, 15)
    held_on = middle - timedelta(max(0, middle.isoweekday() - 5))
    for tier, name, votes in COMMITTEE:
        _review(desk, tier, None, name, votes, held_on)
    for place, branch in desk.there_on(held_on):
        secretary = secretary_on(branch, held_on)
        name = secretary.name if secretary else desk.officers[branch.pk].name
        _review(desk, Tier.BRANCH_SECRETARY, branch, name, VOTES[place % len(VOTES)], held_on)
    for number, span in enumerate(desk.quarters()):
        _honours(desk, span, number)


def _review(
    desk: Desk, tier: str, branch: Branch | None, name: str, votes: tuple[int, int, int, int], held_on: date
) -> None:
    names = ("good", "fair", "ordinary", "poor")
    facts: dict[str, Any] = {"year": desk.year - 1, "held_on": held_on, "person": None, "person_name": name}
    if branch is not None:
        facts["person"] = secretary_on(branch, held_on)
    facts |= {"report": REPORT, "comment": COMMENT, "present": sum(votes), **dict(zip(names, votes, strict=True))}
    duty_review_record(
        court=desk.court, tier=tier, branch=branch, questions=QUESTIONS, by=desk.committee, on=desk.on, **facts
    )


def _honours(desk: Desk, span: Span, number: int) -> None:
    """A red flag, a model group and two posts of pioneers, of other branches each quarter."""
    branches = [desk.branches[place] for place in PRAISED[number]]
    group = PartyGroup.objects.within(branches[1]).order_by("pk").first()
    stay = Membership.objects.within(branches[2]).filter(starts_on__lt=span.start, ends_on=None).order_by("pk").first()
    for kind, own in (
        (HonourKind.RED_FLAG_BRANCH, {"branch": branches[0]}),
        (HonourKind.MODEL_GROUP, {"group": group}),
        (HonourKind.PIONEER_POST, {"branch": branches[1], "title": "速裁团队"}),
        (HonourKind.PIONEER_POST, {"branch": branches[2], "title": "诉讼服务窗口", "member": stay and stay.member}),
    ):
        facts: dict[str, Any] = {"branch": None, "group": None, "member": None, "title": "", "deeds": DEEDS, **own}
        facts |= {"year": span.year, "quarter": span.quarter, "number": f"云中法党〔{span.year}〕{span.quarter * 4}号"}
        awarded_on = min(span.end + timedelta(20), desk.on)
        honour_record(court=desk.court, kind=kind, awarded_on=awarded_on, by=desk.committee, on=desk.on, **facts)
