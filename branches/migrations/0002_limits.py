"""The figures that every court starts with. Marked R where a party regulation sets them, L where practice is local.

Sources were read in reprints; `checked` stays off until a court has compared a row with the official text.
"""

from datetime import date

from django.db import migrations

BRANCH_WORK = ("中国共产党支部工作条例（试行）", date(2018, 10, 28))
ORGANS = ("中国共产党党和国家机关基层组织工作条例", date(2019, 12, 30))
ELECTION = ("中国共产党基层组织选举工作条例", date(2020, 7, 13))
DEVELOPMENT = ("中国共产党发展党员工作细则", date(2014, 5, 28))
TRAINING = ("中国共产党党员教育管理工作条例", date(2019, 5, 6))
TRAINING_PLAN = ("2019—2023年全国党员教育培训工作规划", date(2019, 11, 11))
LOCAL = ("本地惯例，各法院可改", date(2018, 1, 1))
# As old as the rule whose practice it is.
LOCAL_DEVELOPMENT = ("本地惯例，各法院可改", date(2014, 5, 28))

# code, value, unit, mark, source, article
LIMITS = (
    ("ASSEMBLY_QUORUM_PERCENT", 50, "%", "R", BRANCH_WORK, "第十一条"),
    ("ADMISSION_QUORUM_PERCENT", 50, "%", "R", DEVELOPMENT, "第二十条"),
    ("VOTE_PASS_PERCENT", 50, "%", "R", BRANCH_WORK, "第十一条"),
    ("APPRAISAL_EXCELLENT_PARTS", 3, "分之一", "R", BRANCH_WORK, "第十八条"),
    ("BRANCH_MEMBERS_LEAST", 3, "人", "R", BRANCH_WORK, "第四条"),
    ("BRANCH_MEMBERS_MOST", 50, "人", "R", BRANCH_WORK, "第四条"),
    ("COMMITTEE_FROM_MEMBERS", 7, "人", "R", BRANCH_WORK, "第二十条"),
    ("COMMITTEE_SEATS_LEAST", 3, "人", "R", BRANCH_WORK, "第二十条"),
    ("COMMITTEE_SEATS_USUAL", 5, "人", "R", BRANCH_WORK, "第二十条"),
    ("COMMITTEE_SEATS_MOST", 7, "人", "R", BRANCH_WORK, "第二十条"),
    ("TERM_YEARS", 3, "年", "R", ORGANS, "第七条"),
    ("ELECTION_REMINDER_MONTHS", 6, "个月", "R", ORGANS, "第七条"),
    ("ELECTION_POSTPONE_MONTHS", 12, "个月", "R", ORGANS, "第七条"),
    ("ELECTION_SURPLUS_PERCENT", 20, "%", "R", ELECTION, "第十三条"),
    ("ELECTION_QUORUM_PERCENT", 80, "%", "R", ELECTION, ""),
    ("ELECTION_ELECTED_PERCENT", 50, "%", "R", ELECTION, ""),
    ("ELECTION_CONGRESS_MEMBERS", 500, "人", "R", ELECTION, "第四条"),
    ("DEVELOPMENT_TALK_MONTHS", 1, "个月", "R", DEVELOPMENT, "第七条"),
    ("DEVELOPMENT_CONTACTS_LEAST", 1, "人", "R", DEVELOPMENT, "第九条"),
    ("DEVELOPMENT_CONTACTS_MOST", 2, "人", "R", DEVELOPMENT, "第九条"),
    ("ACTIVIST_REVIEW_MONTHS", 6, "个月", "R", DEVELOPMENT, "第十一条"),
    ("ACTIVIST_YEARS", 1, "年", "R", DEVELOPMENT, "第十三条"),
    ("INTRODUCERS", 2, "人", "R", DEVELOPMENT, "第十四条"),
    ("DEVELOPMENT_TRAINING_DAYS", 3, "天", "R", DEVELOPMENT, "第十七条"),
    ("DEVELOPMENT_TRAINING_HOURS", 24, "学时", "R", DEVELOPMENT, "第十七条"),
    ("PREREVIEW_LEAVING_MONTHS", 3, "个月", "R", DEVELOPMENT, "第十九条"),
    ("PUBLICITY_DAYS", 5, "个工作日", "L", LOCAL, ""),
    ("ADMISSION_APPROVAL_MONTHS", 3, "个月", "R", DEVELOPMENT, "第二十六条"),
    ("ADMISSION_APPROVAL_MONTHS_SPECIAL", 6, "个月", "R", DEVELOPMENT, "第二十六条"),
    ("PROBATION_YEARS", 1, "年", "R", DEVELOPMENT, "第三十二条"),
    ("PROBATION_EXTENSION_MONTHS_LEAST", 6, "个月", "R", DEVELOPMENT, "第三十二条"),
    ("PROBATION_EXTENSION_MONTHS_MOST", 12, "个月", "R", DEVELOPMENT, "第三十二条"),
    ("CONFIRMATION_APPROVAL_MONTHS", 3, "个月", "R", DEVELOPMENT, "第三十四条"),
    ("STUDY_HOURS_MEMBER", 32, "学时", "R", TRAINING, "第二十条"),
    ("STUDY_HOURS_OFFICER", 56, "学时", "R", TRAINING_PLAN, ""),
    ("OFFICER_TRAININGS", 1, "次", "R", TRAINING_PLAN, ""),
    ("SECRETARY_LECTURES", 1, "次", "R", BRANCH_WORK, "第十六条"),
    ("TRANSFER_LETTER_DAYS", 90, "天", "L", LOCAL, ""),
    ("PROBATION_NOTICE_DAYS", 60, "天", "L", LOCAL_DEVELOPMENT, ""),
    ("CONFIRMATION_VOTE_MONTHS", 1, "个月", "L", LOCAL_DEVELOPMENT, ""),
)


def add_limits(apps, schema_editor):
    limit = apps.get_model("branches", "Limit")
    limit._base_manager.bulk_create(
        limit(code=code, value=value, unit=unit, mark=mark, source=source, article=article, effective_from=effective)
        for code, value, unit, mark, (source, effective), article in LIMITS
    )


class Migration(migrations.Migration):
    dependencies = [("branches", "0001_initial")]

    operations = [migrations.RunPython(add_limits, migrations.RunPython.noop)]
