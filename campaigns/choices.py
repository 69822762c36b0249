"""Codes with their Chinese labels."""

from django.db import models


class TaskUnit(models.TextChoices):
    """Who does a task: the court once, or each of its branches."""

    COURT = "COURT", "全院"
    BRANCHES = "BRANCHES", "各支部"


class LineState(models.TextChoices):
    DONE = "DONE", "已完成"
    OPEN = "OPEN", "未到期"
    OVERDUE = "OVERDUE", "已逾期"
    NOT_KNOWN = "NOT_KNOWN", "不详"


STATE_TAGS = {
    LineState.DONE: "success",
    LineState.OPEN: "info",
    LineState.OVERDUE: "error",
    LineState.NOT_KNOWN: "neutral",
}
