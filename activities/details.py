"""What is asked beside the common fields, by kind of activity: one fixed vocabulary, kept typed in `Activity.details`.

A kind names the codes that it asks (`ActivityKind.fields`); core/typed_fields.py says how a value is kept.
"""

from branches.choices import LeadershipKind
from core.typed_fields import FieldType, TypedField, Vocabulary

RANKS = (
    ("LEADING_GROUP_SECRETARY", "党组书记"),
    ("COURT_LEADER", "院领导"),
    ("BRANCH_SECRETARY", "支部书记"),
    ("MEMBER", "党员"),
    ("GUEST", "外请"),
)
# A leader's rank is known from the court's own list of them, whatever was typed.
RANK_OF_LEADER: dict[str, str] = {
    LeadershipKind.SECRETARY: "LEADING_GROUP_SECRETARY",
    LeadershipKind.MEMBER: "COURT_LEADER",
    LeadershipKind.LEADER: "COURT_LEADER",
}
FORMS = (
    ("COLLECTIVE", "集中"),
    ("DISCUSSION", "研讨"),
    ("ON_SITE", "实地"),
    ("ONLINE", "线上"),
)
_TEXT, _STORY, _COUNT = FieldType.TEXT, FieldType.STORY, FieldType.COUNT

VOCABULARY = Vocabulary(
    TypedField("theme", "主题", _TEXT),
    TypedField("form", "形式", FieldType.CHOICE, choices=FORMS),
    TypedField("lecturer", "主讲人", FieldType.PERSON, help="花名册上的人或外请老师的姓名。"),
    TypedField(
        "lecturer_rank",
        "主讲人身份",
        FieldType.CHOICE,
        choices=RANKS,
        help="已登记的领导干部，提交时按登记的身份记录。",
    ),
    TypedField("case_name", "警示案例", _TEXT),
    TypedField("carrier", "载体名称", _TEXT),
    TypedField("place_visited", "走访、调研的地方", _TEXT),
    TypedField("receivers", "受助对象", _TEXT),
    TypedField("amount", "金额", FieldType.MONEY, "元", help="精确到分。"),
    TypedField("goods", "物品", _COUNT, "件"),
    TypedField("donors", "捐赠", _COUNT, "人次"),
    TypedField("households", "走访户数", _COUNT, "户"),
    TypedField("person_times", "参与", _COUNT, "人次", help="本次实际参与的人次；出席名单以外的也算。"),
    TypedField("sessions", "场次", _COUNT, "场次"),
    TypedField("batches", "批次", _COUNT, "批次"),
    TypedField("reports_written", "调研报告", _COUNT, "篇"),
    TypedField("volunteers", "志愿者", _COUNT, "人次"),
    TypedField("service_hours", "服务时长合计", FieldType.HOURS, "小时"),
    TypedField("beneficiaries", "服务群众", _COUNT, "人次"),
    TypedField("problems_found", "发现问题", _COUNT, "个"),
    TypedField("rectify_by", "整改期限", FieldType.DATE),
    TypedField("outcome", "成效", _STORY),
    TypedField(
        "excellent_reason",
        "优秀人数超出比例的说明",
        _STORY,
        help="优秀人数超出比例时，写明原因。",
    ),
)
