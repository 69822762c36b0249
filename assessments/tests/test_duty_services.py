"""Duty reviews through their services: who, when, the votes, what stays as it is."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from assessments.models import DutyQuestion, DutyReview, Rating
from assessments.services.duty import Asked, duty_review_change, duty_review_void
from assessments.tests.factories import YEAR, Case, assessed
from assessments.tests.recorded import ASKED, DUTY_FACTS, NOW, TODAY
from assessments.tests.recorded import duty_review as recorded
from branches.tests import factories as people
from core.errors import EditConflict, Refused
from core.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return Case()


def changed(case: Case, review: DutyReview, **facts: Any) -> DutyReview:
    given = {"version": review.version, "questions": ASKED, "by": case.committee, "on": TODAY}
    return duty_review_change(review=review, **{**given, **DUTY_FACTS, **facts})


def questions_of(review: DutyReview) -> list[str]:
    return [row.question for row in DutyQuestion.objects.within(review.court).filter(review=review)]


def publish(case: Case, year: int = 2024) -> Rating:
    assessment = assessed(case.court, YEAR, on=date(2025, 1, 31))
    facts = {"standard": case.standard, "assessment": assessment, "cap": 0, "rated_at": NOW, "published_on": TODAY}
    return Rating.objects.create(court=case.court, year=year, **facts)


def last_event() -> AuditEvent:
    return AuditEvent.objects.latest("pk")


def test_a_review_is_recorded_with_its_questions_and_result(case):
    review = recorded(case)
    assert (review.result, review.person_name, review.recorded_by) == ("GOOD", "张三", case.committee)
    assert questions_of(review) == [each.question for each in ASKED]
    assert last_event().action == "assessments.duty_review_record"
    assert last_event().detail == {"year": 2024, "tier": "支部书记", "result": "好"}


def test_nobody_named_it_is_the_secretary_of_that_day(case):
    before, now = people.member(case.first, "前书记"), people.member(case.first, "现书记")
    people.post(before, ends_on=date(2025, 1, 9))
    people.post(now, starts_on=date(2025, 1, 10))
    review = recorded(case, person_name="")
    assert (review.person, review.person_name) == (now, "现书记")
    earlier = recorded(case, branch=case.first, person_name="", year=2023, held_on=date(2024, 1, 10))
    assert earlier.person == before


def test_nobody_named_and_nobody_in_post_is_refused(case):
    with pytest.raises(Refused, match="没有登记第一党支部的书记") as refused:
        recorded(case, person_name="")
    assert refused.value.field == "person"
    with pytest.raises(Refused, match="请选择述职人或填写姓名"):
        recorded(case, tier="DEPUTY_SECRETARY", branch=None, person_name=" ")


def test_a_member_chosen_goes_by_the_own_name(case):
    member = people.member(case.first, "李四")
    assert recorded(case, person=member).person_name == "李四"


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"good": 15}, "present", "到会 20 人，投票 21 张：多了 1 张"),
        ({"good": 0, "fair": 0}, "good", "还没有一张票"),
        ({"held_on": date(2025, 2, 11)}, "held_on", "还没有到"),
        ({"year": 2022}, "held_on", "应在 2022 年或 2023 年进行"),
        ({"year": 2025, "held_on": date(2024, 12, 30)}, "held_on", "应在 2025 年或 2026 年"),
        ({"tier": "DEPUTY_SECRETARY"}, "branch", "不用选党支部"),
        ({"branch": None}, "branch", "请选择党支部"),
    ],
)
def test_what_cannot_be_is_refused(case, facts, field, words):
    with pytest.raises(Refused, match=words) as refused:
        recorded(case, **facts)
    assert refused.value.field == field
    assert not DutyReview.objects.within(case.court).exists()


def test_other_courts_have_no_part_in_it(case):
    elsewhere = people.branch()
    with pytest.raises(Refused, match="只能登记本院的党支部"):
        recorded(case, branch=elsewhere)
    with pytest.raises(Refused, match="不在本院花名册上"):
        recorded(case, person=people.member(elsewhere))


def test_a_branch_that_was_not_there_is_refused(case):
    gone = people.branch(case.court, "旧党支部", dissolved_on=date(2024, 6, 1))
    with pytest.raises(Refused, match="2025-01-10 没有旧党支部"):
        recorded(case, branch=gone)


def test_each_is_reviewed_once_a_year(case):
    recorded(case)
    with pytest.raises(Refused, match="第一党支部书记2024年度的述职评议已经登记"):
        recorded(case)
    recorded(case, branch=case.second)
    recorded(case, tier="COMMITTEE_SECRETARY", branch=None)
    with pytest.raises(Refused, match="机关党委书记2024年度的述职评议已经登记"):
        recorded(case, tier="COMMITTEE_SECRETARY", branch=None)
    recorded(case, tier="DEPUTY_SECRETARY", branch=None)


def test_the_same_form_sent_twice_makes_one(case):
    key = uuid4()
    assert recorded(case, submission_key=key) == recorded(case, submission_key=key)
    assert DutyReview.objects.within(case.court).count() == 1


def test_a_change_takes_the_votes_and_the_questions_anew(case):
    review = changed(case, recorded(case), good=2, fair=3, poor=12, questions=ASKED[1:])
    assert (review.result, review.version) == ("POOR", 2)
    assert questions_of(review) == ["谈心谈话怎么补上？"]
    assert last_event().detail["after"]["result"] == "POOR"


def test_a_change_of_the_questions_alone_is_told(case):
    review = recorded(case)
    changed(case, review, questions=[])
    assert last_event().detail == {"changed": ["questions"]}
    assert questions_of(review) == []


def test_words_about_a_person_stay_out_of_the_trail(case):
    changed(case, recorded(case), comment="作风拖沓")
    assert last_event().detail == {"before": {}, "after": {}, "changed": ["comment"]}


def test_a_change_of_an_old_version_is_refused(case):
    review = recorded(case)
    changed(case, DutyReview.objects.within(case.court).get(), comment="先改的")
    with pytest.raises(EditConflict):
        changed(case, review, version=1, comment="后改的")


def test_too_many_questions_are_refused(case):
    with pytest.raises(Refused, match="最多登记 30 条"):
        recorded(case, questions=[Asked(f"问题{number}") for number in range(31)])


def test_a_voided_one_makes_room_and_stays_as_it_was(case):
    review = duty_review_void(review=recorded(case), reason="票数有误", by=case.committee, at=NOW)
    assert (review.void_reason, review.voided_by) == ("票数有误", case.committee)
    with pytest.raises(Refused, match="已作废"):
        changed(case, review)
    with pytest.raises(Refused, match="已作废"):
        duty_review_void(review=review, reason="再作废", by=case.committee, at=NOW)
    assert recorded(case).pk != review.pk


def test_voiding_needs_a_reason(case):
    with pytest.raises(Refused, match="请填写作废原因"):
        duty_review_void(review=recorded(case), reason=" ", by=case.committee, at=NOW)


def test_published_stars_lock_what_they_were_counted_from(case):
    review = recorded(case)
    leader = recorded(case, tier="COMMITTEE_SECRETARY", branch=None)
    rating = publish(case)
    with pytest.raises(Refused, match=r"2024年度星级评定已公布.*不能修改"):
        changed(case, review)
    with pytest.raises(Refused, match="不能作废"):
        duty_review_void(review=review, reason="有误", by=case.committee, at=NOW)
    assert changed(case, leader, good=0).result == "FAIR"
    Rating.objects.within(case.court).filter(pk=rating.pk).update(published_on=None)
    assert changed(case, review, good=0).result == "FAIR"


def test_a_review_does_not_move_into_a_year_that_is_rated(case):
    review = recorded(case, year=2025, held_on=date(2025, 1, 20))
    publish(case)
    with pytest.raises(Refused, match="2024年度星级评定已公布"):
        changed(case, review)
