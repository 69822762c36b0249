"""From when to when an imported ledger tells of which branches (domain.md 2b)."""

from collections.abc import Iterable, Sequence
from datetime import date
from statistics import median
from typing import Any

from django.db.models import Q

from activities.choices import CoverageSource, NormUnit, PeriodLength
from activities.models import Coverage, Norm
from activities.services.activity_import.meetings import Meeting
from branches.models import Branch, Court, ImportBatch
from core.dates import Span, covers, merged
from core.spreadsheets import Loaded

YEARS_APART = 5


def covered_spans(meetings: Sequence[Meeting], given: Span | None) -> list[Span]:
    """The calendar years that the ledger touches, or the span that the user gave."""
    if given is not None:
        return [given]
    return merged((date(year, 1, 1), date(year, 12, 31)) for year in {meeting.on.year for meeting in meetings})


def fault_far_years(meetings: Sequence[Meeting], loaded: Loaded) -> None:
    """One mistyped year would have every branch owe a whole year: it is asked about."""
    if not meetings:
        return
    middle = median(meeting.on.year for meeting in meetings)
    for meeting in meetings:
        if abs(meeting.on.year - middle) >= YEARS_APART:
            message = f"{meeting.on} 与其他行相差 {YEARS_APART} 年以上，请核对年份。"
            loaded.faults.add(meeting.record.fault("held_on", message, "确实如此的，请用 --covers 起..止 说明。"))


def new_coverage(
    court: Court, meetings: Sequence[Meeting], spans: Sequence[Span], *, batch: ImportBatch, by: Any
) -> list[Coverage]:
    """Rows, not saved yet, for every branch named and every span that no imported ledger told as much of before."""
    kinds = _kinds_told_of(court, meetings)
    before: dict[int, list[Span]] = {}
    for row in Coverage.objects.within(court).filter(source=CoverageSource.LEDGER):
        if not row.kinds or kinds <= set(row.kinds):
            before.setdefault(row.branch_id, []).append((row.starts_on, row.ends_on or date.max))
    return [
        Coverage(
            court=court,
            branch=branch,
            starts_on=first,
            ends_on=last,
            kinds=sorted(kinds),
            source=CoverageSource.LEDGER,
            import_batch=batch,
            recorded_by=by,
        )
        for branch in _named(meetings)
        for first, last in spans
        if not covers(merged(before.get(branch.pk, [])), first, last)
    ]


def _kinds_told_of(court: Court, meetings: Sequence[Meeting]) -> set[str]:
    """Codes of the kinds that a ledger tells of: those owed monthly or quarterly, and yearly ones it has a row of.

    What each member owes (谈心谈话) is never among them: a ledger names no pairs of talkers.
    """
    norms = Norm.objects.unscoped("norms of the whole system and of this court").select_related("kind")
    norms = norms.filter(Q(court__isnull=True) | Q(court=court)).exclude(unit=NormUnit.MEMBER)
    in_file = {kind.code for meeting in meetings for kind in meeting.kinds}
    regular = (PeriodLength.MONTH, PeriodLength.QUARTER)
    return {norm.kind.code for norm in norms if norm.period in regular or norm.kind.code in in_file}


def remark_unnamed(
    branches: Iterable[Branch], meetings: Sequence[Meeting], spans: Sequence[Span], loaded: Loaded
) -> None:
    """Branches that the ledger says nothing of: what they held stays unknown."""
    named = {branch.pk for branch in _named(meetings)}
    for branch in branches:
        was_there = any(
            (branch.founded_on is None or branch.founded_on <= last)
            and (branch.dissolved_on is None or branch.dissolved_on > first)
            for first, last in spans
        )
        if was_there and branch.pk not in named:
            loaded.remarks.append(f"台账里没有“{branch.name}”，其组织生活情况仍为不详。")


def _named(meetings: Sequence[Meeting]) -> list[Branch]:
    found = {meeting.branch.pk: meeting.branch for meeting in meetings if meeting.branch}
    return [found[key] for key in sorted(found)]
