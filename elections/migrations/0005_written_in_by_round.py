"""Whether somebody was on the ballots belongs to each round, not to the person: who stood may be written in later."""

from django.db import migrations, models


def carry_over(apps, schema_editor):
    """All rounds of who was noted as written in; in which of them they stood after a draw was not kept."""
    votes = apps.get_model("elections", "CandidateVotes")._base_manager
    votes.filter(candidate__written_in=True).update(written_in=True)
    # PostgreSQL alters no table whose rows still wait for the check of their foreign keys.
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):
    dependencies = [("elections", "0004_equal_and_excluded")]

    operations = [
        migrations.AddField(
            model_name="candidatevotes",
            name="written_in",
            field=models.BooleanField(default=False, verbose_name="另选他人"),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RemoveField(model_name="candidate", name="written_in"),
    ]
