"""Duty reviews and honours as the committee of a Case records them, through the services."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from assessments.models import DutyReview, Honour
from assessments.services.duty import Asked, duty_review_record
from assessments.services.honours import honour_record
from assessments.tests.factories import Case

TODAY = date(2025, 2, 10)
NOW = datetime(2025, 2, 10, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
ASKED = [Asked("怎样开好党小组会？", "王委员", "按团队编组。"), Asked("谈心谈话怎么补上？")]
DUTY_FACTS = {
    **{"present": 20, "good": 12, "fair": 6, "ordinary": 0, "poor": 0},
    "year": 2024,
    "held_on": date(2025, 1, 10),
    "person": None,
    "person_name": "张三",
    "report": "抓实组织生活。",
    "comment": "",
}
HONOUR_FACTS = {
    "year": 2024,
    "quarter": 3,
    "branch": None,
    "group": None,
    "member": None,
    "title": "",
    "deeds": "带头办理涉企案件。",
    "awarded_on": date(2024, 10, 12),
    "number": "〔2024〕9号",
}


def duty_review(case: Case, **changed: Any) -> DutyReview:
    """Of the first branch's secretary for 2024, unless told otherwise."""
    given = {"court": case.court, "tier": "BRANCH_SECRETARY", "branch": case.first, "questions": ASKED}
    return duty_review_record(**{**given, **DUTY_FACTS, "by": case.committee, "on": TODAY, **changed})


def honour(case: Case, kind: str = "RED_FLAG_BRANCH", **changed: Any) -> Honour:
    """Of the first branch for the third quarter of 2024, unless told otherwise."""
    given = {**HONOUR_FACTS, "branch": case.first, "by": case.committee, "on": TODAY, **changed}
    return honour_record(court=case.court, kind=kind, **given)
