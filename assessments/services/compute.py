"""Computing and storing the assessments of a quarter or a year, in one set-based pass over all branches asked for."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from assessments.choices import AssessmentState, AssessmentStepKind
from assessments.models import Assessment, AssessmentStep, BranchScore, Review, Standard
from assessments.periods import Span
from assessments.selectors.compute import Result, score_branches, sums_of
from assessments.selectors.inputs import Reading
from assessments.selectors.overlay import overlaid, reviews_standing
from assessments.selectors.standards import rulebooks, standards_of
from branches.models import Court
from core import audit
from core.bulk import insert_rows
from core.collector import collector_paused
from core.errors import Refused

_BATCH = 1_000

# Court → its branches' results.
Results = Mapping[int, list[Result]]


@collector_paused()
@transaction.atomic
def assess(
    *,
    court: Court,
    span: Span,
    as_of: date,
    by: Any,
    on: date,
    at: datetime,
    with_below: bool = False,
    only_new: bool = False,
) -> list[Assessment]:
    """The assessments of `span` of a court (`with_below`: and of the courts below it), computed and stored.

    The same result again changes nothing; another one is a new revision. One that is published or closed is refused;
    among many it is left alone, and with `only_new` so is every one that was not computed too early. Raises Refused
    for a span that has not begun. `by` is None for a command.
    """
    if span.start > min(as_of, on):
        raise Refused(f"{span.label}还没有开始，不能考评。", field="quarter")
    courts = _locked(court, with_below)
    stored = _stored(courts, span)
    fixed = [row for row in stored if row.state != AssessmentState.COMPUTED or (only_new and not row.is_early(as_of))]
    if fixed and not with_below and not only_new:
        said = fixed[0].get_state_display()
        raise Refused(f"{span.label}考评{said}，确需重新计算的，请先重新开放并说明原因。")
    left_alone = {row.court_id for row in fixed}
    run = _Run(span, as_of, on, at, by, standards_of(courts, span.year))
    results = run.results(Reading(court, span, as_of, with_below))
    return run.store({row.court_id: row for row in stored}, {k: v for k, v in results.items() if k not in left_alone})


@dataclass(frozen=True)
class _Run:
    span: Span
    as_of: date
    on: date
    at: datetime
    by: Any
    standards: Mapping[int, Standard]

    def results(self, reading: Reading) -> Results:
        books = rulebooks(list({row.pk: row for row in self.standards.values()}.values()))
        found: defaultdict[int, list[Result]] = defaultdict(list)
        for result in score_branches(reading, {pk: books[row.pk] for pk, row in self.standards.items()}):
            found[result.branch.court_id].append(result)
        return found

    def store(self, stored: Mapping[int, Assessment], results: Results) -> list[Assessment]:
        """The assessment of each court that has branches, in the courts' order."""
        kept = _scores_kept([stored[court_id] for court_id in results if court_id in stored])
        new, again, assessments = [], [], []
        for court_id, own in results.items():
            row = stored.get(court_id)
            if row is None:
                row = self._new(court_id)
                new.append(row)
            elif not self._is_same(row, kept.get(row.pk, {}), own):
                self._raise(row)
                again.append(row)
            assessments.append(row)
        Assessment.objects.bulk_create(new, _BATCH)
        rows = Assessment.objects.unscoped("assessments locked above")
        rows.bulk_update(again, ["standard", "as_of", "computed_at", "revision", "version"], _BATCH)
        _store_scores([*new, *again], results)
        self._note([*new, *again])
        return assessments

    def _new(self, court_id: int) -> Assessment:
        return Assessment(
            court_id=court_id,
            year=self.span.year,
            quarter=self.span.quarter,
            standard=self.standards[court_id],
            as_of=self.as_of,
            computed_at=self.at,
        )

    def _raise(self, row: Assessment) -> None:
        row.standard, row.as_of, row.computed_at = self.standards[row.court_id], self.as_of, self.at
        row.revision += 1
        row.version += 1

    def _is_same(self, row: Assessment, kept: Mapping[int, BranchScore], results: list[Result]) -> bool:
        if (row.as_of, row.standard_id) != (self.as_of, self.standards[row.court_id].pk) or len(kept) != len(results):
            return False
        return all(_equal(kept.get(result.branch.pk), result) for result in results)

    def _note(self, assessments: list[Assessment]) -> None:
        """The step, and the event of the audit trail."""
        of_all = {"kind": AssessmentStepKind.COMPUTED, "on": self.on, "recorded_by": self.by}
        AssessmentStep.objects.bulk_create(
            [
                AssessmentStep(court_id=row.court_id, assessment=row, revision=row.revision, **of_all)
                for row in assessments
            ],
            _BATCH,
        )
        audit.record_each(
            actor=self.by,
            action="assessments.assessment_compute",
            told=[
                (row, {"span": row.span.code, "revision": row.revision, "as_of": str(row.as_of)}) for row in assessments
            ],
        )


def _locked(court: Court, with_below: bool) -> list[Court]:
    """Assessments of one court are computed one after the other."""
    rows = Court.objects.within(court, with_below=with_below).order_by("pk")
    return list(rows.select_for_update(no_key=True))


def _stored(courts: Iterable[Court], span: Span) -> list[Assessment]:
    rows = Assessment.objects.unscoped("assessments of courts fetched before")
    found = rows.filter(court__in=list(courts), year=span.year, quarter=span.quarter)
    return list(found.select_for_update(no_key=True))


def _scores_kept(assessments: Iterable[Assessment]) -> dict[int, dict[int, BranchScore]]:
    """Assessment → branch → the scores of its present revision."""
    revisions = {row.pk: row.revision for row in assessments}
    kept: defaultdict[int, dict[int, BranchScore]] = defaultdict(dict)
    rows = BranchScore.objects.unscoped("scores of assessments locked above")
    for row in rows.filter(assessment__in=list(revisions)):
        if row.revision == revisions[row.assessment_id]:
            kept[row.assessment_id][row.branch_id] = row
    return kept


def _equal(kept: BranchScore | None, result: Result) -> bool:
    return kept is not None and (kept.scores, kept.records) == (result.scores, result.records)


_COLUMNS = (
    *("assessment_id", "court_id", "branch_id", "revision", "points", "of", "known_of", "unknown"),
    *("scores", "records"),
)


def _store_scores(assessments: list[Assessment], results: Results) -> None:
    standing = reviews_standing(assessments)
    rows = (
        _row(row, result, standing.get((row.pk, result.branch.pk), {}))
        for row in assessments
        for result in results[row.court_id]
    )
    insert_rows(BranchScore, _COLUMNS, rows)


def _row(assessment: Assessment, result: Result, reviews: Mapping[str, Review]) -> tuple[int | str, ...]:
    """In the order of `_COLUMNS`."""
    scores = overlaid(result.scores, reviews) if reviews else result.scores
    sums = sums_of(scores.values())
    return (
        *(assessment.pk, assessment.court_id, result.branch.pk, assessment.revision),
        *(str(sums.points), str(sums.of), str(sums.known_of), sums.unknown),
        *(result.text, json.dumps(result.records)),
    )
