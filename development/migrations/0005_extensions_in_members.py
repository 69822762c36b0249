"""An extension of probation stands in the member's own record too."""

from django.db import migrations

from core.dates import months_after


def note_extensions(apps, schema_editor):
    steps = apps.get_model("development", "Step")._base_manager
    members = apps.get_model("branches", "Member")._base_manager
    standing = steps.filter(kind="EXTENSION", passed=True, withdrawn_at__isnull=True, candidate__state="OPEN")
    for member_id, months in standing.values_list("candidate__member", "months"):
        member = members.filter(pk=member_id, status="PROBATIONARY", joined_on__isnull=False).first()
        if member and months:
            ends_on = months_after(member.joined_on, 12 + months)
            members.filter(pk=member_id).update(probation_extended=months, probation_ends_on=ends_on)


class Migration(migrations.Migration):
    dependencies = [
        ("development", "0004_corrections_and_closing"),
        ("branches", "0011_end_of_probation"),
    ]

    operations = [migrations.RunPython(note_extensions, migrations.RunPython.noop)]
