"""星级和荣誉: the stars of the last year rated, what became of branches over the span, plates, quarterly honours."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from assessments.choices import STARS, HonourKind, PlateAct
from assessments.models import Honour, Rating, StarChange, StarRating
from assessments.models.ratings import TAKEN_BACK
from assessments.periods import Span
from assessments.selectors.links import STANDING, standard_url
from assessments.selectors.standards import rulebook_of, standard_of
from assessments.stars import PROBLEM_SOURCE
from metrics.periods import NUMERALS
from rectification.links import problems_url
from reports.selectors.named.registry import Asked, NamedFigure, source
from reports.selectors.stars import MOVES, UNRATED, last_star_year, stars_by_level

APPLIED, CAPS = "申报星级党支部", "五星名额"
NOT_PUBLISHED = "这一时段没有公布星级评定"


@source("星级评定")
def stars(asked: Asked) -> Iterator[NamedFigure]:
    """How the branches were rated for the last year of the span that has a published rating."""
    year = last_star_year(asked.owner, asked.as_of, with_below=asked.with_below)
    found = None
    if year and asked.start.year <= year <= asked.end.year:
        found = stars_by_level(asked.owner, year, asked.as_of, with_below=asked.with_below)
    if found is None or not year:
        names = (*(f"{label}级党支部" for _, label in STARS), *(f"{change.label}党支部" for change in MOVES))
        for name in (*names, APPLIED, *([] if asked.branch else [CAPS])):
            yield NamedFigure(name, None, "个", why=NOT_PUBLISHED)
        return
    url = found.url or reverse("assessments:ratings")
    for level in found.levels:
        yield NamedFigure(f"{level.label}党支部", level.number, "个", level.url or url)
    for change in found.changes:
        yield NamedFigure(f"{change.label}党支部", change.number, "个", change.url or url)
    unrated = sum(level.number for level in found.levels if level.label == UNRATED)
    yield NamedFigure(APPLIED, found.branches - unrated, "个", url)
    if asked.branch is None:
        caps = Rating.objects.within(asked.court, with_below=asked.with_below).filter(
            year=year, published_on__lte=asked.as_of
        )
        yield NamedFigure(CAPS, sum(caps.values_list("cap", flat=True)), "个", url)


@source("星级评定")
def over_the_years(asked: Asked) -> Iterator[NamedFigure]:
    """Over all ratings published in the span, of whatever years (2 queries)."""
    behind = StarRating.objects.within(asked.owner, with_below=asked.with_below).filter(
        problem__isnull=False, rating__published_on__range=(asked.start, asked.last)
    )
    days = {"opened_from": asked.start, "opened_to": asked.last}
    url = problems_url(on=asked.as_of, source=PROBLEM_SOURCE, **days, **asked.owner_filter)
    number = behind.count()
    # Where there is no such problem, the list has no such source to choose.
    yield NamedFigure("列为后进党支部", number, "个次", url if number else "")
    plates = (
        StarChange.objects.within(asked.owner, with_below=asked.with_below)
        .exclude(TAKEN_BACK)
        .filter(voided_at__isnull=True, on__range=(asked.start, asked.last))
    )
    acts = Counter(plates.values_list("act", flat=True))
    for act in PlateAct:
        yield NamedFigure(
            act.label, acts[act], "块", _dated(asked, "assessments:plates", act=act.value, state=STANDING)
        )


@source("季度荣誉")
def honours(asked: Asked) -> Iterator[NamedFigure]:
    """Awarded in the span; `红旗党支部·第一季度` for a quarter of its last year, whenever awarded (2 queries)."""
    rows = Honour.objects.within(asked.owner, with_below=asked.with_below).filter(voided_at__isnull=True)
    awarded = rows.filter(awarded_on__range=(asked.start, asked.last))
    found = Counter(awarded.values_list("kind", flat=True))
    of_year = rows.filter(year=asked.end.year, awarded_on__lte=asked.as_of)
    by_quarter = Counter(of_year.values_list("kind", "quarter"))
    for kind in HonourKind:
        yield NamedFigure(kind.label, found[kind], "个", _dated(asked, "assessments:honours", kind=kind.value))
        for quarter in range(1, 5):
            number, span = by_quarter[kind.value, quarter], Span(asked.end.year, quarter)
            if number or asked.start <= span.end <= asked.last:
                name = f"{kind.label}·第{NUMERALS[quarter - 1]}季度"
                yield NamedFigure(name, number, "个", _of_quarter(asked, kind, span), of=kind.label)


def _of_quarter(asked: Asked, kind: HonourKind, span: Span) -> str:
    query = {"kind": kind.value, "quarter": span.code, "to": asked.as_of.isoformat(), **_branch(asked)}
    return f"{reverse('assessments:honours')}?{urlencode(query)}"


def _dated(asked: Asked, name: str, **filters: Any) -> str:
    days = {"from": asked.start.isoformat(), "to": asked.last.isoformat()}
    return f"{reverse(name)}?{urlencode({**filters, **days, **_branch(asked)})}"


def _branch(asked: Asked) -> dict[str, int]:
    return {"branch": asked.branch.pk} if asked.branch else {}


@source("星级评定")
def standard(asked: Asked) -> Iterator[NamedFigure]:
    """By which standard the last year is rated: its aspects and indicators (2 queries)."""
    found = standard_of(asked.court, asked.end.year)
    lines = rulebook_of(found).lines
    url = standard_url(found.pk)
    yield NamedFigure("星级标准·方面", len({line.aspect for line in lines}), "个", url, is_given=True)
    yield NamedFigure("星级标准·指标", len(lines), "项", url, is_given=True)
    yield NamedFigure("星级标准·基本制度指标", sum(line.is_gate for line in lines), "项", url, is_given=True)
