"""The world of the walk: built at one fixed moment, and for each test as it was built."""

import gc
from collections.abc import Iterator
from copy import deepcopy

import pytest
import time_machine
from pytest_django import DjangoDbBlocker

from core.tests.once import made_once
from tests.access.actors import add_actors
from tests.access.planting import build_world
from tests.access.world import NOW, World


@pytest.fixture(scope="package")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with made_once(django_db_blocker, _build) as world:
        yield world


def _build() -> World:
    with time_machine.travel(NOW, tick=False):
        made = add_actors(build_world())
    gc.collect()
    gc.freeze()
    return made


@pytest.fixture
def world(built: World, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Rows that a test changes are rolled back with it; what it does to the objects is done to its own copy."""
    # Django's client keeps a copy of every template's context, which nothing here asks for.
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *args, **kwargs: None)
    with time_machine.travel(NOW, tick=False):
        yield deepcopy(built)
