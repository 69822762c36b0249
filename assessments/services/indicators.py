"""Indicators of a draft: added, changed, removed."""

from typing import Any

from django.db import transaction

from assessments.models import Aspect, Indicator, Standard
from assessments.selectors.vocabulary import vocabulary_of
from assessments.services.drafts import changed, hold_draft, indicators_of
from assessments.services.indicator_rules import faults_of
from core import audit
from core.changes import CONFLICT, GONE, differing
from core.errors import EditConflict, Refused

FACTS = (
    *("code", "name", "points", "way", "input", "params", "table", "is_gate", "yearly"),
    *("evidence", "basis", "mark"),
)


@transaction.atomic
def indicator_add(*, standard: Standard, aspect: Aspect, by: Any, **facts: Any) -> Indicator:
    """At the end of its aspect. `facts`: FACTS. The same form sent twice makes one."""
    current = hold_draft(standard)
    kept = indicators_of(current)
    indicator = Indicator(standard=current, aspect=aspect, order=_next_order(kept), **facts)
    twin = next((each for each in kept if each.code == indicator.code), None)
    if twin is not None and _told(twin) == _told(indicator):
        return twin
    _save(indicator)
    changed(current)
    detail = {"indicator": indicator.code, "added": audit_facts(indicator)}
    audit.record(actor=by, action="assessments.standard_change", subject=current, detail=detail)
    return indicator


@transaction.atomic
def indicator_change(*, indicator: Indicator, version: int, aspect: Aspect, by: Any, **facts: Any) -> Indicator:
    standard = hold_draft(indicator.standard)
    current = next((each for each in indicators_of(standard) if each.pk == indicator.pk), None)
    if current is None:
        raise EditConflict(GONE)
    if current.version != version:
        raise EditConflict(CONFLICT)
    before = _told(current)
    current.standard, current.aspect = standard, aspect
    for name, value in facts.items():
        setattr(current, name, value)
    detail = differing(before, _told(current))
    if detail:
        current.version += 1
        _save(current)
        changed(standard)
        detail = {"indicator": current.code, **detail}
        audit.record(actor=by, action="assessments.standard_change", subject=standard, detail=detail)
    return current


@transaction.atomic
def indicator_remove(*, indicator: Indicator, by: Any) -> None:
    """Nothing rests on the indicators of a draft."""
    standard = hold_draft(indicator.standard)
    current = next((each for each in indicators_of(standard) if each.pk == indicator.pk), None)
    if current is None:
        return
    detail = {"indicator": current.code, "removed": audit_facts(current)}
    current.delete()
    changed(standard)
    audit.record(actor=by, action="assessments.standard_change", subject=standard, detail=detail)


def audit_facts(indicator: Indicator) -> str:
    return f"{indicator.code} {indicator.name} {indicator.points}"


def _save(indicator: Indicator) -> None:
    """Raises Refused, at its field, for what makes no sense."""
    if indicator.aspect.standard_id != indicator.standard_id:
        raise Refused("请选择这份标准的方面。", field="aspect")
    if indicator.standard.indicators.filter(code__iexact=indicator.code).exclude(pk=indicator.pk).exists():
        raise Refused(f"代码 {indicator.code} 已有别的指标，请换一个。", field="code")
    faults = list(faults_of(indicator, vocabulary_of(indicator.standard.court)))
    if faults:
        fields = {field for field, _ in faults}
        raise Refused(*(words for _, words in faults), field=fields.pop() if len(fields) == 1 else None)
    indicator.full_clean()
    indicator.save()


def _told(indicator: Indicator) -> dict[str, Any]:
    facts = {name: getattr(indicator, name) for name in FACTS}
    plain = {name: str(value) if isinstance(value, dict | list) else value for name, value in facts.items()}
    return {**plain, "points": f"{indicator.points:.2f}", "aspect": indicator.aspect.code}


def _next_order(kept: list[Indicator]) -> int:
    return max((each.order for each in kept), default=0) + 1
