"""What comes of an election: who does what in the new committee, since when, and the terms around it."""

from datetime import date, timedelta

import pytest

from branches.choices import PostKind
from branches.models import CommitteeTerm, Post
from branches.services.memberships import member_leave
from branches.services.posts import Elected, term_end, term_start
from branches.tests import factories as people
from core.errors import Refused
from elections import services
from elections.choices import Stage
from elections.selectors.steps import stage_of
from elections.tests.factories import TODAY, Stages, branch_with_term, members_of

pytestmark = pytest.mark.django_db

DAY = timedelta(1)


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        (("ORGANIZATION", "PUBLICITY", "DISCIPLINE"), "书记应为 1 名，现填 0 名"),
        (("SECRETARY", "SECRETARY", "PUBLICITY"), "书记应为 1 名，现填 2 名"),
        (("SECRETARY", "PUBLICITY", "PUBLICITY"), "宣传委员应为 1 名，现填 2 名"),
    ],
)
def test_one_secretary_and_one_for_each_task(stages, kinds, words):
    stages.elected()
    with pytest.raises(Refused, match=words):
        stages.divide(*kinds)


def test_a_branch_without_a_committee_elects_its_secretary(stages):
    small = Stages(branch_with_term(5), seats=1)
    small.assembled()
    small.count(4, 1)
    with pytest.raises(Refused, match="书记应为 1 名"):
        small.divide("DEPUTY_SECRETARY")
    small.divide("SECRETARY")
    services.report_result(**small.asked)
    services.answer_result(**small.answer)
    assert Post.objects.within(small.branch).get(ends_on=None).kind == PostKind.SECRETARY


def test_the_new_term_starts_between_election_and_record(stages):
    stages.reported()
    for starts_on, words in ((TODAY - DAY, "不能早于选举日"), (TODAY + DAY, "不能晚于批准备案日期")):
        with pytest.raises(Refused, match=words):
            services.answer_result(**stages.answer, starts_on=starts_on)
    assert CommitteeTerm.objects.within(stages.branch).count() == 1


def test_a_term_begun_meanwhile_is_not_begun_twice(stages):
    stages.reported()
    elected = [Elected(members_of(stages.branch)[9], PostKind.SECRETARY)]
    term_start(branch=stages.branch, starts_on=TODAY - DAY, elected=elected, by=None)
    with pytest.raises(Refused, match="届次又作了登记"):
        services.answer_result(**stages.answer)


def test_a_result_that_was_sent_back_is_divided_anew(stages):
    stages.reported()
    services.answer_result(**{**stages.answer, "agreed": False, "reason": "书记人选需再研究"})
    stages.election.refresh_from_db()
    assert (stage_of(stages.election), stages.election.reported_on) == (Stage.TO_DIVIDE, None)
    stages.divide("ORGANIZATION", "SECRETARY", "PUBLICITY")
    assert stage_of(stages.election) == Stage.TO_REPORT


def test_committee_or_secretary_alone_is_what_was_approved(stages):
    """With seven formal members at the request, the committee stands though one of them leaves before the division."""
    seven = Stages(branch_with_term(7)).elected_by(7, 7, 6, 1)
    member_leave(member=members_of(seven.branch)[6], last_on=TODAY - DAY, reason="LEFT", by=None)
    seven.divide("SECRETARY", "ORGANIZATION", "PUBLICITY")
    assert stage_of(seven.election) == Stage.TO_REPORT
    six = Stages(branch_with_term(6), seats=2).elected_by(6, 5, 1)
    people.member(six.branch)
    with pytest.raises(Refused, match="不设支部委员会的支部只选书记、副书记"):
        six.divide("SECRETARY", "ORGANIZATION")


def test_the_election_takes_up_the_term_as_it_is_now(stages):
    """A term that was registered late, or put right, is the one that the election ends."""
    term = CommitteeTerm.objects.within(stages.branch).get()
    Post.objects.within(stages.branch).update(term=None)
    term.delete()
    stages.requested()
    assert (stages.election.term, stages.election.due_on) == (None, None)
    late = people.term(stages.branch, date(2021, 6, 30), date(2024, 6, 30))
    services.answer_request(**stages.answer)
    stages.election.refresh_from_db()
    assert (stages.election.term, stages.election.due_on) == (late, date(2024, 6, 30))
    CommitteeTerm.objects.within(stages.branch).update(expires_on=date(2024, 7, 30))
    services.nominate(members=members_of(stages.branch)[:4], **stages.asked)
    stages.election.refresh_from_db()
    assert stages.election.due_on == date(2024, 7, 30)


def test_a_postponement_of_a_term_that_has_ended_is_not_agreed_to(stages):
    stages.election = services.ask_postponement(
        branch=stages.branch, until=date(2024, 9, 1), reasons="人员调整", on=TODAY, today=TODAY, by=stages.secretary
    )
    term_end(term=CommitteeTerm.objects.within(stages.branch).get(), last_on=TODAY, by=None)
    with pytest.raises(Refused, match="本届已经结束，无从延期"):
        services.answer_postponement(**stages.answer)
