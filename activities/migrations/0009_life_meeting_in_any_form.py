"""组织生活会 may be held as an assembly, by the committee or by the groups (支部工作条例(试行) 17)."""

from django.db import migrations


def leave_the_form_open(apps, schema_editor):
    kinds = apps.get_model("activities", "ActivityKind")._base_manager
    kinds.filter(code="ORGANIZATION_LIFE_MEETING").update(form_is_chosen=True)


class Migration(migrations.Migration):
    dependencies = [("activities", "0008_forms_and_joint_meetings")]
    operations = [migrations.RunPython(leave_the_form_open, migrations.RunPython.noop)]
