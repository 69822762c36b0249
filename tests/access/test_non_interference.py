"""Change everything outside an actor's sight: not a byte of the actor's pages changes."""

from collections.abc import Callable

import pytest

from tests.access.actors import WALKERS
from tests.access.interference import differences
from tests.access.test_walk import every_example, pages_to_walk
from tests.access.world import World


@pytest.mark.access
@pytest.mark.parametrize("actor", WALKERS)
def test_non_interference(world: World, actor: str, record_property: Callable[[str, object], None]):
    pages = pages_to_walk()
    read, changed = differences(world, actor, pages, every_example())
    record_property("walk", (actor, len(pages), 2 * read))
    assert changed == [], "\n" + "\n".join(changed)
