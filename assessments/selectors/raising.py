"""What would raise a branch's score: what it has still to do, with the points that each thing carries. Never people."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from assessments.periods import Span
from assessments.rulebook import Line, Rulebook
from assessments.scoring import ZERO, Found, Rule, score
from assessments.selectors.compute import Result, score_branches
from assessments.selectors.inputs import Reading
from assessments.selectors.obligations import Asked, Obligation, is_to_be_done, obligations_of
from branches.models import Branch


@dataclass(frozen=True)
class Chance:
    """An obligation and the points that it still carries under the court's standard."""

    line: Line
    what: Obligation
    points: Decimal


def worth(rule: Rule, found: Found) -> Decimal:
    """What the next thing done brings: of a share one part, of steps the next step, of yes or no all of it.

    `found`: as it would be at the end if nothing more were done."""
    stands = score(rule, found).points or ZERO
    for more in range(1, (found.due or 0) - found.met + 1):
        gained = (score(rule, replace(found, met=found.met + more)).points or ZERO) - stands
        if gained > 0:
            return gained
    return ZERO


@dataclass(frozen=True)
class Running:
    """A span that runs: as it stands on the day, and as it would at its end if nothing more were done."""

    now: Reading
    at_the_end: Reading

    @property
    def span(self) -> Span:
        return self.now.span


def running_spans(branch: Branch, on: date) -> tuple[Running, Running]:
    """The quarter and the year that run on a day. What they share is read once, for the whole year."""
    quarter, year = Span(on.year, (on.month + 2) // 3), Span(on.year)
    whole = Reading(branch, year, year.end)
    return _running(whole, quarter, on), _running(whole, year, on)


def _running(whole: Reading, span: Span, on: date) -> Running:
    return Running(now=whole.part(span, on), at_the_end=whole.part(span, span.end))


def chances(user: Any, branch: Branch, book: Rulebook, spans: Iterable[Running]) -> list[Chance]:
    """The most points first, then what is due first. `spans`: the running quarter and year. Yearly indicators are
    asked of the year, all others of the quarter."""
    found = [chance for span in spans for chance in _of_span(user, branch, book, span)]
    return sorted(found, key=lambda each: (-each.points, each.what.due_on or date.max, each.line.code))


def _of_span(user: Any, branch: Branch, book: Rulebook, running: Running) -> Iterator[Chance]:
    asked = Asked(user, branch, running.now, running.at_the_end)
    for line in book.lines:
        if line.yearly is not running.span.is_year or not is_to_be_done(line.input):
            continue
        found = running.at_the_end.answer(line.key).get(branch.pk)
        if found is None or found.why or found.met >= (found.due or 0):
            continue
        points = worth(line.rule, found)
        if points:
            for what in obligations_of(asked, line.input, line.params):
                yield Chance(line, what, min(points * what.count, line.of))


def live(branch: Branch, book: Rulebook, running: Running) -> Result | None:
    """The scores of a running span as it stands, nothing stored; None for a branch that is not there."""
    return next(score_branches(running.now, {branch.court_id: book}), None)
