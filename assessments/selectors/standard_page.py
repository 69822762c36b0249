"""A standard as its page shows it: aspects with their indicators, each with the sentence of its rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum

from assessments.models import Aspect, Indicator, Standard
from assessments.rulebook import line_of
from assessments.selectors.inputs import input_kinds
from assessments.selectors.inputs.registry import Names
from assessments.selectors.sentences import figure, names_for, sentence
from branches.models import Court
from core.models import AuditEvent, Outcome

# What the page tells of a standard's life.
EVENTS = {
    "assessments.standard_create": "起草",
    "assessments.standard_import": "导入",
    "assessments.standard_change": "修改",
    "assessments.standard_adopt": "通过",
}
MOST_EVENTS = 20


@dataclass(frozen=True)
class IndicatorRow:
    indicator: Indicator
    sentence: str


@dataclass(frozen=True)
class AspectRow:
    aspect: Aspect
    indicators: Sequence[IndicatorRow]

    @property
    def points(self) -> Decimal:
        return sum((row.indicator.points for row in self.indicators), Decimal(0))

    @property
    def told(self) -> str:
        return figure(self.points)


def aspect_rows(standard: Standard) -> list[AspectRow]:
    """Of a standard fetched for a user before (4 queries)."""
    names = names_for(standard.court)
    of_aspect: dict[int, list[IndicatorRow]] = {}
    for indicator in standard.indicators.select_related("aspect"):
        of_aspect.setdefault(indicator.aspect_id, []).append(IndicatorRow(indicator, rule_of(indicator, names)))
    return [AspectRow(aspect, of_aspect.get(aspect.pk, [])) for aspect in standard.aspects.all()]


def rule_of(indicator: Indicator, names: Names) -> str:
    """The sentence; of an input that this version of the system does not know, that it can't be told."""
    if indicator.input and indicator.input not in {kind.code for kind in input_kinds()}:
        return "计分依据本系统还不能统计，请改为评审打分或换一个依据。"
    return sentence(line_of(indicator), names)


@dataclass(frozen=True)
class Size:
    asked: int
    points: str


def size_of(rows: Sequence[AspectRow]) -> Size:
    points = sum((row.points for row in rows), Decimal(0))
    return Size(sum(len(row.indicators) for row in rows), figure(points))


def shipped_size() -> Size:
    """Of the standard that is shipped, to compare with (1 query)."""
    rows = Indicator.objects.unscoped("the shipped standard").filter(standard__court__isnull=True)
    found = rows.aggregate(asked=Count("pk"), points=Sum("points"))
    return Size(found["asked"], figure(found["points"] or 0))


def history_of(standard: Standard) -> list[dict[str, Any]]:
    """What was done with it, newest first, for the timeline."""
    events = AuditEvent.objects.filter(
        action__in=EVENTS, outcome=Outcome.DONE, subject_type=standard._meta.label_lower, subject_id=str(standard.pk)
    )
    return [
        {"at": event.at, "who": event.actor_name or "系统", "what": EVENTS[event.action], "note": _note(event.detail)}
        for event in events.order_by("-at", "-pk")[:MOST_EVENTS]
    ]


def _note(detail: dict[str, Any]) -> str:
    if "added" in detail:
        return f"添加 {detail['added']}"
    if "removed" in detail:
        return f"删除 {detail['removed']}"
    if "indicator" in detail:
        return f"指标 {detail['indicator']}"
    return str(detail.get("how") or detail.get("copied_from") or detail.get("file") or "")


def draft_years(court: Court) -> set[int]:
    """The years of which the court has a draft."""
    rows = Standard.objects.within(court).filter(adopted_on__isnull=True)
    return {year for year in rows.values_list("year", flat=True) if year is not None}
