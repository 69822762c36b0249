"""Codes with their Chinese labels, and the one table of which step may follow where."""

from django.db import models


class Stage(models.TextChoices):
    """Where an election stands: what is waited for."""

    TO_REQUEST = "TO_REQUEST", "待写请示"
    POSTPONEMENT_ASKED = "POSTPONEMENT_ASKED", "延期待批"
    REQUESTED = "REQUESTED", "请示待批复"
    TO_NOMINATE = "TO_NOMINATE", "待提出人选"
    TO_HEAR = "TO_HEAR", "待征求意见"
    LIST_SENT = "LIST_SENT", "人选待批"
    TO_ASSEMBLE = "TO_ASSEMBLE", "待开大会"
    TO_VOTE = "TO_VOTE", "待投票"
    TO_DIVIDE = "TO_DIVIDE", "待分工"
    TO_REPORT = "TO_REPORT", "待报告结果"
    REPORTED = "REPORTED", "结果待批准备案"
    DONE = "DONE", "已完成"
    CANCELLED = "CANCELLED", "已终止"


ENDED = (Stage.DONE, Stage.CANCELLED)
OPEN = tuple(stage for stage in Stage if stage not in ENDED)
# Nothing has been asked for, or only more time; as before the first step, or after what was called off.
NOT_BEGUN = (Stage.TO_REQUEST, Stage.POSTPONEMENT_ASKED, Stage.CANCELLED)
# The committee of the court has to act; at every other open stage the branch has.
FOR_COMMITTEE = (Stage.POSTPONEMENT_ASKED, Stage.REQUESTED, Stage.LIST_SENT, Stage.REPORTED)
FOR_BRANCH = tuple(stage for stage in OPEN if stage not in FOR_COMMITTEE)


class StepKind(models.TextChoices):
    """What was done."""

    POSTPONEMENT_ASKED = "POSTPONEMENT_ASKED", "申请延期换届"
    POSTPONEMENT_APPROVED = "POSTPONEMENT_APPROVED", "同意延期"
    POSTPONEMENT_REFUSED = "POSTPONEMENT_REFUSED", "不同意延期"
    REQUESTED = "REQUESTED", "报送换届请示"
    APPROVED = "APPROVED", "批复同意换届"
    REFUSED = "REFUSED", "退回换届请示"
    NOMINATED = "NOMINATED", "提出候选人预备人选"
    HEARD = "HEARD", "征求党员意见并报审"
    LIST_APPROVED = "LIST_APPROVED", "同意候选人预备人选"
    LIST_REFUSED = "LIST_REFUSED", "退回候选人预备人选"
    EXCLUDED = "EXCLUDED", "决定不计入应到"
    ASSEMBLED = "ASSEMBLED", "召开党员大会"
    COUNTED = "COUNTED", "投票计票"
    VOIDED = "VOIDED", "本轮选举无效"
    RECOUNTED = "RECOUNTED", "更正计票"
    SEATS_REDUCED = "SEATS_REDUCED", "减少名额"
    CANDIDATE_OUT = "CANDIDATE_OUT", "候选人、当选人退出"
    DIVIDED = "DIVIDED", "支委会分工"
    REPORTED = "REPORTED", "报告选举结果"
    RECORDED = "RECORDED", "批准并备案"
    SENT_BACK = "SENT_BACK", "退回选举结果"
    WITHDRAWN = "WITHDRAWN", "撤回"
    CANCELLED = "CANCELLED", "终止换届"


# What the committee of the court does; every other step is the branch's.
OF_COMMITTEE = (
    *(StepKind.POSTPONEMENT_APPROVED, StepKind.POSTPONEMENT_REFUSED, StepKind.APPROVED, StepKind.REFUSED),
    *(StepKind.LIST_APPROVED, StepKind.LIST_REFUSED, StepKind.RECORDED, StepKind.SENT_BACK),
)


class Method(models.TextChoices):
    SURPLUS = "SURPLUS", "差额选举"
    EQUAL = "EQUAL", "等额选举"  # as many candidates as seats: of a secretary alone, where the request was approved so


# What the branch may take back at a stage, and where it stands then. Not simply the last step: a decision of who does
# not count among those due, somebody's leaving and a round put right stay as they are.
WITHDRAWS: dict[Stage, tuple[StepKind, Stage]] = {
    Stage.POSTPONEMENT_ASKED: (StepKind.POSTPONEMENT_ASKED, Stage.TO_REQUEST),
    Stage.REQUESTED: (StepKind.REQUESTED, Stage.TO_REQUEST),
    Stage.TO_HEAR: (StepKind.NOMINATED, Stage.TO_NOMINATE),
    Stage.LIST_SENT: (StepKind.NOMINATED, Stage.TO_NOMINATE),
    Stage.TO_ASSEMBLE: (StepKind.NOMINATED, Stage.TO_NOMINATE),
    Stage.TO_REPORT: (StepKind.DIVIDED, Stage.TO_DIVIDE),
    Stage.REPORTED: (StepKind.REPORTED, Stage.TO_REPORT),
}

# What a step may follow, and to which stages it may lead. Nothing else decides the order of an election.
MAY_FOLLOW: dict[StepKind, tuple[Stage, ...]] = {
    StepKind.POSTPONEMENT_ASKED: (Stage.TO_REQUEST,),
    StepKind.POSTPONEMENT_APPROVED: (Stage.POSTPONEMENT_ASKED,),
    StepKind.POSTPONEMENT_REFUSED: (Stage.POSTPONEMENT_ASKED,),
    StepKind.REQUESTED: (Stage.TO_REQUEST,),
    StepKind.APPROVED: (Stage.REQUESTED,),
    StepKind.REFUSED: (Stage.REQUESTED,),
    StepKind.NOMINATED: (Stage.TO_NOMINATE,),
    StepKind.HEARD: (Stage.TO_HEAR,),
    StepKind.LIST_APPROVED: (Stage.LIST_SENT,),
    StepKind.LIST_REFUSED: (Stage.LIST_SENT,),
    StepKind.EXCLUDED: (Stage.TO_ASSEMBLE, Stage.TO_VOTE),
    # Another round may need another day.
    StepKind.ASSEMBLED: (Stage.TO_ASSEMBLE, Stage.TO_VOTE),
    StepKind.COUNTED: (Stage.TO_VOTE,),
    StepKind.VOIDED: (Stage.TO_VOTE,),
    # Until the result is reported, and again when it was sent back.
    StepKind.RECOUNTED: (Stage.TO_VOTE, Stage.TO_DIVIDE, Stage.TO_REPORT),
    # Instead of another round; instead of a by-election for somebody who was elected and left.
    StepKind.SEATS_REDUCED: (Stage.TO_VOTE, Stage.TO_NOMINATE),
    StepKind.CANDIDATE_OUT: (Stage.TO_NOMINATE, Stage.TO_ASSEMBLE, Stage.TO_VOTE, Stage.TO_DIVIDE, Stage.TO_REPORT),
    StepKind.DIVIDED: (Stage.TO_DIVIDE,),
    StepKind.REPORTED: (Stage.TO_REPORT,),
    StepKind.RECORDED: (Stage.REPORTED,),
    StepKind.SENT_BACK: (Stage.REPORTED,),
    StepKind.WITHDRAWN: tuple(WITHDRAWS),
    StepKind.CANCELLED: OPEN,
}
LEADS_TO: dict[StepKind, tuple[Stage, ...]] = {
    StepKind.POSTPONEMENT_ASKED: (Stage.POSTPONEMENT_ASKED,),
    StepKind.POSTPONEMENT_APPROVED: (Stage.TO_REQUEST,),
    StepKind.POSTPONEMENT_REFUSED: (Stage.TO_REQUEST,),
    StepKind.REQUESTED: (Stage.REQUESTED,),
    StepKind.APPROVED: (Stage.TO_NOMINATE,),
    StepKind.REFUSED: (Stage.TO_REQUEST,),
    StepKind.NOMINATED: (Stage.TO_HEAR,),
    StepKind.HEARD: (Stage.LIST_SENT,),
    StepKind.LIST_APPROVED: (Stage.TO_ASSEMBLE,),
    StepKind.LIST_REFUSED: (Stage.TO_NOMINATE,),
    StepKind.EXCLUDED: (Stage.TO_ASSEMBLE, Stage.TO_VOTE),
    StepKind.ASSEMBLED: (Stage.TO_VOTE,),
    StepKind.COUNTED: (Stage.TO_VOTE, Stage.TO_DIVIDE, Stage.TO_NOMINATE),
    StepKind.VOIDED: (Stage.TO_VOTE,),
    StepKind.RECOUNTED: (Stage.TO_VOTE, Stage.TO_DIVIDE, Stage.TO_REPORT, Stage.TO_NOMINATE),
    StepKind.CANDIDATE_OUT: (Stage.TO_NOMINATE, Stage.TO_ASSEMBLE, Stage.TO_VOTE),
    StepKind.SEATS_REDUCED: (Stage.TO_DIVIDE,),
    StepKind.DIVIDED: (Stage.TO_REPORT,),
    StepKind.REPORTED: (Stage.REPORTED,),
    StepKind.RECORDED: (Stage.DONE,),
    StepKind.SENT_BACK: (Stage.TO_DIVIDE,),
    StepKind.WITHDRAWN: (Stage.TO_REQUEST, Stage.TO_NOMINATE, Stage.TO_DIVIDE, Stage.TO_REPORT),
    StepKind.CANCELLED: (Stage.CANCELLED,),
}
