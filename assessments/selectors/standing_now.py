"""How a branch stands in the running quarter and year, live; nothing of it is stored."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from assessments.choices import AssessmentState
from assessments.models import Assessment, Indicator
from assessments.periods import Span
from assessments.rulebook import Line, Rulebook, rulebook
from assessments.selectors.compute import Sums, sums_of
from assessments.selectors.raising import Chance, chances, live, running_spans
from assessments.selectors.score_page import Item, Part, total_in_words
from assessments.selectors.sentences import names_for, sentence
from assessments.selectors.standards import standard_of
from branches.models import Branch


@dataclass(frozen=True)
class Live:
    """A running span: its parts as they stand on the day."""

    span: Span
    parts: list[Part]

    @property
    def sums(self) -> Sums:
        return sums_of(item.entry for part in self.parts for item in part.items)

    @property
    def in_words(self) -> str:
        return total_in_words(self.sums, [item.entry for part in self.parts for item in part.items])


@dataclass(frozen=True)
class StandingNow:
    """`to_assess`: assessments in review of which the branch may still say something itself."""

    quarter: Live
    year: Live
    chances: list[Chance]
    to_assess: list[Assessment]


def standing_now(user: Any, branch: Branch, on: date) -> StandingNow:
    """`branch` with its court, fetched for the user."""
    book, indicators = _book(user, branch, on)
    names = names_for(branch.court)
    rules = {line.code: (line, sentence(line, names)) for line in book.lines}
    spans = running_spans(branch, on)
    quarter, year = (Live(each.span, _parts(live(branch, book, each), indicators, rules)) for each in spans)
    running = Assessment.objects.visible_to(user).filter(court=branch.court_id, state=AssessmentState.COMPUTED)
    assessed = running.filter(scores__branch=branch).distinct()
    return StandingNow(quarter, year, chances(user, branch, book, spans), list(assessed))


def chances_now(user: Any, branch: Branch, on: date) -> list[Chance]:
    """What would raise the score, alone."""
    return chances(user, branch, _book(user, branch, on)[0], running_spans(branch, on))


def _book(user: Any, branch: Branch, on: date) -> tuple[Rulebook, list[Indicator]]:
    standard = standard_of(branch.court, on.year)
    rows = Indicator.objects.visible_to(user).filter(standard=standard).select_related("aspect")
    indicators = list(rows)
    return rulebook(standard, indicators), indicators


def _parts(result: Any, indicators: list[Indicator], rules: dict[str, tuple[Line, str]]) -> list[Part]:
    items: defaultdict[str, list[Item]] = defaultdict(list)
    scores = result.scores if result else {}
    for indicator in indicators:
        if indicator.code in scores:
            line, rule = rules[indicator.code]
            items[indicator.aspect.code].append(Item(indicator, line, scores[indicator.code], rule))
    names = {indicator.aspect.code: indicator.aspect.name for indicator in indicators}
    return [Part(code, name, items[code]) for code, name in names.items() if code in items]
