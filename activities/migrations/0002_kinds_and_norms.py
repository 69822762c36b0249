"""The kinds and norms that every court starts with (支部工作条例(试行), 2018; figures marked L are local practice)."""

from datetime import date

from django.db import migrations

EFFECTIVE = date(2018, 10, 28)
REGULATION = "中国共产党支部工作条例（试行）"
LOCAL = "本地惯例，各法院可改"

# code, name, short name, roster, quorum, resolutions, study hours, states its year
KINDS = (
    ("BRANCH_ASSEMBLY", "支部党员大会", "党员大会", "BRANCH", "VOTING", True, 1, False),
    ("COMMITTEE_MEETING", "支部委员会会议", "支委会", "COMMITTEE", "COMMITTEE", True, None, False),
    ("GROUP_MEETING", "党小组会", "小组会", "GROUP", "NONE", False, 1, False),
    ("PARTY_LECTURE", "党课", "党课", "BRANCH", "NONE", False, 2, False),
    ("THEME_DAY", "主题党日", "主题党日", "BRANCH", "NONE", False, 2, False),
    ("ORGANIZATION_LIFE_MEETING", "组织生活会", "组织生活会", "BRANCH", "NONE", False, 2, True),
    ("MEMBER_APPRAISAL", "民主评议党员", "民主评议", "BRANCH", "NONE", False, None, True),
    ("HEART_TO_HEART_TALK", "谈心谈话", "谈心谈话", "INVITED", "NONE", False, None, False),
    ("STUDY", "集中学习", "集中学习", "BRANCH", "NONE", False, 2, False),
    ("CENTRAL_GROUP_STUDY", "党组理论学习中心组学习", "中心组学习", "INVITED", "NONE", False, 2, False),
    ("POLITICAL_STUDY", "政治学习", "政治学习", "INVITED", "NONE", False, 2, False),
    ("SECRETARY_TRAINING", "支部书记培训", "书记培训", "INVITED", "NONE", False, 4, False),
    ("DISCIPLINE_INSPECTION", "纪律作风检查", "作风检查", "INVITED", "NONE", False, None, False),
    ("INTEGRITY_EDUCATION", "廉政教育", "廉政教育", "INVITED", "NONE", False, 2, False),
    ("READING_CLASS", "读书班", "读书班", "INVITED", "NONE", False, 4, False),
    ("YOUTH_STUDY", "青年理论学习小组学习", "青年学习", "INVITED", "NONE", False, 2, False),
    ("VOLUNTEER", "志愿服务", "志愿服务", "INVITED", "NONE", False, None, False),
    ("DONATION", "募捐", "募捐", "INVITED", "NONE", False, None, False),
    ("RESEARCH", "调研", "调研", "INVITED", "NONE", False, None, False),
    ("INNOVATION", "创新载体活动", "创新载体", "INVITED", "NONE", False, None, False),
    ("VISIT", "走访慰问", "走访慰问", "INVITED", "NONE", False, None, False),
)
# Between 募捐 (180) and 调研 (190).
ORDERS = {"VISIT": 185}
# Which further fields a kind asks.
FIELDS = {
    "PARTY_LECTURE": ["lecturer", "lecturer_rank", "theme", "form"],
    "THEME_DAY": ["theme", "form", "outcome"],
    "MEMBER_APPRAISAL": ["excellent_reason"],
    "STUDY": ["theme", "lecturer", "form"],
    "CENTRAL_GROUP_STUDY": ["theme", "lecturer", "form"],
    "POLITICAL_STUDY": ["theme", "form"],
    "SECRETARY_TRAINING": ["theme", "lecturer", "form"],
    "DISCIPLINE_INSPECTION": ["place_visited", "batches", "problems_found", "rectify_by"],
    "INTEGRITY_EDUCATION": ["theme", "form", "case_name", "outcome"],
    "READING_CLASS": ["theme", "lecturer", "form", "outcome"],
    "YOUTH_STUDY": ["theme", "lecturer", "form"],
    "VOLUNTEER": ["theme", "place_visited", "volunteers", "service_hours", "beneficiaries", "outcome"],
    "DONATION": ["amount", "goods", "donors", "receivers", "outcome"],
    "VISIT": ["place_visited", "households", "person_times", "amount", "receivers", "outcome"],
    "RESEARCH": ["theme", "place_visited", "sessions", "person_times", "reports_written", "outcome"],
    "INNOVATION": ["carrier", "theme", "sessions", "person_times", "outcome"],
}
SEVERAL_DAYS = (
    *("READING_CLASS", "STUDY", "CENTRAL_GROUP_STUDY", "SECRETARY_TRAINING", "DISCIPLINE_INSPECTION"),
    *("YOUTH_STUDY", "VOLUNTEER", "VISIT", "RESEARCH", "INNOVATION"),
)
# A talk takes two.
LEAST_PRESENT = {"HEART_TO_HEART_TALK": 2}
# May be held as an assembly, by the committee or by the groups (支部工作条例(试行) 17).
FORM_IS_CHOSEN = ("ORGANIZATION_LIFE_MEETING",)

# code, branch kind, unit, times, period, mark, source, article
NORMS = (
    ("BRANCH_ASSEMBLY", "", "BRANCH", 1, "QUARTER", "R", REGULATION, "第十一条"),
    ("COMMITTEE_MEETING", "", "COMMITTEE", 1, "MONTH", "R", REGULATION, "第十二条"),
    ("COMMITTEE_MEETING", "RETIRED", "COMMITTEE", 1, "QUARTER", "L", LOCAL, ""),
    ("GROUP_MEETING", "", "GROUP", 1, "MONTH", "R", REGULATION, "第十三条"),
    ("GROUP_MEETING", "RETIRED", "GROUP", 1, "QUARTER", "L", LOCAL, ""),
    ("PARTY_LECTURE", "", "BRANCH", 1, "QUARTER", "L", LOCAL, ""),
    ("THEME_DAY", "", "BRANCH", 1, "MONTH", "R", REGULATION, "第十六条"),
    ("THEME_DAY", "RETIRED", "BRANCH", 1, "QUARTER", "L", LOCAL, ""),
    ("ORGANIZATION_LIFE_MEETING", "", "BRANCH", 1, "YEAR", "R", REGULATION, "第十七条"),
    ("MEMBER_APPRAISAL", "", "BRANCH", 1, "YEAR", "R", REGULATION, "第十八条"),
    ("HEART_TO_HEART_TALK", "", "MEMBER", 1, "YEAR", "R", REGULATION, "第十九条"),
)


def add_kinds_and_norms(apps, schema_editor):
    kind_model = apps.get_model("activities", "ActivityKind")
    norm_model = apps.get_model("activities", "Norm")
    kinds = {}
    for order, (code, name, short, roster, quorum, resolutions, hours, for_year) in enumerate(KINDS, start=1):
        kinds[code] = kind_model(
            code=code,
            name=name,
            short_name=short,
            roster=roster,
            quorum=quorum,
            has_resolutions=resolutions,
            study_hours=hours,
            for_year=for_year,
            order=ORDERS.get(code, order * 10),
            fields=FIELDS.get(code, []),
            several_days=code in SEVERAL_DAYS,
            least_present=LEAST_PRESENT.get(code, 1),
            form_is_chosen=code in FORM_IS_CHOSEN,
        )
        kinds[code].save()
    for code, branch_kind, unit, times, period, mark, source, article in NORMS:
        norm_model(
            kind=kinds[code],
            branch_kind=branch_kind,
            unit=unit,
            times=times,
            period=period,
            mark=mark,
            source=source,
            article=article,
            effective_from=EFFECTIVE,
        ).save()


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_initial")]
    operations = [migrations.RunPython(add_kinds_and_norms, migrations.RunPython.noop)]
