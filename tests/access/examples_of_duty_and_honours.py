"""Examples of the pages of duty reviews and of quarterly honours."""

from typing import Any

from assessments.models import DutyReview, Honour
from branches.models import Branch
from tests.access.actors import ACTORS
from tests.access.example import COMMITTEES, MEMBERS, READERS, SECRETARIES, Data, Example
from tests.access.examples_of_development import at_home
from tests.access.world import World, owners

OFFICERS_AND_COMMITTEES = (*COMMITTEES, *SECRETARIES)
ALL_OF_THE_COURT = (*READERS, *MEMBERS)
VOTES = {"present": 20, "good": 12, "fair": 6, "ordinary": 0, "poor": 0}


def own_branch(world: World, actor: str) -> Branch:
    """The first branch of the actor's own court."""
    court = world.courts[owners(ACTORS[actor].at)["court"]]
    return Branch.all_rows.filter(court=court).order_by("pk").first()


def duty_review(world: World, actor: str, row: DutyReview | None) -> Data:
    votes = {**VOTES, "year": 2021, "held_on": "2022-01-10", "person_name": "张三"}
    if row is not None:
        return {**votes, "version": row.version}
    return {**votes, "tier": "BRANCH_SECRETARY", "branch": own_branch(world, actor)}


def honour(world: World, actor: str, row: Honour | None) -> Data:
    facts = {"year": 2024, "quarter": 2, "awarded_on": "2024-07-10"}
    if row is not None:
        return {**facts, "branch": row.branch, "version": row.version}
    return {**facts, "kind": "RED_FLAG_BRANCH", "branch": own_branch(world, actor)}


def reason(world: World, actor: str, row: Any) -> Data:
    return {"reason": "重复登记"}


OF_REVIEW: Data = {"rows": {"pk": DutyReview}}
OF_HONOUR: Data = {"rows": {"pk": Honour}}
EXAMPLES_OF_DUTY_AND_HONOURS: dict[str, Example] = {
    "assessments:duty_reviews": Example(allowed=OFFICERS_AND_COMMITTEES, filters={"branch": Branch}),
    "assessments:duty_reviews_export": Example(allowed=OFFICERS_AND_COMMITTEES),
    "assessments:duty_review_new": Example(allowed=COMMITTEES, post=duty_review),
    "assessments:duty_review": Example(**OF_REVIEW, allowed=OFFICERS_AND_COMMITTEES),
    "assessments:duty_review_edit": Example(**OF_REVIEW, allowed=COMMITTEES, post=duty_review),
    "assessments:duty_review_void": Example(**OF_REVIEW, allowed=COMMITTEES, post=reason),
    "assessments:duty_review_pdf": Example(**OF_REVIEW, allowed=OFFICERS_AND_COMMITTEES, shows_row=False),
    "assessments:duty_review_docx": Example(**OF_REVIEW, allowed=OFFICERS_AND_COMMITTEES),
    "assessments:honours": Example(allowed=ALL_OF_THE_COURT, filters={"branch": Branch}),
    "assessments:honours_export": Example(allowed=ALL_OF_THE_COURT),
    "assessments:honour_new": Example(allowed=COMMITTEES, post=honour),
    "assessments:honour_edit": Example(**OF_HONOUR, allowed=COMMITTEES, post=honour),
    "assessments:honour_void": Example(**OF_HONOUR, allowed=COMMITTEES, post=reason, shows_row=False),
    "assessments:honour_pdf": Example(**OF_HONOUR, allowed=ALL_OF_THE_COURT, shows_row=False),
    "assessments:honour_panel": Example(
        rows={"branch_pk": Branch}, allowed=OFFICERS_AND_COMMITTEES, where=at_home, shows_row=False
    ),
}
