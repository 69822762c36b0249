"""Examples of the pages of bulletins."""

from typing import Any

from notices.models import Bulletin
from tests.access.example import COMMITTEES, SECRETARIES, Data, Example
from tests.access.world import World

READERS = (*COMMITTEES, *SECRETARIES)


def past_month(world: World, actor: str, row: Any) -> Data:
    return {"month": "2024-08-01"}


def bulletin_words(world: World, actor: str, row: Bulletin) -> Data | None:
    """An issued one stays as it is."""
    return None if row.is_issued else {"title": "通报", "version": row.version}


def of_version(world: World, actor: str, row: Bulletin) -> Data:
    return {"version": row.version}


def discard(world: World, actor: str, row: Bulletin) -> Data | None:
    return None if row.is_issued else {}


def void(world: World, actor: str, row: Bulletin) -> Data | None:
    return {"reason": "有误"} if row.is_issued else None


BULLETINS: dict[str, Example] = {
    "notices:bulletins": Example(allowed=READERS),
    "notices:bulletins_export": Example(allowed=READERS),
    "notices:bulletin_new": Example(allowed=COMMITTEES, post=past_month),
    "notices:bulletin": Example(rows={"pk": Bulletin}, allowed=READERS),
    "notices:bulletin_edit": Example(rows={"pk": Bulletin}, allowed=COMMITTEES, post=bulletin_words),
    "notices:bulletin_issue": Example(rows={"pk": Bulletin}, allowed=COMMITTEES, post=of_version, methods=("POST",)),
    "notices:bulletin_discard": Example(rows={"pk": Bulletin}, allowed=COMMITTEES, post=discard, methods=("POST",)),
    "notices:bulletin_void": Example(rows={"pk": Bulletin}, allowed=COMMITTEES, post=void),
    "notices:bulletin_pdf": Example(rows={"pk": Bulletin}, allowed=READERS, shows_row=False),
    "notices:bulletin_docx": Example(rows={"pk": Bulletin}, allowed=READERS),
}
