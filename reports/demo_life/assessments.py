"""The stars of the demo court: its standards, last year's rating, the quarters since, duty reviews and honours."""

from datetime import date

from branches.models import Court
from reports.demo_life import star_praise, star_quarters, star_standards, star_year
from reports.demo_life.star_desk import Desk


def load(court: Court, on: date) -> None:
    """Standards first: the rest is scored by them."""
    desk = Desk(court, on)
    for part in (star_standards.load, star_year.load, star_praise.load, star_quarters.load):
        part(desk)
