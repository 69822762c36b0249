"""Examples of the interface for other systems and of the pages of its tokens.

A session opens none of its addresses: everybody is answered 401 by all but the description. What a token reads of the
world stands in test_api.py.
"""

from tests.access.example import ADMINISTRATORS, COMMITTEES, EVERYBODY, Data, Example


def asked(**plain: object) -> Example:
    """An address that asks for a token, whoever is signed in."""
    data: Data = dict(plain)
    return Example(plain=data, allowed=EVERYBODY, answers=(401,), public=True, methods=("GET",), volatile=True)


EXAMPLES_OF_API: dict[str, Example] = {
    "api:root": asked(),
    "api:courts": asked(),
    "api:court_figures": asked(court_id=1),
    "api:court_rectification": asked(court_id=1),
    "api:branches": asked(),
    "api:branch_figures": asked(branch_id=1),
    "api:assessment": asked(court_id=1, quarter="2024Q1"),
    "api:rating": asked(court_id=1, year=2024),
    "api:unknown": asked(unknown="nothing"),
    # 401 for nobody, 403 for who may not read the page of the same.
    "api:openapi": Example(allowed=EVERYBODY, answers=(200, 401, 403), public=True, methods=("GET",)),
    "api:docs": Example(allowed=(*ADMINISTRATORS, *COMMITTEES)),
}
