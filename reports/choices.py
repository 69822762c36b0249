"""Fixed words of this app."""

from django.db import models


class ApiScope(models.TextChoices):
    """What another system of a court may read with its token. A new one needs no migration: a token keeps a list."""

    COURT_FIGURES = "COURT_FIGURES", "本院汇总数"
    BRANCHES = "BRANCHES", "各支部数据"
    ASSESSMENTS = "ASSESSMENTS", "考核和星级结果"
    BELOW = "BELOW", "下级法院"
