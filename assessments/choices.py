"""Codes with their Chinese labels."""

from django.db import models


class StandardState(models.TextChoices):
    DRAFT = "DRAFT", "草案"
    ADOPTED = "ADOPTED", "已通过"


class Way(models.TextChoices):
    """How an indicator's points come about: a small fixed vocabulary (assessments/scoring.py)."""

    SHARE = "SHARE", "按完成比例得分"
    STEPS = "STEPS", "按完成比例分档得分"
    COUNT = "COUNT", "按数量得分"
    DEDUCT = "DEDUCT", "按差错扣分"
    YES_NO = "YES_NO", "做到即得满分"
    GRADE = "GRADE", "按等次得分"
    REVIEW = "REVIEW", "评审打分"


class Shape(models.TextChoices):
    """What an input gives for a branch."""

    PARTS = "PARTS", "完成多少、应完成多少"
    NUMBER = "NUMBER", "数量"
    FACT = "FACT", "是否做到"
    GRADE = "GRADE", "等次"


# By which ways an input of a shape can be scored.
WAYS_OF: dict[Shape, tuple[Way, ...]] = {
    Shape.PARTS: (Way.SHARE, Way.STEPS, Way.YES_NO),
    Shape.NUMBER: (Way.COUNT, Way.DEDUCT),
    Shape.FACT: (Way.YES_NO,),
    Shape.GRADE: (Way.GRADE,),
}


class ScoreState(models.TextChoices):
    """Where one indicator stands for a branch. What is not known or not reviewed yet is never 0 points."""

    SCORED = "SCORED", "已得分"
    NOT_KNOWN = "NOT_KNOWN", "不详"
    TO_REVIEW = "TO_REVIEW", "待评审"
    NOT_APPLIED = "NOT_APPLIED", "不适用"


# What a reviewer is waited for.
OPEN_STATES = (ScoreState.NOT_KNOWN, ScoreState.TO_REVIEW)


class Waits(models.TextChoices):
    """For whom an indicator of a branch waits."""

    TO_REVIEW = "TO_REVIEW", "待评审"
    NOT_KNOWN = "NOT_KNOWN", "不详"
    SECOND = "SECOND", "待复核"


class AssessmentState(models.TextChoices):
    COMPUTED = "COMPUTED", "评审中"
    PUBLISHED = "PUBLISHED", "已公布"
    CLOSED = "CLOSED", "已定稿"


# As a tag's kind.
ASSESSMENT_TAGS = {
    AssessmentState.COMPUTED: "warning",
    AssessmentState.PUBLISHED: "info",
    AssessmentState.CLOSED: "success",
}


class CellState(models.TextChoices):
    """How one indicator of one branch stands in the table of all branches."""

    FULL = "FULL", "满分"
    PART = "PART", "部分得分"
    NONE = "NONE", "未得分"
    NOT_KNOWN = "NOT_KNOWN", "不详"
    TO_REVIEW = "TO_REVIEW", "待评审"
    SECOND = "SECOND", "待复核"
    NOT_APPLIED = "NOT_APPLIED", "不适用"


class AssessmentStepKind(models.TextChoices):
    COMPUTED = "COMPUTED", "计算"
    PUBLISHED = "PUBLISHED", "公布"
    CLOSED = "CLOSED", "定稿"
    REOPENED = "REOPENED", "重新开放"


class ReviewState(models.TextChoices):
    STANDS = "STANDS", "有效"
    WAITS = "WAITS", "待复核"
    REFUSED = "REFUSED", "复核未同意"


class ObjectionState(models.TextChoices):
    OPEN = "OPEN", "待答复"
    ACCEPTED = "ACCEPTED", "已采纳"
    REFUSED = "REFUSED", "未采纳"


class Tier(models.TextChoices):
    """Who reports in a duty review (述职评议, seed 003)."""

    COMMITTEE_SECRETARY = "COMMITTEE_SECRETARY", "机关党委书记"
    DEPUTY_SECRETARY = "DEPUTY_SECRETARY", "专职副书记"
    BRANCH_SECRETARY = "BRANCH_SECRETARY", "支部书记"


class DutyGrade(models.TextChoices):
    """The four votes of a duty review, the best first."""

    GOOD = "GOOD", "好"
    FAIR = "FAIR", "较好"
    ORDINARY = "ORDINARY", "一般"
    POOR = "POOR", "差"


class Change(models.TextChoices):
    """A branch's stars beside those of the year before."""

    NEW = "NEW", "首次评定"
    UP = "UP", "升星"
    DOWN = "DOWN", "降星"
    RESTORED = "RESTORED", "复星"
    NONE = "NONE", "不变"


class PlateAct(models.TextChoices):
    """What is done with the plate (升星授牌、降星摘牌、复星复牌)."""

    AWARDED = "AWARDED", "授牌"
    TAKEN = "TAKEN", "摘牌"
    RESTORED = "RESTORED", "复牌"


class HonourKind(models.TextChoices):
    """Quarterly honours (seed 001)."""

    RED_FLAG_BRANCH = "RED_FLAG_BRANCH", "红旗党支部"
    MODEL_GROUP = "MODEL_GROUP", "示范党小组"
    PIONEER_POST = "PIONEER_POST", "党员先锋岗"


MOST_STARS = 5
STARS = [(5, "五星"), (4, "四星"), (3, "三星"), (2, "二星"), (1, "一星")]
# What a branch may reach whose gates are not all passed (seed 003: four and five need full marks).
MOST_WITHOUT_GATES = 3
# A reviewer's points below so many percent of the full ones are proposed as a finding; what the data says always is.
PROPOSED_BELOW = 60
