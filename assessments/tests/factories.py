"""A court with two branches and a standard of its own, assessed through the product's own services."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from activities.tests import factories as meetings
from assessments.choices import StandardState, Way
from assessments.models import Aspect, Assessment, BranchScore, Indicator, Standard
from assessments.periods import Span
from assessments.services.compute import assess
from branches.models import Branch, Court
from branches.tests import factories as people

Q1 = Span(2024, 1)
YEAR = Span(2024)
TODAY = date(2024, 4, 10)


def at(day: date) -> datetime:
    """Ten o'clock of the day."""
    return datetime(day.year, day.month, day.day, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def held(kind: str, points: float = 5, **fields: Any) -> dict[str, Any]:
    """The facts of an indicator that is scored from meetings held."""
    return {"way": Way.SHARE, "input": "PERIODS_MET", "params": {"kind": kind}, "points": points, **fields}


def reviewed(points: float = 3, **fields: Any) -> dict[str, Any]:
    return {"way": Way.REVIEW, "points": points, "evidence": "实地查看", **fields}


# Two indicators from meetings, a gate among them, and one for a reviewer.
SMALL = {
    "B1": held("BRANCH_ASSEMBLY", is_gate=True),
    "B5": held("THEME_DAY", 4),
    "C6": reviewed(),
}


def standard(
    of: Court, year: int = 2024, indicators: dict[str, dict[str, Any]] | None = None, **facts: Any
) -> Standard:
    """One with indicators by their codes, whose first letter is the aspect's; adopted, unless told otherwise."""
    facts = {"state": StandardState.ADOPTED, "adopted_on": date(year, 1, 10), "name": f"{year}年星级标准", **facts}
    made = Standard.objects.create(court=of, year=year, **facts)
    names = {"A": "责任落实", "B": "制度执行", "C": "队伍教育", "D": "工作保障", "E": "作用发挥"}
    lines = SMALL if indicators is None else indicators
    aspects = {
        code: Aspect.objects.create(standard=made, code=code, name=names[code], order=order)
        for order, code in enumerate(sorted({code[0] for code in lines}), start=1)
    }
    for order, (code, line) in enumerate(lines.items(), start=1):
        own = {"standard": made, "aspect": aspects[code[0]], "code": code, "order": order}
        Indicator.objects.create(**{"name": f"指标{code}", **line, **own})
    return made


def assessed(
    court: Court, span: Span = Q1, *, on: date = TODAY, as_of: date | None = None, by: Any = None
) -> Assessment:
    """The court's assessment, computed by its service."""
    (made,) = assess(court=court, span=span, as_of=as_of or span.as_of(on), by=by, on=on, at=at(on))
    return made


def score_of(assessment: Assessment, branch: Branch) -> BranchScore:
    """The branch's row of the present revision."""
    rows = BranchScore.objects.within(branch).filter(assessment=assessment)
    return rows.get(revision=Assessment.objects.within(branch.court).get(pk=assessment.pk).revision)


@dataclass
class Case:
    """Two branches with records since 2020, their officers, and two people of the committee."""

    court: Court = field(default_factory=people.court)

    def __post_init__(self) -> None:
        self.first = people.branch(self.court, "第一党支部")
        self.second = people.branch(self.court, "第二党支部")
        for branch in (self.first, self.second):
            meetings.coverage(branch)
            for _ in range(4):
                people.member(branch)
        self.standard = standard(self.court)
        self.secretary = people.secretary(self.first)
        self.other = people.secretary(self.second)
        self.committee = people.committee_account(self.court)
        self.colleague = people.committee_account(self.court)
