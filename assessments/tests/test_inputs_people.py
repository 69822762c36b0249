"""What is counted of people: reviews, appraisals, trainings, files, terms and posts."""

from datetime import date, timedelta

import pytest

from activities.choices import Grade, LearningSource
from activities.models import AppraisalGrade, Attendance, StudyRecord
from activities.tests import factories as meetings
from assessments.choices import DutyGrade, Tier
from assessments.models import DutyReview
from assessments.periods import Span
from assessments.tests.factories import YEAR, at
from assessments.tests.reading import answer, answers, parts
from branches.choices import MemberStatus, PostKind
from branches.models import Limit
from branches.tests import factories as people
from core.dates import months_after
from development.choices import StepKind
from development.models import Candidate
from development.tests import factories as files
from registers.models import RegisterEntry, RegisterKind

pytestmark = pytest.mark.django_db
K = StepKind
END = date(2024, 12, 31)


@pytest.fixture
def branch():
    made = people.branch(name="第一党支部")
    meetings.coverage(made)
    return made


class TestDutyReview:
    def review(self, branch, result=DutyGrade.FAIR, held_on=date(2024, 12, 20), **facts):
        facts = {"year": 2024, "tier": Tier.BRANCH_SECRETARY, "person_name": "张三", "present": 20, **facts}
        return DutyReview.objects.create(court=branch.court, branch=branch, result=result, held_on=held_on, **facts)

    def test_the_result_of_the_year(self, branch):
        other = people.branch(branch.court)
        made = self.review(branch)
        self.review(other, year=2023)
        found = answers(branch.court, "DUTY_REVIEW", YEAR)
        assert (found[branch.pk].grade, found[branch.pk].why) == ("FAIR", "")
        assert found[branch.pk].records == {"assessments.dutyreview": [made.pk]}
        assert found[other.pk].why == "尚未登记2024年度书记述职评议"

    def test_neither_what_was_held_later_nor_what_was_voided(self, branch):
        self.review(branch)
        assert answer(branch, "DUTY_REVIEW", YEAR, date(2024, 12, 19)).why
        by = people.committee_account(branch.court)
        DutyReview.objects.within(branch).update(voided_at=at(END), voided_by=by, void_reason="登记错误")
        assert answer(branch, "DUTY_REVIEW", YEAR).why


class TestAppraisal:
    def held(self, branch, grades, **fields):
        day = fields.pop("day", date(2024, 12, 10))
        made = meetings.raw_activity("MEMBER_APPRAISAL", branch, day, for_year=2024, **fields)
        for grade in grades:
            member = people.member(branch)
            AppraisalGrade.objects.create(
                activity=made, member=member, court=branch.court, branch=branch, grade=grade, follow_up="谈话"
            )
        return made

    def test_held_with_the_share_kept(self, branch):
        made = self.held(branch, [Grade.EXCELLENT, Grade.QUALIFIED, Grade.QUALIFIED])
        found = answer(branch, "APPRAISAL_KEPT", YEAR)
        assert (parts(found), found.records) == ((1, 1, 0), {"activities.activity": [made.pk]})

    def test_too_many_are_excellent(self, branch):
        self.held(branch, [Grade.EXCELLENT, Grade.QUALIFIED])
        assert parts(answer(branch, "APPRAISAL_KEPT", YEAR)) == (0, 1, 0)

    def test_the_courts_own_limit_holds_for_it_alone(self, branch):
        elsewhere = people.branch(people.court(parent=branch.court))
        meetings.coverage(elsewhere)
        for each in (branch, elsewhere):
            self.held(each, [Grade.EXCELLENT, Grade.QUALIFIED])
        general = Limit.objects.unscoped("test").get(code="APPRAISAL_EXCELLENT_PARTS", court=None)
        own = {"value": 2, "unit": "分之一", "mark": "L", "source": "本院", "effective_from": date(2024, 1, 1)}
        Limit.objects.create(code=general.code, court=branch.court, **own)
        found = answers(branch.court, "APPRAISAL_KEPT", YEAR, below=True)
        assert [found[each.pk].met for each in (branch, elsewhere)] == [1, 0]

    def test_without_grades_the_share_is_not_known(self, branch):
        self.held(branch, [])
        found = answer(branch, "APPRAISAL_KEPT", YEAR)
        assert found.why == "没有登记评议等次，不知道优秀是否超过规定比例"

    def test_not_held_is_nought_when_the_year_is_over(self, branch):
        assert parts(answer(branch, "APPRAISAL_KEPT", YEAR)) == (0, 1, 0)
        assert answer(branch, "APPRAISAL_KEPT", YEAR, date(2024, 12, 30)) is None


class TestTrainings:
    def trained(self, member, day=date(2024, 6, 3)):
        return StudyRecord.objects.create(
            court=member.court,
            branch=member.branch,
            member=member,
            starts_on=day,
            ends_on=day,
            hours=8,
            title="书记培训",
            source=LearningSource.SUPERIOR,
            is_training=True,
        )

    def test_courses_and_trainings_elsewhere(self, branch):
        first, second, third = people.committee(branch, 3)
        self.trained(first)
        course = meetings.raw_activity("SECRETARY_TRAINING", court=branch.court, held_on=date(2024, 5, 8))
        Attendance.objects.create(activity=course, member=second, court=branch.court, branch=branch, present=True)
        self.trained(third, date(2023, 6, 3))
        found = answer(branch, "OFFICERS_TRAINED", YEAR)
        assert parts(found) == (2, 3, 0)
        assert found.records == {"branches.member": sorted(each.pk for each in (first, second, third))}

    def test_in_post_through_the_year_so_far(self, branch):
        people.post(people.member(branch), PostKind.SECRETARY, starts_on=date(2024, 1, 1))
        people.post(people.member(branch), PostKind.PUBLICITY, starts_on=date(2024, 1, 2))
        people.post(people.member(branch), PostKind.DISCIPLINE, ends_on=date(2024, 11, 30))
        people.post(people.member(branch, starts_on=date(2024, 3, 1)), PostKind.COMMITTEE_MEMBER)
        assert parts(answer(branch, "OFFICERS_TRAINED", YEAR)) == (0, 1, 0)

    def test_who_was_not_is_told_only_where_records_are_kept(self):
        branch = people.branch()
        first, _ = people.committee(branch, 2)
        self.trained(first)
        found = answer(branch, "OFFICERS_TRAINED", YEAR)
        assert (parts(found), found.why) == ((1, 1, 1), "没有登记从何时起在此留存记录")

    def test_nobody_in_post(self, branch):
        assert answer(branch, "OFFICERS_TRAINED", YEAR) is None
        unknown = people.branch(posts_recorded=False)
        assert answer(unknown, "OFFICERS_TRAINED", YEAR).why == "没有登记党内职务"


class TestTerm:
    def test_the_term_of_the_last_day(self, branch):
        assert answer(branch, "TERM_IN_FORCE").why == "没有登记本届起止"
        made = people.term(branch, date(2021, 3, 31))
        found = answer(branch, "TERM_IN_FORCE")
        assert (parts(found), found.records) == ((1, 1, 0), {"branches.committeeterm": [made.pk]})
        assert parts(answer(branch, "TERM_IN_FORCE", Span(2024, 2))) == (0, 1, 0)
        assert parts(answer(branch, "TERM_IN_FORCE", Span(2024, 2), date(2024, 3, 31))) == (1, 1, 0)

    def test_put_off_with_consent(self, branch):
        people.term(branch, date(2021, 3, 31), postponed_to=date(2024, 6, 30))
        assert parts(answer(branch, "TERM_IN_FORCE", Span(2024, 2))) == (1, 1, 0)
        assert parts(answer(branch, "TERM_IN_FORCE", Span(2024, 3))) == (0, 1, 0)


class TestPosts:
    def test_a_small_branch_has_a_secretary_and_a_party_worker(self, branch):
        assert parts(answer(branch, "POSTS_FILLED")) == (0, 2, 0)
        post = people.post(people.member(branch))
        kind = RegisterKind.objects.unscoped("test").get(code="LIAISON")
        entry = {"court": branch.court, "branch": branch, "kind": kind, "title": "联络员", "on": date(2024, 1, 5)}
        ended = RegisterEntry.objects.create(**entry, until=date(2024, 3, 30))
        assert parts(answer(branch, "POSTS_FILLED")) == (1, 2, 0)
        made = RegisterEntry.objects.create(**entry)
        found = answer(branch, "POSTS_FILLED")
        assert parts(found) == (2, 2, 0)
        assert found.records == {"branches.post": [post.pk], "registers.registerentry": [made.pk]}
        assert ended.pk not in found.records["registers.registerentry"]

    def test_a_committee_from_so_many_formal_members(self, branch):
        people.members(branch, 6)
        probationer = people.member(branch, status=MemberStatus.PROBATIONARY)
        assert answer(branch, "POSTS_FILLED").due == 2
        probationer.status = MemberStatus.FORMAL
        probationer.save()
        holders = people.members(branch, 3)
        for holder in holders:
            people.post(holder, PostKind.COMMITTEE_MEMBER)
        assert parts(answer(branch, "POSTS_FILLED")) == (2, 4, 0)  # no seat stands in for the secretary's
        people.post(holders[0], PostKind.SECRETARY)
        people.post(holders[1], PostKind.ORGANIZATION)
        assert parts(answer(branch, "POSTS_FILLED")) == (4, 4, 0)

    def test_posts_that_nobody_registered_are_not_known(self):
        assert answer(people.branch(posts_recorded=False), "POSTS_FILLED").why == "没有登记党内职务"


class TestDevelopment:
    def test_steps_with_a_limit_in_time_late_and_awaited(self, branch):
        early = files.file(branch, until=K.APPLICATION)
        files.take(early, K.TALK, files.APPLIED_ON + timedelta(10))
        late = files.file(branch, name="李申请")
        files.take(late, K.TALK, date(2023, 3, 1))
        files.file(branch, name="王申请")
        found = answer(branch, "DEVELOPMENT_ON_TIME", Span(2023, 1))
        assert parts(found) == (1, 3, 0)
        assert len(found.records["development.step"]) == 2
        assert len(found.records["development.candidate"]) == 1

    def test_before_the_limit_nothing_is_due(self, branch):
        files.file(branch)
        due_on = months_after(files.APPLIED_ON, 1)
        assert answer(branch, "DEVELOPMENT_ON_TIME", Span(2023, 1), due_on - timedelta(1)) is None
        assert parts(answer(branch, "DEVELOPMENT_ON_TIME", Span(2023, 1), due_on)) == (0, 1, 0)

    def test_a_withdrawn_step_was_not_taken(self, branch):
        file = files.file(branch)
        files.take(file, K.TALK, files.APPLIED_ON + timedelta(10))
        files.withdraw(file)
        assert parts(answer(branch, "DEVELOPMENT_ON_TIME", Span(2023, 1))) == (0, 1, 0)

    def test_what_the_committee_decides_is_not_the_branchs(self, branch):
        files.file(branch, until=K.ADMISSION_APPROVAL)
        assert answer(branch, "DEVELOPMENT_ON_TIME", Span(2024, 3)) is None

    def test_a_step_is_of_the_branch_that_took_it(self, branch):
        file = files.file(branch, until=K.TALK)
        later = people.branch(branch.court)
        Candidate.objects.within(branch).filter(pk=file.pk).update(branch=later)
        found = answers(branch.court, "DEVELOPMENT_ON_TIME", Span(2023, 1))
        assert found == answers(branch, "DEVELOPMENT_ON_TIME", Span(2023, 1))
        assert {key: parts(each) for key, each in found.items()} == {branch.pk: (1, 1, 0)}


class TestConfirmations:
    PROBATION_OVER = date(2025, 7, 1)
    DUE = months_after(PROBATION_OVER, 1)
    SPAN = Span(2025, 3)

    def test_discussed_in_time(self, branch):
        files.file(branch, until=K.CONFIRMATION_VOTE)
        found = answer(branch, "CONFIRMATIONS_ON_TIME", self.SPAN)
        assert parts(found) == (1, 1, 0)
        assert len(found.records["development.step"]) == 1

    def test_not_discussed_counts_from_the_latest_day_on(self, branch):
        file = files.file(branch, until=K.CONFIRMATION_APPLICATION)
        assert answer(branch, "CONFIRMATIONS_ON_TIME", self.SPAN, self.DUE - timedelta(1)) is None
        assert parts(answer(branch, "CONFIRMATIONS_ON_TIME", self.SPAN, self.DUE)) == (0, 1, 0)
        files.take(file, K.CONFIRMATION_VOTE, self.DUE + timedelta(1))
        assert parts(answer(branch, "CONFIRMATIONS_ON_TIME", self.SPAN)) == (0, 1, 0)
        assert answer(branch, "CONFIRMATIONS_ON_TIME", Span(2025, 4)) is None

    def test_an_extension_that_was_approved_answers_it_and_is_due_again(self, branch):
        file = files.file(branch, until=K.OATH)
        files.take(file, K.EXTENSION_VOTE, date(2025, 7, 2))
        files.take(file, K.EXTENSION, date(2025, 8, 20))
        assert parts(answer(branch, "CONFIRMATIONS_ON_TIME", self.SPAN)) == (1, 1, 0)
        assert parts(answer(branch, "CONFIRMATIONS_ON_TIME", Span(2026, 1))) == (0, 1, 0)

    def test_a_probationary_member_without_a_file(self, branch):
        member = people.member(branch, status=MemberStatus.PROBATIONARY, joined_on=date(2024, 7, 1))
        found = answer(branch, "CONFIRMATIONS_ON_TIME", self.SPAN)
        assert (parts(found), found.records) == ((0, 0, 1), {"branches.member": [member.pk]})
        assert found.why == "1名预备党员没有发展党员档案，是否按期讨论转正不详"
        assert answer(branch, "CONFIRMATIONS_ON_TIME", Span(2025, 2)) is None
