"""The `generate_data` command and the plan behind it."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from activities.models import Activity, Attendance
from branches.models import Court, Member, Membership, Post
from core.models import AuditEvent
from rectification.models import Problem, RectificationStep
from rectification.selectors.figures import figures_on
from rectification.selectors.standing import problems_on
from rectification.services.closing import not_ready
from reports.generator.shape import Shape, allocate, plan_courts

UNTIL = date(2026, 8, 18)
SIZE = {"courts": 1, "branches": 5, "members": 50, "years": 1, "seed": 5}


def generate(**changes):
    said = StringIO()
    call_command("generate_data", **{**SIZE, "until": UNTIL, **changes}, stdout=said)
    return said.getvalue()


def rows(model):
    return model.all_rows.all()


def content():
    """What was generated, without keys and without ciphertext."""
    people = rows(Member).values_list("court__name", "branch__name", "name", "born_on", "joined_on", "status")
    meetings = rows(Activity).values_list(
        "court__name", "branch__name", "group__name", "kind__code", "held_on", "topic", "content", "present_count"
    )
    seats = rows(Attendance).values_list("activity__held_on", "member__name", "present", "reason")
    stays = rows(Membership).values_list("branch__name", "member__name", "group__name", "starts_on", "ends_on")
    posts = rows(Post).values_list("branch__name", "member__name", "kind", "starts_on", "ends_on")
    problems = rows(Problem).values_list("branch__name", "number", "title", "source", "opened_on")
    steps = rows(RectificationStep).values_list("problem__number", "order", "kind", "on", "measure__text")
    tables = (people, meetings, seats, stays, posts, problems, steps)
    return [sorted(map(str, table)) for table in tables]


def test_branches_have_problems_as_they_may_stand(db):
    generate()
    court = Court.objects.unscoped("a test").get()
    figures = figures_on(court, UNTIL)
    assert figures.problems >= SIZE["branches"]
    assert 0 < figures.measures_done < figures.measures
    assert figures.measures == figures.measures_done + figures.measures_on_schedule + figures.measures_overdue
    for problem in problems_on(Problem.objects.within(court), UNTIL):
        assert problem.state == "OPEN" or not not_ready(problem)


def content_of(**changes):
    """The content of a system that is not kept."""
    with transaction.atomic():
        generate(**changes)
        found = content()
        transaction.set_rollback(True)
    return found


def test_it_says_what_it_made_and_how_fast(db):
    assert "法院 1/1，支部 5，党员 50，活动 " in generate()


def test_the_same_seed_makes_the_same_rows_and_another_seed_others(db):
    first = content_of()
    assert content_of() == first
    assert content_of(seed=6) != first


def test_a_name_that_is_taken_is_refused_and_nothing_is_added(db, capsys):
    generate()
    with pytest.raises(SystemExit) as exit_of:
        generate()
    assert exit_of.value.code == 1
    assert "已经有法院叫" in capsys.readouterr().err
    assert rows(Court).count() == 1
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize("changes", [{"branches": 101}, {"members": 14}, {"members": 251}, {"years": 0}, {"courts": 6}])
def test_numbers_that_do_not_go_together_are_a_usage_error(db, changes):
    with pytest.raises(CommandError) as error:
        generate(**changes)
    assert error.value.returncode == 2


def test_a_whole_country_can_be_planned():
    plans = list(plan_courts(Shape(3500, 35_000, 490_000, 3, 1, UNTIL)))
    names = [plan.name for plan in plans]
    assert len(set(names)) == 3500
    assert sum(len(plan.branches) for plan in plans) == 35_000
    assert sum(branch.members for plan in plans for branch in plan.branches) == 490_000
    assert all(7 <= len(plan.branches) <= 100 for plan in plans)
    assert all(plan.parent is None or plan.parent < place for place, plan in enumerate(plans))


@pytest.mark.parametrize(("total", "low", "high"), [(10, 1, 10), (30, 1, 10), (3, 1, 10), (17, 2, 9), (6, 2, 9)])
def test_shares_add_up_within_their_bounds(total, low, high):
    weights = [0.1, 5.0, 1.0]
    shares = allocate(total, weights, low=low, high=high)
    assert sum(shares) == total
    assert all(low <= share <= high for share in shares)
