"""Who stands in the coming round becomes a column; it was computed from the round before."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def stand(apps, schema_editor):
    """Nobody who is elected or whose election is over; of those voted on, the ones who stood in the last round."""
    candidates = apps.get_model("elections", "Candidate")._base_manager
    candidates.filter(elected_in__isnull=False).update(stands=False)
    candidates.filter(election__closed_on__isnull=False).update(stands=False)
    ballots = apps.get_model("elections", "Ballot")._base_manager.filter(valid__isnull=False)
    last = dict(ballots.order_by("number").values_list("election_id", "pk"))
    for election, ballot in last.items():
        candidates.filter(election=election).exclude(votes__ballot=ballot).update(stands=False)
    # PostgreSQL alters no table whose rows still wait for the check of their foreign keys.
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):

    dependencies = [
        ('branches', '0008_transfers'),
        ('elections', '0002_termelection_with_committee'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='ballot',
            options={'ordering': ('number', 'id'), 'verbose_name': '选举轮次', 'verbose_name_plural': '选举轮次'},
        ),
        migrations.RemoveConstraint(
            model_name='ballot',
            name='ballot_number_once_an_election',
        ),
        migrations.RemoveConstraint(
            model_name='electionstep',
            name='election_step_leads_where_it_may',
        ),
        migrations.AddField(
            model_name='ballot',
            name='corrects',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='elections.ballot', verbose_name='更正的计票'),
        ),
        migrations.AddField(
            model_name='ballot',
            name='replaced',
            field=models.BooleanField(default=False, verbose_name='已更正'),
        ),
        migrations.AddField(
            model_name='candidate',
            name='out_on',
            field=models.DateField(blank=True, null=True, verbose_name='退出日期'),
        ),
        migrations.AddField(
            model_name='candidate',
            name='stands',
            field=models.BooleanField(default=True, verbose_name='参加下一轮投票'),
        ),
        migrations.AddField(
            model_name='candidate',
            name='written_in',
            field=models.BooleanField(default=False, verbose_name='另选他人'),
        ),
        migrations.AlterField(
            model_name='electionstep',
            name='kind',
            field=models.CharField(choices=[('POSTPONEMENT_ASKED', '申请延期换届'), ('POSTPONEMENT_APPROVED', '同意延期'), ('POSTPONEMENT_REFUSED', '不同意延期'), ('REQUESTED', '报送换届请示'), ('APPROVED', '批复同意换届'), ('REFUSED', '退回换届请示'), ('NOMINATED', '提出候选人预备人选'), ('HEARD', '征求党员意见并报审'), ('LIST_APPROVED', '同意候选人预备人选'), ('LIST_REFUSED', '退回候选人预备人选'), ('ASSEMBLED', '召开党员大会'), ('COUNTED', '投票计票'), ('VOIDED', '本轮选举无效'), ('RECOUNTED', '更正计票'), ('SEATS_REDUCED', '减少名额'), ('CANDIDATE_OUT', '候选人、当选人退出'), ('DIVIDED', '支委会分工'), ('REPORTED', '报告选举结果'), ('RECORDED', '批准并备案'), ('SENT_BACK', '退回选举结果'), ('WITHDRAWN', '撤回'), ('CANCELLED', '终止换届')], max_length=25, verbose_name='步骤'),
        ),
        migrations.AddConstraint(
            model_name='ballot',
            constraint=models.UniqueConstraint(condition=models.Q(('replaced', False)), fields=('election', 'number'), name='ballot_number_once_an_election'),
        ),
        migrations.RunPython(stand, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.CheckConstraint(condition=models.Q(('stands', False), models.Q(('elected_in__isnull', True), ('out_on__isnull', True)), _connector='OR'), name='neither_elected_nor_out_stand'),
        ),
        migrations.AddConstraint(
            model_name='electionstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'POSTPONEMENT_ASKED'), ('stage__in', ('POSTPONEMENT_ASKED',))), models.Q(('kind', 'POSTPONEMENT_APPROVED'), ('stage__in', ('TO_REQUEST',))), models.Q(('kind', 'POSTPONEMENT_REFUSED'), ('stage__in', ('TO_REQUEST',))), models.Q(('kind', 'REQUESTED'), ('stage__in', ('REQUESTED',))), models.Q(('kind', 'APPROVED'), ('stage__in', ('TO_NOMINATE',))), models.Q(('kind', 'REFUSED'), ('stage__in', ('TO_REQUEST',))), models.Q(('kind', 'NOMINATED'), ('stage__in', ('TO_HEAR',))), models.Q(('kind', 'HEARD'), ('stage__in', ('LIST_SENT',))), models.Q(('kind', 'LIST_APPROVED'), ('stage__in', ('TO_ASSEMBLE',))), models.Q(('kind', 'LIST_REFUSED'), ('stage__in', ('TO_NOMINATE',))), models.Q(('kind', 'ASSEMBLED'), ('stage__in', ('TO_VOTE',))), models.Q(('kind', 'COUNTED'), ('stage__in', ('TO_VOTE', 'TO_DIVIDE', 'TO_NOMINATE'))), models.Q(('kind', 'VOIDED'), ('stage__in', ('TO_VOTE',))), models.Q(('kind', 'RECOUNTED'), ('stage__in', ('TO_VOTE', 'TO_DIVIDE', 'TO_REPORT', 'TO_NOMINATE'))), models.Q(('kind', 'CANDIDATE_OUT'), ('stage__in', ('TO_NOMINATE', 'TO_ASSEMBLE', 'TO_VOTE'))), models.Q(('kind', 'SEATS_REDUCED'), ('stage__in', ('TO_DIVIDE',))), models.Q(('kind', 'DIVIDED'), ('stage__in', ('TO_REPORT',))), models.Q(('kind', 'REPORTED'), ('stage__in', ('REPORTED',))), models.Q(('kind', 'RECORDED'), ('stage__in', ('DONE',))), models.Q(('kind', 'SENT_BACK'), ('stage__in', ('TO_DIVIDE',))), models.Q(('kind', 'WITHDRAWN'), ('stage__in', ('TO_REQUEST', 'TO_NOMINATE', 'TO_DIVIDE', 'TO_REPORT'))), models.Q(('kind', 'CANCELLED'), ('stage__in', ('CANCELLED',))), _connector='OR'), name='election_step_leads_where_it_may'),
        ),
    ]
