"""A court's star ratings of a year: computed, stored and printed; a published one is printed as it stands."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandParser

from assessments.models import Rating
from assessments.periods import Span
from assessments.selectors.ratings import rating_as_printed, rows_of
from assessments.services.ratings import rate_year
from branches.selectors.named import court_named
from core.clock import now, today
from core.commands import ServiceCommand


class Command(ServiceCommand):
    help = "Rate the branches of a court for a year; again: the same."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--court", required=True, metavar="NAME")
        parser.add_argument("--year", required=True, type=int, metavar="Y")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def perform(self, **options: Any) -> str:
        court = court_named(options["court"])
        year = Span.named(f"{options['year']:04d}").year
        published = Rating.objects.within(court).filter(year=year, published_on__isnull=False).first()
        rating = published or rate_year(court=court, year=year, by=None, on=today(), at=now())
        if options["format"] == "json":
            return json.dumps(rating_as_printed(rating), ensure_ascii=False, indent=1)
        return "\n".join(_lines(rating))


def _lines(rating: Rating) -> Iterator[str]:
    yield f"{rating.court} {rating}（五星名额 {rating.cap} 个）"
    for row in rows_of(rating):
        points = "得分不详" if row.points is None else f"{row.points} 分"
        stars = "未评定" if row.stars is None else row.get_stars_display()
        told = [row.get_change_display(), *row.consequences, "尚有不详或待评审的项目" if row.provisional else ""]
        yield "，".join([f"{row.branch}：{points}", stars, *filter(None, told)])
