"""Examples of the committee's pages of an assessment."""

from typing import Any

from assessments.models import Assessment
from tests.access.example import COMMITTEES, SECRETARIES, Data, Example
from tests.access.examples_of_development import at_home
from tests.access.world import World

READERS = (*COMMITTEES, *SECRETARIES)


def quarter_to_compute(world: World, actor: str, row: Any) -> Data:
    return {"quarter": "2024Q1"}


def version_read(world: World, actor: str, row: Assessment) -> Data:
    return {"version": row.version}


def reason(world: World, actor: str, row: Assessment) -> Data | None:
    """One that is not published needs no opening."""
    return {"version": row.version, "reason": "有误"} if row.published_on else None


def shortfall(world: World, actor: str, row: Assessment) -> Data | None:
    """Of a published quarter, what its reviewer took off."""
    if row.published_on is None or row.span.is_year:
        return None
    branches = [branch for branch in world.branches.values() if branch.court_id == row.court_id]
    return {"chosen": [f"{branch.pk}:C6" for branch in branches], "due_on": "2025-12-01"}


def of_one(allowed: tuple[str, ...] = COMMITTEES, **facts: Any) -> Example:
    return Example(rows={"pk": Assessment}, allowed=allowed, **facts)


EXAMPLES_OF_ASSESSMENTS: dict[str, Example] = {
    "assessments:list": Example(allowed=READERS),
    "assessments:export": Example(allowed=READERS),
    "assessments:compute": Example(allowed=COMMITTEES, post=quarter_to_compute),
    "assessments:assessment": of_one(READERS, shows_row=False),
    "assessments:matrix_export": of_one(shows_row=False),
    "assessments:matrix_pdf": of_one(shows_row=False),
    "assessments:matrix_docx": of_one(shows_row=False),
    "assessments:publish": of_one(post=version_read),
    # None of the world is settled: the right form is told what is open.
    "assessments:close": of_one(post=version_read, done=(422,)),
    "assessments:reopen": of_one(post=reason),
    "assessments:findings": of_one(post=shortfall),
    "assessments:to_review": of_one(where=at_home, shows_row=False),
    "assessments:to_review_export": of_one(where=at_home, shows_row=False),
    "assessments:history": of_one(where=at_home, shows_row=False),
}
