"""The star standard that every court starts with: 5 aspects, 29 indicators, 100 points. A proposal from one court's
practice; every court changes it."""

from django.db import migrations

ASPECTS = (("A", "责任落实"), ("B", "制度执行"), ("C", "队伍教育"), ("D", "工作保障"), ("E", "作用发挥"))

ORGANIZATION = "支部工作条例(试行)"
EDUCATION = "党员教育管理工作条例"
DEVELOPMENT = "发展党员工作细则"
PRACTICE = "星级党支部创建实践"


def of_kind(kind):
    return {"way": "SHARE", "input": "PERIODS_MET", "params": {"kind": kind}}


def counted(code, **params):
    return {"way": "SHARE", "input": code, "params": params}


REVIEWED = {"way": "REVIEW", "input": ""}
GATE = {"is_gate": True}
YEARLY = {"yearly": True}

# Code, name, points, how, what more.
INDICATORS = (
    (
        "A1",
        "研究部署党建",
        4,
        counted("COMMITTEE_ON_TOPIC", words=["党建", "党的建设", "支部建设", "党员发展", "发展党员"]),
        {"basis": PRACTICE, "mark": "S"},
    ),
    (
        "A2",
        "书记述职评议",
        4,
        {"way": "GRADE", "input": "DUTY_REVIEW", "table": {"GOOD": 4, "FAIR": 3, "ORDINARY": 2, "POOR": 0}},
        {**YEARLY, "basis": PRACTICE, "mark": "S"},
    ),
    ("A3", "整改措施按期", 4, counted("MEASURES_ON_TIME"), {"basis": PRACTICE, "mark": "S"}),
    ("A4", "一岗双责", 3, REVIEWED, {"evidence": "与班子成员谈话，随机翻看会议记录", "basis": PRACTICE, "mark": "S"}),
    ("A5", "提示事项办结", 3, counted("NOTICE_ITEMS_DONE"), {"basis": PRACTICE}),
    ("B1", "支部党员大会", 5, of_kind("BRANCH_ASSEMBLY"), {**GATE, "basis": f"{ORGANIZATION}第十一条", "mark": "R"}),
    (
        "B2",
        "支部委员会会议",
        5,
        of_kind("COMMITTEE_MEETING"),
        {**GATE, "basis": f"{ORGANIZATION}第十二条", "mark": "R"},
    ),
    ("B3", "党小组会", 4, of_kind("GROUP_MEETING"), {**GATE, "basis": f"{ORGANIZATION}第十三条", "mark": "R"}),
    ("B4", "党课", 3, of_kind("PARTY_LECTURE"), {**GATE, "basis": f"{ORGANIZATION}第十六条"}),
    ("B5", "主题党日", 4, of_kind("THEME_DAY"), {**GATE, "basis": f"{ORGANIZATION}第十六条", "mark": "R"}),
    (
        "B6",
        "组织生活会",
        4,
        {"way": "YES_NO", "input": "PERIODS_MET", "params": {"kind": "ORGANIZATION_LIFE_MEETING"}},
        {**GATE, **YEARLY, "basis": f"{ORGANIZATION}第十七条", "mark": "R"},
    ),
    (
        "B7",
        "民主评议党员",
        4,
        {"way": "YES_NO", "input": "APPRAISAL_KEPT"},
        {**GATE, **YEARLY, "basis": f"{ORGANIZATION}第十八条", "mark": "R"},
    ),
    ("B8", "谈心谈话", 3, of_kind("HEART_TO_HEART_TALK"), {**YEARLY, "basis": f"{ORGANIZATION}第十九条", "mark": "R"}),
    ("B9", "会议有效", 4, counted("MEETINGS_WITH_QUORUM"), {"basis": f"{ORGANIZATION}第十一条、第十二条", "mark": "R"}),
    (
        "C1",
        "学习计划落实",
        3,
        counted("PLAN_DONE", kinds=["STUDY", "PARTY_LECTURE", "THEME_DAY"]),
        {"basis": EDUCATION},
    ),
    ("C2", "书记委员培训", 3, counted("OFFICERS_TRAINED"), {**YEARLY, "basis": f"{EDUCATION}第二十条", "mark": "R"}),
    ("C3", "发展党员时限", 4, counted("DEVELOPMENT_ON_TIME"), {"basis": DEVELOPMENT, "mark": "R"}),
    ("C4", "按期讨论转正", 3, counted("CONFIRMATIONS_ON_TIME"), {"basis": f"{DEVELOPMENT}第三十二条", "mark": "R"}),
    ("C5", "思想状况分析", 2, REVIEWED, {"evidence": "分析材料，以及据此做了什么", "basis": PRACTICE, "mark": "S"}),
    ("C6", "学习质量", 3, REVIEWED, {"evidence": "与党员交谈，不查笔记", "basis": PRACTICE, "mark": "S"}),
    (
        "D1",
        "按期换届",
        4,
        {"way": "YES_NO", "input": "TERM_IN_FORCE"},
        {**GATE, "basis": "基层组织选举工作条例", "mark": "R"},
    ),
    ("D2", "班子和党务力量", 3, counted("POSTS_FILLED"), {"basis": PRACTICE, "mark": "S"}),
    ("D3", "活动阵地", 3, REVIEWED, {"evidence": "实地查看“八有”，几个支部合用的算", "basis": PRACTICE, "mark": "S"}),
    ("D4", "经费保障", 2, REVIEWED, {"evidence": "预算和支出", "basis": PRACTICE, "mark": "S"}),
    ("E1", "党建业务融合", 4, REVIEWED, {"evidence": "看成果，不看批示", "basis": PRACTICE, "mark": "S"}),
    ("E2", "志愿与结对", 3, counted("PLAN_DONE", kinds=["VOLUNTEER"]), {"basis": PRACTICE, "mark": "S"}),
    ("E3", "问题销号", 3, counted("PROBLEMS_CLOSED"), {"basis": PRACTICE, "mark": "S"}),
    ("E4", "先锋作用", 3, REVIEWED, {"evidence": "承诺、践诺、评诺", "basis": PRACTICE, "mark": "S"}),
    ("E5", "群众评价", 3, REVIEWED, {"evidence": "抽样交谈", "basis": PRACTICE, "mark": "S"}),
)


def ship(apps, schema_editor):
    standard = apps.get_model("assessments", "Standard").all_rows.create(
        name="星级党支部标准（随系统提供）", state="ADOPTED", adopted_on="2018-01-01", adopted_how="随系统提供，供参考"
    )
    aspect_model = apps.get_model("assessments", "Aspect")
    aspects = {
        code: aspect_model.all_rows.create(standard=standard, code=code, name=name, order=order)
        for order, (code, name) in enumerate(ASPECTS, start=1)
    }
    indicators = apps.get_model("assessments", "Indicator").all_rows
    for order, (code, name, points, how, more) in enumerate(INDICATORS, start=1):
        own = {"standard": standard, "aspect": aspects[code[0]], "code": code, "name": name, "points": points}
        indicators.create(**own, **how, **more, order=order)


def unship(apps, schema_editor):
    apps.get_model("assessments", "Standard").all_rows.filter(court__isnull=True).delete()


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]

    operations = [migrations.RunPython(ship, unship)]
