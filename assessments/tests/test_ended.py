"""What the scheduler computes when a quarter or a year is over, and what the command does with what is fixed."""

import json
from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments import tasks
from assessments.models import Assessment
from assessments.periods import Span
from assessments.scoring import INPUT_NAMES
from assessments.selectors.ended import Chunk, chunks_due, spans_ended
from assessments.services.ended import assess_ended
from assessments.tests.factories import Q1, TODAY, Case, assessed, at
from assessments.tests.quarter import published, reopened
from branches.tests import factories as people
from notices.choices import Rule
from notices.models import Message
from notices.selectors.messages import unread_count

pytestmark = pytest.mark.django_db


def ended(court, *, with_below=False, on=TODAY):
    return assess_ended(court=court, with_below=with_below, span=Q1, on=on, at=at(on))


def told(court):
    return Message.objects.within(court).filter(rule=Rule.ASSESSMENT_COMPUTED)


def test_what_is_published_waits_for_no_reviewer_until_it_is_reopened():
    case = Case()
    (row,) = ended(case.court)
    assert unread_count(case.committee) == 1
    row = published(case, row)
    assert unread_count(case.committee) == 0
    reopened(case, row)
    assert unread_count(case.committee) == 1


class TestWhen:
    @pytest.mark.parametrize(
        ("on", "spans"),
        [
            (date(2024, 4, 4), [Span(2023, 4)]),
            (date(2024, 4, 5), [Q1]),
            (date(2024, 6, 30), [Q1]),
            (date(2025, 1, 4), [Span(2024, 3)]),
            (date(2025, 1, 5), [Span(2024, 4), Span(2024)]),
            (date(2025, 1, 31), [Span(2024, 4), Span(2024)]),
            (date(2025, 2, 1), [Span(2024, 4)]),
        ],
    )
    def test_five_days_after_a_quarter_and_in_january_the_year(self, on, spans):
        assert spans_ended(on) == spans


class TestWhichCourts:
    def tree(self):
        upper = people.court()
        left, right = people.court(parent=upper), people.court(parent=upper)
        lowest = people.court(parent=left)
        for court in (left, right, lowest):
            people.branch(court)
        return upper, left, right, lowest

    def of_tree(self, courts, most):
        keys = {court.pk: place for place, court in enumerate(courts)}
        return [(keys[row.court_id], row.with_below) for row in chunks_due(Q1, most) if row.court_id in keys]

    def test_a_subtree_that_is_small_enough_as_a_whole(self):
        courts = self.tree()
        assert self.of_tree(courts, 3) == [(0, True)]
        assert self.of_tree(courts, 2) == [(1, True), (2, False)]
        assert self.of_tree(courts, 1) == [(1, False), (3, False), (2, False)]

    def test_no_court_without_branches_nor_one_that_has_its_assessment(self):
        courts = self.tree()
        people.branch(courts[0], dissolved_on=date(2024, 3, 1))
        assessed(courts[1])
        assessed(courts[2])
        assert self.of_tree(courts, 9) == [(0, True)]
        assessed(courts[3])
        assert self.of_tree(courts, 9) == []

    def test_one_that_was_computed_before_the_end_is_due_again(self):
        case = Case()
        early = assessed(case.court, on=date(2024, 1, 20))
        assert Chunk(case.court.pk, with_below=False) in chunks_due(Q1)
        (again,) = ended(case.court)
        assert (again.pk, again.as_of, again.revision) == (early.pk, date(2024, 3, 31), 2)
        assert Chunk(case.court.pk, with_below=False) not in chunks_due(Q1)
        assert ended(case.court) == []

    def test_three_queries_however_many_courts(self):
        counts = []
        for _ in range(2):
            self.tree()
            with CaptureQueriesContext(connection) as queries:
                chunks_due(Q1)
            counts.append(len(queries))
        assert counts == [3, 3]

    def test_a_chunk_names_its_court(self):
        branch = people.branch(people.court())
        assert Chunk(branch.court_id, with_below=False) in chunks_due(Q1)


class TestComputing:
    def test_once_and_the_committee_is_told_once(self):
        case = Case()
        (row,) = ended(case.court)
        assert (row.as_of, row.revision) == (date(2024, 3, 31), 1)
        assert ended(case.court) == []
        message = told(case.court).get()
        assert message.title == "2024年第一季度考评待评审"
        assert "2项待评审" in message.text

    def test_what_is_there_is_left_alone(self):
        upper = people.court()
        case = Case(people.court(parent=upper))
        kept = assessed(case.court)
        plain = people.branch(people.court(parent=upper))
        people.branch(case.court)
        made = ended(upper, with_below=True)
        assert [row.court_id for row in made] == [plain.court_id]
        assert Assessment.objects.within(case.court).get(pk=kept.pk).revision == 1
        assert not told(case.court).exists()

    def test_the_task_hands_over_and_one_chunk_that_fails_leaves_the_others(self, monkeypatch):
        handed = []
        monkeypatch.setattr(tasks, "hand_over", lambda *args: handed.append(args))
        first, second = Case(), Case()
        with time_machine.travel(f"{TODAY}T10:00:00+08:00", tick=False):
            assert tasks.assess_ended_quarters() == len(handed)
            own = [each for each in handed if each[1] in (first.court.pk, second.court.pk)]
            assert own == [
                ("assessments.tasks.assess_ended", pk, False, "2024Q1") for pk in (first.court.pk, second.court.pk)
            ]
            tasks.assess_ended(second.court.pk, False, "2024Q1")
        assert Assessment.objects.within(second.court).exists()
        assert not Assessment.objects.within(first.court).exists()


class TestCommand:
    def run(self, case, capsys, *options):
        with time_machine.travel(f"{TODAY}T10:00:00+08:00", tick=False):
            call_command("assess", "--court", case.court.name, "--quarter", "2024Q1", "--format", "json", *options)
        return json.loads(capsys.readouterr().out)

    def test_a_published_one_is_printed_as_it_is(self, capsys):
        case = Case()
        before = self.run(case, capsys)
        published(case, Assessment.objects.within(case.court).get())
        people.branch(case.court)
        assert self.run(case, capsys) == before

    def test_inputs_are_printed_in_one_order_whatever_the_database_keeps(self, capsys):
        case = Case()
        branches = self.run(case, capsys)["branches"]
        told = [list(each["inputs"]) for branch in branches for each in branch["indicators"].values()]
        assert ["met", "due"] in told
        assert all(names == [name for name in INPUT_NAMES if name in names] for names in told)

    def test_as_of_another_day_it_is_refused(self, capsys):
        case = Case()
        self.run(case, capsys)
        published(case, Assessment.objects.within(case.court).get())
        with pytest.raises(SystemExit) as ended_with:
            self.run(case, capsys, "--as-of", "2024-03-01")
        assert ended_with.value.code == 1
        assert "请先重新开放" in capsys.readouterr().err
