"""Rows that many tests read: made once for all of them, and rolled back after the last."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

Made = TypeVar("Made")


@contextmanager
def made_once(blocker: DjangoDbBlocker, make: Callable[[], Made]) -> Iterator[Made]:
    """What `make` returns, its rows in the database; each test works on them in a savepoint of its own."""
    with blocker.unblock(), transaction.atomic():
        made = make()
        # PostgreSQL puts checks off to the transaction's end: left undone, they would be made after every test.
        connection.check_constraints()
        yield made
        transaction.set_rollback(True)
