"""Codes with their Chinese labels."""

from django.db import models


class NormUnit(models.TextChoices):
    """Who owes it: one of these in each period."""

    COURT = "COURT", "法院"
    BRANCH = "BRANCH", "党支部"
    COMMITTEE = "COMMITTEE", "支部委员会"
    GROUP = "GROUP", "党小组"
    MEMBER = "MEMBER", "党员"


class PeriodLength(models.TextChoices):
    MONTH = "MONTH", "每月"
    QUARTER = "QUARTER", "每季度"
    HALF_YEAR = "HALF_YEAR", "每半年"
    YEAR = "YEAR", "每年"


class Roster(models.TextChoices):
    """Who is due at a meeting of a kind."""

    BRANCH = "BRANCH", "支部全体党员"
    COMMITTEE = "COMMITTEE", "支委会成员"
    GROUP = "GROUP", "党小组全体党员"
    INVITED = "INVITED", "邀请的人员"


class Quorum(models.TextChoices):
    """Of whom half or more must be present."""

    NONE = "NONE", "不要求"
    VOTING = "VOTING", "有表决权的党员半数以上"
    COMMITTEE = "COMMITTEE", "支委会成员半数以上"


class HeldAs(models.TextChoices):
    """In which form a meeting is held whose kind leaves it open (组织生活会, 支部工作条例(试行) 17)."""

    BRANCH = "BRANCH", "支部党员大会"
    COMMITTEE = "COMMITTEE", "支部委员会会议"
    GROUP = "GROUP", "党小组会"


# The quorum of each form; the roster bears the form's own name.
QUORUM_OF = {HeldAs.BRANCH: Quorum.VOTING, HeldAs.COMMITTEE: Quorum.COMMITTEE, HeldAs.GROUP: Quorum.NONE}


class ResolutionNature(models.TextChoices):
    """What is resolved; on a person (接收, 转正) the rules of 发展党员工作细则 hold."""

    ORDINARY = "ORDINARY", "一般决议"
    ADMISSION = "ADMISSION", "接收预备党员"
    CONFIRMATION = "CONFIRMATION", "预备党员转正"


ABOUT_A_PERSON = (ResolutionNature.ADMISSION, ResolutionNature.CONFIRMATION)


class ActivityState(models.TextChoices):
    SUBMITTED = "SUBMITTED", "已提交"
    SENT_BACK = "SENT_BACK", "已退回"
    WITHDRAWN = "WITHDRAWN", "已撤回"
    ARCHIVED = "ARCHIVED", "已归档"


# What counts as held (domain.md 2b); drafts are no activities yet.
HELD_STATES = (ActivityState.SUBMITTED, ActivityState.ARCHIVED)


class Origin(models.TextChoices):
    ENTERED = "ENTERED", "在线填报"
    IMPORTED = "IMPORTED", "导入"


class AbsenceReason(models.TextChoices):
    HEARING = "HEARING", "开庭"
    TRIP = "TRIP", "出差"
    SICK = "SICK", "病假"
    LEAVE = "LEAVE", "事假"
    TRAINING = "TRAINING", "培训"
    OTHER = "OTHER", "其他"


class CoverageSource(models.TextChoices):
    STATED = "STATED", "支部登记"
    LEDGER = "LEDGER", "导入台账"
