"""Examples of the pages of notices, a part after the other."""

from typing import Any

from notices.models import Delivery
from tests.access.example import COMMITTEES, SECRETARIES, Data, Example
from tests.access.examples_of_bulletins import BULLETINS
from tests.access.examples_of_notice_pages import NOTICES
from tests.access.world import World

READERS = (*COMMITTEES, *SECRETARIES)


def empty(world: World, actor: str, row: Any) -> Data:
    return {}


def own_settings(world: World, actor: str, row: Any) -> Data:
    """Of the actor's own court, which has a row."""
    days = {"draft_day": 20, "draft_for": "THIS_MONTH", "bulletin_day": 5, "remind_days": 2}
    return {**days, "version": 1, "reminds": "on"}


MESSAGES: dict[str, Example] = {}
SETTINGS: dict[str, Example] = {
    "notices:settings": Example(allowed=COMMITTEES, post=own_settings),
}
DELIVERIES: dict[str, Example] = {
    "notices:deliveries": Example(allowed=COMMITTEES),
    "notices:deliveries_export": Example(allowed=COMMITTEES),
    "notices:deliveries_retry": Example(allowed=COMMITTEES, post=empty, methods=("POST",)),
    "notices:delivery_retry": Example(rows={"pk": Delivery}, allowed=COMMITTEES, post=empty, methods=("POST",)),
}

EXAMPLES_OF_NOTICES: dict[str, Example] = {**NOTICES, **BULLETINS, **MESSAGES, **SETTINGS, **DELIVERIES}
