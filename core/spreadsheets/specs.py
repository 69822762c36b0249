"""The specs of the roster of members, the ledgers of activities and of rectification, of a star standard, and of
business figures."""

from core.spreadsheets import metric_wordings as of_metrics
from core.spreadsheets import parse, wordings
from core.spreadsheets import rectification_wordings as of_rectification
from core.spreadsheets import standard_wordings as of_standard
from core.spreadsheets.quantities import quantity
from core.spreadsheets.spans import month, span
from core.spreadsheets.spec import FieldSpec, Spec

MEMBERS = Spec(
    name="党员花名册",
    fields=(
        FieldSpec("name", "姓名", wordings.NAME, parse.person_name, required=True),
        FieldSpec("sex", "性别", wordings.SEX, parse.sex, empty=""),
        FieldSpec("nation", "民族", wordings.NATION, parse.word, empty=""),
        FieldSpec("born_on", "出生年月", wordings.BORN_ON, parse.day_or_month),
        FieldSpec("education", "学历", wordings.EDUCATION, parse.text, empty=""),
        FieldSpec("branch", "党支部", wordings.BRANCH, parse.word, required=True),
        FieldSpec("group", "党小组", wordings.GROUP, parse.word, empty=""),
        FieldSpec("status", "党员类别", wordings.STATUS, parse.word, empty=""),
        FieldSpec("joined_on", "入党时间", wordings.JOINED_ON, parse.day),
        FieldSpec("confirmed_on", "转正时间", wordings.CONFIRMED_ON, parse.day),
        FieldSpec("post", "党内职务", wordings.POST, parse.word, empty=""),
        FieldSpec("department", "部门及职务", wordings.DEPARTMENT, parse.text, repeat=True, empty=""),
        FieldSpec("phone", "联系电话", wordings.PHONE, parse.phone, empty=""),
        FieldSpec("identity_number", "身份证号", wordings.IDENTITY_NUMBER, parse.identity_number, empty=""),
        FieldSpec("remark", "备注", wordings.MEMBER_REMARK, parse.text, repeat=True, empty=""),
    ),
    ignored=wordings.MEMBER_IGNORED,
    ambiguous=wordings.MEMBER_AMBIGUOUS,
)

ACTIVITIES = Spec(
    name="组织生活台账",
    fields=(
        FieldSpec("branch", "党支部", wordings.BRANCH, parse.word, required=True),
        FieldSpec("group", "党小组", wordings.GROUP, parse.word, empty=""),
        FieldSpec("kind", "会议（活动）类型", wordings.KIND, parse.text, required=True),
        FieldSpec("held_on", "时间", wordings.HELD_ON, parse.moment, required=True, repeat=True),
        FieldSpec("place", "地点", wordings.PLACE, parse.text, empty=""),
        FieldSpec("chair", "主持人", wordings.CHAIR, parse.word, empty=""),
        FieldSpec("recorder", "记录人", wordings.RECORDER, parse.word, empty=""),
        FieldSpec("due", "应到人数", wordings.DUE, parse.count),
        FieldSpec("present", "实到人数", wordings.PRESENT, parse.count),
        FieldSpec("absentees", "缺席人员及原因", wordings.ABSENTEES, parse.absentees, empty=()),
        FieldSpec("topic", "主题", wordings.TOPIC, parse.text, repeat=True, empty=""),
        FieldSpec("content", "主要内容", wordings.CONTENT, parse.text, repeat=True, empty=""),
        FieldSpec("study_hours", "学时", wordings.STUDY_HOURS, parse.hours),
    ),
    ignored=wordings.ACTIVITY_IGNORED,
    ambiguous=wordings.ACTIVITY_AMBIGUOUS,
)

# Cells of a problem stand on its first row only: the importer carries them down.
RECTIFICATION = Spec(
    name="整改台账",
    fields=(
        FieldSpec("number", "序号", of_rectification.NUMBER, parse.word, empty=""),
        FieldSpec("problem", "问题", of_rectification.PROBLEM, parse.text, expected=True, repeat=True, empty=""),
        FieldSpec("source", "问题来源", of_rectification.SOURCE, parse.text, empty=""),
        FieldSpec("branch", "责任支部", of_rectification.RESPONSIBLE_BRANCH, parse.word, expected=True, empty=""),
        FieldSpec("leader", "责任领导", of_rectification.LEADER, parse.text, empty=""),
        FieldSpec("measure", "整改措施", of_rectification.MEASURE, parse.text, expected=True, repeat=True, empty=""),
        FieldSpec("owner", "责任人", of_rectification.OWNER, parse.text, empty=""),
        FieldSpec("nature", "类型", of_rectification.NATURE, parse.word, empty=""),
        FieldSpec("due_on", "整改时限", of_rectification.DUE_ON, parse.deadline),
        FieldSpec("done_on", "完成时间", of_rectification.DONE_ON, parse.day),
        FieldSpec("state", "进展情况", of_rectification.STATE, parse.text, repeat=True, empty=""),
        FieldSpec("closed", "是否销号", of_rectification.CLOSED, parse.yes_no),
        FieldSpec("closed_on", "销号时间", of_rectification.CLOSED_ON, parse.day),
    ),
    ignored=of_rectification.IGNORED,
    ambiguous=of_rectification.AMBIGUOUS,
)

# A row for each indicator; its aspect may stand on the first row of the aspect only.
STANDARD = Spec(
    name="星级标准",
    fields=(
        FieldSpec("aspect_code", "方面代码", of_standard.ASPECT_CODE, parse.word, empty=""),
        FieldSpec("aspect", "方面", of_standard.ASPECT, parse.text, expected=True, empty=""),
        FieldSpec("code", "代码", of_standard.CODE, parse.word, empty=""),
        FieldSpec("name", "指标", of_standard.NAME, parse.text, required=True),
        FieldSpec("points", "分值", of_standard.POINTS, parse.points, required=True),
        FieldSpec("way", "计分方式", of_standard.WAY, parse.word, empty=""),
        FieldSpec("input", "计分依据", of_standard.INPUT, parse.text, empty=""),
        FieldSpec("scope", "统计范围", of_standard.SCOPE, parse.text, empty=""),
        FieldSpec("figures", "计分数值", of_standard.FIGURES, parse.text, empty=""),
        FieldSpec("gate", "否决性条件", of_standard.GATE, parse.yes_no, empty=False),
        FieldSpec("yearly", "只在年终考评", of_standard.YEARLY, parse.yes_no, empty=False),
        FieldSpec("evidence", "评审看什么", of_standard.EVIDENCE, parse.text, repeat=True, empty=""),
        FieldSpec("basis", "依据", of_standard.BASIS, parse.text, repeat=True, empty=""),
        FieldSpec("mark", "性质", of_standard.MARK, parse.word, empty=""),
    ),
    ignored=of_standard.IGNORED,
)

# The sheet beside it: by how many points which stars are given, and the like.
STANDARD_FIGURES = Spec(
    name="评星规定",
    fields=(
        FieldSpec("item", "项目", of_standard.ITEM, parse.word, required=True),
        FieldSpec("value", "数值", of_standard.VALUE, parse.text, expected=True, empty=""),
    ),
)

# A row for each figure: of a span in one column (or year and month in two), or from a month to a month. A court's own
# metrics may have columns of their own instead (metrics/services/metric_import/columns.py).
METRICS = Spec(
    name="业务数据",
    fields=(
        FieldSpec("metric", "指标", of_metrics.METRIC, parse.word, leading=True, empty=""),
        FieldSpec("branch", "党支部", of_metrics.OF_BRANCH, parse.word, empty=""),
        FieldSpec("period", "时段", of_metrics.PERIOD, span, repeat=True),
        FieldSpec("start", "起", of_metrics.START, month),
        FieldSpec("end", "止", of_metrics.END, month),
        FieldSpec("numerator", "分子", of_metrics.NUMERATOR, quantity),
        FieldSpec("denominator", "分母", of_metrics.DENOMINATOR, quantity),
        FieldSpec("value", "数值", of_metrics.VALUE, quantity),
        FieldSpec("unit", "单位", of_metrics.UNIT, parse.word, empty=""),
        FieldSpec("source", "数据来源", of_metrics.SOURCE, parse.text, empty=""),
        FieldSpec("note", "备注", of_metrics.NOTE, parse.text, repeat=True, empty=""),
        FieldSpec("voided", "作废原因", of_metrics.VOIDED, parse.text, empty=""),
    ),
    ignored=of_metrics.IGNORED,
)
