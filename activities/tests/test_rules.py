"""Quorum and votes hold for all numbers, not only for those of an example."""

from datetime import date
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from activities.choices import Quorum
from activities.models import ActivityKind
from activities.rules import HALF, VoteRules, has_quorum, least_above, least_of, resolution_passes, verdict
from activities.selectors.due import DueRoster
from activities.services.checks import faults_of, quorum_sentence
from activities.services.entry import Absence, MeetingEntry, Vote
from activities.services.figures import Figures, figures_of
from branches.models import Branch, Court
from branches.selectors.rosters import Person

DAY = date(2024, 5, 8)
HALVES = VoteRules(HALF, HALF, HALF)
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
    return DueRoster(people=people, base=frozenset(p.member_id for p in people if p.votes), rules=HALVES), absent


def entry_of(absent, **fields):
    texts = {"place": "会议室", "chair": "甲", "recorder": "乙", "topic": "议题"}
    absences = {number: Absence("SICK") for number in absent}
    return MeetingEntry(COURT, BRANCH, kind=KIND, held_on=DAY, absences=absences, **texts, **fields)


@given(due=st.integers(0, 500), present=st.integers(0, 500))
def test_quorum_is_half_or_more_of_somebody(due, present):
    quorum = has_quorum(Quorum.VOTING, due=due, present=present, percent=HALF)
    assert quorum is (due > 0 and present >= due / 2)
    assert has_quorum(Quorum.NONE, due=due, present=present, percent=HALF) is None
    if due:
        assert has_quorum(Quorum.COMMITTEE, due=due, present=least_of(due, HALF), percent=HALF)
        assert not has_quorum(Quorum.COMMITTEE, due=due, present=least_of(due, HALF) - 1, percent=HALF)


@given(due=st.integers(1, 500), present=st.integers(0, 500))
def test_nothing_passes_without_a_quorum(due, present):
    """More than half of those due can't be for it when less than half are there."""
    present = min(due, present)
    if not has_quorum(Quorum.VOTING, due=due, present=present, percent=HALF):
        assert not resolution_passes(votes_for=present, voting_due=due, percent=HALF)


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
    assert bool(quorum_sentence(figures, roster)) is (figures.quorum is False)


@given(rosters(), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_votes_are_taken_exactly_when_they_add_up(drawn, votes_for, against, abstained):
    roster, absent = drawn
    entry = entry_of(absent, accepts_no_quorum=True, resolutions=(Vote("决议", votes_for, against, abstained),))
    figures: Figures = figures_of(entry, roster)
    assume(figures.present)
    found = faults_of(entry, roster, on=DAY)
    assert bool(found) is (votes_for + against + abstained != figures.voting_present)


@given(due=st.integers(1, 500), percent=st.sampled_from([Decimal(50), Decimal("66.7"), Decimal(80)]))
def test_or_more_and_more_than_part_exactly_at_the_edge(due, percent):
    """“半数以上” takes one half, “超过半数” does not; between them lies at most one person."""
    or_more, above = least_of(due, percent), least_above(due, percent)
    edge = due * percent / 100
    assert or_more - 1 < edge <= or_more
    assert above - 1 <= edge < above
    assert above - or_more == (1 if edge == int(edge) else 0)


@given(due=st.integers(1, 100), present=st.integers(0, 100), votes=st.integers(0, 100), opinions=st.integers(0, 100))
def test_on_a_person_more_than_half_are_there_and_more_than_half_of_those_due_are_for_it(due, present, votes, opinions):
    present = min(present, due)
    votes, opinions = min(votes, present), min(opinions, due - present)
    quorum = has_quorum(Quorum.VOTING, due=due, present=present, percent=HALF)
    told = {"votes_for": votes + opinions, "due": due, "present": present, "quorum": quorum, "rules": HALVES}
    assert verdict(about_person=True, **told).passed is (2 * present > due and 2 * (votes + opinions) > due)
    assert verdict(about_person=False, **told).passed is (2 * present >= due and 2 * (votes + opinions) > due)
