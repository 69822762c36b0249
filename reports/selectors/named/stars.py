"""星级和荣誉: the stars of the last year rated, what became of branches over the span, plates, quarterly honours."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from assessments.choices import STARS, HonourKind, PlateAct
from assessments.models import Honour, Rating, StarChange, StarRating
from assessments.models.ratings import TAKEN_BACK
from reports.selectors.named.registry import Asked, NamedFigure, source
from reports.selectors.stars import MOVES, UNRATED, last_star_year, stars_by_level

NOT_PUBLISHED = "这一时段没有公布星级评定"


@source("星级评定")
def stars(asked: Asked) -> Iterator[NamedFigure]:
    """How the branches were rated for the last year of the span that has a published rating."""
    year = last_star_year(asked.owner, asked.as_of, with_below=asked.with_below)
    found = None
    if year and asked.start.year <= year <= asked.end.year:
        found = stars_by_level(asked.owner, year, asked.as_of, with_below=asked.with_below)
    if found is None or not year:
        for name in (*(f"{label}级党支部" for _, label in STARS), *(f"{change.label}党支部" for change in MOVES)):
            yield NamedFigure(name, None, "个", why=NOT_PUBLISHED)
        return
    url = found.url or reverse("assessments:ratings")
    for level in found.levels:
        yield NamedFigure(f"{level.label}党支部", level.number, "个", level.url or url)
    for change in found.changes:
        yield NamedFigure(f"{change.label}党支部", change.number, "个", change.url or url)
    unrated = sum(level.number for level in found.levels if level.label == UNRATED)
    yield NamedFigure("申报星级党支部", found.branches - unrated, "个", url)
    if asked.branch is None:
        caps = Rating.objects.within(asked.court, with_below=asked.with_below).filter(
            year=year, published_on__lte=asked.as_of
        )
        yield NamedFigure("五星名额", sum(caps.values_list("cap", flat=True)), "个", url)


@source("星级评定")
def over_the_years(asked: Asked) -> Iterator[NamedFigure]:
    """Over all ratings published in the span, of whatever years (2 queries)."""
    behind = StarRating.objects.within(asked.owner, with_below=asked.with_below).filter(
        stars__isnull=True, rating__published_on__range=(asked.start, asked.as_of)
    )
    yield NamedFigure("列为后进党支部", behind.count(), "个次", reverse("assessments:ratings"))
    plates = (
        StarChange.objects.within(asked.owner, with_below=asked.with_below)
        .exclude(TAKEN_BACK)
        .filter(voided_at__isnull=True, on__range=(asked.start, asked.last))
    )
    acts = Counter(plates.values_list("act", flat=True))
    for act in PlateAct:
        yield NamedFigure(act.label, acts[act], "块", _dated(asked, "assessments:plates", act=act.value))


@source("季度荣誉")
def honours(asked: Asked) -> Iterator[NamedFigure]:
    """Awarded in the span (1 query)."""
    rows = Honour.objects.within(asked.owner, with_below=asked.with_below).filter(
        voided_at__isnull=True, awarded_on__range=(asked.start, asked.last)
    )
    found = Counter(rows.values_list("kind", flat=True))
    for kind in HonourKind:
        yield NamedFigure(kind.label, found[kind], "个", _dated(asked, "assessments:honours", kind=kind.value))


def _dated(asked: Asked, name: str, **filters: Any) -> str:
    days = {"from": asked.start.isoformat(), "to": asked.last.isoformat()}
    return f"{reverse(name)}?{urlencode({**filters, **days})}"
