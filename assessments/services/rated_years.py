"""What every writer around a year's stars does first: the court is locked, so that nothing is published meanwhile."""

from assessments.models import Rating
from branches.models import Court
from core.errors import Refused


def hold_court(court: Court) -> None:
    """The court before anything else of it, always: whoever waits for another holds nothing that this one needs."""
    Court.objects.within(court).select_for_update(no_key=True).get()


def hold_open_year(court: Court, year: int, *, refusal: str, field: str | None = None) -> None:
    """The court, locked; refused where the stars of the year are published."""
    hold_court(court)
    if Rating.objects.within(court).filter(year=year, published_on__isnull=False).exists():
        raise Refused(f"{year}年度星级评定已公布，{refusal}", field=field)
