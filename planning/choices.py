"""Codes with their Chinese labels."""

from django.db import models


class PlanState(models.TextChoices):
    """Where a planned item stands: counted from the records, never ticked by anybody."""

    PLANNED = "PLANNED", "计划中"
    HELD = "HELD", "已开展"
    MOVED = "MOVED", "改期开展"
    MISSED = "MISSED", "未开展"
    NOT_KNOWN = "NOT_KNOWN", "不详"
    COURT_WIDE = "COURT_WIDE", "全院统一开展"


# The kinds of tag that say them (templatetags/frame.py).
STATE_TAGS = {
    PlanState.PLANNED: "info",
    PlanState.HELD: "success",
    PlanState.MOVED: "success",
    PlanState.MISSED: "error",
    PlanState.NOT_KNOWN: "neutral",
    PlanState.COURT_WIDE: "neutral",
}


class Every(models.TextChoices):
    """How a fixed day of each month is named."""

    DATE = "DATE", "每月几日"
    WEEKDAY = "WEEKDAY", "每月第几个星期几"


class Week(models.IntegerChoices):
    FIRST = 1, "第一个"
    SECOND = 2, "第二个"
    THIRD = 3, "第三个"
    FOURTH = 4, "第四个"
    LAST = 5, "最后一个"


class Weekday(models.IntegerChoices):
    MONDAY = 0, "星期一"
    TUESDAY = 1, "星期二"
    WEDNESDAY = 2, "星期三"
    THURSDAY = 3, "星期四"
    FRIDAY = 4, "星期五"
    SATURDAY = 5, "星期六"
    SUNDAY = 6, "星期日"
