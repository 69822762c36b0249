"""A task that fails while somebody wants it to, and the periodic job that it stands for."""

from collections.abc import Iterator

import pytest

from core.background import registry
from core.background.registry import Job
from courts_party.celery import app

FAULTS: list[BaseException] = []


@app.task(name="core.tests.brittle")
def brittle(*args: int) -> int:
    """Raises the first of FAULTS, as long as there is one; answers how many arguments it was given."""
    if FAULTS:
        raise FAULTS[0]
    return len(args)


BRITTLE = Job("brittle", brittle.name, "易坏的任务", "只在测试里有。")


@pytest.fixture
def brittle_job(monkeypatch: pytest.MonkeyPatch) -> Iterator[Job]:
    """The task as a periodic job of the installation."""
    monkeypatch.setitem(registry._jobs, BRITTLE.code, BRITTLE)
    monkeypatch.setitem(registry._labels, BRITTLE.task, BRITTLE.label)
    yield BRITTLE
    FAULTS.clear()


@pytest.fixture
def brittle_task() -> Iterator[None]:
    """The task as one that is handed over now and then."""
    yield
    FAULTS.clear()
