"""Examples of the interface for other systems and of the pages of its tokens.

A session opens none of its addresses: everybody is answered 401 by all but the description. What a token reads of the
world stands in test_api.py.
"""

from typing import Any

from branches.models import Court
from reports.models import ApiToken
from tests.access.actors import ACTORS
from tests.access.example import ADMINISTRATORS, COMMITTEES, EVERYBODY, Data, Example
from tests.access.world import SYSTEM, World


def asked(**plain: object) -> Example:
    """An address that asks for a token, whoever is signed in."""
    data: Data = dict(plain)
    return Example(plain=data, allowed=EVERYBODY, answers=(401,), public=True, methods=("GET",), volatile=True)


def token_form(world: World, actor: str, row: Any) -> Data:
    """A token of the court that the administrator keeps."""
    place = ACTORS[actor].at
    facts = {"system": "数据平台", "scopes": ["BRANCHES"], "starts_on": "2024-11-15", "ends_on": "2025-11-15"}
    return facts | {"court": world.courts["own" if place == SYSTEM else place], "per_minute": 60}


def reason(world: World, actor: str, row: Any) -> Data:
    return {"reason": "不再使用"}


EXAMPLES_OF_API: dict[str, Example] = {
    "api:courts": asked(),
    "api:court_figures": asked(court_id=1),
    "api:court_rectification": asked(court_id=1),
    "api:court_metrics": asked(court_id=1),
    "api:court_reports": asked(court_id=1),
    "api:report": asked(report_id=1),
    "api:branches": asked(),
    "api:branch_figures": asked(branch_id=1),
    "api:assessment": asked(court_id=1, quarter="2024Q1"),
    "api:rating": asked(court_id=1, year=2024),
    "api:unknown": asked(),
    # 401 for nobody, 403 for who may not read the page of the same.
    "api:openapi": Example(allowed=EVERYBODY, answers=(200, 401, 403), public=True, methods=("GET",)),
    "api:docs": Example(allowed=(*ADMINISTRATORS, *COMMITTEES)),
    "reports:token_list": Example(allowed=ADMINISTRATORS, filters={"court": Court}),
    "reports:token_export": Example(allowed=ADMINISTRATORS, filters={"court": Court}),
    # A new token is a new secret each time, shown in the answer.
    "reports:token_new": Example(allowed=ADMINISTRATORS, post=token_form, done=(200,)),
    "reports:token_revoke": Example(rows={"pk": ApiToken}, allowed=ADMINISTRATORS, post=reason),
}
