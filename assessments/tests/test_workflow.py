"""The way of an assessment: published, closed, opened again; what each tells, locks and refuses."""

from datetime import date
from decimal import Decimal

import pytest

from activities.models import PeriodLock
from activities.services import period_lock, period_unlock
from activities.tests import factories as meetings
from assessments.choices import AssessmentState, AssessmentStepKind
from assessments.models import Assessment, AssessmentStep, Rating
from assessments.services.own_words import objection_answer, objection_raise
from assessments.services.reviews import Given, review_give
from assessments.services.workflow import assessment_publish
from assessments.tests.factories import TODAY, YEAR, Case, assessed, at
from assessments.tests.quarter import OVER, closed, objection, published, reopened, review, settle, waiting_review
from branches.tests import factories as people
from core.errors import EditConflict, Refused
from core.models import AuditEvent
from notices.choices import Rule
from notices.models import Message

pytestmark = pytest.mark.django_db


def told(case, rule):
    return Message.objects.within(case.court).filter(rule=rule)


def locks(case):
    return PeriodLock.objects.within(case.court).filter(reopened_on__isnull=True)


class TestPublishing:
    def test_medians_the_days_for_objections_and_what_branches_are_told(self):
        case = Case()
        meetings.raw_activity("BRANCH_ASSEMBLY", case.first, date(2024, 2, 6), has_quorum=True)
        row = assessed(case.court)
        settle(case, row)
        done = published(case, row)
        assert done.medians == {}  # of two branches each would know what the other has
        assert done.state == AssessmentState.PUBLISHED
        assert (done.published_on, done.objections_until) == (TODAY, date(2024, 4, 17))
        assert {message.branch for message in told(case, Rule.ASSESSMENT_PUBLISHED)} == {case.first, case.second}
        assert "4月17日（含当天）前" in told(case, Rule.ASSESSMENT_PUBLISHED)[0].text
        events = AuditEvent.objects.filter(action="assessments.assessment_publish")
        assert [event.actor for event in events] == [case.committee]

    def test_five_branches_have_medians_of_what_is_known_of_five(self):
        case = Case()
        others = [people.branch(case.court) for _ in range(3)]
        for branch in others:
            meetings.coverage(branch)
        for branch in (case.first, *others):
            meetings.raw_activity("BRANCH_ASSEMBLY", branch, date(2024, 2, 6), has_quorum=True)
        row = assessed(case.court)
        settle(case, row)
        # 8 of 12, 3 of 12 and three times 5 of 9; 制度执行 four times 5 of 9; 队伍教育 is known of two.
        assert published(case, row).medians == {"all": "55.56", "B": "55.56"}

    def test_again_nothing_happens_twice(self):
        case = Case()
        done = published(case, assessed(case.court))
        assert published(case, done).version == done.version
        assert told(case, Rule.ASSESSMENT_PUBLISHED).count() == 2
        assert AssessmentStep.objects.within(case.court).filter(kind=AssessmentStepKind.PUBLISHED).count() == 1

    def test_only_the_version_that_was_read(self):
        case = Case()
        row = assessed(case.court)
        with pytest.raises(EditConflict):
            assessment_publish(assessment=row, version=row.version + 1, by=case.committee, on=TODAY, at=at(TODAY))

    def test_not_before_the_quarter_is_over(self):
        case = Case()
        running = date(2024, 3, 31)
        with pytest.raises(Refused, match="还没有结束"):
            published(case, assessed(case.court, on=running), running)

    def test_not_what_was_computed_before_its_end(self):
        case = Case()
        row = assessed(case.court, on=date(2024, 1, 20))
        with pytest.raises(Refused, match="只计算到2024-01-20，请重新计算到2024-03-31"):
            published(case, row)
        assert published(case, assessed(case.court)).state == AssessmentState.PUBLISHED

    def test_computing_waits_until_it_is_taken_back(self):
        case = Case()
        published(case, assessed(case.court))
        with pytest.raises(Refused, match="已公布"):
            assessed(case.court)


class TestClosing:
    def test_the_quarter_is_locked(self):
        case = Case()
        row = assessed(case.court)
        settle(case, row)
        done = closed(case, published(case, row))
        assert (done.state, done.closed_on) == (AssessmentState.CLOSED, OVER)
        assert [(lock.year, lock.quarter) for lock in locks(case)] == [(2024, 1)]
        assert closed(case, done).version == done.version

    def test_its_lock_is_not_opened_by_hand(self):
        case = Case()
        row = assessed(case.court)
        settle(case, row)
        done = closed(case, published(case, row))
        with pytest.raises(Refused, match="重新开放2024年第一季度考评"):
            period_unlock(lock=done.lock, reason="补录", by=case.committee, on=OVER)
        assert locks(case).count() == 1

    def test_a_year_locks_nothing(self):
        case = Case()
        row = assessed(case.court, YEAR, on=date(2025, 1, 10))
        settle(case, row)
        done = closed(case, published(case, row, date(2025, 1, 10)), date(2025, 2, 1))
        assert done.is_closed
        assert not locks(case).exists()

    def test_each_thing_that_is_not_settled_is_named(self):
        case = Case()
        row = assessed(case.court)
        review(case, row, case.first)
        waiting_review(case, row, case.second)
        objection(case, row)
        done = published(case, row)
        with pytest.raises(Refused) as refused:
            closed(case, done, TODAY)
        assert refused.value.reasons == (
            "还有1项待评审。",
            "还有1项评审等待另一人复核。",
            "还有1件异议没有答复。",
            "异议期到4月17日，期满以后才能定稿。",
        )
        assert not locks(case).exists()

    def test_what_is_not_known_is_named(self):
        case = Case()
        people.branch(case.court)
        row = assessed(case.court)
        settle(case, row)
        with pytest.raises(Refused, match="还有2项情况不详") as refused:
            closed(case, published(case, row))
        assert len(refused.value.reasons) == 2

    def test_not_before_it_is_published(self):
        case = Case()
        with pytest.raises(EditConflict, match="评审中"):
            closed(case, assessed(case.court))

    def test_not_what_was_computed_before_its_end(self):
        case = Case()
        row = assessed(case.court)
        settle(case, row)
        done = published(case, row)
        Assessment.objects.within(case.court).update(as_of=date(2024, 1, 20))
        with pytest.raises(Refused, match="请重新开放，重新计算到2024-03-31"):
            closed(case, done)

    def test_the_medians_are_those_after_objections(self):
        case = Case()
        branches = [case.first, case.second, *(people.branch(case.court) for _ in range(3))]
        for branch in branches[2:]:
            meetings.coverage(branch)
        row = assessed(case.court)
        for branch in branches:
            review(case, row, branch)
        done = published(case, row)
        for branch in branches:
            review(case, row, branch, points=1.5)
        assert done.medians["C"] == "100.00"
        assert closed(case, done).medians["C"] == "50.00"

    def test_an_objection_accepted_in_an_earlier_publication_opens_nothing(self):
        case = Case()
        row = assessed(case.court)
        settle(case, row)
        facts = {"assessment": published(case, row), "branch": case.first, "code": "C6"}
        raised = objection_raise(**facts, text="漏看一项", by=case.secretary, on=TODAY, at=at(TODAY))
        answer = {"accepted": True, "answer": "采纳", "by": case.committee, "on": TODAY, "at": at(TODAY)}
        objection_answer(objection=raised, **answer)
        points = {"given": Given(Decimal(2), "再看", "漏看一项"), "by": case.committee, "on": TODAY, "at": at(TODAY)}
        assert review_give(**facts, **points).points == 2
        published(case, reopened(case, Assessment.objects.within(case.court).get(pk=row.pk)))
        with pytest.raises(Refused, match="异议"):
            review_give(**facts, **{**points, "given": Given(Decimal(1), "再看", "漏看一项")})


class TestOpeningAgain:
    def closed(self, case):
        row = assessed(case.court)
        settle(case, row)
        return closed(case, published(case, row))

    def test_back_to_the_reviewers_with_the_quarter_opened_and_branches_told(self):
        case = Case()
        done = reopened(case, self.closed(case))
        assert done.state == AssessmentState.COMPUTED
        assert (done.published_on, done.objections_until, done.closed_on, done.medians) == (None, None, None, {})
        assert not locks(case).exists()
        assert "漏计一次" in told(case, Rule.ASSESSMENT_REOPENED)[0].text
        kinds = AssessmentStep.objects.within(case.court).values_list("kind", "reason")
        assert list(kinds)[1:] == [("PUBLISHED", ""), ("CLOSED", ""), ("REOPENED", "漏计一次")]

    def test_published_anew_the_branches_are_told_anew_and_it_can_be_closed_again(self):
        case = Case()
        again = published(case, reopened(case, self.closed(case)), OVER)
        assert told(case, Rule.ASSESSMENT_PUBLISHED).count() == 4
        assert closed(case, again, date(2024, 5, 1)).is_closed
        assert locks(case).count() == 1

    def test_a_quarter_that_was_locked_by_hand_stays_so(self):
        case = Case()
        period_lock(court=case.court, year=2024, quarter=1, reason="已考核", by=case.committee, on=TODAY)
        done = self.closed(case)
        assert done.lock is None
        reopened(case, done)
        assert locks(case).count() == 1

    def test_one_that_somebody_opened_since_needs_no_opening(self):
        case = Case()
        done = self.closed(case)
        lock = locks(case).get()
        lock.reopened_on, lock.reopened_by, lock.reopen_reason = OVER, case.colleague, "补录"
        lock.save()
        assert reopened(case, done).lock is None

    def test_not_without_a_reason_nor_what_is_being_reviewed(self):
        case = Case()
        row = assessed(case.court)
        with pytest.raises(EditConflict, match="还在评审"):
            reopened(case, row)
        with pytest.raises(Refused, match="原因"):
            reopened(case, published(case, row), reason=" ")

    def test_not_while_the_published_stars_of_its_year_rest_on_it(self):
        case = Case()
        done = self.closed(case)
        year = assessed(case.court, YEAR, on=OVER)
        facts = {"court": case.court, "year": 2024, "standard": case.standard, "assessment": year, "cap": 0}
        rating = Rating.objects.create(**facts, rated_at=at(OVER), published_on=OVER, published_by=case.committee)
        with pytest.raises(Refused, match="请先收回星级评定"):
            reopened(case, done)
        rating.published_on = None
        rating.save()
        assert reopened(case, done).state == AssessmentState.COMPUTED

    def test_it_is_computed_again_as_a_new_revision(self):
        case = Case()
        reopened(case, self.closed(case))
        meetings.raw_activity("THEME_DAY", case.first, date(2024, 3, 5))
        assert assessed(case.court).revision == 2
        assert Assessment.objects.within(case.court).get().state == AssessmentState.COMPUTED
