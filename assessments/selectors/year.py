"""The year's points of each branch: the year's own assessment and the mean of the quarters', by the standard's weight.

Points are percents of what is known, as a quarter and a year ask for different indicators. Of a branch without a known
quarter the year's assessment counts alone, and the other way round.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from assessments.choices import OPEN_STATES, ScoreState
from assessments.models import Assessment, BranchScore
from assessments.periods import WHOLE_YEAR
from assessments.rulebook import Rulebook
from assessments.scoring import cents, percent
from assessments.selectors.compute import sums_of
from assessments.selectors.overlay import Entries, entries_of, reviews_standing
from assessments.selectors.standards import rulebooks
from branches.models import Court

ALL = "all"
# The codes of the gates that are failed, and of those that are not known.
Gates = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Percents:
    """Of one branch in one assessment: points of 100 of all and of each aspect; None where nothing is known."""

    of: Mapping[str, Decimal | None]
    unknown: int


@dataclass(frozen=True)
class YearPoints:
    """Of one branch: `aspects` by their codes; `quarters` by theirs; `unknown`: how many indicators are not known."""

    points: Decimal | None = None
    aspects: Mapping[str, Decimal | None] = field(default_factory=dict)
    year: Decimal | None = None
    quarters: Mapping[str, Decimal | None] = field(default_factory=dict)
    unknown: int = 0
    gates_failed: tuple[str, ...] = ()
    gates_unknown: tuple[str, ...] = ()


def assessments_of(court: Court, year: int) -> list[Assessment]:
    """The year's own and the quarters' that there are, the year's first (1 query)."""
    rows = Assessment.objects.within(court).filter(year=year).select_related("standard")
    return list(rows.order_by("quarter"))


def year_points(assessments: Sequence[Assessment], weight: int) -> dict[int, YearPoints]:
    """Branch → its points of the year; `weight`: percents that the quarters count (3 queries)."""
    found: defaultdict[int, dict[str, Percents]] = defaultdict(dict)
    gates: dict[int, Gates] = {}
    for assessment, branch, entries, book in _entries(assessments):
        found[branch][assessment.span.code] = percents(entries, book)
        if assessment.quarter == WHOLE_YEAR:
            gates[branch] = gates_of(entries, book)
    year = str(assessments[0].year) if assessments else ""
    return {pk: year_of(own, year, weight, gates.get(pk, ((), ()))) for pk, own in found.items()}


def quarters_percents(assessments: Sequence[Assessment]) -> dict[int, dict[str, Percents]]:
    """Branch → quarter → its percents, of those of the assessments that are quarters' (3 queries)."""
    found: defaultdict[int, dict[str, Percents]] = defaultdict(dict)
    for assessment, branch, entries, book in _entries([row for row in assessments if row.quarter != WHOLE_YEAR]):
        found[branch][assessment.span.code] = percents(entries, book)
    return found


def percents(entries: Entries, book: Rulebook) -> Percents:
    """Of the entries of one branch by its rulebook."""
    by_aspect: defaultdict[str, list[Any]] = defaultdict(list)
    for line in book.lines:
        if line.code in entries:
            by_aspect[line.aspect].append(entries[line.code])
    every = sums_of(entries.values())
    of = {code: percent(sums.points, sums.known_of) for code, sums in _sums(by_aspect)}
    return Percents({ALL: percent(every.points, every.known_of), **of}, every.unknown)


def gates_of(entries: Entries, book: Rulebook) -> Gates:
    """The gates without full marks, and those that are not known; one that does not apply is passed."""
    failed, unknown = [], []
    for line in book.lines:
        entry = entries.get(line.code)
        if not line.is_gate or entry is None:
            continue
        if entry["state"] in OPEN_STATES:
            unknown.append(line.code)
        elif entry["state"] == ScoreState.SCORED and Decimal(entry["points"]) < Decimal(entry["of"]):
            failed.append(line.code)
    return tuple(failed), tuple(unknown)


def combined(year: Decimal | None, quarters: Sequence[Decimal | None], weight: int) -> Decimal | None:
    """The year's percent with the mean of the quarters' that are known; `weight` of 100 is theirs."""
    known = [each for each in quarters if each is not None]
    if not known:
        return year
    mean = sum(known, Decimal(0)) / len(known)
    if year is None:
        return cents(mean)
    return cents((mean * weight + year * (100 - weight)) / 100)


def _sums(by_aspect: Mapping[str, list[Any]]) -> list[tuple[str, Any]]:
    return [(code, sums_of(entries)) for code, entries in by_aspect.items()]


def _entries(assessments: Sequence[Assessment]) -> Iterator[tuple[Assessment, int, Entries, Rulebook]]:
    """Of every branch in every assessment what counts, with the rulebook of it."""
    books = rulebooks(list({row.standard_id: row.standard for row in assessments}.values()))
    standing = reviews_standing(assessments)
    for assessment, score in _scores(assessments):
        yield assessment, score.branch_id, entries_of(score, standing), books[assessment.standard_id]


def _scores(assessments: Sequence[Assessment]) -> list[tuple[Assessment, BranchScore]]:
    by_pk = {row.pk: row for row in assessments}
    rows = BranchScore.objects.unscoped("scores of assessments fetched before")
    scores = rows.filter(assessment__in=list(by_pk)).defer("records")
    pairs = ((by_pk[score.assessment_id], score) for score in scores)
    return [(assessment, score) for assessment, score in pairs if score.revision == assessment.revision]


def year_of(found: Mapping[str, Percents], year: str, weight: int, gates: Gates) -> YearPoints:
    """Of one branch: `found` has its percents by the codes of the year and of the quarters."""
    own = found.get(year)
    quarters = [each for code, each in found.items() if code != year]

    def of(what: str) -> Decimal | None:
        return combined(own.of.get(what) if own else None, [each.of.get(what) for each in quarters], weight)

    aspects = sorted({code for each in found.values() for code in each.of} - {ALL})
    return YearPoints(
        points=of(ALL),
        aspects={code: of(code) for code in aspects},
        year=own.of[ALL] if own else None,
        quarters={code: found[code].of[ALL] for code in sorted(found) if code != year},
        unknown=sum(each.unknown for each in found.values()),
        gates_failed=gates[0],
        gates_unknown=gates[1],
    )
