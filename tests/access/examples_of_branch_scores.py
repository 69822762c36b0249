"""Examples of the pages about one branch in an assessment."""

from typing import Any

from assessments.models import Assessment, Objection, Review, ReviewFile
from branches.models import Branch
from tests.access.example import COMMITTEES, SECRETARIES, Data, Example
from tests.access.examples_of_development import at_home
from tests.access.world import World

READERS = (*COMMITTEES, *SECRETARIES)
ONE_BRANCH = {"pk": Assessment, "branch_pk": Branch}


def is_brought_out(actor: str, row: Assessment) -> bool:
    """The branch sees its scores once they are published."""
    return actor in COMMITTEES or row.published_on is not None


def points(world: World, actor: str, row: Assessment) -> Data | None:
    """Of a published one nothing is given any more."""
    if row.published_on is not None or row.year != 2024:
        return None
    return {"verdict": "points", "points": "2.5", "evidence": "与党员交谈", "reason": "再次交谈"}


def nothing_right(world: World, actor: str, row: Any) -> None:
    """No review waits for a second person."""


def own_words(world: World, actor: str, row: Assessment) -> Data | None:
    return None if row.published_on is not None else {"version": "0", "points_C6": "2"}


def objection(world: World, actor: str, row: Assessment) -> Data:
    return {"code": "B1", "text": "少算了一次会议"}


def answer(world: World, actor: str, row: Objection) -> Data:
    return {"accepted": "no", "answer": "记录已经核对"}


def _of_branch(**more: Any) -> Example:
    return Example(rows=ONE_BRANCH, beside_in_court=True, shows_row=False, **more)


EXAMPLES_OF_BRANCH_SCORES: dict[str, Example] = {
    "assessments:score": _of_branch(allowed=READERS, fits=is_brought_out, unfit=404),
    "assessments:score_pdf": _of_branch(allowed=READERS, fits=is_brought_out, unfit=404),
    "assessments:review": _of_branch(allowed=COMMITTEES, post=points, plain={"code": "C6"}),
    "assessments:review_confirm": Example(rows={"pk": Review}, allowed=COMMITTEES, post=nothing_right),
    "assessments:review_file": Example(rows={"pk": ReviewFile}, allowed=READERS, shows_row=False),
    "assessments:self_assess": _of_branch(allowed=SECRETARIES, post=own_words, row_is_read=True),
    "assessments:objection_raise": _of_branch(
        allowed=SECRETARIES, post=objection, row_is_read=True, fits=is_brought_out, unfit=404
    ),
    "assessments:objections": Example(allowed=READERS, filters={"branch": Branch, "assessment": Assessment}),
    "assessments:objections_export": Example(allowed=READERS),
    "assessments:objection_answer": Example(rows={"pk": Objection}, allowed=COMMITTEES, post=answer),
    "assessments:now": Example(rows={"branch_pk": Branch}, allowed=READERS, where=at_home),
    "assessments:branch_panel": Example(rows={"branch_pk": Branch}, allowed=READERS, where=at_home, shows_row=False),
}
