"""Generated requests: whatever is sent to a form or a list, no error of the product and no change of others' rows."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from tests.access.actors import ACTORS
from tests.access.example import Data
from tests.access.test_walk import every_example, pages_to_walk
from tests.access.walker import Walker
from tests.access.world import World

pytestmark = pytest.mark.walk

FORMS_A_PAGE, LISTS_A_PAGE = 40, 25
NASTY: tuple[Any, ...] = (
    *("", " ", "0", "-1", "1", "2", "987654321", "9" * 30, "1e400", "NaN", "true", "null", "[]", "{}"),
    *("\x00", "a\x00b", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "\u202e", "é" * 300),
    *("字" * 5000, "=1+1", "<script>", "'; --", "%s%n", "../../etc", "{{ 7 }}", "A\r\nSet-Cookie: a=b"),
    *("2024-02-30", "0001-01-01", "9999-12-31", "2024-11-15", "99999-01-01", "24:61", "１２", "٣"),
    *("SECRETARY", "COMMITTEE", "ADMINISTRATOR", "SUBMITTED", "BRANCH_ASSEMBLY", "GROUP_MEETING"),
)
LIST_WORDS = ("q", "page", "cursor", "sort", "kind", "branch", "group", "state", "from", "to", "year", "as_of", "court")
FORGED = ("status", "state", "court", "branch", "group", "member", "role", "user", "created_by", "version", "id", "pk")


def garbled(random: Random, right: Data) -> Data:
    """A right form with some fields changed, dropped, doubled, or forged."""
    data = dict(right)
    for name in [*right, *random.sample(FORGED, 2)]:
        chance = random.random()
        if chance < 0.15:
            data.pop(name, None)
        elif chance < 0.5 or name not in right:
            data[name] = random.choice(NASTY)
        elif chance < 0.6:
            data[name] = [random.choice(NASTY) for _ in range(random.randint(2, 4))]
    return data


@pytest.mark.parametrize("actor", [code for code, actor in ACTORS.items() if actor.role])
def test_generated_requests(world: World, actor: str, record_property: Callable[[str, object], None]):
    random = Random(f"{actor} 2024")
    walker = Walker(world, actor, every_example())
    pages = pages_to_walk()
    for page in pages:
        for values, _, right in walker.openings(page):
            for _ in range(LISTS_A_PAGE):
                asked = {name: random.choice(NASTY) for name in random.sample(LIST_WORDS, 3)}
                walker.send(page, values, "GET", asked)
            for _ in range(FORMS_A_PAGE if right is not None else 0):
                walker.send(page, values, "POST", garbled(random, right))
    record_property("walk", (actor, len(pages), walker.requests))
    assert walker.faults == [], "\n" + "\n".join(sorted({str(fault)[:600] for fault in walker.faults}))
