"""What entries of registers say beside title and dates: one fixed vocabulary, kept typed in `RegisterEntry.values`.

A kind names the codes that it asks (`RegisterKind.fields`); core/typed_fields.py says how a value is kept.
"""

from core.typed_fields import FieldType, TypedField, Vocabulary

LEVELS = (
    ("BRANCH", "支部级"),
    ("COURT", "院级"),
    ("COUNTY", "县区级"),
    ("CITY", "市级"),
    ("PROVINCE", "省级"),
    ("NATION", "国家级"),
)
GRADES = (("GOOD", "好"), ("FAIR", "较好"), ("AVERAGE", "一般"), ("POOR", "差"))
TALKS = (("REMINDER", "提醒约谈"), ("CRITICISM", "批评约谈"), ("ACCOUNT", "问责约谈"))
LETTERS = (("PARTY_BUILDING", "党建工作目标管理"), ("INTEGRITY", "党风廉政建设"), ("OTHER", "其他"))
PARTNERS = (
    ("COMMUNITY", "社区"),
    ("VILLAGE", "村"),
    ("COMPANY", "企业"),
    ("SCHOOL", "学校"),
    ("OFFICE", "机关单位"),
    ("OTHER", "其他"),
)
YES_NO = (("YES", "是"), ("NO", "否"))

_TEXT, _STORY, _COUNT = FieldType.TEXT, FieldType.STORY, FieldType.COUNT
_CHOICE, _PERSON, _DATE = FieldType.CHOICE, FieldType.PERSON, FieldType.DATE

VOCABULARY = Vocabulary(
    # 约谈
    TypedField("talk_form", "约谈方式", _CHOICE, choices=TALKS),
    TypedField("talked_by", "约谈人", _PERSON),
    TypedField("grounds", "事由", _STORY, help="为什么谈，依据哪次检查、哪条规定。"),
    TypedField("asked", "提出的要求", _STORY),
    TypedField("followed", "后续落实", _STORY, help="谈后做了什么，可以过后补填。"),
    # 走访联系
    TypedField("found", "了解到的情况", _STORY),
    TypedField("solved", "帮助解决", _STORY),
    TypedField("people_met", "走访座谈", _COUNT, "人次"),
    TypedField("problems_found", "发现问题", _COUNT, "个"),
    TypedField("problems_solved", "解决问题", _COUNT, "个"),
    # 品牌、评选、荣誉
    TypedField("idea", "品牌理念", _STORY),
    TypedField("carrier", "工作载体", _TEXT),
    TypedField("level", "级别", _CHOICE, choices=LEVELS),
    TypedField("result", "名次或结果", _TEXT),
    TypedField("entrants", "参评", _COUNT, "个"),
    TypedField("giver", "授予单位", _TEXT),
    # 承诺、践诺、评诺
    TypedField("promise", "承诺内容", _STORY),
    TypedField("kept", "践诺情况", _STORY),
    TypedField("judged", "评诺结果", _CHOICE, choices=GRADES),
    TypedField("judged_on", "评诺日期", _DATE),
    # 责任书、制度
    TypedField("letter", "责任书类别", _CHOICE, choices=LETTERS),
    TypedField("for_year", "所属年度", FieldType.YEAR),
    TypedField("signed_by", "签订人", _PERSON),
    TypedField("signed_with", "与谁签订", _TEXT),
    TypedField("number", "文号", _TEXT),
    TypedField("content", "主要内容", _STORY),
    # 结对共建
    TypedField("partner_kind", "结对单位类别", _CHOICE, choices=PARTNERS),
    TypedField("contact_person", "对方联系人", _PERSON),
    TypedField("contact_rate", "联系率", FieldType.RATE, "%", help="已联系的占应联系的百分之几，例如 95.61。"),
    TypedField("sessions", "服务", _COUNT, "场次"),
    TypedField("batches", "批次", _COUNT, "批次"),
    TypedField("funds", "投入资金", FieldType.MONEY, "元", help="精确到分。"),
    TypedField("helped", "帮助群众", _COUNT, "人次"),
    TypedField("households", "走访户数", _COUNT, "户"),
    TypedField("land", "认领、种植", FieldType.AREA, "亩"),
    # 阵地设备
    TypedField("eight_kept", "“八有”已具备", _COUNT, "项"),
    TypedField("three_in_one", "三室合一", _CHOICE, choices=YES_NO),
    TypedField("floor", "面积", FieldType.AREA, "平方米"),
    TypedField("seats", "座位", _COUNT, "个"),
    TypedField("equipment", "设备", _STORY),
    # 联络员、第一议题
    TypedField("duty", "联络事项", _TEXT),
    TypedField("speaker", "领学人", _PERSON),
    TypedField("present", "参加", _COUNT, "人次"),
    TypedField("measures", "贯彻措施", _STORY),
    TypedField("note", "说明", _STORY),
)
