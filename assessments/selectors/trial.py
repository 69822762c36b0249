"""A trial run: all branches of a court scored by a draft beside the standard in force. Nothing is stored.

Reviews that were given count in both, each where they fit (selectors/overlay.py). Stars are
those that every branch would get if it applied for five. Of a year the quarters' assessments count as they are stored,
by the weight that each standard gives them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from assessments.choices import MOST_STARS
from assessments.models import Assessment, Review, Standard
from assessments.periods import Span
from assessments.rulebook import Rulebook
from assessments.scoring import cents
from assessments.selectors.candidates import candidates, figures_of
from assessments.selectors.compute import Sums, score_branches, sums_of
from assessments.selectors.inputs import Reading
from assessments.selectors.overlay import fitting, last_reviews, overlaid
from assessments.selectors.standards import rulebooks, standard_of
from assessments.selectors.year import Percents, assessments_of, gates_of, percents, quarters_percents, year_of
from assessments.stars import rate
from branches.models import Branch, Court

Reviews = Mapping[str, Review]
# Branch → quarter → its percents.
Quarters = Mapping[int, Mapping[str, Percents]]


@dataclass(frozen=True)
class Side:
    """One branch by one standard; `percent` is of what is known, of a year with the quarters."""

    sums: Sums
    percent: Decimal | None
    gates_failed: tuple[str, ...]
    stars: int | None = None


@dataclass(frozen=True)
class TrialRow:
    branch: Branch
    now: Side
    draft: Side
    gates: tuple[str, ...]  # newly failed, in words

    @property
    def more(self) -> Decimal | None:
        """By how many points of 100 it would have more (or less)."""
        if self.now.percent is None or self.draft.percent is None:
            return None
        return cents(self.draft.percent - self.now.percent)

    @property
    def less(self) -> Decimal | None:
        return None if self.more is None else -self.more

    @property
    def more_stars(self) -> int:
        return (self.draft.stars or 0) - (self.now.stars or 0)

    @property
    def is_changed(self) -> bool:
        return bool(self.more or self.more_stars or self.gates)


@dataclass(frozen=True)
class Trial:
    standard: Standard  # the one in force
    rows: list[TrialRow]


def trial(court: Court, draft: Standard, span: Span, as_of: date) -> Trial:
    """Of a court and a draft fetched for a user before; the number of queries does not depend on the branches."""
    now = standard_of(court, span.year)
    books = rulebooks([now, draft])
    reading = Reading(court, span, as_of)
    reviews = _reviews(court, span)
    quarters = quarters_percents(assessments_of(court, span.year)) if span.is_year else {}
    by_now, by_draft = (_sides(reading, standard, books[standard.pk], reviews, quarters) for standard in (now, draft))
    names = {line.code: f"{line.code} {line.name}" for line in books[draft.pk].lines}
    rows = []
    for branch in reading.branches:
        before, after = by_now[branch.pk], by_draft[branch.pk]
        gates = tuple(names[code] for code in after.gates_failed if code not in before.gates_failed)
        rows.append(TrialRow(branch, before, after, gates))
    return Trial(now, rows)


def _reviews(court: Court, span: Span) -> Mapping[int, Reviews]:
    """Branch → code → the review that stands, of the span's assessment if there is one."""
    rows = Assessment.objects.within(court).filter(year=span.year, quarter=span.quarter)
    return {branch_id: own for (_, branch_id), own in last_reviews(list(rows)).items()}


def _sides(
    reading: Reading, standard: Standard, book: Rulebook, reviews: Mapping[int, Reviews], quarters: Quarters
) -> Mapping[int, Side]:
    sides, points = {}, {}
    for result in score_branches(reading, {reading.court.pk: book}):
        branch = result.branch.pk
        entries = overlaid(result.scores, fitting(reviews.get(branch, {}), book.lines))
        found = {reading.span.code: percents(entries, book), **quarters.get(branch, {})}
        told = year_of(found, reading.span.code, standard.quarters_weight, gates_of(entries, book))
        sides[branch] = Side(sums_of(entries.values()), told.points, told.gates_failed)
        points[branch] = told
    asked = candidates(reading.court, reading.span.year, reading.branches, points)
    figures = figures_of(standard, book, len(reading.branches))
    outcomes = rate([replace(each, applied_for=MOST_STARS) for each in asked], figures)
    return {outcome.branch: replace(sides[outcome.branch], stars=outcome.stars) for outcome in outcomes}
