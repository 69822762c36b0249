"""The demo court's standards: of last year, as it was on paper; its own of this year; a draft of the next."""

from datetime import date
from decimal import Decimal
from typing import Any

from assessments.choices import Way
from assessments.models import Standard
from assessments.selectors.standards import standard_of
from assessments.services import aspects, indicators, standards
from assessments.services.drafts import aspects_of, indicators_of
from reports.demo_life.star_desk import Desk

HOW = "机关党委会议讨论通过，已印发各支部"
# Before records were kept here, each aspect was reviewed as a whole.
ON_PAPER = (
    ("A", "责任落实", "查阅责任书、研究党建工作的会议记录"),
    ("B", "制度执行", "查阅纸质会议记录和党费台账"),
    ("C", "队伍教育", "查阅学习计划和发展党员材料"),
    ("D", "工作保障", "实地查看活动阵地"),
    ("E", "作用发挥", "座谈和群众评议"),
)
OWN: dict[str, dict[str, Any]] = {
    "E1": {"points": Decimal(5), "evidence": "看成果：案例、指标、群众口碑，不看批示"},
    "D4": {"points": Decimal(1), "yearly": True},
    # Asked once a year, so that a quarter brings reviewers and branches as little work as may be.
    **{code: {"yearly": True} for code in ("A4", "C5", "D3", "E4", "E5")},
}
NEXT: dict[str, dict[str, Any]] = {
    "E2": {"points": Decimal(4)},
    "E5": {"points": Decimal(2)},
    "B5": {"way": Way.STEPS, "table": [[60, 1], [80, 3], [100, 4]]},
}


def load(desk: Desk) -> None:
    """Last year's and this year's are adopted in their Januaries; the next one's is a draft."""
    _on_paper(desk, desk.year - 1)
    shipped = standard_of(desk.court, desk.year)
    own = _copied(desk, shipped, desk.year, OWN)
    _adopt(desk, own, date(desk.year, 1, 8))
    draft = _copied(desk, own, desk.year + 1, NEXT)
    figures = {name: getattr(draft, name) for name in standards.FIGURES} | {"five_from": Decimal(92)}
    facts: dict[str, Any] = {"name": draft.name, "note": "征求意见稿", **figures}
    standards.standard_change(standard=draft, version=draft.version, by=desk.committee, **facts)


def _copied(desk: Desk, source: Standard, year: int, changes: dict[str, dict[str, Any]]) -> Standard:
    name = f"{year}年星级党支部标准"
    draft = standards.standard_draft(court=desk.court, year=year, source=source, name=name, by=desk.committee)
    for row in indicators_of(draft):
        if row.code in changes:
            facts = changes[row.code]
            indicators.indicator_change(
                indicator=row, version=row.version, aspect=row.aspect, by=desk.committee, **facts
            )
    draft.refresh_from_db()
    return draft


def _on_paper(desk: Desk, year: int) -> None:
    name = f"{year}年星级党支部评定办法"
    draft = Standard(court=desk.court, year=year, name=name, note="系统启用以前的办法，按纸质材料评审。")
    standards.save_draft(draft, desk.court)
    lines = [aspects.AspectFacts(code, name, tie={"B": 1, "A": 2}.get(code)) for code, name, _ in ON_PAPER]
    aspects.aspects_change(standard=draft, version=draft.version, aspects=lines, by=desk.committee)
    by_code = {aspect.code: aspect for aspect in aspects_of(draft)}
    for code, aspect_name, evidence in ON_PAPER:
        facts: dict[str, Any] = {"points": Decimal(20), "way": Way.REVIEW, "input": "", "evidence": evidence}
        indicators.indicator_add(
            standard=draft, aspect=by_code[code], code=f"{code}1", name=aspect_name, by=desk.committee, **facts
        )
    draft.refresh_from_db()
    _adopt(desk, draft, date(year, 1, 10))


def _adopt(desk: Desk, draft: Standard, adopted_on: date) -> None:
    facts: dict[str, Any] = {"adopted_on": adopted_on, "adopted_how": HOW, "on": adopted_on}
    standards.standard_adopt(standard=draft, version=draft.version, by=desk.committee, **facts)
