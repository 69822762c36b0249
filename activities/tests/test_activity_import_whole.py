"""All or nothing: whatever a ledger holds and wherever an import ends, there is the whole of it or nothing."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from activities.models import Activity, Attendance, Coverage, Fulfilment
from activities.services.activity_import import import_activities
from activities.tests.ledger_files import HEAD, LEDGER, TODAY, court_with_roster, meeting
from branches.models import Court, ImportBatch
from branches.tests.roster_files import ROSTER
from core.errors import Refused
from core.models import AuditEvent
from core.tests.spreadsheet_files import xlsx

MEETINGS = LEDGER[2:-1]
# Each reads a workbook in a process of its own. PostgreSQL refuses what is too long or too great; SQLite takes it.
EXAMPLES = 80 if connection.vendor == "postgresql" else 20


def examples(many: int):
    health = [HealthCheck.function_scoped_fixture]
    return hypothesis_settings(max_examples=many, deadline=None, suppress_health_check=health)


def import_rows(court: Court, rows):
    return import_activities(
        court=court,
        source=xlsx(rows),
        filename="台账.xlsx",
        by=None,
        on=TODAY,
        at=timezone.make_aware(datetime(2025, 1, 10, 9)),
    )


def attempt(court: Court, rows):
    """The outcome and no reasons, or None and the reasons of the refusal."""
    try:
        return import_rows(court, rows), ()
    except Refused as refusal:
        return None, refusal.reasons


def everything():
    models = (Activity, Attendance, Fulfilment, Coverage, ImportBatch, AuditEvent)
    return [getattr(model, "all_rows", model._default_manager).count() for model in models]


def digests(court):
    return sorted(Activity.objects.within(court).values_list("row_digest", flat=True))


@pytest.fixture
def court(db):
    return court_with_roster()


# --- What does not change the sense --------------------------------------------------------------

STYLES = {
    "held_on": [
        lambda on: on,
        lambda on: f"{on.year}年{on.month}月{on.day}日",
        lambda on: f"{on:%Y.%m.%d}",
        lambda on: f"{on:%Y-%m-%d}",
        lambda on: f"{on.year}/{on.month}/{on.day}",
        lambda on: f"{on:%Y%m%d}",
    ],
    "number": [
        lambda number: number,
        lambda number: f"{number}人",
        lambda number: f" {number} ",
        lambda number: "".join(chr(ord(digit) + 0xFEE0) for digit in str(number)),
        float,
    ],
    "text": [lambda text: text, lambda text: f" {text}", lambda text: f"{text}\u3000"],
}
PLAIN = [
    meeting(held_on=date(2024, 1, 3), due=8, present=7),
    meeting(held_on=date(2024, 2, 7), due=8, present=8, absentees="无"),
    meeting(kind="党课", branch="第二党支部", held_on=date(2024, 3, 6), due=3, present=3, absentees=None),
]


@st.composite
def rewritten(draw):
    """The same meetings in other styles, in another order, with columns moved and lines that say nothing between."""
    rows = []
    for row in draw(st.permutations(PLAIN)):
        new = list(row)
        new[0] = draw(st.integers(1, 999))
        for index, style in ((4, "held_on"), (8, "number"), (9, "number"), (1, "text"), (11, "text")):
            new[index] = draw(st.sampled_from(STYLES[style]))(row[index])
        rows.append(new)
        rows += draw(st.sampled_from([[], [[]], [["合计"]]]))
    columns = draw(st.permutations(range(len(HEAD))))
    table = [[row[index] if index < len(row) else None for index in columns] for row in (HEAD, *rows) if row]
    titles = draw(st.sampled_from([[], [["某法院2024年组织生活台账"]], [["台账"], [], ["填报单位：机关党委"]]]))
    return [*titles, *table]


@pytest.mark.sqlite  # what a style means is known before any database is asked
@examples(80)
@given(rows=rewritten())
def test_the_same_meetings_in_any_style_are_the_same_rows(court, rows):
    if not Activity.objects.within(court).exists():
        import_rows(court, [HEAD, *PLAIN])
    before = everything()
    outcome = import_rows(court, rows)
    assert (outcome.counts, outcome.known_count) == ([], len(PLAIN))
    assert everything() == before


# --- What may change it --------------------------------------------------------------------------

ODD_VALUES = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=120),
    st.integers(-(10**6), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(date(1900, 3, 1), date(2100, 1, 1)),
    st.booleans(),
    st.sampled_from(
        ["=1+1", "#REF!", "合计", "无", "/", "第1党支部", "全院", "曹博、曹博", "支委会、党课", "2024.2.30"]
    ),
)


@pytest.fixture
def digests_without(court):
    """What the ledger would leave without one of its rows; imported once for each, and taken back."""

    @cache
    def digests_of_others(row: int):
        with transaction.atomic():
            import_rows(court, [HEAD, *MEETINGS[:row], *MEETINGS[row + 1 :]])
            found = digests(court)
            transaction.set_rollback(True)
        return found

    return digests_of_others


@examples(EXAMPLES)
@given(
    row=st.integers(0, len(MEETINGS) - 1), column=st.integers(0, len(HEAD) - 1), value=ODD_VALUES, twice=st.booleans()
)
def test_one_odd_cell_is_refused_or_leaves_the_other_rows_as_they_are(
    court, digests_without, row, column, value, twice
):
    rows = [list(each) for each in MEETINGS]
    rows[row][column] = value
    if twice:
        rows.append(list(rows[row]))
    before = everything()
    expected = digests_without(row)
    with transaction.atomic():
        outcome, reasons = attempt(court, [HEAD, *rows])
        if outcome is None:
            assert reasons
            assert not any("\n" in reason for reason in reasons)
            assert everything() == before
        else:
            found = digests(court)
            assert set(expected) <= set(found)
            assert len(expected) <= len(found) <= len(MEETINGS)
            assert outcome.row_count == len(found)
        transaction.set_rollback(True)
    assert everything() == before


@pytest.mark.sqlite
@pytest.mark.parametrize("model", [ImportBatch, Activity, Fulfilment, Attendance, Coverage, AuditEvent])
def test_a_database_that_fails_midway_keeps_nothing(court, model):
    before = everything()
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TRIGGER fails AFTER INSERT ON {model._meta.db_table} BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        )
    with pytest.raises(DatabaseError, match="disk full"):
        import_rows(court, [HEAD, meeting(kind="党员大会、党课")])
    assert everything() == before


# --- Killed at any moment ------------------------------------------------------------------------


@pytest.fixture
def manage(tmp_path):
    """The command line of manage.py with its environment: a data folder and database of their own."""
    environment = {**os.environ, "DATA_DIR": str(tmp_path / "data")}
    program = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py")]

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([*program, *arguments], env=environment, stdout=subprocess.DEVNULL)

    return start


def stored(data: Path) -> tuple[int, ...]:
    """How many activities and attendances there are."""
    with closing(sqlite3.connect(data / "courts_party.sqlite3")) as database:
        return tuple(
            database.execute(statement).fetchone()[0]
            for statement in ("SELECT count(*) FROM activities_activity", "SELECT count(*) FROM activities_attendance")
        )


@pytest.mark.walk
@pytest.mark.sqlite
def test_a_killed_import_leaves_nothing_and_can_be_done_again(tmp_path, manage):
    (tmp_path / "花名册.xlsx").write_bytes(xlsx(ROSTER))
    (tmp_path / "台账.xlsx").write_bytes(xlsx([HEAD, *(meeting(topic=f"议题{number}") for number in range(2000))]))
    whole = (2000, 16000)
    ledger = ("import_activities", str(tmp_path / "台账.xlsx"), "--court=某法院")
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
