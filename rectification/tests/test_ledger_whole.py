"""All or nothing: wherever an import of a ledger ends, there is the whole of it or nothing."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection

from branches.models import ImportBatch
from branches.tests.roster_files import ROSTER
from core.models import AuditEvent
from rectification.models import Measure, Problem, ProblemShare, RectificationStep
from rectification.tests.ledger_files import HEAD, LEDGER, bring, court_with_roster, first, following, xlsx

ROWS = (Problem, ProblemShare, Measure, RectificationStep)


def everything():
    return [model._base_manager.count() for model in (*ROWS, ImportBatch, AuditEvent)]


@pytest.mark.django_db
@pytest.mark.sqlite
@pytest.mark.parametrize("model", [ImportBatch, *ROWS, AuditEvent])
def test_a_database_that_fails_midway_keeps_nothing(model):
    court = court_with_roster()
    before = everything()
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TRIGGER fails AFTER INSERT ON {model._meta.db_table} BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        )
    with pytest.raises(DatabaseError, match="disk full"):
        bring(court, LEDGER)
    assert everything() == before


@pytest.fixture
def manage(tmp_path):
    """The command line of manage.py with its environment: a data folder and database of their own."""
    environment = {**os.environ, "DATA_DIR": str(tmp_path / "data")}
    program = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py")]

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([*program, *arguments], env=environment, stdout=subprocess.DEVNULL)

    return start


def stored(data: Path) -> tuple[int, ...]:
    """How many problems and measures there are."""
    with closing(sqlite3.connect(data / "courts_party.sqlite3")) as database:
        return tuple(
            database.execute(statement).fetchone()[0]
            for statement in (
                "SELECT count(*) FROM rectification_problem",
                "SELECT count(*) FROM rectification_measure",
            )
        )


@pytest.mark.walk
@pytest.mark.sqlite
def test_a_killed_import_leaves_nothing_and_can_be_done_again(tmp_path, manage):
    rows = [HEAD]
    for number in range(1, 501):
        rows += [
            first(number=number, problem=f"问题{number}"),
            *(following(measure=f"措施{each}") for each in range(9)),
        ]
    (tmp_path / "花名册.xlsx").write_bytes(xlsx(ROSTER))
    (tmp_path / "台账.xlsx").write_bytes(xlsx(rows))
    whole = (500, 5000)
    ledger = ("import_rectification", str(tmp_path / "台账.xlsx"), "--court=某法院")
    for arguments in (
        ("migrate", "-v0"),
        ("create_court", "某法院", "--level=BASIC"),
        ("import_members", str(tmp_path / "花名册.xlsx"), "--court=某法院", "--create-branches"),
    ):
        assert manage(*arguments).wait() == 0
    started = time.monotonic()
    assert manage(*ledger, "--dry-run").wait() == 0
    reading = time.monotonic() - started
    for part in (0.7, 0.95, 1.05, 1.2, 1.4):
        process = manage(*ledger)
        time.sleep(reading * part)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert stored(tmp_path / "data") in ((0, 0), whole)
    assert manage(*ledger).wait() == 0
    assert stored(tmp_path / "data") == whole
