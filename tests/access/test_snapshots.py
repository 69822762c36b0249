"""What a request wrote is seen by its statements, so that only those tables are read again."""

import pytest

from tests.access.snapshots import after_writing, written_by


@pytest.mark.parametrize(
    "sql",
    [
        'INSERT INTO "branches_branch" ("name") VALUES (%s)',
        'INSERT OR IGNORE INTO "branches_branch" ("name") VALUES (%s)',
        'UPDATE "branches_branch" SET "name" = %s',
        'DELETE FROM "branches_branch" WHERE "id" = %s',
    ],
)
def test_the_table_that_is_written(sql: str):
    assert "branches_branch" in written_by(sql)
    assert "branches_court" not in written_by(sql)


@pytest.mark.parametrize("sql", ["TRUNCATE branches_branch", 'MERGE INTO "branches_branch"', "WITH a AS (SELECT 1)"])
def test_every_table_where_a_statement_does_not_say_it_in_the_usual_way(sql: str):
    assert {"branches_branch", "branches_court"} <= written_by(sql)


def test_the_audit_trail_is_appended_to_and_never_rewritten():
    assert written_by('INSERT INTO "core_auditevent" ("id") VALUES (%s)') == set()
    assert "core_auditevent" in written_by('UPDATE "core_auditevent" SET "id" = %s')
    assert "core_auditevent" in written_by('DELETE FROM "core_auditevent"')


@pytest.mark.parametrize("sql", ['SELECT "x" FROM "branches_branch"', "(SELECT 1) UNION (SELECT 2)", 'SAVEPOINT "s1"'])
def test_reading_writes_nothing(sql: str):
    assert written_by(sql) == set()


def test_rows_of_other_tables_stay_as_they_were(db: None):
    court, branch = ("branches.court", "987654"), ("branches.branch", "987655")
    after = after_writing({court: {"id": 987654}, branch: {"id": 987655}}, {"branches_branch"})
    assert after[court] == {"id": 987654}
    assert branch not in after
