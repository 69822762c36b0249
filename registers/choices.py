"""Codes with their Chinese labels."""

from django.db import models


class Subject(models.TextChoices):
    """Whom an entry is of. Of branches, the committee may enter what is the whole court's, too."""

    COURT = "COURT", "全院"
    BRANCH = "BRANCH", "党支部"
    PERSON = "PERSON", "个人"


class Writer(models.TextChoices):
    """Who writes a register: the branches for themselves (and the committee for all), or the committee alone."""

    BRANCH = "BRANCH", "各支部登记"
    COMMITTEE = "COMMITTEE", "机关党委登记"


class Whom(models.TextChoices):
    """Of a register of branches that asks for a person too: whose an entry is."""

    COLLECTIVE = "COLLECTIVE", "集体"
    PERSON = "PERSON", "个人"


class EntryState(models.TextChoices):
    CURRENT = "CURRENT", "现行的"
    ENDED = "ENDED", "已结束的"
    WITHDRAWN = "WITHDRAWN", "已撤销的"
