"""Shortfalls of an assessment become findings of its quarter's inspection, each once; rectification goes on from
there."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction

from assessments.models import Assessment, Shortfall
from assessments.selectors.shortfalls import ShortfallLine, inspection_of, quarter_of_findings, shortfalls_to_find
from branches.models import Branch, Court
from core import audit
from core.errors import Refused
from rectification.choices import InspectionKind
from rectification.models import Inspection
from rectification.services import findings_enter, inspection_create


@transaction.atomic
def findings_make(
    *, assessment: Assessment, chosen: Collection[str], due_on: date, by: Any, on: date
) -> list[Shortfall]:
    """`chosen`: keys of `shortfalls_to_find`; what was made a finding before is left out. The quarter's inspection is
    made where there is none."""
    Court.objects.within(assessment.court).select_for_update(no_key=True).get()
    current = Assessment.objects.within(assessment.court).select_related("court", "standard").get(pk=assessment.pk)
    if current.published_on is None:
        raise Refused("考评公布以后，短板才能列入检查问题。")
    if due_on < on:
        raise Refused("整改期限已经过去，请另选一天。", field="due_on")
    by_branch: defaultdict[Branch, list[ShortfallLine]] = defaultdict(list)
    for line in shortfalls_to_find(current, on):
        if line.key in chosen:
            by_branch[line.branch].append(line)
    if not by_branch:
        return []
    inspection = _inspection(current, by, on)
    made = [
        row
        for branch, lines in by_branch.items()
        for row in _of_branch(current, inspection, branch, lines, due_on=due_on, by=by, on=on)
    ]
    detail = {"span": current.span.code, "made": len(made), "inspection": inspection.pk}
    audit.record(actor=by, action="assessments.findings_make", subject=current, detail=detail)
    return made


def _inspection(assessment: Assessment, by: Any, on: date) -> Inspection:
    kept = inspection_of(assessment)
    if kept is not None:
        return kept
    year, quarter = quarter_of_findings(assessment)
    facts: dict[str, Any] = {"kind": InspectionKind.QUARTERLY, "title": "", "year": year, "quarter": quarter}
    facts |= {"inspectors": f"{assessment.court}机关党委", "basis": str(assessment), "held_on": on, "until": None}
    return inspection_create(court=assessment.court, by=by, **facts)


def _of_branch(
    assessment: Assessment, inspection: Inspection, branch: Branch, lines: list[ShortfallLine], **facts: Any
) -> list[Shortfall]:
    """One branch's; what the inspection refuses is said with the branch's name."""
    due_on = facts.pop("due_on")
    texts = [{"text": line.words, "aspect": f"{line.code} {line.name}", "due_on": due_on} for line in lines]
    on: date = facts["on"]
    checked_on = min(on, inspection.until or on)
    try:
        findings = findings_enter(
            inspection=inspection,
            branch=branch,
            checked_on=max(checked_on, inspection.held_on),
            looked_at=str(assessment),
            lines=texts,
            **facts,
        )
    except Refused as refused:
        raise Refused(*(f"{branch}：{reason}" for reason in refused.reasons)) from None
    return Shortfall.objects.bulk_create(
        Shortfall(court_id=assessment.court_id, branch=branch, assessment=assessment, code=line.code, finding=finding)
        for line, finding in zip(lines, findings, strict=True)
    )
