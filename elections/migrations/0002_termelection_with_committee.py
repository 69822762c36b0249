"""Whether an election is one of a committee was computed anew at each step; it is what the request said."""

from django.db import migrations, models
from django.db.models import Case, Value, When

# Without a committee a branch elects a secretary and, where there is need, a deputy.
SEATS_WITHOUT_COMMITTEE = 2


def fill(apps, schema_editor):
    elections = apps.get_model("elections", "TermElection")._base_manager.filter(seats__isnull=False)
    is_committee = When(seats__gt=SEATS_WITHOUT_COMMITTEE, then=Value(True))
    elections.update(with_committee=Case(is_committee, default=Value(False)))


class Migration(migrations.Migration):
    dependencies = [("elections", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="termelection",
            name="with_committee",
            field=models.BooleanField(
                blank=True, help_text="报请时按正式党员人数确定，批复以后不随人数变化。", null=True, verbose_name="设支部委员会"
            ),
        ),
        migrations.AlterField(
            model_name="termelection",
            name="due_on",
            field=models.DateField(
                blank=True, help_text="本届届满或经批准延期至的日期。", null=True, verbose_name="应于何日前换届"
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
