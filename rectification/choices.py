"""The words of rectification: natures of measures, steps, and where a problem or a measure stands."""

from django.db import models


class Nature(models.TextChoices):
    NOW = "NOW", "当下改"
    LASTING = "LASTING", "长久立"


class ProblemState(models.TextChoices):
    """Where a problem stands on a day."""

    OPEN = "OPEN", "整改中"
    CLOSE_ASKED = "CLOSE_ASKED", "已申请销号"
    CLOSED = "CLOSED", "已销号"


class MeasureState(models.TextChoices):
    """How a measure stands on a day (domain.md, 6)."""

    DONE = "DONE", "已完成"
    ON_SCHEDULE = "ON_SCHEDULE", "序时推进"
    OVERDUE = "OVERDUE", "未按时完成"


class Stage(models.TextChoices):
    """How far a problem has come, first to last."""

    REGISTERED = "REGISTERED", "登记"
    CLAIMED = "CLAIMED", "认领"
    MEASURES = "MEASURES", "制定措施"
    MEASURES_DONE = "MEASURES_DONE", "措施全部完成"
    CLOSE_ASKED = "CLOSE_ASKED", "申请销号"
    CLOSED = "CLOSED", "销号"


# How a state is shown as a tag.
PROBLEM_TAGS: dict[str, str] = {
    ProblemState.OPEN: "info",
    ProblemState.CLOSE_ASKED: "warning",
    ProblemState.CLOSED: "success",
}


class Age(models.TextChoices):
    """How long a problem has been open; what has been there from the beginning is not known."""

    MONTH = "30", "30 天以内"
    TWO_MONTHS = "60", "31–60 天"
    THREE_MONTHS = "90", "61–90 天"
    LONGER = "MORE", "90 天以上"
    UNKNOWN = "UNKNOWN", "不详"


# The first and the last number of days of each age; the last age has no end.
DAYS_OF_AGE: dict[Age, tuple[int, int | None]] = {
    Age.MONTH: (0, 30),
    Age.TWO_MONTHS: (31, 60),
    Age.THREE_MONTHS: (61, 90),
    Age.LONGER: (91, None),
}
# Of the lists: problems that are open or asked to be closed, measures on schedule or late.
NOT_CLOSED, NOT_DONE = "NOT_CLOSED", "NOT_DONE"


class StepKind(models.TextChoices):
    OPENED = "OPENED", "登记问题"
    CHANGED = "CHANGED", "修改问题"
    OFFERED = "OFFERED", "开放认领"
    ASSIGNED = "ASSIGNED", "指定责任支部"
    CLAIMED = "CLAIMED", "认领"
    DECLINED = "DECLINED", "退回认领"
    RELEASED = "RELEASED", "取消责任支部"
    ADDED = "ADDED", "新增措施"
    MEASURE_CHANGED = "MEASURE_CHANGED", "修改措施"
    PROGRESS = "PROGRESS", "报告进展"
    DONE = "DONE", "完成措施"
    SENT_BACK = "SENT_BACK", "退回重新整改"
    EXTENSION_ASKED = "EXTENSION_ASKED", "申请延期"
    EXTENSION_WITHDRAWN = "EXTENSION_WITHDRAWN", "撤回延期申请"
    EXTENSION_REFUSED = "EXTENSION_REFUSED", "不同意延期"
    EXTENSION_APPROVED = "EXTENSION_APPROVED", "批准延期"
    MEASURE_VOIDED = "MEASURE_VOIDED", "作废措施"
    CLOSE_ASKED = "CLOSE_ASKED", "申请销号"
    CLOSE_WITHDRAWN = "CLOSE_WITHDRAWN", "撤回销号申请"
    CLOSE_REFUSED = "CLOSE_REFUSED", "退回销号申请"
    CLOSED = "CLOSED", "批准销号"
    CLOSE_IMPORTED = "CLOSE_IMPORTED", "导入的销号"
    REOPENED = "REOPENED", "问题反弹，重新打开"
    VOIDED = "VOIDED", "作废问题"


# The steps that say where a problem stands, and where each led it; before the first of them it is open.
LEADS_TO: dict[str, ProblemState] = {
    StepKind.CLOSE_ASKED: ProblemState.CLOSE_ASKED,
    StepKind.CLOSE_WITHDRAWN: ProblemState.OPEN,
    StepKind.CLOSE_REFUSED: ProblemState.OPEN,
    StepKind.CLOSED: ProblemState.CLOSED,
    StepKind.CLOSE_IMPORTED: ProblemState.CLOSED,
    StepKind.REOPENED: ProblemState.OPEN,
}
CLOSES = (StepKind.CLOSED, StepKind.CLOSE_IMPORTED)
# After these a close-out is asked for again only once one of the next ones was taken.
STARTS_ANEW = (StepKind.CLOSE_REFUSED, StepKind.REOPENED)
SHOWS_WORK = (StepKind.ADDED, StepKind.PROGRESS, StepKind.DONE)
# The last of these says whether a measure is done; of the next ones, whether an extension waits for its answer.
SAYS_DONE = (StepKind.DONE, StepKind.SENT_BACK)
# The last of these with a day gives the deadline in place of the first one.
SETS_DEADLINE = (StepKind.EXTENSION_APPROVED, StepKind.SENT_BACK)
OF_EXTENSION = (
    StepKind.EXTENSION_ASKED,
    StepKind.EXTENSION_WITHDRAWN,
    StepKind.EXTENSION_REFUSED,
    StepKind.EXTENSION_APPROVED,
)
OF_MEASURE = (
    StepKind.ADDED,
    StepKind.MEASURE_CHANGED,
    StepKind.PROGRESS,
    *SAYS_DONE,
    *OF_EXTENSION,
    StepKind.MEASURE_VOIDED,
)
# What a branch does about its problem: whoever took one of these steps does not answer for the committee.
OF_BRANCH = (
    StepKind.CLAIMED,
    StepKind.PROGRESS,
    StepKind.DONE,
    StepKind.EXTENSION_ASKED,
    StepKind.CLOSE_ASKED,
)
# The committee takes these, too: they are the branch's where one is named.
FOR_BRANCH = (StepKind.ADDED, StepKind.MEASURE_CHANGED)
# Suggested where a source is asked; a court writes its own.
SOURCES = (
    "主题教育检视",
    "巡察反馈",
    "季度检查",
    "专题检查",
    "随机抽查",
    "群众来信",
    "组织生活会",
    "民主评议",
    "调研发现",
)


class InspectionKind(models.TextChoices):
    """A themed one (重点考核) may be added at any time; both it and an unannounced one choose their branches."""

    QUARTERLY = "QUARTERLY", "季度检查"
    THEMED = "THEMED", "专题检查"
    UNANNOUNCED = "UNANNOUNCED", "随机抽查"


class FindingState(models.TextChoices):
    """Where a finding of an inspection stands on a day."""

    NOT_YET = "NOT_YET", "未列为问题"
    UNDER_WAY = "UNDER_WAY", "整改中"
    CLOSED = "CLOSED", "已销号"
    PASSED = "PASSED", "复查通过"
    FAILED = "FAILED", "复查未通过"


PUT_RIGHT = (FindingState.CLOSED, FindingState.PASSED)


class ListCode(models.TextChoices):
    """The six lists (六类清单). Their names here are proposals: a court calls them as it likes."""

    TASKS = "TASKS", "重点任务清单"
    PROBLEMS = "PROBLEMS", "问题清单"
    MEASURES = "MEASURES", "整改清单"
    DUTIES = "DUTIES", "责任清单"
    INSTITUTIONS = "INSTITUTIONS", "制度清单"
    RESULTS = "RESULTS", "成果清单"


# Shown from the problems and measures that are registered already; nothing is written into these two.
TAKEN_LISTS = (ListCode.PROBLEMS, ListCode.MEASURES)
WRITTEN_LISTS = tuple(code for code in ListCode if code not in TAKEN_LISTS)


class NodeStepKind(models.TextChoices):
    PROGRESS = "PROGRESS", "报告进展"
    DONE = "DONE", "完成节点"
    UNDONE = "UNDONE", "取消完成"
    MOVED = "MOVED", "调整时限"


# The last of these says whether a node is done.
SAYS_NODE_DONE = (NodeStepKind.DONE, NodeStepKind.UNDONE)


class DispatchKind(models.TextChoices):
    """What the weekly dispatch (每周调度) tells of: what moved in the week, what is late, what comes next."""

    DONE = "DONE", "本周完成"
    PROGRESS = "PROGRESS", "报告进展"
    MOVED = "MOVED", "延期"
    PUT_BACK = "PUT_BACK", "退回重办"
    CLOSED = "CLOSED", "问题销号"
    REOPENED = "REOPENED", "问题反弹"
    LATE = "LATE", "未按时完成"
    AHEAD = "AHEAD", "7日内到期"


TOLD_OF_NODES = {
    NodeStepKind.DONE: DispatchKind.DONE,
    NodeStepKind.PROGRESS: DispatchKind.PROGRESS,
    NodeStepKind.MOVED: DispatchKind.MOVED,
    NodeStepKind.UNDONE: DispatchKind.PUT_BACK,
}
TOLD_OF_PROBLEMS = {
    StepKind.DONE: DispatchKind.DONE,
    StepKind.PROGRESS: DispatchKind.PROGRESS,
    StepKind.EXTENSION_APPROVED: DispatchKind.MOVED,
    StepKind.SENT_BACK: DispatchKind.PUT_BACK,
    StepKind.CLOSED: DispatchKind.CLOSED,
    StepKind.CLOSE_IMPORTED: DispatchKind.CLOSED,
    StepKind.REOPENED: DispatchKind.REOPENED,
}
