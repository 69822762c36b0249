"""Fixtures of the interface's tests: one moment, a fresh cache, a tree of courts."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import cache

from branches.models import Court
from reports.tests.reader import MOMENT, Reader, tree


@pytest.fixture
def at_one_moment() -> Iterator[None]:
    """What was asked in another test doesn't count in this one."""
    cache.clear()
    with time_machine.travel(MOMENT, tick=False):
        yield


@pytest.fixture
def upper(at_one_moment: None, db: None) -> Court:
    return tree()


@pytest.fixture
def counted(django_assert_max_num_queries: Callable[..., Any]) -> Callable[[Reader, str], int]:
    """How many queries a reader's second reading takes (the first of a minute writes)."""

    def count(reader: Reader, address: str) -> int:
        reader.read(address)
        with django_assert_max_num_queries(200) as seen:
            reader.read(address)
        return len(seen)

    return count
