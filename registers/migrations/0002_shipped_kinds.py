"""The registers that every court starts with; a court may rename them, choose their fields or switch them off."""

from django.db import migrations

COMMITTEE, BRANCH = "COMMITTEE", "BRANCH"

KINDS = (
    {
        "code": "INTERVIEW",
        "name": "约谈",
        "subject": "PERSON",
        "written_by": COMMITTEE,
        "person_label": "被约谈人",
        "date_label": "约谈日期",
        "fields": ["talk_form", "talked_by", "grounds", "asked", "followed"],
        "help": "只有机关党委和本人所在支部的书记、委员能看到。",
    },
    {
        "code": "CONTACT_POINT",
        "name": "联系点",
        "subject": "PERSON",
        "written_by": COMMITTEE,
        "needs_branch": True,
        "person_label": "联系领导",
        "date_label": "联系开始",
        "until_label": "联系结束",
        "fields": ["duty", "note"],
        "help": "哪位领导联系哪个支部，从何时到何时；每次走访登记在它下面。",
    },
    {
        "code": "CONTACT_VISIT",
        "name": "走访联系",
        "subject": "PERSON",
        "parent": "CONTACT_POINT",
        "written_by": BRANCH,
        "date_label": "走访日期",
        "fields": ["found", "solved", "people_met", "problems_found", "problems_solved"],
    },
    {
        "code": "BRAND",
        "name": "支部品牌",
        "subject": "BRANCH",
        "written_by": BRANCH,
        "is_published": True,
        "nests": True,
        "title_label": "品牌名称",
        "date_label": "创建日期",
        "until_label": "停用日期",
        "fields": ["idea", "carrier", "level"],
        "help": "一支部一品牌；全院的品牌由机关党委登记，各支部的可以列在它下面。",
    },
    {
        "code": "BRAND_CONTEST",
        "name": "品牌评选",
        "subject": "BRANCH",
        "parent": "BRAND",
        "written_by": COMMITTEE,
        "is_published": True,
        "title_label": "评选或擂台赛名称",
        "date_label": "评选日期",
        "fields": ["level", "result", "entrants"],
    },
    {
        "code": "PROMISE",
        "name": "承诺践诺评诺",
        "subject": "BRANCH",
        "written_by": BRANCH,
        "person_label": "承诺人",
        "date_label": "承诺日期",
        "until_label": "践诺期限",
        "fields": ["promise", "kept", "judged", "judged_on"],
        "help": "支部的承诺不填承诺人；践诺、评诺的情况过后补填。",
    },
    {
        "code": "RESPONSIBILITY_LETTER",
        "name": "责任书",
        "subject": "BRANCH",
        "written_by": COMMITTEE,
        "date_label": "签订日期",
        "fields": ["letter", "for_year", "signed_by", "signed_with", "content"],
        "help": "党建工作目标管理责任书、党风廉政建设责任书；院里与上级签订的，党支部选“全院”。",
    },
    {
        "code": "INSTITUTION",
        "name": "制度",
        "subject": "BRANCH",
        "written_by": BRANCH,
        "is_published": True,
        "title_label": "制度名称",
        "date_label": "施行日期",
        "until_label": "废止日期",
        "fields": ["number", "content"],
    },
    {
        "code": "HONOUR",
        "name": "院外荣誉",
        "subject": "BRANCH",
        "written_by": BRANCH,
        "is_published": True,
        "title_label": "荣誉名称",
        "person_label": "获奖个人",
        "date_label": "授予日期",
        "fields": ["giver", "level", "number"],
        "help": "支部获得的不填获奖个人。",
    },
    {
        "code": "PAIRING",
        "name": "结对共建",
        "subject": "BRANCH",
        "written_by": BRANCH,
        "title_label": "结对单位",
        "date_label": "结对日期",
        "until_label": "结束日期",
        "fields": ["partner_kind", "contact_person", "note"],
        "help": "每次共建活动登记在它下面。",
    },
    {
        "code": "PAIRING_VISIT",
        "name": "共建活动",
        "subject": "BRANCH",
        "parent": "PAIRING",
        "written_by": BRANCH,
        "title_label": "活动名称",
        "date_label": "活动日期",
        "fields": ["contact_rate", "sessions", "batches", "funds", "helped", "households", "land", "note"],
    },
    {
        "code": "ROOM",
        "name": "阵地设备",
        "subject": "BRANCH",
        "written_by": BRANCH,
        "title_label": "场所名称",
        "date_label": "启用日期",
        "until_label": "停用日期",
        "fields": ["eight_kept", "three_in_one", "floor", "seats", "equipment"],
        "help": "党员活动室等场所和设备，几个支部合用的由机关党委登记在“全院”。",
    },
    {
        "code": "LIAISON",
        "name": "联络员",
        "subject": "PERSON",
        "written_by": BRANCH,
        "date_label": "担任日期",
        "until_label": "卸任日期",
        "fields": ["duty"],
    },
    {
        "code": "FIRST_AGENDA",
        "name": "第一议题",
        "subject": "COURT",
        "written_by": COMMITTEE,
        "title_label": "学习内容",
        "date_label": "学习日期",
        "fields": ["speaker", "present", "measures"],
        "help": "会议记录里已经写明第一议题的，不必在这里再登记一次。",
    },
)


def add_kinds(apps, schema_editor):
    kind_model = apps.get_model("registers", "RegisterKind")
    made = {}
    for order, facts in enumerate(KINDS, start=1):
        parent = made.get(facts.get("parent"))
        made[facts["code"]] = kind_model(**{**facts, "parent": parent}, order=order * 10)
        made[facts["code"]].save()


def remove_kinds(apps, schema_editor):
    kinds = apps.get_model("registers", "RegisterKind").all_rows.filter(court__isnull=True)
    kinds.filter(parent__isnull=False).delete()
    kinds.delete()


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_initial")]

    operations = [migrations.RunPython(add_kinds, remove_kinds)]
