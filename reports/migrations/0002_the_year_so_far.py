from typing import Any

from django.db import migrations, models


def empty(apps: Any, schema_editor: Any) -> None:
    """The sums that are kept lack the year so far; what isn't there is counted by the next run."""
    apps.get_model("reports", "CourtMonth")._base_manager.all().delete()


class Migration(migrations.Migration):
    dependencies = [("branches", "0004_metrics_are_imported"), ("reports", "0001_initial")]

    operations = [
        migrations.AddField("courtmonth", "so_far", models.JSONField(default=dict, verbose_name="当年累计")),
        migrations.AddField(
            "report",
            "arrangement",
            models.PositiveIntegerField(default=1, editable=False, verbose_name="栏目改过几次"),
        ),
        migrations.AddIndex(
            "courtmonth",
            models.Index(fields=["month", "counted_on"], include=("court",), name="court_month_counted"),
        ),
        migrations.RunPython(empty, migrations.RunPython.noop),
    ]
