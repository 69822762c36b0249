"""The pass: every branch of a reading scored by its court's standard. Facts for all at once, then plain arithmetic."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from assessments.choices import OPEN_STATES, ScoreState
from assessments.rulebook import Line, Rulebook
from assessments.scoring import ZERO, Found, score
from assessments.selectors.inputs import Reading, input_of
from branches.models import Branch


@dataclass(frozen=True)
class Result:
    """One branch's scores as they are stored (models.BranchScore); `text`: the scores as JSON."""

    branch: Branch
    scores: dict[str, dict[str, Any]]
    records: dict[str, dict[str, list[int]]]
    text: str


@dataclass(frozen=True)
class Sums:
    """`of`: points of what applies, `known_of`: of what is known; `unknown`: how many indicators are not."""

    points: Decimal
    of: Decimal
    known_of: Decimal
    unknown: int


def score_branches(reading: Reading, rulebooks: Mapping[int, Rulebook]) -> Iterator[Result]:
    """The branches of `reading`, each by the rulebook of its court (court → rulebook)."""
    cards: dict[int, _Card] = {}
    for branch in reading.branches:
        book = rulebooks[branch.court_id]
        if id(book) not in cards:
            cards[id(book)] = _Card(book, reading)
        yield cards[id(book)].fill(branch)


def sums_of(entries: Iterable[Mapping[str, Any]]) -> Sums:
    """Of the entries of one branch, stored or not."""
    points = of = known_of = ZERO
    unknown = 0
    for entry in entries:
        if entry["state"] == ScoreState.NOT_APPLIED:
            continue
        own = _decimal(entry["of"])
        of += own
        if entry["state"] in OPEN_STATES:
            unknown += 1
        else:
            known_of += own
            points += _decimal(entry["points"])
    return Sums(points, of, known_of, unknown)


# Few different points stand in very many entries.
_decimal = lru_cache(maxsize=1024)(Decimal)


class _Card:
    """What is filled in for each branch of the courts with one standard. Those with the same facts share an entry."""

    def __init__(self, book: Rulebook, reading: Reading) -> None:
        asked = book.asked(of_year=reading.span.is_year)
        # Each indicator with its input, and the entries that were made of it so far, with their text.
        self._columns: list[tuple[Line, Mapping[int, Found], dict[Found | None, tuple[dict[str, Any], str]]]] = [
            (line, reading.answer(line.key) if line.input else {}, {}) for line in asked
        ]

    def fill(self, branch: Branch) -> Result:
        scores, texts, records = {}, [], {}
        branch_id = branch.pk
        for line, answer, known in self._columns:
            found = answer.get(branch_id)
            made = known.get(found)
            if made is None:
                entry = entry_of(line, found)
                made = known[found] = (entry, f"{json.dumps(line.code)}: {json.dumps(entry)}")
            scores[line.code] = made[0]
            texts.append(made[1])
            if found is not None and found.records:
                records[line.code] = dict(found.records)
        return Result(branch, scores, records, f"{{{', '.join(texts)}}}")


def entry_of(line: Line, found: Found | None) -> dict[str, Any]:
    """One indicator of one branch as it is stored."""
    scored = score(line.rule, found)
    entry: dict[str, Any] = {
        "state": str(scored.state),
        "points": None if scored.points is None else str(scored.points),
        "of": str(line.of),
    }
    if found is not None:
        entry["inputs"] = found.as_inputs(input_of(line.input).shape)
        if found.why:
            entry["why"] = found.why
    return entry
