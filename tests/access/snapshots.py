"""Every row of every table before and after a request, each with the place that owns it."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models

from accounts.models import User
from tests.access.world import NEW, SYSTEM, World

# Written by every request, or about requests: sessions, locks after failed sign-ins, the queue's own tables, the cache.
BY_THE_WAY = {"sessions", "axes", "django_celery_beat", "django_celery_results", "contenttypes", "admin"}
_BY_THE_WAY_TABLES = ("django_session", "axes_", "core_auditevent", "reports_stalecourt")
_READING = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "EXPLAIN")

Row = dict[str, Any]
Snapshot = dict[tuple[str, str], Row]


class WritesSeen:
    """Wraps the database's execution: `any` tells whether something was written that a snapshot would show."""

    def __init__(self) -> None:
        self.any = False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        verb, *rest = sql.lstrip("( ").split(maxsplit=3)
        if verb.upper() not in _READING and not any(part.strip('"').startswith(_BY_THE_WAY_TABLES) for part in rest):
            self.any = True
        return execute(sql, params, many, context)


def snapshot() -> Snapshot:
    """All rows as they are stored, by model and key."""
    kept: Snapshot = {}
    for model in _models():
        key = [field.column for field in model._meta.pk_fields]
        for row in _stored(model):
            kept[model._meta.label_lower, "-".join(str(row[column]) for column in key)] = row
    return kept


def changes(before: Snapshot, after: Snapshot) -> Iterator[tuple[str, Row]]:
    """(model, row) of everything added, removed or changed; a changed row twice, as it was and as it is."""
    for key in before.keys() | after.keys():
        was, now = before.get(key), after.get(key)
        if was == now:
            continue
        yield from ((key[0], row) for row in (was, now) if row is not None)


# What every request may append to: the audit trail, and the marks by which figures are counted again.
_APPENDED = ("core.auditevent", "reports.stalecourt")


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


def _models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in BY_THE_WAY and model._meta.managed
    ]


def _stored(model: type[models.Model]) -> list[Row]:
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")  # noqa: S608  # the table's name is a model's
        columns = [column.name if hasattr(column, "name") else column[0] for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
