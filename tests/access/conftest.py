"""The world of the walk: built for each test at one fixed moment, thrown away after it."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.access.actors import add_actors
from tests.access.world import NOW, World, build_world


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with time_machine.travel(NOW, tick=False):
        yield add_actors(build_world())
