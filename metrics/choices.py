"""Codes with their Chinese labels."""

from django.db import models


class Form(models.TextChoices):
    """What a figure of the metric is."""

    RATIO = "RATIO", "分子、分母算出的比率"
    COUNT = "COUNT", "数量"
    MONEY = "MONEY", "金额"
    RANK = "RANK", "名次"
    RATE = "RATE", "只有百分比"


# Those of which parts of a span, or of several courts, add up.
SUMMED = (Form.RATIO, Form.COUNT, Form.MONEY)
# Those that are told in percent.
IN_PERCENT = (Form.RATIO, Form.RATE)
# What stands behind a figure, where it is the same for all metrics of a form.
UNITS = {Form.MONEY: "元", Form.RANK: "位"}


class Better(models.TextChoices):
    UP = "UP", "越高越好"
    DOWN = "DOWN", "越低越好"
    NONE = "NONE", "不分好坏"


class Length(models.TextChoices):
    """How long the span of a figure is."""

    MONTH = "MONTH", "月"
    QUARTER = "QUARTER", "季度"
    HALF = "HALF", "半年"
    YEAR = "YEAR", "年"
    CUMULATIVE = "CUMULATIVE", "1 月起累计"


class FigureState(models.TextChoices):
    VALID = "VALID", "有效的"
    VOIDED = "VOIDED", "已作废的"
