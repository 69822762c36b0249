"""Every row of every table before and after a request, each with the place that owns it."""

import re
from collections.abc import Container, Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, models

from accounts.models import User
from tests.access.world import NEW, SYSTEM, World

# Written by every request, or about requests: sessions, locks after failed sign-ins, the queue's own tables, the cache.
BY_THE_WAY = {"sessions", "axes", "django_celery_beat", "django_celery_results", "contenttypes", "admin"}
_BY_THE_WAY_TABLES = ("django_session", "axes_")
# Rows also come into these by COPY (core/bulk.py), of which no wrapper is told; something else is written with them.
_COPIED_INTO = {"assessments_branchscore", "activities_attendance"}
# What every request may append to: the audit trail, and the marks by which figures are counted again.
_APPENDED = ("core.auditevent", "reports.stalecourt")
_APPENDED_TABLES = {label.replace(".", "_") for label in _APPENDED}
_WRITING = re.compile(r'\s*(INSERT|UPDATE|DELETE)(?: OR IGNORE)?(?: INTO| FROM)? "(\w+)"')
_READING = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "EXPLAIN")

Row = dict[str, Any]
Snapshot = dict[tuple[str, str], Row]


class WritesSeen:
    """Wraps the database's execution: `tables` are those written that a snapshot would show, by their names."""

    def __init__(self) -> None:
        self.tables: set[str] = set()

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(_READING):
            self.tables |= written_by(sql)
        return execute(sql, params, many, context)


def written_by(sql: str) -> set[str]:
    """The tables that a statement may have written; of one that doesn't say it in the usual way, all."""
    found = _WRITING.match(sql)
    if found is None:
        return set() if sql.lstrip("( ").upper().startswith(_READING) else {model._meta.db_table for model in _models()}
    verb, table = found.groups()
    if table.startswith(_BY_THE_WAY_TABLES) or (verb == "INSERT" and table in _APPENDED_TABLES):
        return set()
    return {table} | _COPIED_INTO


def snapshot(tables: Container[str] | None = None) -> Snapshot:
    """All rows as they are stored, by model and key; of some tables alone if they are given."""
    kept: Snapshot = {}
    for model in _models():
        if tables is not None and model._meta.db_table not in tables:
            continue
        key = [field.column for field in model._meta.pk_fields]
        for row in _stored(model):
            kept[model._meta.label_lower, "-".join(str(row[column]) for column in key)] = row
    return kept


def after_writing(before: Snapshot, tables: Container[str]) -> Snapshot:
    """What is stored now if nothing but these tables was written since."""
    untouched = {model._meta.label_lower for model in _models() if model._meta.db_table not in tables}
    return {key: row for key, row in before.items() if key[0] in untouched} | snapshot(tables)


def changes(before: Snapshot, after: Snapshot) -> Iterator[tuple[str, Row]]:
    """(model, row) of everything added, removed or changed; a changed row twice, as it was and as it is."""
    for key in before.keys() | after.keys():
        was, now = before.get(key), after.get(key)
        if was is now or was == now:
            continue
        yield from ((key[0], row) for row in (was, now) if row is not None)


def is_appended(label: str, row: Row, before: Snapshot) -> bool:
    return label in _APPENDED and (label, str(row["id"])) not in before


# Rows that name their court and not the branch of what they belong to.
OF_ANOTHER_ROW = ("activities.attendance", "rectification.evidence")


def place_of(world: World, label: str, row: Row, after: Snapshot) -> str:
    """The place that owns a stored row, found from its columns alone; of a new branch or group its court's."""
    user = {"accounts.user": "id", "planning.calendarfeed": "user_id"}.get(label)
    if user:
        return next((mark.place for mark in world.of(User) if mark.row.pk == row[user]), NEW)
    for column, model in (
        ("activity_id", "activities.activity"),
        ("draft_id", "activities.activitydraft"),
        ("kind_id", "activities.activitykind"),
        ("measure_id", "rectification.measure"),
        ("review_id", "assessments.dutyreview"),
        ("standard_id", "assessments.standard"),
    ):
        if row.get(column) and ("court_id" not in row or label in OF_ANOTHER_ROW):
            return place_of(world, model, after[model, str(row[column])], after)
    owners = (
        (row["id"] if label == "branches.partygroup" else row.get("group_id"), world.groups),
        (row["id"] if label == "branches.branch" else row.get("branch_id"), world.branches),
        (row["id"] if label == "branches.court" else row.get("court_id"), world.courts),
        (row.get("parent_id"), world.courts),
    )
    return next((code for key, rows in owners for code, each in rows.items() if each.pk == key), SYSTEM)


@cache
def _models() -> tuple[type[models.Model], ...]:
    return tuple(
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in BY_THE_WAY and model._meta.managed
    )


def _stored(model: type[models.Model]) -> list[Row]:
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")  # noqa: S608  # the table's name is a model's
        columns = [column.name if hasattr(column, "name") else column[0] for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
