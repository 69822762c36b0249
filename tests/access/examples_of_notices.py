"""Examples of the pages of notices, a part after the other."""

from typing import Any

from branches.models import Branch
from notices.models import Delivery, Message, Notice, Series
from tests.access.example import COMMITTEES, SECRETARIES, Data, Example
from tests.access.examples_of_bulletins import BULLETINS
from tests.access.examples_of_development import at_home
from tests.access.examples_of_notice_pages import NOTICES
from tests.access.world import World

READERS = (*COMMITTEES, *SECRETARIES)


def empty(world: World, actor: str, row: Any) -> Data:
    return {}


def own_settings(world: World, actor: str, row: Any) -> Data:
    """Of the actor's own court, which has a row."""
    days = {"draft_day": 20, "draft_for": "THIS_MONTH", "bulletin_day": 5, "remind_days": 2}
    return {**days, "version": 1, "reminds": "on"}


MESSAGES: dict[str, Example] = {
    "notices:messages": Example(allowed=READERS),
    "notices:messages_export": Example(allowed=READERS),
    "notices:messages_read_all": Example(allowed=READERS, post=empty, methods=("POST",), keeps_typed=True),
    "notices:message_open": Example(rows={"pk": Message}, allowed=READERS, shows_row=False),
}
MATRIX: dict[str, Example] = {
    "notices:matrix": Example(allowed=COMMITTEES, filters={"series": Series}),
    "notices:matrix_export": Example(allowed=COMMITTEES),
    "notices:receipts": Example(allowed=COMMITTEES, filters={"branch": Branch, "notice": Notice}),
    "notices:branch_panel": Example(rows={"branch_pk": Branch}, allowed=READERS, where=at_home, shows_row=False),
    "notices:receipts_export": Example(allowed=COMMITTEES, filters={"branch": Branch}),
}
LAST_QUARTER = {"code": "2024Q3"}
QUARTERS: dict[str, Example] = {
    "notices:unknown": Example(plain=LAST_QUARTER, allowed=COMMITTEES),
    "notices:unknown_export": Example(plain=LAST_QUARTER, allowed=COMMITTEES),
}
SETTINGS: dict[str, Example] = {
    "notices:settings": Example(allowed=COMMITTEES, post=own_settings),
}
DELIVERIES: dict[str, Example] = {
    "notices:deliveries": Example(allowed=COMMITTEES),
    "notices:deliveries_export": Example(allowed=COMMITTEES),
    "notices:deliveries_retry": Example(allowed=COMMITTEES, post=empty, methods=("POST",)),
    "notices:delivery_retry": Example(rows={"pk": Delivery}, allowed=COMMITTEES, post=empty, methods=("POST",)),
}

EXAMPLES_OF_NOTICES: dict[str, Example] = {
    **NOTICES,
    **BULLETINS,
    **MESSAGES,
    **MATRIX,
    **QUARTERS,
    **SETTINGS,
    **DELIVERIES,
}
