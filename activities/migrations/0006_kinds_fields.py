"""Which further fields the shipped kinds ask, which may last several days, and the kind that was missing (走访慰问)."""

from django.db import migrations

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
SEVERAL_DAYS = ("READING_CLASS", "STUDY", "CENTRAL_GROUP_STUDY", "SECRETARY_TRAINING", "DISCIPLINE_INSPECTION",
                "YOUTH_STUDY", "VOLUNTEER", "VISIT", "RESEARCH", "INNOVATION")


def ask_fields(apps, schema_editor):
    kinds = apps.get_model("activities", "ActivityKind")._default_manager
    # Between 募捐 (180) and 调研 (190).
    kinds.create(code="VISIT", name="走访慰问", short_name="走访慰问", roster="INVITED", quorum="NONE", order=185)
    for code, fields in FIELDS.items():
        kinds.filter(code=code).update(fields=fields)
    kinds.filter(code__in=SEVERAL_DAYS).update(several_days=True)


class Migration(migrations.Migration):
    dependencies = [("activities", "0005_details_topics_days")]
    operations = [migrations.RunPython(ask_fields, migrations.RunPython.noop)]
