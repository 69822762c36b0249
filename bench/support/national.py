"""The whole country as data, on PostgreSQL: one province by `generate_data`, the others copied in the database.

About 3,500 courts, 35,000 branches and 500,000 members with the records of a year. Copies have no minutes, and of
attendance that of talks alone: an activity tells the figures of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.db.models import CharField, Field, Model, UUIDField

from activities.choices import TALK
from activities.models import Activity, Attendance, Coverage, Fulfilment, Resolution
from branches.choices import CourtLevel
from branches.models import (
    Branch,
    CommitteeTerm,
    Court,
    GeneralBranch,
    Member,
    Membership,
    PartyGroup,
    Post,
    VotingSuspension,
)
from rectification.models import Measure, Problem, ProblemShare, RectificationStep
from reports.generator.shape import Shape
from reports.generator.system import generate_system

PROVINCES = 32
# The supreme court and one province.
_COURTS, _BRANCHES, _MEMBERS = 110, 1_125, 16_000
_COPIED: tuple[type[Model], ...] = (
    *(Court, GeneralBranch, Branch, PartyGroup, Member, Membership, VotingSuspension, CommitteeTerm, Post, Coverage),
    *(Activity, Fulfilment, Resolution, Attendance, Problem, ProblemShare, Measure, RectificationStep),
)
# Ids of one copy and the next lie so far apart: no table of a province has as many rows.
_STRIDE = 1_000_000
_LEFT_OUT = {"content": "''", "search_text": "''", "path": "NULL"}
_PATHS = """
WITH RECURSIVE tree AS (
    SELECT id, '/' || id || '/' AS path FROM branches_court WHERE parent_id IS NULL
    UNION ALL
    SELECT court.id, tree.path || court.id || '/' FROM branches_court court JOIN tree ON court.parent_id = tree.id
)
UPDATE branches_court SET path = tree.path FROM tree WHERE branches_court.id = tree.id AND branches_court.path IS NULL
"""


def make_national(*, until: date, provinces: int = PROVINCES) -> None:
    """One supreme court above `provinces` that are all alike, in an empty database."""
    with connection.cursor() as cursor, _indexed_afterwards(cursor, Activity):
        generate_system(
            Shape(courts=_COURTS, branches=_BRANCHES, members=_MEMBERS, years=1, seed=1, until=until),
            tell=lambda _: None,
        )
        province = Court.objects.unscoped("the only one there is").get(level=CourtLevel.HIGH)
        cursor.execute("SET session_replication_role = replica")  # rows of a copy refer to rows of the copy
        for model in _COPIED:
            _copy(cursor, model, province, provinces - 1)
        cursor.execute(_PATHS)
        cursor.execute("SET session_replication_role = origin")
        for statement in connection.ops.sequence_reset_sql(no_style(), _COPIED):
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@contextmanager
def _indexed_afterwards(cursor: Any, model: type[Model]) -> Iterator[None]:
    """Many rows are written faster where the indexes, but for those of the constraints, are made at the end."""
    cursor.execute(
        """SELECT indexname, indexdef FROM pg_indexes
        WHERE tablename = %s AND indexname NOT IN (SELECT conname FROM pg_constraint)""",
        [model._meta.db_table],
    )
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    for _, definition in indexes:
        cursor.execute(definition)


def _copy(cursor: Any, model: type[Model], province: Court, copies: int) -> None:
    """All rows of the province `copies` times, in one statement."""
    rows = model.objects.within(province, with_below=True).order_by()
    if model is Attendance:
        rows = rows.filter(activity__kind__code=TALK)
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    source, parameters = rows.values(*(field.attname for field in fields)).query.sql_with_params()
    values = ", ".join(_copied(field, province) for field in fields)
    cursor.execute(
        f'INSERT INTO "{model._meta.db_table}" ({columns}) '  # noqa: S608  # names of our own
        f"SELECT {values} FROM ({source}) AS province ({columns}), generate_series(1, {copies}) AS copy (number)",
        parameters,
    )


def _copied(field: Field, province: Court) -> str:
    """What a copy has in this column: ids and unique values of its own, and else what the province has."""
    column = f'province."{field.column}"'
    if field.primary_key or field.related_model in _COPIED:
        own = f"{column} + copy.number * {_STRIDE}"
        # The province's parent is the supreme court, of which there is one.
        return (
            f"CASE {column} WHEN {province.parent_id} THEN {column} ELSE {own} END" if field.name == "parent" else own
        )
    if field.name in _LEFT_OUT:
        return _LEFT_OUT[field.name]
    if isinstance(field, UUIDField):
        return f"md5({column}::text || copy.number)::uuid"
    return f"{column} || copy.number" if isinstance(field, CharField) and field.unique else column
