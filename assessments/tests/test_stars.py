"""Stars from points: every rule of the standard, and what holds for any branches whatever."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.choices import Change
from assessments.stars import BEHIND, TALK, Candidate, Figures, cap_of, rate

LEAST = {5: Decimal(90), 4: Decimal(80), 3: Decimal(70), 2: Decimal(60)}
FIGURES = Figures(LEAST, cap=3, ties=(("B", "制度执行"), ("A", "责任落实")), names={"B1": "B1 支部党员大会"})


def of(points, applied_for=5, branch=1, **facts) -> Candidate:
    own = None if points is None else Decimal(str(points))
    return Candidate(branch, facts.pop("order", branch), applied_for, own, **facts)


def one(candidate: Candidate, figures: Figures = FIGURES):
    (outcome,) = rate([candidate], figures)
    return outcome


def stars(*candidates: Candidate, figures: Figures = FIGURES) -> list[int | None]:
    return [outcome.stars for outcome in rate(candidates, figures)]


@pytest.mark.parametrize(
    ("points", "given"),
    [(90, 5), ("89.99", 4), (80, 4), ("79.99", 3), (70, 3), ("69.99", 2), (60, 2), ("59.99", 1), (0, 1)],
)
def test_points_give_stars(points, given):
    assert one(of(points)).stars == given


def test_never_more_than_applied_for():
    outcome = one(of(95, applied_for=3))
    assert outcome.stars == 3
    assert outcome.reasons == ("得分 95 分，达到五星（不低于 90 分）。", "申报的是三星，不高于申报的星级评定。")


def test_too_few_points_say_what_it_takes():
    assert one(of("85.50")).reasons == ("得分 85.50 分，不到五星所需的 90 分。",)


@pytest.mark.parametrize("gates", [{"gates_failed": ("B1",)}, {"gates_unknown": ("B1",)}])
def test_a_gate_failed_or_unknown_leaves_three_stars(gates):
    outcome = one(of(95, **gates))
    assert outcome.stars == 3
    assert "B1 支部党员大会" in outcome.reasons[-1]


def test_a_veto_counts_where_the_standard_has_one():
    assert one(of(95, has_veto=True)).stars == 5
    outcome = one(of(95, has_veto=True), replace(FIGURES, veto_stars=2))
    assert (outcome.stars, outcome.reasons[-1]) == (2, "有一票否决事项，最高评为二星。")


@pytest.mark.parametrize(("branches", "cap"), [(7, 2), (10, 3), (34, 10), (3, 0), (0, 0)])
def test_the_cap_is_rounded_down(branches, cap):
    assert cap_of(30, branches) == cap


def test_five_stars_go_by_points_and_the_rest_of_the_qualified_have_four():
    rows = [of(points, branch=number) for number, points in enumerate((91, 95, 92, 97, 90), start=1)]
    assert stars(*rows) == [4, 5, 5, 5, 4]
    assert "五星名额 3 个" in rate(rows, FIGURES)[0].reasons[-1]
    assert [outcome.position for outcome in rate(rows, FIGURES)] == [4, 2, 3, 1, 5]


def test_one_that_may_not_have_five_takes_no_place_of_the_cap():
    failed = of(99, branch=1, gates_failed=("B1",))
    assert stars(failed, *(of(90, branch=number) for number in (2, 3, 4))) == [3, 5, 5, 5]


B, A = {"B": Decimal(90)}, {"A": Decimal(90)}


@pytest.mark.parametrize(
    ("better", "by"),
    [
        ({"aspects": {**B, **A}}, "制度执行得分"),
        ({"aspects": A}, "责任落实得分"),
        ({"last_points": Decimal(80)}, "上年得分"),
        ({}, "党支部顺序"),
    ],
)
def test_ties_are_told_apart_by_the_stated_rule(better, by):
    """The second is better by its aspects; where nothing tells them apart, the first in order is."""
    first, second = of(95, branch=1), of(95, branch=2, **better)
    found = rate([first, second], replace(FIGURES, cap=1))
    assert [outcome.stars for outcome in found] == ([4, 5] if better else [5, 4])
    late = found[0] if better else found[1]
    assert late.tie == by
    assert "同分时依次比较制度执行得分、责任落实得分、上年得分、党支部顺序" in late.reasons[-1]


@pytest.mark.parametrize(
    ("points", "last", "most", "change"),
    [
        (95, None, None, Change.NEW),
        (95, 4, 4, Change.UP),
        (95, 4, 5, Change.RESTORED),
        (95, None, 5, Change.RESTORED),
        (95, None, 3, Change.UP),
        (85, 5, 5, Change.DOWN),
        (85, 4, 5, Change.NONE),
    ],
)
def test_change_beside_the_rating_before(points, last, most, change):
    assert one(of(points, last_stars=last, most_stars=most)).change is change


def test_who_did_not_apply_is_behind():
    outcome = one(of(95, applied_for=None, last_stars=5, most_stars=5))
    assert (outcome.stars, outcome.change, outcome.position) == (None, None, None)
    assert BEHIND in outcome.consequences


def test_what_is_not_known_is_not_rated():
    outcome = one(of(None))
    assert (outcome.stars, outcome.change, outcome.consequences) == (None, None, ())


@pytest.mark.parametrize(("points", "talked"), [(69, True), (50, True), (70, False)])
def test_below_three_stars_the_secretary_is_talked_to(points, talked):
    assert (TALK in one(of(points)).consequences) is talked


def test_five_stars_may_be_honoured():
    assert "可参评先进党支部" in one(of(95)).consequences


FEW_COURTS = settings(max_examples=40, deadline=None)
POINTS = st.integers(0, 100).map(Decimal)
CODES = st.sampled_from([(), ("B1",)])
FEW = st.sampled_from([Decimal(n) for n in (79, 80, 90, 91, 95)])


@st.composite
def courts(draw) -> tuple[list[Candidate], Figures]:
    """Branches with many equal points, and figures."""
    number = draw(st.integers(1, 12))
    rows = [
        Candidate(
            branch=branch,
            order=draw(st.integers(1, 3)),
            applied_for=draw(st.none() | st.integers(1, 5)),
            points=draw(st.none() | FEW | POINTS),
            aspects={"B": draw(st.none() | FEW)},
            gates_failed=draw(CODES),
            gates_unknown=draw(CODES),
            has_veto=draw(st.booleans()),
            last_points=draw(st.none() | FEW),
        )
        for branch in range(1, number + 1)
    ]
    veto = draw(st.none() | st.integers(1, 4))
    return rows, replace(FIGURES, cap=cap_of(30, number), veto_stars=veto)


def by_branch(rows, figures):
    return {outcome.branch: outcome for outcome in rate(rows, figures)}


@FEW_COURTS
@given(courts(), st.randoms(use_true_random=False))
def test_the_order_of_candidates_never_matters(court, chance: random.Random):
    rows, figures = court
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert by_branch(rows, figures) == by_branch(shuffled, figures)


@FEW_COURTS
@given(courts())
def test_the_cap_is_never_passed_and_five_stars_have_all_they_need(court):
    rows, figures = court
    found = by_branch(rows, figures)
    fives = [row for row in rows if found[row.branch].stars == 5]
    assert len(fives) <= figures.cap
    for row in fives:
        assert row.applied_for == 5
        assert row.points >= 90
        assert (row.gates_failed, row.gates_unknown) == ((), ())
        assert not (row.has_veto and figures.veto_stars)


@FEW_COURTS
@given(courts())
def test_nobody_has_more_than_applied_points_and_gates_allow(court):
    rows, figures = court
    found = by_branch(rows, figures)
    for row in rows:
        given_stars = found[row.branch].stars
        assert (given_stars is None) is (row.applied_for is None or row.points is None)
        if given_stars is not None:
            assert given_stars <= row.applied_for
            assert given_stars == 1 or row.points >= LEAST[given_stars]
            assert given_stars <= 3 or not (row.gates_failed or row.gates_unknown)


@FEW_COURTS
@given(courts(), st.integers(0, 11), POINTS)
def test_more_points_never_lower_the_stars(court, which, more):
    rows, figures = court
    row = rows[which % len(rows)]
    if row.points is None:
        return
    raised = replace(row, points=max(row.points, more))
    before = by_branch(rows, figures)[row.branch].stars
    after = by_branch([raised if each is row else each for each in rows], figures)[row.branch].stars
    assert before is None or after >= before


@FEW_COURTS
@given(courts())
def test_a_place_of_the_cap_left_free_has_nobody_waiting_for_it(court):
    rows, figures = court
    found = by_branch(rows, figures)
    fives = sum(outcome.stars == 5 for outcome in found.values())
    waiting = [outcome for outcome in found.values() if any("名额已满" in reason for reason in outcome.reasons)]
    assert fives == figures.cap or not waiting
