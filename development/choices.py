"""Codes with their Chinese labels, and the order of the steps (中国共产党发展党员工作细则)."""

from django.db import models


class Stage(models.TextChoices):
    APPLICANT = "APPLICANT", "申请人"
    ACTIVIST = "ACTIVIST", "入党积极分子"
    PROSPECT = "PROSPECT", "发展对象"
    PROBATIONARY = "PROBATIONARY", "预备党员"
    FORMAL = "FORMAL", "正式党员"


class FileState(models.TextChoices):
    OPEN = "OPEN", "进行中"
    CONFIRMED = "CONFIRMED", "已转正"
    STOPPED = "STOPPED", "已停止培养"
    DISQUALIFIED = "DISQUALIFIED", "已取消预备党员资格"
    CLOSED = "CLOSED", "已随离开结束"


class StepKind(models.TextChoices):
    """In the order in which a file goes through them."""

    APPLICATION = "APPLICATION", "递交入党申请书"
    TALK = "TALK", "派人谈话"
    ACTIVIST_FIXED = "ACTIVIST_FIXED", "确定为入党积极分子"
    ACTIVIST_FILED = "ACTIVIST_FILED", "积极分子备案"
    CONTACTS = "CONTACTS", "指定培养联系人"
    ACTIVIST_REVIEW = "ACTIVIST_REVIEW", "培养考察"
    PROSPECT_FIXED = "PROSPECT_FIXED", "确定为发展对象"
    PROSPECT_FILED = "PROSPECT_FILED", "发展对象备案"
    INTRODUCERS = "INTRODUCERS", "确定入党介绍人"
    POLITICAL_REVIEW = "POLITICAL_REVIEW", "政治审查"
    TRAINING = "TRAINING", "集中培训"
    PREREVIEW = "PREREVIEW", "党委预审"
    PUBLICITY = "PUBLICITY", "公示"
    ADMISSION_VOTE = "ADMISSION_VOTE", "支部大会讨论接收"
    ADMISSION_APPROVAL = "ADMISSION_APPROVAL", "党委审批接收"
    TAKEN_OVER = "TAKEN_OVER", "接续预备期"
    OATH = "OATH", "入党宣誓"
    PROBATION_REVIEW = "PROBATION_REVIEW", "预备期考察"
    EXTENSION_VOTE = "EXTENSION_VOTE", "支部大会讨论延长预备期"
    EXTENSION = "EXTENSION", "党委审批延长预备期"
    CONFIRMATION_APPLICATION = "CONFIRMATION_APPLICATION", "提出转正申请"
    CONFIRMATION_VOTE = "CONFIRMATION_VOTE", "支部大会讨论转正"
    CONFIRMATION_APPROVAL = "CONFIRMATION_APPROVAL", "党委审批转正"
    DISQUALIFICATION_VOTE = "DISQUALIFICATION_VOTE", "支部大会讨论取消资格"
    DISQUALIFICATION = "DISQUALIFICATION", "党委审批取消预备党员资格"
    STOPPED = "STOPPED", "停止培养"
    CLOSED = "CLOSED", "结束档案"


# What the committee of the court decides or puts on record; everything else is the branch's own step.
DECISIONS = (
    StepKind.ACTIVIST_FILED,
    StepKind.PROSPECT_FILED,
    StepKind.PREREVIEW,
    StepKind.ADMISSION_APPROVAL,
    StepKind.EXTENSION,
    StepKind.CONFIRMATION_APPROVAL,
    StepKind.DISQUALIFICATION,
)
# A new file begins with one of these; they have pages of their own.
BEGINNINGS = (StepKind.APPLICATION, StepKind.TAKEN_OVER)
# May be taken again: people change, reviews return, what was refused is tried again.
REPEATED = (StepKind.CONTACTS, StepKind.ACTIVIST_REVIEW, StepKind.INTRODUCERS, StepKind.PROBATION_REVIEW)
# What the assembly resolves, with the approval that it waits for (发展党员工作细则 21, 26, 32-34).
APPROVALS = {
    StepKind.ADMISSION_VOTE: StepKind.ADMISSION_APPROVAL,
    StepKind.EXTENSION_VOTE: StepKind.EXTENSION,
    StepKind.CONFIRMATION_VOTE: StepKind.CONFIRMATION_APPROVAL,
    StepKind.DISQUALIFICATION_VOTE: StepKind.DISQUALIFICATION,
}
VOTES = tuple(APPROVALS)
# Steps of which the form asks whether the answer was yes or no; a vote's outcome comes from its resolution.
DECIDED = (StepKind.PREREVIEW, *APPROVALS.values())


class SponsorRole(models.TextChoices):
    CONTACT = "CONTACT", "培养联系人"
    INTRODUCER = "INTRODUCER", "入党介绍人"
