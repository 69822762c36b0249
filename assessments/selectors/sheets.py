"""An assessment as it stands now: what counts for each branch, and what waits for whom. Pages, figures, medians,
findings and the rules of publishing and closing all read it here."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import F, QuerySet

from assessments.choices import OPEN_STATES, ReviewState, ScoreState, Waits
from assessments.models import Aspect, Assessment, BranchScore, Review
from assessments.rulebook import Line, Rulebook
from assessments.scoring import cents, percent
from assessments.selectors.compute import Sums, sums_of
from assessments.selectors.overlay import Entries, entries_of, reviews_standing
from assessments.selectors.standards import rulebooks
from branches.models import Branch

# Of fewer branches a median tells one what another has.
FEWEST_FOR_MEDIAN = 5
# (assessment, branch) → code → the review that waits for a second person.
Seconds = Mapping[tuple[int, int], Mapping[str, Review]]


@dataclass(frozen=True)
class Row:
    """One branch: what counts of each indicator, and what waits for a second reviewer."""

    score: BranchScore
    entries: Entries
    seconds: Mapping[str, Review]

    @property
    def branch(self) -> Branch:
        return self.score.branch

    def waits(self, code: str) -> Waits | None:
        """For whom the indicator waits, if for anybody."""
        if code in self.seconds:
            return Waits.SECOND
        state = self.entries[code]["state"] if code in self.entries else None
        return Waits(state) if state in OPEN_STATES else None

    def waiting(self) -> list[Waits]:
        return [waits for code in self.entries if (waits := self.waits(code))]

    def sums(self, lines: Collection[Line]) -> Sums:
        return sums_of(self.entries[line.code] for line in lines if line.code in self.entries)


@dataclass(frozen=True)
class Sheet:
    """`lines`: the indicators that were asked, in order; `aspects`: code → name, of those that have any."""

    assessment: Assessment
    book: Rulebook
    aspects: Mapping[str, str]
    rows: list[Row]

    @property
    def lines(self) -> list[Line]:
        return self.book.asked(of_year=self.assessment.span.is_year)

    def of_aspect(self, aspect: str) -> list[Line]:
        return [line for line in self.lines if line.aspect == aspect]

    def waiting(self) -> list[tuple[Row, Line, Waits]]:
        """Everything that waits, branch by branch."""
        return [(row, line, waits) for row in self.rows for line in self.lines if (waits := row.waits(line.code))]

    def count(self, waits: Waits) -> int:
        return sum(each is waits for row in self.rows for each in row.waiting())

    def shortfalls(self) -> Iterator[tuple[Row, Line, dict[str, Any]]]:
        """Indicators with less than full marks; what is not known is none."""
        for row in self.rows:
            for line in self.lines:
                entry = row.entries.get(line.code)
                if entry and entry["state"] == ScoreState.SCORED and Decimal(entry["points"]) < Decimal(entry["of"]):
                    yield row, line, entry

    def medians(self) -> dict[str, str]:
        """Of the branches' percents of what is known, for the whole and each aspect (models.Assessment); none where
        too few are known."""
        columns = {"all": self.lines, **{aspect: self.of_aspect(aspect) for aspect in self.aspects}}
        found = {name: self._median(lines) for name, lines in columns.items()}
        return {name: str(value) for name, value in found.items() if value is not None}

    def _median(self, lines: Collection[Line]) -> Decimal | None:
        sums = (row.sums(lines) for row in self.rows)
        percents = [value for each in sums if (value := percent(each.points, each.known_of)) is not None]
        return cents(median(percents)) if len(percents) >= FEWEST_FOR_MEDIAN else None


def sheet_of(user: Any, assessment: Assessment) -> Sheet:
    """Of what the user sees of an assessment (5 queries)."""
    return sheets_of(BranchScore.objects.visible_to(user), [assessment])[assessment.pk]


def sheet_within(assessment: Assessment) -> Sheet:
    """The whole of an assessment that was fetched before."""
    return sheets_within([assessment])[assessment.pk]


def sheets_within(assessments: Collection[Assessment]) -> dict[int, Sheet]:
    return sheets_of(BranchScore.objects.unscoped("scores of assessments fetched before"), assessments)


def sheets_of(scores: QuerySet[BranchScore], assessments: Collection[Assessment]) -> dict[int, Sheet]:
    """Assessment → its sheet, with those of `scores` that belong to it; as many queries for one as for many."""
    if not assessments:
        return {}
    books = rulebooks(list({row.standard_id: row.standard for row in assessments}.values()))
    aspects = _aspects(list(books))
    standing, seconds = reviews_standing(assessments), _seconds(assessments)
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for score in _current(scores, assessments):
        key = (score.assessment_id, score.branch_id)
        found[score.assessment_id].append(Row(score, entries_of(score, standing), seconds.get(key, {})))
    sheets = {}
    for row in assessments:
        book = books[row.standard_id]
        asked = {line.aspect for line in book.asked(of_year=row.span.is_year)}
        named = {code: name for code, name in aspects[row.standard_id].items() if code in asked}
        sheets[row.pk] = Sheet(row, book, named, found[row.pk])
    return sheets


def _current(scores: QuerySet[BranchScore], assessments: Collection[Assessment]) -> QuerySet[BranchScore]:
    """Those of the present revision, in the court's order."""
    rows = scores.filter(assessment__in=assessments, revision=F("assessment__revision"))
    return rows.select_related("branch").order_by("branch__order", "branch_id")


def _seconds(assessments: Collection[Assessment]) -> Seconds:
    found: defaultdict[tuple[int, int], dict[str, Review]] = defaultdict(dict)
    rows = Review.objects.unscoped("reviews of assessments fetched before")
    waiting = rows.filter(assessment__in=assessments, state=ReviewState.WAITS)
    for review in waiting.select_related("recorded_by"):
        found[review.assessment_id, review.branch_id][review.code] = review
    return found


def _aspects(standards: Collection[int]) -> dict[int, dict[str, str]]:
    found: defaultdict[int, dict[str, str]] = defaultdict(dict)
    rows = Aspect.objects.unscoped("aspects of standards fetched before")
    for aspect in rows.filter(standard__in=standards).order_by("order", "pk"):
        found[aspect.standard_id][aspect.code] = aspect.name
    return found
