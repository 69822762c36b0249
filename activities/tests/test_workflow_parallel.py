"""The same step at the same moment from two people, or twice from one: real threads, each with its own connection."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from activities.models import Activity, ActivityStep, Correction
from activities.services import activity_archive, activity_correct, activity_resubmit, activity_send_back
from activities.services.locks import period_lock
from activities.tests import factories as meetings
from branches.tests import factories as people
from core.errors import EditConflict, Refused

DAY = date(2024, 3, 8)
NOON = meetings.noon(DAY)

# The shipped kinds are put in by a migration; without this they would be emptied away with the rows of the test.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def at_once(*attempts: Callable[[], Any]) -> list[str]:
    """What became of each: `done`, or the name of the refusal."""
    gate = Barrier(len(attempts))

    def run(attempt: Callable[[], Any]) -> str:
        gate.wait(timeout=30)
        try:
            attempt()
        except Refused as refused:
            return type(refused).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(attempts)) as pool:
        return sorted(pool.map(run, attempts))


@pytest.fixture
def meeting(transactional_db):
    branch = people.branch()
    people.members(branch, 3)
    written = meetings.entry("BRANCH_ASSEMBLY", branch, DAY)
    writer, committee = people.secretary(branch), people.committee_account(branch.court)
    record = meetings.activity("BRANCH_ASSEMBLY", branch, DAY, by=writer)
    return SimpleNamespace(branch=branch, entry=written, record=record, writer=writer, committee=committee)


def correct(meeting, place, **fields):
    form = {"reason": "记错了", "by": meeting.writer, "at": NOON, "version": 1, "submission_key": uuid4(), **fields}
    return lambda: activity_correct(activity=meeting.record, entry=replace(meeting.entry, place=place), **form)


def test_of_two_corrections_the_second_is_told(meeting):
    assert at_once(correct(meeting, "甲地"), correct(meeting, "乙地")) == [EditConflict.__name__, "done"]
    kept = Correction.objects.within(meeting.branch).get()
    assert kept.after["facts"]["place"] == Activity.objects.within(meeting.branch).get().place


def test_one_correction_sent_twice_is_one(meeting):
    key = uuid4()
    twice = [correct(meeting, "甲地", submission_key=key) for _ in range(4)]
    assert at_once(*twice) == ["done"] * 4
    assert Correction.objects.within(meeting.branch).count() == 1


def test_of_two_resubmissions_the_second_is_told(meeting):
    activity_send_back(activity=meeting.record, reason="不全", by=meeting.committee, at=NOON)

    def resubmit(place):
        entry = replace(meeting.entry, place=place)
        form = {"by": meeting.writer, "at": NOON, "version": 2, "submission_key": uuid4()}
        return lambda: activity_resubmit(activity=meeting.record, entry=entry, **form)

    assert at_once(resubmit("甲地"), resubmit("乙地")) == [EditConflict.__name__, "done"]
    assert ActivityStep.objects.within(meeting.branch).filter(step="RESUBMIT").count() == 1


def test_archived_or_sent_back_never_both(meeting):
    by = {"by": meeting.committee, "at": NOON}
    outcome = at_once(
        lambda: activity_archive(activity=meeting.record, **by),
        lambda: activity_send_back(activity=meeting.record, reason="不全", **by),
    )
    assert outcome == ["Refused", "done"]
    assert ActivityStep.objects.within(meeting.branch).count() == 1


def test_a_quarter_that_is_being_locked_lets_nothing_in_afterwards(meeting):
    """Either the correction came first, or it is refused; never does it come into a locked quarter."""
    outcome = at_once(
        lambda: period_lock(
            court=meeting.branch.court, year=2024, quarter=1, reason="考核", by=meeting.committee, on=date(2024, 4, 9)
        ),
        correct(meeting, "甲地"),
    )
    assert outcome in (["done", "done"], ["Refused", "done"])
    kept = Correction.objects.within(meeting.branch).count()
    assert kept == outcome.count("done") - 1
