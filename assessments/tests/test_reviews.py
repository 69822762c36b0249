"""What reviewers give: what stands, what waits for a second person, what is refused, and the sums after it."""

from decimal import Decimal
from uuid import uuid4

import pytest

from assessments.choices import AssessmentState, ObjectionState, ReviewState
from assessments.models import Assessment, Objection, Review, ReviewFile
from assessments.selectors.overlay import entries_of, reviews_standing
from assessments.services.own_words import objection_answer, objection_raise
from assessments.services.reviews import Given, review_confirm, review_give
from assessments.tests.factories import TODAY, Case, assessed, at, held, reviewed, score_of, standard
from branches.choices import Role
from branches.tests import factories as people
from core.attachments import Accepted, FileKind
from core.errors import Refused
from core.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    made = Case()
    made.assessment = assessed(made.court)
    return made


def give(case, code="C6", points="2", *, evidence="与党员交谈", reason="", by=None, **more):
    given = Given(None if points is None else Decimal(points), evidence, reason, more.pop("files", ()))
    facts = {"assessment": case.assessment, "branch": case.first, "code": code, "given": given}
    return review_give(**facts, by=by or case.committee, on=TODAY, at=at(TODAY), **more)


def publish(case, state=AssessmentState.PUBLISHED):
    closed = {"closed_on": TODAY} if state == AssessmentState.CLOSED else {}
    rows = Assessment.objects.within(case.court)
    rows.update(state=state, published_on=TODAY, objections_until=TODAY, **closed)


def accepted(case, code):
    answered = {"state": ObjectionState.ACCEPTED, "answer": "采纳", "answered_on": TODAY, "answered_by": case.committee}
    answered["answered_version"] = Assessment.objects.within(case.court).get().version
    own = {"court": case.court, "branch": case.first, "assessment": case.assessment}
    Objection.objects.create(**own, code=code, text="有误", raised_on=TODAY, raised_by=case.secretary, **answered)


def test_points_stand_and_the_sums_follow(case):
    before = score_of(case.assessment, case.first)
    review = give(case)
    row = score_of(case.assessment, case.first)
    assert review.state == ReviewState.STANDS
    assert (row.points, row.known_of, row.unknown) == (before.points + 2, before.known_of + 3, before.unknown - 1)
    assert row.scores == before.scores
    event = AuditEvent.objects.get(action="assessments.score_review")
    assert event.detail == {"code": "C6", "before": None, "after": "2", "state": "STANDS"}


def test_what_does_not_apply_is_out_of_the_total(case):
    before = score_of(case.assessment, case.first)
    give(case, points=None, reason="没有这项工作")
    row = score_of(case.assessment, case.first)
    assert (row.points, row.of, row.unknown) == (before.points, before.of - 3, before.unknown - 1)


@pytest.mark.parametrize(("points", "field"), [("3.01", "points"), ("-1", "points"), ("1.005", "points")])
def test_points_lie_between_none_and_all(case, points, field):
    with pytest.raises(Refused) as refused:
        give(case, points=points)
    assert refused.value.field == field


def test_evidence_is_asked_and_for_a_change_a_reason(case):
    with pytest.raises(Refused, match="依据"):
        give(case, evidence=" ")
    with pytest.raises(Refused, match="理由"):
        give(case, "B5", "1")
    with pytest.raises(Refused, match="理由"):
        give(case, points=None)
    with pytest.raises(Refused, match="结果相同"):
        give(case, "B5", "0", reason="查阅记录")


class TestSecondReviewer:
    @pytest.mark.parametrize(("points", "state"), [("1", ReviewState.STANDS), ("1.01", ReviewState.WAITS)])
    def test_is_wanted_over_the_standards_points(self, case, points, state):
        assert give(case, "B5", points, reason="有纸质记录").state == state

    def test_until_then_what_stood_counts(self, case):
        before = score_of(case.assessment, case.first).points
        review = give(case, "B5", "4", reason="有纸质记录")
        assert score_of(case.assessment, case.first).points == before
        review_confirm(review=review, agrees=True, words="", by=case.colleague, on=TODAY)
        assert score_of(case.assessment, case.first).points == before + 4

    def test_a_no_leaves_everything_and_is_said_in_words(self, case):
        before = score_of(case.assessment, case.first).points
        review = give(case, "B5", "4", reason="有纸质记录")
        with pytest.raises(Refused, match="写明意见"):
            review_confirm(review=review, agrees=False, words=" ", by=case.colleague, on=TODAY)
        answered = review_confirm(review=review, agrees=False, words="记录不全", by=case.colleague, on=TODAY)
        assert answered.state == ReviewState.REFUSED
        assert score_of(case.assessment, case.first).points == before
        with pytest.raises(Refused, match="已经复核"):
            review_confirm(review=review, agrees=True, words="", by=case.colleague, on=TODAY)

    def test_is_never_the_first(self, case):
        review = give(case, "B5", "4", reason="有纸质记录")
        with pytest.raises(Refused, match="另一人"):
            review_confirm(review=review, agrees=True, words="", by=case.committee, on=TODAY)

    def test_one_waits_at_a_time(self, case):
        give(case, "B5", "4", reason="有纸质记录")
        with pytest.raises(Refused, match="等待复核"):
            give(case, "B5", "3", reason="有纸质记录")

    def test_taking_an_indicator_out_moves_all_its_points(self, case):
        assert give(case, "B5", None, reason="不适用").state == ReviewState.WAITS

    def test_a_change_of_what_a_reviewer_gave_counts_from_there(self, case):
        give(case)
        assert give(case, points="3", reason="再次交谈").state == ReviewState.STANDS
        assert give(case, points="1.5", reason="再次交谈").state == ReviewState.WAITS

    def test_small_steps_add_up(self, case):
        steps = [give(case, "B5", points, reason="有纸质记录").state for points in ("1", "2")]
        assert steps == [ReviewState.STANDS, ReviewState.WAITS]

    def test_small_steps_back_from_what_two_agreed_to_add_up_too(self, case):
        review = give(case, "B5", "4", reason="有纸质记录")
        review_confirm(review=review, agrees=True, words="", by=case.colleague, on=TODAY)
        steps = [give(case, "B5", points, reason="记录不全").state for points in ("3", "2")]
        assert steps == [ReviewState.STANDS, ReviewState.WAITS]

    def test_small_steps_from_what_was_given_first_add_up_too(self, case):
        steps = [give(case, points=points, reason="再次交谈").state for points in ("0", "1", "2")]
        assert steps == [ReviewState.STANDS, ReviewState.STANDS, ReviewState.WAITS]


def test_sent_twice_is_one(case):
    key = uuid4()
    assert give(case, key=key).pk == give(case, key=key).pk
    assert Review.objects.within(case.first).count() == 1


@pytest.mark.parametrize("state", [AssessmentState.PUBLISHED, AssessmentState.CLOSED])
def test_after_publication_nothing_is_given_where_points_stand(case, state):
    give(case)
    publish(case, state)
    with pytest.raises(Refused):
        give(case, points="3", reason="再次交谈")


def test_what_was_published_unsettled_is_settled_then(case):
    review = give(case, "B5", "4", reason="有纸质记录")
    publish(case)
    assert give(case).state == ReviewState.STANDS
    with pytest.raises(Refused, match="异议"):
        give(case, points="3", reason="再次交谈")
    assert review_confirm(review=review, agrees=True, words="", by=case.colleague, on=TODAY).state == "STANDS"
    with pytest.raises(Refused, match="异议"):
        give(case, "B5", "3.5", reason="再次核对")


@pytest.mark.parametrize(("objected", "is_open"), [("C6", True), ("", True), ("B5", False)])
def test_an_accepted_objection_opens_its_indicator(case, objected, is_open):
    give(case)
    publish(case)
    accepted(case, objected)
    if is_open:
        assert give(case, points="3", reason="再次交谈").state == ReviewState.STANDS
    else:
        with pytest.raises(Refused, match="异议"):
            give(case, points="3", reason="再次交谈")


def test_a_review_counts_in_the_next_revision_too(case):
    give(case)
    again = assessed(case.court, as_of=TODAY.replace(month=3, day=30))
    assert again.revision == 2
    assert score_of(again, case.first).points == 2


def test_files_stand_beside_it(case):
    file = Accepted("照片.png", FileKind.PNG, b"a picture")
    review = give(case, files=[file])
    assert ReviewFile.objects.within(case.first).get().review_id == review.pk


class TestBothOfficerAndCommittee:
    """One of the committee who is an officer of the branch too decides nothing on the branch."""

    @pytest.fixture(autouse=True)
    def appointed(self, case):
        people.appoint(case.committee, Role.SECRETARY, branch=case.first)

    def test_reviews_other_branches_only(self, case):
        with pytest.raises(Refused, match="不能由自己评审"):
            give(case)
        given = Given(Decimal(2), "与党员交谈")
        facts = {"assessment": case.assessment, "branch": case.second, "code": "C6", "given": given}
        assert review_give(**facts, by=case.committee, on=TODAY, at=at(TODAY)).points == 2

    def test_is_no_second_reviewer_either(self, case):
        review = give(case, "B5", "4", reason="有纸质记录", by=case.colleague)
        with pytest.raises(Refused, match="不能由自己复核"):
            review_confirm(review=review, agrees=True, words="", by=case.committee, on=TODAY)

    @pytest.mark.parametrize("own", [True, False])
    def test_answers_no_objection_of_the_branch(self, case, own):
        publish(case)
        raised_by = case.committee if own else case.secretary
        facts = {"assessment": case.assessment, "branch": case.first, "code": "C6", "text": "漏看一项"}
        raised = objection_raise(**facts, by=raised_by, on=TODAY, at=at(TODAY))
        answer = {"accepted": True, "answer": "采纳", "on": TODAY, "at": at(TODAY)}
        with pytest.raises(Refused, match="机关党委其他人答复"):
            objection_answer(objection=raised, by=case.committee, **answer)
        assert objection_answer(objection=raised, by=case.colleague, **answer).state == ObjectionState.ACCEPTED


class TestAnotherEdition:
    """What was given counts only where the standard still asks the same and has room for it."""

    def edition(self, case, **indicators):
        standard(case.court, 2024, indicators, edition=2)
        return assessed(case.court)

    def test_with_fewer_points_asks_the_reviewer_anew(self, case):
        give(case, points="3")
        self.edition(case, C6=reviewed(1))
        row = score_of(case.assessment, case.first)
        assert (row.points, row.of, row.unknown) == (0, 1, 1)

    def test_with_room_keeps_what_was_given(self, case):
        give(case, points="3")
        self.edition(case, C6=reviewed(4))
        row = score_of(case.assessment, case.first)
        assert (row.points, row.of, row.unknown) == (3, 4, 0)

    def test_a_code_that_asks_something_else_counts_as_computed(self, case):
        give(case, points="3")
        give(case, "B5", "1", reason="有纸质记录")
        again = self.edition(case, C6=held("THEME_DAY", 4), B5=held("BRANCH_ASSEMBLY", 4))
        entries = entries_of(score_of(again, case.first), reviews_standing([again]))
        assert [entries[code]["points"] for code in ("B5", "C6")] == ["0.00", "0.00"]

    @pytest.mark.parametrize("indicators", [{"B5": held("THEME_DAY", 2)}, {"C6": reviewed()}])
    def test_what_waits_and_does_not_fit_is_not_agreed_to(self, case, indicators):
        review = give(case, "B5", "4", reason="有纸质记录")
        self.edition(case, **indicators)
        with pytest.raises(Refused, match="标准已修订"):
            review_confirm(review=review, agrees=True, words="", by=case.colleague, on=TODAY)
        answered = review_confirm(review=review, agrees=False, words="标准变了", by=case.colleague, on=TODAY)
        assert answered.state == ReviewState.REFUSED
