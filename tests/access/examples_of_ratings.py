"""Examples of the pages of applications, ratings, vetoes and plates."""

from typing import Any

from assessments.models import Application, Rating, StarChange, Veto
from branches.models import Branch
from tests.access.example import COMMITTEES, MEMBERS, READERS, SECRETARIES, Data, Example
from tests.access.examples_of_development import at_home
from tests.access.examples_of_duty_and_honours import own_branch
from tests.access.world import World

OFFICERS_AND_COMMITTEES = (*COMMITTEES, *SECRETARIES)
ALL_OF_THE_COURT = (*READERS, *MEMBERS)


def application(world: World, actor: str, row: Branch) -> Data:
    standing = Application.all_rows.filter(branch=row, year=2024, withdrawn_on=None).first()
    return {"stars": 3, "text": "", "version": standing.version if standing else 0}


def nothing(world: World, actor: str, row: Any) -> Data:
    return {}


def year(world: World, actor: str, row: Any) -> Data:
    return {"year": 2022}


def of_version(world: World, actor: str, row: Rating) -> Data:
    return {"version": row.version}


def reopened(world: World, actor: str, row: Rating) -> Data:
    return {"version": row.version, "reason": "评审有误"}


def veto(world: World, actor: str, row: Any) -> Data:
    return {"branch": own_branch(world, actor), "year": 2024, "happened_on": "2024-03-01", "text": "发生违纪案件"}


def reason(world: World, actor: str, row: Any) -> Data:
    return {"reason": "登记有误"}


def plate(world: World, actor: str, row: Any) -> Data:
    facts = {"branch": own_branch(world, actor), "act": "AWARDED", "year": 2021, "stars": 4}
    return {**facts, "happened_on": "2022-01-10", "plate_number": "", "text": ""}


def plate_number(world: World, actor: str, row: StarChange) -> Data:
    return {"version": row.version, "plate_number": "星-2023-01", "text": ""}


OF_RATING: Data = {"rows": {"pk": Rating}}
OF_PLATE: Data = {"rows": {"pk": StarChange}}
EXAMPLES_OF_RATINGS: dict[str, Example] = {
    "assessments:applications": Example(allowed=OFFICERS_AND_COMMITTEES),
    "assessments:applications_export": Example(allowed=OFFICERS_AND_COMMITTEES),
    "assessments:application_withdraw": Example(
        rows={"pk": Application}, allowed=SECRETARIES, post=nothing, methods=("POST",)
    ),
    "assessments:apply": Example(
        rows={"branch_pk": Branch}, plain={"year": 2024}, allowed=SECRETARIES, post=application, row_is_read=True
    ),
    "assessments:ratings": Example(allowed=OFFICERS_AND_COMMITTEES),
    "assessments:ratings_export": Example(allowed=OFFICERS_AND_COMMITTEES),
    "assessments:rate": Example(allowed=COMMITTEES, post=year),
    "assessments:rating": Example(**OF_RATING, allowed=OFFICERS_AND_COMMITTEES, shows_row=False),
    "assessments:rating_export": Example(**OF_RATING, allowed=OFFICERS_AND_COMMITTEES, shows_row=False),
    "assessments:rating_pdf": Example(**OF_RATING, allowed=OFFICERS_AND_COMMITTEES, shows_row=False),
    "assessments:rating_publish": Example(**OF_RATING, allowed=COMMITTEES, post=of_version, methods=("POST",)),
    "assessments:rating_reopen": Example(**OF_RATING, allowed=COMMITTEES, post=reopened, shows_row=False),
    "assessments:vetoes": Example(allowed=OFFICERS_AND_COMMITTEES),
    "assessments:vetoes_export": Example(allowed=OFFICERS_AND_COMMITTEES),
    "assessments:veto_new": Example(allowed=COMMITTEES, post=veto),
    "assessments:veto_void": Example(rows={"pk": Veto}, allowed=COMMITTEES, post=reason),
    "assessments:branch_stars": Example(
        rows={"branch_pk": Branch}, allowed=OFFICERS_AND_COMMITTEES, where=at_home, shows_row=False
    ),
    "assessments:plates": Example(allowed=ALL_OF_THE_COURT),
    "assessments:plates_export": Example(allowed=ALL_OF_THE_COURT),
    "assessments:plate_new": Example(allowed=COMMITTEES, post=plate),
    "assessments:plate_edit": Example(**OF_PLATE, allowed=COMMITTEES, post=plate_number, shows_row=False),
    # Of a rating: it goes with the rating, and is refused by itself.
    "assessments:plate_void": Example(**OF_PLATE, allowed=COMMITTEES, post=reason, done=(422,), shows_row=False),
    "assessments:certificate": Example(**OF_PLATE, allowed=ALL_OF_THE_COURT, shows_row=False),
}
