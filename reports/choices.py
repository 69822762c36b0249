"""Fixed words of this app."""

from django.db import models


class ApiScope(models.TextChoices):
    """What another system of a court may read with its token. A new one needs no migration: a token keeps a list."""

    COURT_FIGURES = "COURT_FIGURES", "本院汇总数"
    BRANCHES = "BRANCHES", "各支部数据"
    ASSESSMENTS = "ASSESSMENTS", "考核和星级结果"
    METRICS = "METRICS", "业务指标"
    REPORTS = "REPORTS", "已发布的工作报告"
    BELOW = "BELOW", "下级法院"


class ReportKind(models.TextChoices):
    """How long a span a report is about."""

    MONTH = "MONTH", "月度报告"
    QUARTER = "QUARTER", "季度报告"
    HALF_YEAR = "HALF_YEAR", "半年报告"
    YEAR = "YEAR", "年度报告"
    OTHER = "OTHER", "专题报告"


class ReportState(models.TextChoices):
    DRAFT = "DRAFT", "草稿"
    PUBLISHED = "PUBLISHED", "已发布"
    REPLACED = "REPLACED", "已被新版代替"
    WITHDRAWN = "WITHDRAWN", "已撤回"
    DISCARDED = "DISCARDED", "已放弃"


# As a tag's kind.
REPORT_TAGS = {
    ReportState.DRAFT: "warning",
    ReportState.PUBLISHED: "success",
    ReportState.REPLACED: "neutral",
    ReportState.WITHDRAWN: "neutral",
    ReportState.DISCARDED: "neutral",
}


class SectionCode(models.TextChoices):
    """What a section of a report is about: its text is drafted, and its tables made, from the data of that field. In
    the order in which a new court has them."""

    OVERVIEW = "OVERVIEW", "基本情况"
    LIFE = "LIFE", "组织生活落实情况"
    WORK = "WORK", "重点工作开展情况"
    CAMPAIGNS = "CAMPAIGNS", "主题教育开展情况"
    RECTIFICATION = "RECTIFICATION", "检视整改情况"
    STARS = "STARS", "星级评定情况"
    HONOURS = "HONOURS", "荣誉和品牌"
    DEVELOPMENT = "DEVELOPMENT", "党员队伍建设"
    METRICS = "METRICS", "审判执行业务指标"
    PROBLEMS = "PROBLEMS", "存在的主要问题"
    PLAN = "PLAN", "下一步工作打算"
    OTHER = "OTHER", "其他"


# What a new report has until its court chooses otherwise. 其他 is for a court's own headings.
USUAL_SECTIONS = tuple(code for code in SectionCode if code != SectionCode.OTHER)


class TokenState(models.TextChoices):
    """How a token stands on a day."""

    IN_FORCE = "IN_FORCE", "有效"
    NOT_YET = "NOT_YET", "未启用"
    ENDED = "ENDED", "已到期"
    REVOKED = "REVOKED", "已停用"
