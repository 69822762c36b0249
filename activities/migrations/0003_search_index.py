"""PostgreSQL finds parts of texts by trigrams where the extension may be had; without it, by reading."""

from django.db import DatabaseError, migrations, transaction


def index(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(connection.alias), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(
                "CREATE INDEX IF NOT EXISTS activity_search_text "
                "ON activities_activity USING gin (search_text gin_trgm_ops)"
            )
    except DatabaseError:
        return


class Migration(migrations.Migration):
    dependencies = [("activities", "0002_kinds_and_norms")]
    operations = [migrations.RunPython(index, migrations.RunPython.noop)]
