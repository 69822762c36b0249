"""星级和荣誉: the stars of the last year rated, what became of branches over the span, plates, quarterly honours."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from assessments.choices import STARS, Change, HonourKind, PlateAct
from assessments.models import Honour, Rating, StarChange, StarRating
from assessments.models.ratings import TAKEN_BACK
from reports.selectors.named.registry import Asked, NamedFigure, source

NOT_PUBLISHED = "这一时段没有公布星级评定"


@source("星级评定")
def stars(asked: Asked) -> Iterator[NamedFigure]:
    """How the branches were rated for the last year of the span that has a published rating (3 queries)."""
    ratings = _published(asked)
    latest = ratings.order_by("-year").first()
    rows = _rated(asked).filter(rating__year=latest.year) if latest else StarRating.objects.within(asked.owner).none()
    found = list(rows.values_list("stars", "change", "applied_for"))
    levels, changes = Counter(row[0] for row in found), Counter(row[1] for row in found)
    url = _page(asked, latest)

    def figure(name: str, number: int) -> NamedFigure:
        return NamedFigure(name, number if latest else None, "个", url, "" if latest else NOT_PUBLISHED)

    for level, label in STARS:
        yield figure(f"{label}党支部", levels[level])
    yield figure("申报星级党支部", sum(applied is not None for _, _, applied in found))
    yield figure("未申报星级党支部", sum(applied is None for _, _, applied in found))
    for change in (Change.UP, Change.DOWN, Change.RESTORED):
        yield figure(f"{change.label}党支部", changes[change])
    if asked.branch is None:
        yield figure("五星名额", sum(ratings.filter(year=latest.year).values_list("cap", flat=True)) if latest else 0)


@source("星级评定")
def over_the_years(asked: Asked) -> Iterator[NamedFigure]:
    """Over all ratings published in the span, of whatever years (2 queries)."""
    behind = _rated(asked).filter(stars__isnull=True, rating__published_on__gte=asked.start)
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


def _published(asked: Asked) -> QuerySet[Rating]:
    return Rating.objects.within(asked.court, with_below=asked.with_below).filter(
        published_on__lte=asked.as_of, year__range=(asked.start.year, asked.end.year)
    )


def _rated(asked: Asked) -> QuerySet[StarRating]:
    return StarRating.objects.within(asked.owner, with_below=asked.with_below).filter(
        rating__published_on__lte=asked.as_of
    )


def _page(asked: Asked, rating: Rating | None) -> str:
    if rating is None or asked.with_below:
        return reverse("assessments:ratings")
    return reverse("assessments:rating", args=[rating.pk])


def _dated(asked: Asked, name: str, **filters: Any) -> str:
    days = {"from": asked.start.isoformat(), "to": asked.last.isoformat()}
    return f"{reverse(name)}?{urlencode({**filters, **days})}"
