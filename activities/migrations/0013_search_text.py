from django.db import DatabaseError, migrations, transaction

import activities.models.search
from core.search_text import normal

BATCH = 1000


def fill(apps, schema_editor):
    """Records that are there already are found, too."""
    activity_model = apps.get_model("activities", "Activity")
    rows = activity_model._base_manager.using(schema_editor.connection.alias)
    names = activities.models.search.SEARCHED
    last = 0
    while True:
        batch = list(rows.filter(pk__gt=last).order_by("pk").only("pk", *names)[:BATCH])
        if not batch:
            return
        for row in batch:
            row.search_text = normal("\n".join(str(getattr(row, name)) for name in names))
        rows.bulk_update(batch, ["search_text"])
        last = batch[-1].pk


def index(apps, schema_editor):
    """PostgreSQL finds parts of texts by trigrams where the extension may be had; without it, by reading."""
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
    dependencies = [("activities", "0012_grades_talks_study")]

    operations = [
        migrations.AddField("activity", "search_text", activities.models.search.SearchTextField("查找用文本")),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(index, migrations.RunPython.noop),
    ]
