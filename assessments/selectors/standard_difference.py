"""What differs between two standards: indicators added, removed, changed, and the figures by which stars are given."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assessments.models import Indicator, Standard
from assessments.selectors.inputs.registry import Names
from assessments.selectors.sentences import figure, names_for
from assessments.selectors.standard_page import rule_of


@dataclass(frozen=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class IndicatorChange:
    """`before` or `after` alone: it was removed, or added."""

    before: Indicator | None
    after: Indicator | None
    fields: Sequence[FieldChange] = ()

    @property
    def word(self) -> str:
        if self.before is None:
            return "新增"
        return "修改" if self.after is not None else "删除"

    @property
    def tag(self) -> str:
        return {"新增": "success", "修改": "info", "删除": "warning"}[self.word]

    @property
    def indicator(self) -> Indicator:
        found = self.after or self.before
        if found is None:
            raise ValueError("a change of nothing")
        return found


@dataclass(frozen=True)
class Difference:
    figures: Sequence[FieldChange]
    indicators: Sequence[IndicatorChange]


def difference(before: Standard, after: Standard) -> Difference:
    """Of two standards fetched for a user before; indicators are the same by their code."""
    rows = Indicator.objects.unscoped("indicators of standards fetched before").filter(standard__in=(before, after))
    by_code: dict[int, dict[str, Indicator]] = {before.pk: {}, after.pk: {}}
    for indicator in rows.select_related("aspect"):
        by_code[indicator.standard_id][indicator.code] = indicator
    old, new = by_code[before.pk], by_code[after.pk]
    names = {**names_for(before.court), **names_for(after.court)}
    return Difference(list(_figures(before, after)), list(_indicators(old, new, names)))


def _indicators(old: dict[str, Indicator], new: dict[str, Indicator], names: Names) -> Iterator[IndicatorChange]:
    """In the order of the later one; what was removed stands at the end."""
    for code, indicator in new.items():
        kept = old.get(code)
        if kept is None:
            yield IndicatorChange(None, indicator)
            continue
        fields = list(_fields(_told(kept, names), _told(indicator, names)))
        if fields:
            yield IndicatorChange(kept, indicator, fields)
    for code, indicator in old.items():
        if code not in new:
            yield IndicatorChange(indicator, None)


def _fields(before: dict[str, str], after: dict[str, str]) -> Iterator[FieldChange]:
    for label, value in after.items():
        if before[label] != value:
            yield FieldChange(label, before[label] or "（空）", value or "（空）")


def _told(indicator: Indicator, names: Names) -> dict[str, str]:
    return {
        "指标": indicator.name,
        "方面": indicator.aspect.name,
        "分值": figure(indicator.points),
        "计分": rule_of(indicator, names),
        "评审看什么": indicator.evidence,
        "依据": indicator.basis,
        "性质": indicator.get_mark_display(),
    }


# Fields of a standard that are told, with what stands behind the number.
_FIGURES = (
    *(("five_from", " 分"), ("four_from", " 分"), ("three_from", " 分"), ("two_from", " 分"), ("five_share", "%")),
    *(("quarters_weight", "%"), ("second_over", " 分"), ("objection_days", " 天"), ("remedy_days", " 天")),
    ("veto_stars", " 星"),
)


def _figures(before: Standard, after: Standard) -> Iterator[FieldChange]:
    told_before, told_after = _figures_told(before), _figures_told(after)
    yield from _fields(told_before, told_after)


def _figures_told(standard: Standard) -> dict[str, str]:
    told = {}
    for name, unit in _FIGURES:
        value: Any = getattr(standard, name)
        told[Standard.called(name)] = "" if value is None else f"{figure(value)}{unit}"
    aspects = {aspect.code: aspect.name for aspect in standard.aspects.all()}
    told["同分时先比"] = "、".join(aspects.get(code, code) for code in standard.tie_aspects)
    return told
