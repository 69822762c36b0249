"""Marked rows of the roll-up: of a month that no page shows, so that pages are counted live."""

from datetime import datetime
from typing import Any

from reports.models import CourtMonth, StaleCourt


def plant_rollup(world: Any, code: str, at: datetime) -> None:
    court = world.courts[code]
    nothing = {"kinds": {}, "organization": [0, 0, 0, 0]}
    counted = {"counted_on": at.date(), "refreshed_at": at}
    world.plant(CourtMonth, code, court=court, month=1999 * 12, own=nothing, below=nothing, **counted)
    world.plant(StaleCourt, code, court=court)
