"""What becomes of a record after its submission: the table of states, the reasons, who may not decide."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from activities.choices import HELD_STATES, TRANSITIONS, ActivityState, Origin, Step
from activities.engine import held_and_due
from activities.models import Activity, ActivityStep
from activities.services import (
    Absence,
    Incomplete,
    activities_archive,
    activity_archive,
    activity_cancel,
    activity_correct,
    activity_resubmit,
    activity_send_back,
    activity_submit,
    activity_withdraw,
)
from activities.tests import factories as meetings
from branches.tests import factories as people
from core.errors import EditConflict, Refused
from core.models import AuditEvent

DAY = date(2024, 5, 8)
NOON = meetings.noon(DAY)
LATER = NOON + timedelta(days=9)


@pytest.fixture
def meeting(db):
    """A branch of four, its secretary, the committee, what was written and the record submitted from it."""
    branch = people.branch()
    members = people.members(branch, 4)
    writer = people.secretary(branch)
    written = meetings.entry("BRANCH_ASSEMBLY", branch, DAY, absent=members[:1])
    record = activity_submit(entry=written, by=writer, at=NOON, submission_key=uuid4())
    committee = people.committee_account(branch.court)
    return SimpleNamespace(
        branch=branch, members=members, writer=writer, entry=written, record=record, committee=committee
    )


def sent_back(meeting):
    return activity_send_back(activity=meeting.record, reason="缺少决议", by=meeting.committee, at=NOON)


def resubmit(meeting, entry=None, **options):
    fields = {"by": meeting.writer, "at": LATER, "version": None, "submission_key": uuid4(), **options}
    return activity_resubmit(activity=meeting.record, entry=entry or meeting.entry, **fields)


def held(meeting):
    answer = held_and_due(meeting.branch, start=DAY.replace(day=1), end=date(2024, 5, 31), as_of=date(2024, 5, 31))
    return answer.kinds["BRANCH_ASSEMBLY"].held if "BRANCH_ASSEMBLY" in answer.kinds else 0


def test_a_record_sent_back_is_not_held_until_it_comes_again(meeting):
    record = sent_back(meeting)
    assert (record.state, record.version, held(meeting)) == (ActivityState.SENT_BACK, 2, 0)
    step = ActivityStep.objects.within(meeting.branch).get()
    assert (step.step, step.reason, step.by) == (Step.SEND_BACK, "缺少决议", meeting.committee)
    again = resubmit(meeting)
    assert (again.pk, again.state, held(meeting)) == (record.pk, ActivityState.SUBMITTED, 1)


def test_a_resubmission_keeps_the_first_and_says_what_changed(meeting):
    sent_back(meeting)
    first = meeting.members[0]
    changed = replace(meeting.entry, topic="学习文件\n讨论计划", absences={meeting.members[1].pk: Absence("SICK")})
    again = resubmit(meeting, changed)
    assert (again.submitted_at, again.resubmitted_at, again.late_days) == (NOON, LATER, None)
    assert again.submitted_by == meeting.writer
    step = again.steps.get(step=Step.RESUBMIT)
    assert step.before["facts"]["topic"] == "学习文件"
    assert step.after["facts"]["topic"] == "学习文件\n讨论计划"
    assert again.attendances.get(member=first).present
    assert again.attendances.get(present=False).reason == "SICK"


def test_a_late_record_stays_as_late_as_it_first_was(meeting):
    late = activity_submit(
        entry=replace(meeting.entry, held_on=date(2024, 4, 28)), by=meeting.writer, at=NOON, submission_key=uuid4()
    )
    meeting.record = late
    sent_back(meeting)
    assert late.late_days == 10
    assert resubmit(meeting, replace(meeting.entry, held_on=date(2024, 4, 28))).late_days == 10


def test_the_same_form_twice_is_one_resubmission(meeting):
    sent_back(meeting)
    key = uuid4()
    resubmit(meeting, version=2, submission_key=key)
    again = resubmit(meeting, version=2, submission_key=key)
    assert again.version == 3
    assert again.steps.filter(step=Step.RESUBMIT).count() == 1


def test_who_saved_second_is_told(meeting):
    sent_back(meeting)
    resubmit(meeting, version=2)
    sent_back(meeting)
    with pytest.raises(EditConflict):
        resubmit(meeting, version=2)
    assert Activity.objects.within(meeting.branch).get().state == ActivityState.SENT_BACK


def test_what_is_incomplete_is_not_resubmitted(meeting):
    sent_back(meeting)
    with pytest.raises(Incomplete):
        resubmit(meeting, replace(meeting.entry, topic=""))
    elsewhere = people.branch(meeting.branch.court)
    with pytest.raises(Refused, match="不能换到别的党支部"):
        resubmit(meeting, replace(meeting.entry, branch=elsewhere))


def test_reasons_are_asked_for(meeting):
    for service in (activity_send_back, activity_cancel, activity_withdraw):
        with pytest.raises(Refused, match="原因"):
            service(activity=meeting.record, reason="  ", by=meeting.committee, at=NOON)
    assert Activity.objects.within(meeting.branch).get().version == 1


@pytest.mark.parametrize("service", [activity_send_back, activity_archive, activity_cancel])
def test_nobody_decides_on_the_own_submission(meeting, service):
    words = {} if service is activity_archive else {"reason": "重复"}
    with pytest.raises(Refused, match="您本人"):
        service(activity=meeting.record, by=meeting.writer, at=NOON, **words)


def test_nor_on_what_they_sent_in_again(meeting):
    sent_back(meeting)
    resubmit(meeting, by=people.committee_account(meeting.branch.court))
    again = ActivityStep.objects.within(meeting.branch).get(step=Step.RESUBMIT)
    with pytest.raises(Refused, match="您本人"):
        activity_archive(activity=meeting.record, by=again.by, at=LATER)


def test_withdrawal_on_the_day_of_submission_only(meeting):
    night = datetime.fromisoformat("2024-05-08T23:59:00+08:00")
    with pytest.raises(Refused, match="2024-05-08"):
        activity_withdraw(activity=meeting.record, reason="重复", by=meeting.writer, at=night + timedelta(minutes=1))
    record = activity_withdraw(activity=meeting.record, reason="重复填报", by=meeting.writer, at=night)
    assert (record.state, held(meeting)) == (ActivityState.WITHDRAWN, 0)


def test_an_imported_record_is_neither_sent_back_nor_withdrawn(meeting):
    imported = meetings.raw_activity(branch=meeting.branch, origin=Origin.IMPORTED)
    for service in (activity_send_back, activity_withdraw):
        with pytest.raises(Refused, match="导入的记录不能"):
            service(activity=imported, reason="有误", by=meeting.committee, at=NOON)
    assert activity_cancel(activity=imported, reason="不是本支部的", by=meeting.committee, at=NOON).state == "CANCELLED"


def test_many_are_archived_at_once_and_the_others_say_why_not(meeting):
    other = meetings.activity("THEME_DAY", meeting.branch, DAY, by=meeting.committee)
    result = activities_archive(
        activities=[(meeting.record, 1), (other, other.version)], by=meeting.committee, at=LATER
    )
    assert [row.pk for row in result.done] == [meeting.record.pk]
    assert [(row.pk, "您本人" in why) for row, why in result.refused] == [(other.pk, True)]
    assert AuditEvent.objects.filter(action="activities.activity_archive").count() == 1


def test_the_audit_trail_holds_no_minutes(meeting):
    activity_correct(
        activity=meeting.record,
        entry=replace(meeting.entry, content="改过的会议内容"),
        reason="漏记",
        by=meeting.writer,
        at=LATER,
        version=1,
        submission_key=uuid4(),
    )
    event = AuditEvent.objects.get(action="activities.activity_correct")
    assert event.detail["changed"] == ["会议记录"]
    assert "改过的会议内容" not in str(event.detail)


def last_sent_at(meeting):
    """A record is withdrawn on the day it was sent in, the last time."""
    kept = Activity.objects.within(meeting.branch).get(pk=meeting.record.pk)
    return kept.resubmitted_at or kept.submitted_at


STEPS = {
    Step.SEND_BACK: sent_back,
    Step.RESUBMIT: resubmit,
    Step.ARCHIVE: lambda m: activity_archive(activity=m.record, by=m.committee, at=NOON),
    Step.WITHDRAW: lambda m: activity_withdraw(activity=m.record, reason="误报", by=m.writer, at=last_sent_at(m)),
    Step.CANCEL: lambda m: activity_cancel(activity=m.record, reason="日期有误", by=m.committee, at=NOON),
}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(list(Step)), min_size=1, max_size=6))
@example(steps=[Step.SEND_BACK, Step.RESUBMIT, Step.WITHDRAW])
def test_no_sequence_of_steps_leaves_the_table(meeting, steps):
    """Only what TRANSITIONS names happens; a refused step changes nothing; held is what stands so in the table."""
    meeting.record = activity_submit(entry=meeting.entry, by=meeting.writer, at=NOON, submission_key=uuid4())
    state, version = ActivityState.SUBMITTED, 1
    for step in steps:
        allowed_from, leads_to = TRANSITIONS[step]
        if state in allowed_from:
            STEPS[step](meeting)
            state, version = leads_to, version + 1
        else:
            with pytest.raises(Refused):
                STEPS[step](meeting)
        kept = Activity.objects.within(meeting.branch).get(pk=meeting.record.pk)
        assert (kept.state, kept.version) == (state, version)
        assert (kept.state in HELD_STATES) == (state in ("SUBMITTED", "ARCHIVED"))
