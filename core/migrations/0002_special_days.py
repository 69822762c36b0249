"""The days off that are published when the product ships; later years are filled on the page or by a command."""

from chinese_calendar import constants
from django.db import migrations

YEARS = (2024, 2025, 2026)


def add_days(apps, schema_editor):
    day_model = apps.get_model("core", "SpecialDay")
    names = {holiday.value: holiday.chinese for holiday in constants.Holiday}
    days = [
        day_model(on=on, name=names[name], is_workday=is_workday)
        for table, is_workday in ((constants.holidays, False), (constants.workdays, True))
        for on, name in table.items()
        if on.year in YEARS
    ]
    day_model.objects.bulk_create(sorted(days, key=lambda day: day.on))


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(add_days, migrations.RunPython.noop)]
