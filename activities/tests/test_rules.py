"""Quorum and votes hold for all numbers, not only for those of an example."""

from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st

from activities.choices import Quorum
from activities.models import ActivityKind
from activities.rules import has_quorum, resolution_passes
from activities.selectors.due import DueRoster
from activities.services.checks import faults_of, quorum_sentence
from activities.services.entry import Absence, MeetingEntry, Vote
from activities.services.figures import Figures, figures_of, half_of
from branches.models import Branch, Court
from branches.selectors.rosters import Person

DAY = date(2024, 5, 8)
KIND = ActivityKind(pk=1, code="X", name="党员大会", roster="BRANCH", quorum=Quorum.VOTING, has_resolutions=True)
COURT = Court(pk=1, path="/1/")
BRANCH = Branch(pk=1, court=COURT, name="第一党支部")


@st.composite
def rosters(draw):
    """A roster and the numbers of those absent from it."""
    votes = draw(st.lists(st.booleans(), min_size=1, max_size=60))
    people = [
        Person(member_id=number, name=f"党员{number}", pinyin="", branch_id=1, group_id=None, formal=may, votes=may)
        for number, may in enumerate(votes)
    ]
    absent = draw(st.sets(st.sampled_from(range(len(people)))))
    return DueRoster(people=people, base=frozenset(p.member_id for p in people if p.votes)), absent


def entry_of(absent, **fields):
    texts = {"place": "会议室", "chair": "甲", "recorder": "乙", "topic": "议题"}
    absences = {number: Absence("SICK") for number in absent}
    return MeetingEntry(COURT, BRANCH, kind=KIND, held_on=DAY, absences=absences, **texts, **fields)


@given(due=st.integers(0, 500), present=st.integers(0, 500))
def test_quorum_is_half_or_more_of_somebody(due, present):
    quorum = has_quorum(Quorum.VOTING, due=due, present=present)
    assert quorum is (due > 0 and present >= due / 2)
    assert has_quorum(Quorum.NONE, due=due, present=present) is None
    if due:
        assert has_quorum(Quorum.COMMITTEE, due=due, present=half_of(due))
        assert not has_quorum(Quorum.COMMITTEE, due=due, present=half_of(due) - 1)


@given(due=st.integers(1, 500), present=st.integers(0, 500))
def test_nothing_passes_without_a_quorum(due, present):
    """More than half of those due can't be for it when less than half are there."""
    present = min(due, present)
    if not has_quorum(Quorum.VOTING, due=due, present=present):
        assert not resolution_passes(votes_for=present, voting_due=due)


@given(rosters())
def test_figures_count_each_person_once(drawn):
    roster, absent = drawn
    figures = figures_of(entry_of(absent), roster)
    assert figures.due == len(roster.people)
    assert figures.present == figures.due - len(absent)
    assert 0 <= figures.voting_present <= figures.voting_due <= figures.due
    assert figures.voting_present <= figures.present


@given(rosters())
def test_it_is_refused_exactly_when_the_quorum_is_missing(drawn):
    roster, absent = drawn
    figures = figures_of(entry_of(absent), roster)
    assume(figures.present)
    fields = [fault.field for fault in faults_of(entry_of(absent), roster, on=DAY)]
    assert fields == ([] if figures.quorum else ["accepts_no_quorum"])
    assert not faults_of(entry_of(absent, accepts_no_quorum=True), roster, on=DAY)
    assert bool(quorum_sentence(figures)) is (figures.quorum is False)


@given(rosters(), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_votes_are_taken_exactly_when_they_add_up(drawn, votes_for, against, abstained):
    roster, absent = drawn
    entry = entry_of(absent, accepts_no_quorum=True, resolutions=(Vote("决议", votes_for, against, abstained),))
    figures: Figures = figures_of(entry, roster)
    assume(figures.present)
    found = faults_of(entry, roster, on=DAY)
    assert bool(found) is (votes_for + against + abstained != figures.voting_present)
