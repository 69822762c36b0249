"""One branch in one assessment, explained: each indicator with its rule, what was counted and what people said."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, Q

from assessments.choices import OPEN_STATES, DutyGrade, ReviewState, ScoreState, Shape
from assessments.models import Assessment, BranchScore, Indicator, Objection, Review, ReviewFile, SelfAssessment
from assessments.rulebook import Line, rulebook
from assessments.scoring import percent
from assessments.selectors.compute import Sums, sums_of
from assessments.selectors.inputs import input_of
from assessments.selectors.overlay import Entries, entries_of, reviews_standing
from assessments.selectors.records import RecordLink, all_records, records_url
from assessments.selectors.scores import OpenCodes, present
from assessments.selectors.sentences import figure, names_for, sentence
from assessments.selectors.sheets import FEWEST_FOR_MEDIAN

TREND = 8
TAGS = {
    ScoreState.SCORED: "success",
    ScoreState.NOT_KNOWN: "warning",
    ScoreState.TO_REVIEW: "info",
    ScoreState.NOT_APPLIED: "neutral",
}


@dataclass(frozen=True)
class Item:
    """One indicator. `reviews` are all that were given, the last first; `own`: what the branch said; `records`
    of what was counted, `records_url` the list of them."""

    indicator: Indicator
    line: Line
    entry: dict[str, Any]
    rule: str
    may_review: bool = False
    reviews: Sequence[Review] = ()
    own: Mapping[str, str] = field(default_factory=dict)
    records: Sequence[RecordLink] = ()
    records_url: str = ""

    @property
    def state(self) -> ScoreState:
        return ScoreState(self.entry["state"])

    @property
    def is_full(self) -> bool:
        return self.state == ScoreState.SCORED and Decimal(self.entry["points"]) >= Decimal(self.entry["of"])

    @property
    def label(self) -> str:
        if self.state != ScoreState.SCORED:
            return str(self.state.label)
        return "满分" if self.is_full else "未得满分"

    @property
    def tag(self) -> str:
        return TAGS[self.state] if self.state != ScoreState.SCORED or self.is_full else "warning"

    @property
    def points(self) -> str:
        """`3.5/5`; of what has none yet `—/5`."""
        of = figure(self.entry["of"])
        if self.state == ScoreState.NOT_APPLIED:
            return "—"
        return f"{'—' if self.entry['points'] is None else figure(self.entry['points'])}/{of}"

    @property
    def inputs(self) -> str:
        return inputs_in_words(self.line, self.entry.get("inputs") or {})

    @property
    def missing(self) -> str:
        """What is short of full marks, of what is counted in parts."""
        found = self.entry.get("inputs") or {}
        lacks = (found.get("due") or 0) - (found.get("met") or 0)
        return f"还差 {lacks} {_unit(self.line)}" if lacks > 0 and self.state == ScoreState.SCORED else ""

    @property
    def is_reviewed(self) -> bool:
        return "review" in self.entry

    @property
    def computed(self) -> str:
        """What the data alone gave, where a reviewer has spoken since."""
        computed = self.entry.get("computed")
        return figure(computed) if computed is not None else ""

    @property
    def waiting(self) -> Review | None:
        return next((each for each in self.reviews if each.state == ReviewState.WAITS), None)


@dataclass(frozen=True)
class Part:
    """An aspect with its indicators."""

    code: str
    name: str
    items: Sequence[Item]

    @property
    def sums(self) -> Sums:
        return sums_of(item.entry for item in self.items)

    @property
    def percent(self) -> Decimal | None:
        return percent(self.sums.points, self.sums.known_of)


@dataclass(frozen=True)
class Trend:
    """One quarter of the branch in the chart; points of 100 on what is known."""

    label: str
    percent: Decimal | None


@dataclass(frozen=True)
class Before:
    """The branch's own last quarter (or year)."""

    score: BranchScore
    percent: Decimal | None
    aspects: dict[str, Decimal | None]


@dataclass(frozen=True)
class ScorePage:
    score: BranchScore
    parts: list[Part]
    before: Before | None
    trend: list[Trend]
    objections: list[Objection]
    own: SelfAssessment | None

    @property
    def assessment(self) -> Assessment:
        return self.score.assessment

    @property
    def percent(self) -> Decimal | None:
        return percent(self.score.points, self.score.known_of)

    @property
    def medians(self) -> dict[str, Decimal]:
        """Of the court's branches; there are none before it is published."""
        if self.assessment.published_on is None:
            return {}
        return {key: Decimal(value) for key, value in self.assessment.medians.items() if value is not None}

    @property
    def median(self) -> Decimal | None:
        return self.medians.get("all")

    @property
    def no_median(self) -> str:
        """Why there is none, of what is published."""
        if self.assessment.published_on is None or self.median is not None:
            return ""
        return f"本院有得分的党支部不足 {FEWEST_FOR_MEDIAN} 个，不显示中位数。"

    @property
    def in_words(self) -> str:
        return total_in_words(self.score, (item.entry for part in self.parts for item in part.items))

    @property
    def unknown(self) -> list[Item]:
        return [item for part in self.parts for item in part.items if item.state in OPEN_STATES]


def total_in_words(sums: Any, entries: Any) -> str:
    """`62.5 分，已知部分满分 64，另有 5 项待评审`."""
    words = [f"{figure(sums.points)} 分"]
    if not sums.unknown:
        return f"{words[0]}，满分 {figure(sums.of)}"
    words.append(f"已知部分满分 {figure(sums.known_of)}")
    states = [entry["state"] for entry in entries]
    for state in (ScoreState.TO_REVIEW, ScoreState.NOT_KNOWN):
        if state in states:
            words.append(f"另有 {states.count(state)} 项{state.label}")
    return "，".join(words)


def inputs_in_words(line: Line, found: Mapping[str, Any]) -> str:
    """`应 3 次，达标 2 次`."""
    if not line.input or not found:
        return ""
    shape = input_of(line.input).shape
    if shape is Shape.GRADE:
        return f"等次：{DutyGrade(found['grade']).label}"
    if shape is Shape.NUMBER:
        return f"共 {found['count']} {_unit(line)}"
    unknown = f"，另有 {found['not_known']} {_unit(line)}不详" if found.get("not_known") else ""
    if shape is Shape.FACT:
        return ("已做到" if found["met"] >= found["due"] else "还没有做到") if found["due"] else ""
    return f"应 {found['due']} {_unit(line)}，达标 {found['met']} {_unit(line)}{unknown}"


def _unit(line: Line) -> str:
    if not line.input:
        return "项"
    return input_of(line.input).unit or ("次" if line.input == "PERIODS_MET" else "项")


def score_page(user: Any, score: BranchScore) -> ScorePage:
    """`score` with its assessment and branch, fetched for the user. The number of queries is fixed."""
    assessment = score.assessment
    rows = Indicator.objects.visible_to(user).filter(standard=assessment.standard_id)
    indicators = list(rows.select_related("aspect"))
    lines = {line.code: line for line in rulebook(assessment.standard, indicators).lines}
    names = names_for(assessment.court)
    entries = entries_of(score, reviews_standing([assessment]))
    own = SelfAssessment.objects.visible_to(user).filter(assessment=assessment, branch=score.branch_id).first()
    open_codes, reviews = OpenCodes(score, entries), _reviews(user, score)
    said, records = own.entries if own else {}, all_records(user, score)
    parts: dict[str, list[Item]] = defaultdict(list)
    aspects = {indicator.aspect.code: indicator.aspect.name for indicator in indicators}
    for indicator in indicators:
        code = indicator.code
        if code in entries:
            line = lines[code]
            item = Item(
                indicator,
                line,
                entries[code],
                sentence(line, names),
                may_review=code in open_codes,
                reviews=reviews[code],
                own=said.get(code, {}),
                records=records.get(code, ()),
                records_url=records_url(score, line) if records.get(code) else "",
            )
            parts[indicator.aspect.code].append(item)
    objections = Objection.objects.visible_to(user).filter(assessment=assessment, branch=score.branch_id)
    return ScorePage(
        score=score,
        parts=[Part(code, name, parts[code]) for code, name in aspects.items() if code in parts],
        before=_before(user, score),
        trend=_trend(user, score),
        objections=list(objections),
        own=own,
    )


def _reviews(user: Any, score: BranchScore) -> Mapping[str, list[Review]]:
    found: defaultdict[str, list[Review]] = defaultdict(list)
    rows = Review.objects.visible_to(user).filter(assessment=score.assessment_id, branch=score.branch_id)
    files = Prefetch("files", ReviewFile.objects.visible_to(user))
    for row in rows.select_related("recorded_by", "second_by").prefetch_related(files).order_by("-pk"):
        found[row.code].append(row)
    return found


def _earlier(user: Any, score: BranchScore) -> Any:
    """The published quarters (of a year: years) of the branch up to this one, the last first."""
    span = score.assessment.span
    rows = present(BranchScore.objects.visible_to(user)).filter(
        branch=score.branch_id, assessment__published_on__isnull=False
    )
    rows = rows.filter(assessment__quarter=0) if span.is_year else rows.filter(assessment__quarter__gt=0)
    in_year = Q(assessment__year=span.year, assessment__quarter__lte=span.quarter)
    rows = rows.filter(Q(assessment__year__lt=span.year) | in_year)
    return rows.select_related("assessment__standard").order_by("-assessment__year", "-assessment__quarter")


def _before(user: Any, score: BranchScore) -> Before | None:
    last = _earlier(user, score).exclude(pk=score.pk).first()
    if last is None:
        return None
    entries = entries_of(last, reviews_standing([last.assessment]))
    return Before(last, percent(last.points, last.known_of), aspects_in_percent(user, last, entries))


def aspects_in_percent(user: Any, score: BranchScore, entries: Entries) -> dict[str, Decimal | None]:
    """Aspect → points of 100 on what is known of it."""
    rows = Indicator.objects.visible_to(user).filter(standard=score.assessment.standard_id)
    by_aspect: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for code, aspect in rows.values_list("code", "aspect__code"):
        if code in entries:
            by_aspect[aspect].append(entries[code])
    return {aspect: _percent(own) for aspect, own in by_aspect.items()}


def _percent(entries: Collection[dict[str, Any]]) -> Decimal | None:
    sums = sums_of(entries)
    return percent(sums.points, sums.known_of)


def _trend(user: Any, score: BranchScore) -> list[Trend]:
    rows = reversed(_earlier(user, score)[:TREND])
    return [Trend(row.assessment.span.short, percent(row.points, row.known_of)) for row in rows]
