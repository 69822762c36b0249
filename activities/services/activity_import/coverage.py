"""From when to when an imported ledger tells of which branches (domain.md 2b)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from activities.choices import CoverageSource
from activities.models import Coverage
from activities.services.activity_import.meetings import Meeting
from branches.models import Branch, Court, ImportBatch
from core.dates import Span, covers, merged
from core.spreadsheets import Loaded


def covered_spans(meetings: Sequence[Meeting], given: Span | None) -> list[Span]:
    """The calendar years that the ledger touches, or the span that the user gave."""
    if given is not None:
        return [given]
    return merged((date(year, 1, 1), date(year, 12, 31)) for year in {meeting.on.year for meeting in meetings})


def new_coverage(
    court: Court, meetings: Sequence[Meeting], spans: Sequence[Span], *, batch: ImportBatch, by: Any
) -> list[Coverage]:
    """Rows, not saved yet, for every branch named and every span that no imported ledger covered before."""
    before: dict[int, list[Span]] = {}
    for row in Coverage.objects.within(court).filter(source=CoverageSource.LEDGER):
        before.setdefault(row.branch_id, []).append((row.starts_on, row.ends_on or date.max))
    return [
        Coverage(
            court=court,
            branch=branch,
            starts_on=first,
            ends_on=last,
            covers_members=False,
            source=CoverageSource.LEDGER,
            import_batch=batch,
            recorded_by=by,
        )
        for branch in _named(meetings)
        for first, last in spans
        if not covers(merged(before.get(branch.pk, [])), first, last)
    ]


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
