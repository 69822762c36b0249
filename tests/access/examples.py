"""One example for every address: which rows its arguments name, who may open it, and what a form of it is sent.

A new address fails the walk until it has a line, in the module of its app:

    "branches:branch_detail": Example(rows={"pk": Branch}, allowed=READERS),
    "branches:branch_edit": Example(rows={"pk": Branch}, allowed=COMMITTEES, post=branch_form),

`rows` maps an argument to the model of its row, `plain` an argument to a value that names no row. `allowed` are the
actors who get the page (200, or a redirect) for the rows they see; any other gets 403 there. `post` gives the data of a
form for (world, actor, row): a value that is a row is sent as its key, and the walk tries rows of others in its place.
"""

from typing import Any

from core.models import SpecialDay
from tests.access.example import EVERYBODY, MEMBERS, READERS, SIGNED_IN, Data, Example
from tests.access.examples_of_activities import EXAMPLES_OF_ACTIVITIES
from tests.access.examples_of_api import EXAMPLES_OF_API
from tests.access.examples_of_assessments import EXAMPLES_OF_ASSESSMENTS
from tests.access.examples_of_branch_scores import EXAMPLES_OF_BRANCH_SCORES
from tests.access.examples_of_campaigns import EXAMPLES_OF_CAMPAIGNS
from tests.access.examples_of_development import EXAMPLES_OF_DEVELOPMENT
from tests.access.examples_of_duty_and_honours import EXAMPLES_OF_DUTY_AND_HONOURS
from tests.access.examples_of_elections import EXAMPLES_OF_ELECTIONS
from tests.access.examples_of_imports import EXAMPLES_OF_IMPORTS
from tests.access.examples_of_jobs import EXAMPLES_OF_JOBS
from tests.access.examples_of_metrics import EXAMPLES_OF_METRICS
from tests.access.examples_of_notices import EXAMPLES_OF_NOTICES
from tests.access.examples_of_people import EXAMPLES_OF_PEOPLE
from tests.access.examples_of_planning import EXAMPLES_OF_PLANNING
from tests.access.examples_of_ratings import EXAMPLES_OF_RATINGS
from tests.access.examples_of_rectification import EXAMPLES_OF_RECTIFICATION
from tests.access.examples_of_registers import EXAMPLES_OF_REGISTERS
from tests.access.examples_of_reports import EXAMPLES_OF_REPORTS
from tests.access.examples_of_standards import EXAMPLES_OF_STANDARDS
from tests.access.examples_of_written import EXAMPLES_OF_WRITTEN
from tests.access.world import World


def year_to_fill(world: World, actor: str, row: Any) -> Data:
    return {"year": 2023}


def special_day(world: World, actor: str, row: Any) -> Data:
    return {"on": "2024-12-24", "name": "补休", "version": row.version if row else ""}


EXAMPLES: dict[str, Example] = {
    "design": Example(allowed=SIGNED_IN),
    "healthz": Example(allowed=EVERYBODY, answers=(200, 503), public=True, volatile=True),
    "holidays": Example(allowed=(*READERS, *MEMBERS, "administrator")),
    "holiday_export": Example(allowed=(*READERS, *MEMBERS, "administrator")),
    "holiday_fill": Example(allowed=("administrator",), post=year_to_fill),
    "holiday_new": Example(allowed=("administrator",), post=special_day),
    "holiday_edit": Example(rows={"pk": SpecialDay}, allowed=("administrator",), post=special_day),
    "holiday_remove": Example(rows={"pk": SpecialDay}, allowed=("administrator",), post=year_to_fill),
    **EXAMPLES_OF_API,
    **EXAMPLES_OF_JOBS,
    **EXAMPLES_OF_PEOPLE,
    **EXAMPLES_OF_ACTIVITIES,
    **EXAMPLES_OF_DEVELOPMENT,
    **EXAMPLES_OF_DUTY_AND_HONOURS,
    **EXAMPLES_OF_ELECTIONS,
    **EXAMPLES_OF_PLANNING,
    **EXAMPLES_OF_RATINGS,
    **EXAMPLES_OF_RECTIFICATION,
    **EXAMPLES_OF_NOTICES,
    **EXAMPLES_OF_ASSESSMENTS,
    **EXAMPLES_OF_CAMPAIGNS,
    **EXAMPLES_OF_METRICS,
    **EXAMPLES_OF_REGISTERS,
    **EXAMPLES_OF_REPORTS,
    **EXAMPLES_OF_IMPORTS,
    **EXAMPLES_OF_WRITTEN,
    **EXAMPLES_OF_STANDARDS,
    **EXAMPLES_OF_BRANCH_SCORES,
}


def example_of(name: str, examples: dict[str, Example]) -> Example:
    """The example of an address; its absence is a fault that says where to add it."""
    if name not in examples:
        raise KeyError(f"{name} has no example: add a line to EXAMPLES in tests/access/examples.py")
    return examples[name]
