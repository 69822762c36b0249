"""民主评议党员: 合格 by default, counts computed, 优秀 at most a third or with a reason, low grades followed up."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from activities.choices import APPRAISAL, NOT_GRADED, Grade
from activities.models import Activity, AppraisalGrade
from activities.rules import most_excellent
from activities.selectors.appraisal import appraisal_of, own_grades
from activities.services import Incomplete, activity_submit
from activities.services.entry import Graded
from activities.tests import factories as meetings
from branches.choices import MemberStatus
from branches.tests import factories as people

DAY = date(2024, 5, 8)
NEW = reverse("activities:new")


@given(st.integers(0, 5000), st.integers(1, 9))
def test_excellent_never_exceeds_its_part(graded, parts):
    most = most_excellent(graded, Decimal(parts))
    assert most * parts <= graded < (most + 1) * parts


def appraise(place, grades, **fields):
    entry = meetings.entry(
        APPRAISAL, place.branch, DAY, grades={member.pk: graded for member, graded in grades.items()}, **fields
    )
    return activity_submit(entry=entry, by=None, at=meetings.noon(DAY), submission_key=uuid4())


def test_everybody_formal_is_graded_and_the_counts_follow(place):
    probationary = people.member(place.branch, status=MemberStatus.PROBATIONARY)
    best, weak, ill = place.members[:3]
    grades = {best: Graded("EXCELLENT"), weak: Graded("BASIC", "谈话提醒"), ill: Graded(NOT_GRADED)}
    record = appraise(place, grades)
    shown = appraisal_of(place.secretary, record)
    assert shown.counts == [("优秀", 1), ("合格", 4), ("基本合格", 1), ("不合格", 0)]
    assert probationary.pk not in {row.member_id for row in shown.grades}
    assert appraisal_of(place.neighbour, record).counts == []
    assert [row.grade for row in own_grades(place.member, best.pk)] == ["EXCELLENT"]
    assert not own_grades(place.member, weak.pk)  # the own grade only


def faults(place, grades, **fields):
    with pytest.raises(Incomplete) as caught:
        appraise(place, grades, **fields)
    return {fault.field: fault.text for fault in caught.value.faults}


def test_too_many_excellent_need_a_reason(place):
    excellent = dict.fromkeys(place.members[:3], Graded("EXCELLENT"))
    found = faults(place, excellent)["detail_excellent_reason"]
    assert "3 分之一，不足 1 人的舍去：参评 7 人，优秀最多 2 人，现在 3 人" in found
    kept = appraise(place, excellent, details={"excellent_reason": "集体立功"})
    assert kept.details == {"excellent_reason": "集体立功"}


def test_wrong_grades_are_refused(place):
    probationary = people.member(place.branch, status=MemberStatus.PROBATIONARY)
    assert "后续措施" in faults(place, {place.members[0]: Graded("UNQUALIFIED")})["grades"]
    assert "从选项中选择" in faults(place, {place.members[0]: Graded("SUPER")})["grades"]
    assert "不是应参加评议" in faults(place, {probationary: Graded("QUALIFIED")})["grades"]
    entry = meetings.entry("PARTY_LECTURE", place.branch, DAY, grades={place.members[0].pk: Graded("BASIC", "x")})
    with pytest.raises(Incomplete, match="不评定等次"):
        activity_submit(entry=entry, by=None, at=meetings.noon(DAY), submission_key=uuid4())


def test_an_appraisal_by_the_way_is_graded_too(place):
    record = meetings.activity("ORGANIZATION_LIFE_MEETING", place.branch, also=[APPRAISAL], for_year=2023)
    assert record.grades.count() == 7


def test_the_form_grades_keeps_what_was_typed_and_shows_the_result(place, as_user):
    client = as_user(place.secretary)
    page = client.get(NEW, {"kind": APPRAISAL}).text
    assert "参评 7 人，优秀最多 2 人" in page
    away = {"kind": APPRAISAL, "held_on": "2024-05-08", "branch": place.branch.pk}
    away |= {f"grade_{member.pk}": NOT_GRADED for member in place.members[:2]}
    assert "参评 5 人，优秀最多 1 人" in client.post(reverse("activities:people"), away).text
    sent = {
        "submission_key": str(uuid4()),
        "branch": place.branch.pk,
        "kind": APPRAISAL,
        "held_on": "2024-05-08",
        "for_year": "2023",
        "topic": ["民主评议党员"],
        "place": "会议室",
        "chair": "主持人",
        "recorder": "记录人",
        **{f"grade_{member.pk}": Grade.QUALIFIED for member in (*place.committee, *place.members)},
    }
    low = place.members[1].pk
    wrong = client.post(NEW, {**sent, f"grade_{low}": "BASIC"})
    assert wrong.status_code == 422
    assert "请写明后续措施" in wrong.text
    switched = client.post(reverse("activities:people"), {**sent, "kind": "PARTY_LECTURE", f"grade_{low}": "BASIC"})
    assert f'<input type="hidden" name="grade_{low}" value="BASIC">' in switched.text
    done = client.post(NEW, {**sent, f"grade_{low}": "BASIC", f"follow_{low}": "限期改正"})
    assert done.status_code == 302
    record = Activity.objects.within(place.branch).get()
    assert AppraisalGrade.objects.within(place.branch).get(member_id=low).follow_up == "限期改正"
    shown = client.get(reverse("activities:detail", args=(record.pk,))).text
    assert "限期改正" in shown
