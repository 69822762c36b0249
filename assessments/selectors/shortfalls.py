"""Where branches lack points, and what of it stands as a finding of the quarter's inspection."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from assessments.choices import PROPOSED_BELOW, Way
from assessments.models import Assessment, Shortfall
from assessments.periods import WHOLE_YEAR
from assessments.rulebook import Line
from assessments.scoring import percent
from assessments.selectors.sentences import figure
from assessments.selectors.sheets import sheet_within
from branches.models import Branch
from rectification.choices import InspectionKind
from rectification.models import Inspection

_LAST_QUARTER = 4


@dataclass(frozen=True)
class ShortfallLine:
    """An indicator of a branch with less than full marks; `words` say it as a finding. `is_proposed`: it is ticked
    before anybody has chosen."""

    branch: Branch
    line: Line
    points: str
    of: str
    words: str
    is_proposed: bool

    @property
    def key(self) -> str:
        return f"{self.branch.pk}:{self.code}"

    @property
    def code(self) -> str:
        return self.line.code

    @property
    def name(self) -> str:
        return self.line.name


def shortfalls_to_find(assessment: Assessment, on: date) -> list[ShortfallLine]:
    """Of the branches that are there on `on`, those that are no finding yet."""
    known = _found(assessment)
    return [
        _line(row.branch, line, entry)
        for row, line, entry in sheet_within(assessment).shortfalls()
        if (row.branch.pk, line.code) not in known and row.branch.exists_on(on)
    ]


def _found(assessment: Assessment) -> set[tuple[int, str]]:
    """Branch and code of what is a finding already. A year and its quarters find the same once between them."""
    made = Shortfall.objects.within(assessment.court).filter(assessment__year=assessment.year)
    if not assessment.span.is_year:
        made = made.filter(assessment__quarter__in=(assessment.quarter, WHOLE_YEAR))
    return set(made.values_list("branch_id", "code"))


def inspection_of(assessment: Assessment) -> Inspection | None:
    """The quarterly inspection that its shortfalls belong to."""
    year, quarter = quarter_of_findings(assessment)
    rows = Inspection.objects.within(assessment.court).filter(kind=InspectionKind.QUARTERLY, voided_at__isnull=True)
    return rows.select_related("court").filter(year=year, quarter=quarter).first()


def quarter_of_findings(assessment: Assessment) -> tuple[int, int]:
    """A year's shortfalls belong to its last quarter."""
    return assessment.year, assessment.span.quarter or _LAST_QUARTER


def _line(branch: Branch, line: Line, entry: dict[str, Any]) -> ShortfallLine:
    points, of = figure(entry["points"]), figure(entry["of"])
    counted = _counted(entry.get("inputs", {}), line.rule.way)
    words = f"{line.name}：满分{of}分，得{points}分{counted}。"
    return ShortfallLine(branch, line, points, of, words, _is_proposed(entry))


def _is_proposed(entry: dict[str, Any]) -> bool:
    """What the data says, and what a reviewer found poor: a little less than full marks is no finding by itself."""
    share = percent(Decimal(entry["points"]), Decimal(entry["of"]))
    return "review" not in entry or share is None or share < PROPOSED_BELOW


def _counted(inputs: dict[str, Any], way: Way) -> str:
    """What was counted, where it explains the points."""
    if inputs.get("due"):
        return f"（应完成{inputs['due']}，完成{inputs['met']}）"
    if way is Way.DEDUCT and inputs.get("count"):
        return f"（差错{inputs['count']}）"
    return ""
