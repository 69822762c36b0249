"""更正: dated, beside the original; figures follow it; of an archived record somebody else approves."""

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest

from activities.choices import CorrectionState, Origin
from activities.engine import held_and_due
from activities.models import Activity
from activities.selectors.snapshots import differences, snapshot_of
from activities.services import (
    Absence,
    Incomplete,
    Vote,
    activity_archive,
    activity_cancel,
    activity_correct,
    activity_submit,
    correction_approve,
    correction_refuse,
)
from activities.services.rows import restore
from activities.tests import factories as meetings
from branches.tests import factories as people
from core.errors import EditConflict, Refused

DAY = date(2024, 5, 8)
NOON = meetings.noon(DAY)
LATER = NOON + timedelta(days=30)


@pytest.fixture
def meeting(db):
    """An assembly of five with a resolution, where one was absent."""
    branch = people.branch()
    members = people.members(branch, 5)
    writer = people.secretary(branch)
    written = meetings.entry(
        "BRANCH_ASSEMBLY",
        branch,
        DAY,
        absent=members[:1],
        also=["THEME_DAY"],
        resolutions=[Vote("通过计划", votes_for=3, votes_against=1)],
        study_hours=2,
    )
    record = activity_submit(entry=written, by=writer, at=NOON, submission_key=uuid4())
    committee = people.committee_account(branch.court)
    return SimpleNamespace(
        branch=branch, members=members, writer=writer, entry=written, record=record, committee=committee
    )


def correct(meeting, entry, **options):
    fields = {"reason": "记错了", "by": meeting.writer, "at": LATER, "version": None, "submission_key": uuid4()}
    return activity_correct(activity=meeting.record, entry=entry, **{**fields, **options})


def all_there(meeting):
    """Nobody was absent after all."""
    return replace(meeting.entry, absences={}, resolutions=(Vote("通过计划", votes_for=4, votes_against=1),))


def figures(meeting):
    answer = held_and_due(meeting.branch, start=date(2024, 5, 1), end=date(2024, 5, 31), as_of=date(2024, 5, 31))
    return answer.kinds["BRANCH_ASSEMBLY"].person_times


def archived(meeting):
    return activity_archive(activity=meeting.record, by=meeting.committee, at=NOON)


def test_a_correction_stands_beside_the_original_and_figures_follow(meeting):
    original = snapshot_of(meeting.record)
    assert figures(meeting) == 4
    correction = correct(meeting, all_there(meeting))
    assert (correction.state, figures(meeting)) == (CorrectionState.APPLIED, 5)
    record = Activity.objects.within(meeting.branch).get()
    assert (record.present_count, record.voting_present, record.version) == (5, 5, 2)
    assert correction.before == original
    assert correction.after == snapshot_of(record)
    changed = {each.label: (each.before, each.after) for each in differences(correction.before, correction.after)}
    absent = meeting.members[0].name
    assert changed["缺席"] == ([f"{absent}（开庭）"], [])
    assert changed["实到"] == (["4"], ["5"])
    assert changed["决议"] == (
        ["通过计划（赞成 3，反对 1，弃权 0，通过）"],
        ["通过计划（赞成 4，反对 1，弃权 0，通过）"],
    )
    assert set(changed) == {"缺席", "实到", "有表决权实到", "决议"}


def test_nature_person_and_ballot_of_a_resolution_are_differences_by_themselves(meeting):
    vote = meeting.entry.resolutions[0]
    about = [replace(vote, nature="ADMISSION", person=name, secret=True) for name in ("赵甲", "钱乙")]
    for changed in (replace(vote, secret=True), *about):
        correction = correct(meeting, replace(meeting.entry, resolutions=(changed,)))
        assert [each.label for each in differences(correction.before, correction.after)] == ["决议"]
    [(before, after)] = [(each.before, each.after) for each in differences(correction.before, correction.after)]
    assert before == ["接收预备党员，赵甲：通过计划（无记名投票，赞成 3，反对 1，弃权 0，通过）"]
    assert after == ["接收预备党员，钱乙：通过计划（无记名投票，赞成 3，反对 1，弃权 0，通过）"]


def test_a_snapshot_put_back_is_the_record_again(meeting):
    original = snapshot_of(meeting.record)
    correct(meeting, replace(all_there(meeting), also_kinds=(), place="别处", content="另一些话", study_hours=None))
    record = Activity.objects.within(meeting.branch).get()
    restore(record, original)
    assert snapshot_of(Activity.objects.within(meeting.branch).get()) == original


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"held_on": date(2024, 5, 7)}, "请机关党委作废"),
        ({"reason": " "}, "请填写更正的原因"),
        ({}, "没有改动"),
        ({"topic": ""}, "请填写议题"),
    ],
)
def test_what_is_no_correction_is_refused(meeting, change, words):
    reason = change.pop("reason", "记错了")
    with pytest.raises(Refused, match=words):
        correct(meeting, replace(meeting.entry, **change), reason=reason)
    assert Activity.objects.within(meeting.branch).get().version == 1


def test_of_an_archived_record_the_committee_approves(meeting):
    archived(meeting)
    asked = correct(meeting, all_there(meeting))
    assert (asked.state, figures(meeting)) == (CorrectionState.ASKED, 4)
    with pytest.raises(Refused, match="已有一项更正待审批"):
        correct(meeting, replace(meeting.entry, place="别处"))
    with pytest.raises(Refused, match="有更正待审批"):
        activity_cancel(activity=meeting.record, reason="作废", by=meeting.committee, at=LATER)
    with pytest.raises(Refused, match="本人"):
        correction_approve(correction=asked, by=meeting.writer, at=LATER)
    approved = correction_approve(correction=asked, by=meeting.committee, at=LATER)
    assert (approved.state, figures(meeting)) == (CorrectionState.APPLIED, 5)
    record = Activity.objects.within(meeting.branch).get()
    assert (record.state, snapshot_of(record)) == ("ARCHIVED", asked.after)
    with pytest.raises(Refused, match="不用再审批"):
        correction_refuse(correction=asked, reason="不同意", by=meeting.committee, at=LATER)


def test_a_refused_correction_leaves_the_record_and_its_words(meeting):
    archived(meeting)
    asked = correct(meeting, all_there(meeting))
    with pytest.raises(Refused, match="不同意的原因"):
        correction_refuse(correction=asked, reason="", by=meeting.committee, at=LATER)
    refused = correction_refuse(correction=asked, reason="签到表上没有", by=meeting.committee, at=LATER)
    assert (refused.state, refused.decision, figures(meeting)) == (CorrectionState.REFUSED, "签到表上没有", 4)
    assert correct(meeting, all_there(meeting)).state == CorrectionState.ASKED


def test_the_same_form_twice_is_one_correction_and_an_old_one_a_conflict(meeting):
    key = uuid4()
    first = correct(meeting, all_there(meeting), version=1, submission_key=key)
    assert correct(meeting, all_there(meeting), version=1, submission_key=key) == first
    with pytest.raises(EditConflict):
        correct(meeting, replace(meeting.entry, place="别处"), version=1)


def test_a_corrected_import_counts_by_its_own_people(meeting):
    Activity.objects.within(meeting.branch).update(origin=Origin.IMPORTED, ledger_due=9, ledger_present=8)
    meeting.record.refresh_from_db()
    assert figures(meeting) == 8
    correct(meeting, replace(meeting.entry, place="别处"))
    assert figures(meeting) == 8
    correction = correct(meeting, replace(all_there(meeting), restates_people=True))
    assert (figures(meeting), correction.before["facts"]["ledger_present"]) == (5, 8)


def test_an_absence_without_its_reason_is_no_correction(meeting):
    with pytest.raises(Incomplete, match="请选择原因"):
        correct(meeting, replace(meeting.entry, absences={meeting.members[1].pk: Absence()}))
