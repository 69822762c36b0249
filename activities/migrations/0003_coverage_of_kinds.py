"""A coverage names the kinds it tells of; a talk takes two."""

from django.db import migrations, models


def a_talk_takes_two(apps, schema_editor):
    apps.get_model("activities", "ActivityKind")._default_manager.filter(code="HEART_TO_HEART_TALK").update(least_present=2)


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0002_kinds_and_norms'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='coverage',
            name='coverage_once',
        ),
        migrations.RemoveField(
            model_name='coverage',
            name='covers_members',
        ),
        migrations.AddField(
            model_name='activitykind',
            name='least_present',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='至少到会人数'),
        ),
        migrations.AddField(
            model_name='coverage',
            name='kinds',
            field=models.JSONField(blank=True, default=list, verbose_name='包括的类型'),
        ),
        migrations.RunPython(a_talk_takes_two, migrations.RunPython.noop),
    ]
