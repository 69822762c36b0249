import json

from django.db import migrations, models


def ask(apps, schema_editor):
    """What the standard asked under the code, as Line.asks tells it."""
    indicators = apps.get_model("assessments", "Indicator")._base_manager
    reviews = apps.get_model("assessments", "Review")._base_manager
    for row in indicators.exclude(input=""):
        asked = " ".join([row.way, row.input, json.dumps(row.params, sort_keys=True)])
        reviews.filter(code=row.code, assessment__standard=row.standard_id).update(asked=asked)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0005_standard_without_ties")]

    operations = [
        migrations.AddField(
            model_name="review",
            name="asked",
            field=models.TextField(default="REVIEW", editable=False, verbose_name="当时的计分规则"),
        ),
        migrations.RunPython(ask, migrations.RunPython.noop),
    ]
