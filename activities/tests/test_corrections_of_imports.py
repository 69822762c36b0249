"""A correction of an imported record: the ledger told of figures and absentees, and of nobody that they came."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.urls import reverse

from activities.choices import Origin
from activities.models import Activity, Attendance, Correction
from activities.selectors.refill import form_data_of
from activities.selectors.snapshots import snapshot_of
from activities.services import Incomplete, Vote, activity_correct
from activities.tests import factories as meetings
from core.clock import now

LEDGER = {
    "origin": Origin.IMPORTED,
    "due_count": 7,
    "present_count": None,
    "voting_due": 7,
    "voting_present": None,
    "ledger_due": 9,
    "ledger_present": 6,
    "has_quorum": None,
    "study_hours": None,
}


@pytest.fixture
def record(place):
    """Three were missing, one of them is named; where it was held and who kept the minutes nobody wrote."""
    kept = meetings.raw_activity("BRANCH_ASSEMBLY", place.branch, **LEDGER)
    absentee = place.members[0]
    Attendance.objects.create(
        activity=kept, member=absentee, court=place.court, branch=place.branch, present=False, reason_text="借调"
    )
    return kept


def sent(record, **changes):
    form = {**form_data_of(record), "submission_key": str(uuid4()), "version": record.version, "fixed": "on"}
    return {**form, "record": record.pk, "reason": "议题写错了", **changes}


def correct(client, record, **changes):
    return client.post(reverse("activities:correct", args=(record.pk,)), sent(record, **changes))


def test_a_correction_of_the_topic_leaves_people_and_figures_as_the_ledger_told_them(place, as_user, record):
    before = snapshot_of(record)
    client = as_user(place.secretary)
    page = client.get(reverse("activities:correct", args=(record.pk,))).text
    assert "台账应到 9、实到 6" in page
    assert place.members[1].name not in page.split('id="meeting-people"')[1].split("<datalist")[0]
    assert correct(client, record, topic=["学习条例"]).status_code == 302
    after = snapshot_of(Activity.objects.within(place.court).get())
    assert after["people"] == before["people"]
    assert after["facts"] == before["facts"] | {"topic": "学习条例"}


def test_an_appraisal_gets_no_grades_that_nobody_gave(place, as_user):
    record = meetings.raw_activity("MEMBER_APPRAISAL", place.branch, **LEDGER)
    assert correct(as_user(place.secretary), record, topic=["评议党员"]).status_code == 302
    assert not record.grades.exists()
    assert not record.attendances.exists()


def test_a_meeting_whose_form_the_ledger_left_open_can_be_corrected(place, as_user):
    record = meetings.raw_activity("ORGANIZATION_LIFE_MEETING", place.branch, **LEDGER)
    assert correct(as_user(place.secretary), record, topic=["查摆问题"]).status_code == 302
    record.refresh_from_db()
    assert (record.topic, record.held_as, record.for_year) == ("查摆问题", "", None)


def test_who_states_the_people_anew_lets_the_roster_count(place, as_user, record):
    client = as_user(place.secretary)
    asked = client.post(reverse("activities:people"), sent(record, restates_people="on")).text
    assert place.members[1].name in asked
    absent = place.members[0].pk
    stated = {"restates_people": "on", "absent": [str(absent)], f"reason_{absent}": "TRIP"}
    assert correct(client, record, **stated).status_code == 302
    record.refresh_from_db()
    assert (record.due_count, record.present_count, record.ledger_present, record.has_quorum) == (7, 6, None, True)
    assert record.attendances.count() == 7
    correction = Correction.objects.within(place.branch).get()
    assert correction.before["facts"]["ledger_present"] == 6


def test_votes_wait_for_the_people(place, record):
    entry = meetings.entry("BRANCH_ASSEMBLY", place.branch, record.held_on, resolutions=[Vote("通过计划", 6)])
    options = {"reason": "漏记", "by": place.secretary, "at": now(), "version": None, "submission_key": uuid4()}
    with pytest.raises(Incomplete, match="不能核对票数"):
        activity_correct(activity=record, entry=entry, **options)
    entry = replace(entry, resolutions=(Vote("通过计划", 7),), restates_people=True)
    assert activity_correct(activity=record, entry=entry, **options)


@pytest.mark.parametrize("who", ["stranger", "neighbour"])
def test_the_people_of_a_record_are_drawn_for_those_who_see_it(place, as_user, record, who):
    answer = as_user(getattr(place, who)).post(reverse("activities:people"), sent(record, restates_people="on"))
    assert answer.status_code == 404
