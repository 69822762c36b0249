"""Since when a branch keeps records here: what makes a missing meeting a shortfall instead of not known."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from activities.choices import CoverageSource
from activities.models import Coverage
from branches.models import Branch
from core import audit
from core.errors import Refused


@transaction.atomic
def coverage_state(*, branch: Branch, since: date, by: Any, on: date) -> Coverage:
    """State on `on` that the branch keeps its records here from `since` on. Stated again, the date is replaced."""
    if since > on:
        raise Refused(f"日期 {since} 还没到", field="since")
    if branch.founded_on and since < branch.founded_on:
        raise Refused(f"{branch} {branch.founded_on} 才成立", field="since")
    stated = Coverage.objects.within(branch).filter(source=CoverageSource.STATED, ends_on__isnull=True)
    coverage = stated.select_for_update().first() or Coverage(
        court_id=branch.court_id, branch=branch, source=CoverageSource.STATED
    )
    before = coverage.starts_on
    if before == since:
        return coverage
    coverage.starts_on = since
    coverage.recorded_by = by
    coverage.full_clean()
    coverage.save()
    detail = {"since": str(since), "before": str(before) if before else None}
    audit.record(actor=by, action="activities.coverage_state", subject=coverage, detail=detail)
    return coverage


@transaction.atomic
def coverage_state_all(*, dates: Mapping[Branch, date], by: Any, on: date) -> int:
    """`coverage_state` for several branches at once, all or none; how many there are."""
    for branch, since in dates.items():
        try:
            coverage_state(branch=branch, since=since, by=by, on=on)
        except Refused as refused:
            raise Refused(*(f"{branch}：{reason}" for reason in refused.reasons)) from refused
    return len(dates)
