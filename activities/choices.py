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
    """Of whom a quorum must be present; how many of them is a limit of the day."""

    NONE = "NONE", "不要求"
    VOTING = "VOTING", "有表决权的党员"
    COMMITTEE = "COMMITTEE", "支委会成员"


class HeldAs(models.TextChoices):
    """In which form a meeting is held whose kind leaves it open (组织生活会, 支部工作条例(试行) 17)."""

    BRANCH = "BRANCH", "支部党员大会"
    COMMITTEE = "COMMITTEE", "支部委员会会议"
    GROUP = "GROUP", "党小组会"


# The quorum of each form; the roster bears the form's own name.
QUORUM_OF = {HeldAs.BRANCH: Quorum.VOTING, HeldAs.COMMITTEE: Quorum.COMMITTEE, HeldAs.GROUP: Quorum.NONE}


class ResolutionNature(models.TextChoices):
    """What is resolved; on a person on the way to membership the rules of 发展党员工作细则 hold (20, 21, 32, 33)."""

    ORDINARY = "ORDINARY", "一般决议"
    ADMISSION = "ADMISSION", "接收预备党员"
    CONFIRMATION = "CONFIRMATION", "预备党员转正"
    EXTENSION = "EXTENSION", "延长预备期"
    DISQUALIFICATION = "DISQUALIFICATION", "取消预备党员资格"


# On somebody who is a probationary member, and so stands on the roster.
ABOUT_A_PROBATION = (ResolutionNature.CONFIRMATION, ResolutionNature.EXTENSION, ResolutionNature.DISQUALIFICATION)
ABOUT_A_PERSON = (ResolutionNature.ADMISSION, *ABOUT_A_PROBATION)


class ActivityState(models.TextChoices):
    SUBMITTED = "SUBMITTED", "已提交"
    SENT_BACK = "SENT_BACK", "已退回"
    WITHDRAWN = "WITHDRAWN", "已撤回"
    ARCHIVED = "ARCHIVED", "已归档"
    CANCELLED = "CANCELLED", "已作废"


# What counts as held (domain.md 2b); drafts are no activities yet.
HELD_STATES = (ActivityState.SUBMITTED, ActivityState.ARCHIVED)
# Of these the text may be taken up as a new draft: they stay as they are and count for nothing.
DROPPED_STATES = (ActivityState.WITHDRAWN, ActivityState.CANCELLED)


class Step(models.TextChoices):
    """What is done with a record after its submission."""

    SEND_BACK = "SEND_BACK", "退回"
    RESUBMIT = "RESUBMIT", "再次提交"
    ARCHIVE = "ARCHIVE", "归档"
    WITHDRAW = "WITHDRAW", "撤回"
    CANCEL = "CANCEL", "作废"


# The whole table of states: from which a step leads, and where to. There is no other way to change one.
TRANSITIONS: dict[Step, tuple[tuple[ActivityState, ...], ActivityState]] = {
    Step.SEND_BACK: ((ActivityState.SUBMITTED,), ActivityState.SENT_BACK),
    Step.RESUBMIT: ((ActivityState.SENT_BACK,), ActivityState.SUBMITTED),
    Step.ARCHIVE: ((ActivityState.SUBMITTED,), ActivityState.ARCHIVED),
    Step.WITHDRAW: ((ActivityState.SUBMITTED,), ActivityState.WITHDRAWN),
    Step.CANCEL: (
        (ActivityState.SUBMITTED, ActivityState.SENT_BACK, ActivityState.ARCHIVED),
        ActivityState.CANCELLED,
    ),
}
# A reader must be told why.
STEPS_WITH_REASON = (Step.SEND_BACK, Step.WITHDRAW, Step.CANCEL)


class CorrectionState(models.TextChoices):
    ASKED = "ASKED", "待审批"
    APPLIED = "APPLIED", "已生效"
    REFUSED = "REFUSED", "未同意"


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


# Kinds with sections of their own on the form; their codes never change (contract).
TALK = "HEART_TO_HEART_TALK"
APPRAISAL = "MEMBER_APPRAISAL"
LECTURE = "PARTY_LECTURE"
OFFICER_TRAINING = "SECRETARY_TRAINING"


class Grade(models.TextChoices):
    """Grades of 民主评议党员 (支部工作条例(试行) 18)."""

    EXCELLENT = "EXCELLENT", "优秀"
    QUALIFIED = "QUALIFIED", "合格"
    BASIC = "BASIC", "基本合格"
    UNQUALIFIED = "UNQUALIFIED", "不合格"


# Somebody of the roster who takes part without being graded (long ill, abroad).
NOT_GRADED = "NOT_GRADED"
# Of these it is written down what follows.
LOW_GRADES = (Grade.BASIC, Grade.UNQUALIFIED)


class LearningSource(models.TextChoices):
    ONLINE = "ONLINE", "网络学习"
    SUPERIOR = "SUPERIOR", "上级培训"
    PARTY_SCHOOL = "PARTY_SCHOOL", "党校培训"
    SELF = "SELF", "自学"
    OTHER = "OTHER", "其他"


class PairKind(models.TextChoices):
    """Who talked with whom, by the posts of that day (支部工作条例(试行) 19)."""

    COMMITTEE = "COMMITTEE", "支委之间"
    MIXED = "MIXED", "支委与党员"
    MEMBERS = "MEMBERS", "党员之间"
