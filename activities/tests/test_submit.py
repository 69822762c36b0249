"""Submitting a meeting: what is counted, what is refused and in which words."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from activities.models import ActivityDraft
from activities.services import Incomplete, MeetingEntry, Vote, activity_submit
from activities.tests import factories as meetings
from branches.choices import BranchKind, MemberStatus
from branches.models import VotingSuspension
from branches.tests import factories as people
from core.errors import EditConflict, Refused
from core.models import AuditEvent

pytestmark = pytest.mark.django_db

DAY = date(2024, 5, 8)


def submit(entry: MeetingEntry, **options):
    options = {"by": None, "at": meetings.noon(entry.held_on or DAY), "submission_key": uuid4(), **options}
    return activity_submit(entry=entry, **options)


def faults(entry: MeetingEntry, **options) -> dict[str, str]:
    """The sentences of a refusal by field."""
    with pytest.raises(Incomplete) as caught:
        submit(entry, **options)
    return {fault.field: fault.text for fault in caught.value.faults}


def test_an_assembly_counts_its_roster_and_its_voting_members():
    branch = people.branch()
    formal = people.members(branch, 6)
    people.member(branch, status=MemberStatus.PROBATIONARY)
    suspended = people.member(branch)
    VotingSuspension.objects.create(
        court=branch.court, branch=branch, member=suspended, starts_on=date(2024, 1, 1), decision="纪〔2024〕1号"
    )
    people.member(branch, starts_on=date(2024, 6, 1))  # came later
    kept = submit(meetings.entry("BRANCH_ASSEMBLY", branch, DAY, absent=formal[:2]))
    assert (kept.due_count, kept.present_count) == (8, 6)
    assert (kept.voting_due, kept.voting_present, kept.has_quorum) == (6, 4, True)
    assert kept.period == 2024 * 12 + 4
    assert kept.late_days is None
    rows = {row.member_id: row for row in kept.attendances.all()}
    assert len(rows) == 8
    assert (rows[formal[0].pk].present, rows[formal[0].pk].reason) == (False, "HEARING")
    assert not rows[suspended.pk].votes


def test_a_committee_meeting_rests_on_the_committee_and_others_sit_in():
    branch = people.branch()
    committee = people.committee(branch, 5)
    guest = people.member(branch)
    kept = submit(meetings.entry("COMMITTEE_MEETING", branch, DAY, absent=committee[:2], sits_in=[guest]))
    assert (kept.due_count, kept.present_count, kept.voting_due, kept.voting_present) == (5, 3, 5, 3)
    assert kept.has_quorum is True
    row = kept.attendances.get(member=guest)
    assert row.sits_in
    assert row.present
    assert not row.votes


def test_a_group_meeting_has_the_group_and_no_quorum():
    branch = people.branch()
    group = people.group(branch)
    people.members(branch, 4, group=group)
    people.members(branch, 3)
    kept = submit(meetings.entry("GROUP_MEETING", branch, DAY, group=group))
    assert (kept.due_count, kept.has_quorum, kept.group) == (4, None, group)


def test_without_quorum_it_is_kept_once_confirmed_and_not_met():
    branch = people.branch()
    members = people.members(branch, 16)
    entry = meetings.entry("BRANCH_ASSEMBLY", branch, DAY, absent=members[:9])
    assert faults(entry) == {
        "accepts_no_quorum": "有表决权应到 16 人，实到 7 人，不足半数（至少 8 人），本次会议不能算达标。"
        "情况属实的，请勾选“确认如实提交”"
    }
    kept = meetings.activity("BRANCH_ASSEMBLY", branch, DAY, absent=members[:9])
    assert kept.has_quorum is False


def test_one_absent_too_many_is_told_in_figures():
    branch = people.branch()
    members = people.members(branch, 18)
    stranger = people.member()
    told = faults(meetings.entry("BRANCH_ASSEMBLY", branch, DAY, absent=[*members, stranger]))
    assert told["absent"] == "应到 18 人，缺席 19 人：缺席名单多了 1 人"


def test_an_absentee_who_was_not_due_is_named():
    branch = people.branch()
    committee = people.committee(branch, 3)
    other = people.member(branch, "李四")
    told = faults(meetings.entry("COMMITTEE_MEETING", branch, DAY, absent=[committee[0], other]))
    assert "李四不在应到名单中" in told["absent"]


def test_a_foreign_absentee_is_not_named():
    branch = people.branch()
    people.members(branch, 3)
    stranger = people.member(people.branch(branch.court), "机密姓名")
    told = faults(meetings.entry("BRANCH_ASSEMBLY", branch, DAY, absent=[stranger]))
    assert "机密姓名" not in told["absent"]


def test_an_absence_needs_its_reason():
    branch = people.branch()
    member, *_ = people.members(branch, 3)
    told = faults(meetings.entry("BRANCH_ASSEMBLY", branch, DAY, absent=[member], reason=""))
    assert told["absent"] == f"{member.name}缺席，请选择原因"


def test_everything_that_is_missing_is_told_at_once():
    branch = people.branch()
    people.members(branch, 3)
    told = faults(MeetingEntry(court=branch.court, branch=branch, kind=meetings.kind("ORGANIZATION_LIFE_MEETING")))
    assert set(told) == {"held_on", "topic", "place", "chair", "recorder"}
    told = faults(MeetingEntry(court=branch.court, branch=branch))
    assert "kind" in told


@pytest.mark.parametrize(
    ("held_on", "words"),
    [(date(2024, 5, 9), "还没到"), (date(1911, 1, 1), "请检查年份"), (date(2024, 3, 1), "2024-04-01 才成立")],
)
def test_impossible_dates_are_refused(held_on, words):
    branch = people.branch(founded_on=date(2024, 4, 1))
    people.members(branch, 3)
    told = faults(meetings.entry("BRANCH_ASSEMBLY", branch, held_on), at=meetings.noon(DAY))
    assert words in told["held_on"]


def test_the_day_is_counted_where_the_courts_are():
    branch = people.branch()
    people.members(branch, 3)
    past_midnight_there = datetime(2024, 5, 7, 17, 0, tzinfo=timezone.get_fixed_timezone(0))
    assert submit(meetings.entry("BRANCH_ASSEMBLY", branch, DAY), at=past_midnight_there).held_on == DAY


def test_a_dissolved_branch_holds_no_meeting():
    branch = people.branch(dissolved_on=DAY)
    people.members(branch, 3)
    assert "已撤销" in faults(meetings.entry("BRANCH_ASSEMBLY", branch, DAY))["held_on"]


def test_the_group_must_be_of_the_branch_and_there_on_the_day():
    branch = people.branch()
    foreign = people.group()
    assert "不属于" in faults(meetings.entry("GROUP_MEETING", branch, DAY, group=foreign))["group"]
    later = people.group(branch, founded_on=date(2024, 6, 1))
    assert "才成立" in faults(meetings.entry("GROUP_MEETING", branch, DAY, group=later))["group"]
    assert "请选择" in faults(meetings.entry("GROUP_MEETING", branch, DAY))["group"]
    own = people.group(branch)
    people.members(branch, 3, group=own)
    assert "不分党小组" in faults(meetings.entry("BRANCH_ASSEMBLY", branch, DAY, group=own))["group"]


def test_a_branch_without_committee_is_told_where_to_record_it():
    branch = people.branch(kind=BranchKind.JOINT)
    people.members(branch, 3)
    assert "没有登记支委会成员" in faults(meetings.entry("COMMITTEE_MEETING", branch, DAY))["kind"]


@pytest.mark.parametrize(("hours", "fits"), [("0", True), ("24", True), ("1.5", True), ("24.5", False), ("1.3", False)])
def test_study_hours_come_in_halves_up_to_a_day(hours, fits):
    branch = people.branch()
    people.members(branch, 3)
    entry = meetings.entry("BRANCH_ASSEMBLY", branch, DAY, study_hours=Decimal(hours))
    if fits:
        assert submit(entry).study_hours == Decimal(hours)
    else:
        assert "学时" in faults(entry)["study_hours"]


def test_a_resolution_passes_with_more_than_half_of_those_due():
    branch = people.branch()
    absent, *_ = people.members(branch, 8)
    votes = [Vote("同意接收预备党员", 5, 1, 1), Vote("通过工作计划", 4, 2, 1)]
    kept = submit(meetings.entry("BRANCH_ASSEMBLY", branch, DAY, absent=[absent], resolutions=votes))
    assert [row.passed for row in kept.resolutions.all()] == [True, False]


def test_votes_must_add_up_to_those_present():
    branch = people.branch()
    people.members(branch, 8)
    short = meetings.entry("BRANCH_ASSEMBLY", branch, DAY, resolutions=[Vote("通过计划", 5, 1, 1)])
    assert faults(short)["resolutions"] == "决议 1：赞成 5 + 反对 1 + 弃权 1 = 7 票，有表决权实到 8 人，少了 1 票"
    over = meetings.entry("BRANCH_ASSEMBLY", branch, DAY, resolutions=[Vote("通过计划", 8, 1, 1)])
    assert "多了 2 票" in faults(over)["resolutions"]
    empty = meetings.entry("BRANCH_ASSEMBLY", branch, DAY, resolutions=[Vote("通过计划", None)])
    assert "请填写赞成" in faults(empty)["resolutions"]
    nameless = meetings.entry("BRANCH_ASSEMBLY", branch, DAY, resolutions=[Vote(" ", 8)])
    assert "没有写决议事项" in faults(nameless)["resolutions"]


def test_a_kind_without_resolutions_takes_none():
    branch = people.branch()
    people.members(branch, 3)
    told = faults(meetings.entry("THEME_DAY", branch, DAY, resolutions=[Vote("通过", 3)]))
    assert "不作决议" in told["resolutions"]


def test_one_event_meets_several_obligations():
    kept = meetings.activity("BRANCH_ASSEMBLY", also=["PARTY_LECTURE", "THEME_DAY"])
    assert sorted(kept.also_kinds.values_list("code", flat=True)) == ["PARTY_LECTURE", "THEME_DAY"]


def test_a_kind_with_its_own_roster_or_quorum_is_no_side_obligation():
    branch = people.branch()
    people.members(branch, 3)
    assert "请另外填报" in faults(meetings.entry("THEME_DAY", branch, DAY, also=["BRANCH_ASSEMBLY"]))["also"]
    assert "已经是主类型" in faults(meetings.entry("THEME_DAY", branch, DAY, also=["THEME_DAY"]))["also"]


def test_a_few_people_s_meeting_meets_nothing_that_all_members_owe():
    branch = people.branch()
    people.committee(branch, 4)
    assert "应到人员" in faults(meetings.entry("COMMITTEE_MEETING", branch, DAY, also=["THEME_DAY"]))["also"]


def test_a_meeting_that_nobody_came_to_was_not_held():
    branch = people.branch()
    everyone = people.members(branch, 3)
    assert "没有人到会" in faults(meetings.entry("THEME_DAY", branch, DAY, absent=everyone))["absent"]


def test_a_talk_takes_two_and_no_strangers():
    branch = people.branch()
    one, other = people.members(branch, 2)
    stranger = people.member(people.branch())
    talk = meetings.entry("HEART_TO_HEART_TALK", branch, DAY, invited=[one])
    assert "至少要有 2 人" in faults(talk)["invited"]
    talk = meetings.entry("HEART_TO_HEART_TALK", branch, DAY, invited=[one, other, stranger])
    assert "1 人当日不在花名册上" in faults(talk)["invited"]
    assert submit(meetings.entry("HEART_TO_HEART_TALK", branch, DAY, invited=[one, other])).present_count == 2


def test_a_foreign_courts_kind_is_refused():
    branch = people.branch()
    people.members(branch, 3)
    foreign = meetings.own_kind(people.court())
    assert "不属于本院" in faults(meetings.entry(branch=branch, held_on=DAY, kind=foreign))["kind"]
    own = meetings.own_kind(branch.court)
    assert submit(meetings.entry(branch=branch, held_on=DAY, kind=own)).kind == own


def test_the_year_it_is_for_is_asked():
    branch = people.branch()
    people.members(branch, 3)
    assert "哪一年度" in faults(meetings.entry("MEMBER_APPRAISAL", branch, DAY, for_year=None))["for_year"]
    assert submit(meetings.entry("MEMBER_APPRAISAL", branch, DAY, for_year=2023)).for_year == 2023
    assert "2022 到 2024" in faults(meetings.entry("MEMBER_APPRAISAL", branch, DAY, for_year=2030))["for_year"]


def test_a_late_record_is_flagged_not_refused():
    branch = people.branch()
    people.members(branch, 3)
    on_time = submit(meetings.entry("THEME_DAY", branch, DAY), at=meetings.noon(DAY + timedelta(days=7)))
    late = submit(meetings.entry("THEME_DAY", branch, DAY), at=meetings.noon(DAY + timedelta(days=8)))
    assert (on_time.late_days, late.late_days) == (None, 8)


def test_a_court_wide_activity_has_named_or_counted_people():
    court = people.court()
    branch = people.branch(court)
    first, second = people.members(branch, 2)
    named = submit(meetings.entry("POLITICAL_STUDY", court=court, invited=[first, second], absent=[second]))
    assert (named.branch, named.due_count, named.present_count) == (None, 2, 1)
    counted = submit(meetings.entry("INTEGRITY_EDUCATION", court=court, typed_due=500, typed_present=480))
    assert (counted.due_count, counted.present_count, counted.attendances.count()) == (500, 480, 0)


def test_typed_figures_are_checked():
    court = people.court()
    more = meetings.entry("INTEGRITY_EDUCATION", court=court, typed_due=18, typed_present=19)
    assert faults(more)["typed_present"] == "应到 18 人，实到 19 人：实到多了 1 人"
    half = meetings.entry("INTEGRITY_EDUCATION", court=court, typed_due=18)
    assert "一起填写" in faults(half)["typed_present"]
    neither = meetings.entry("INTEGRITY_EDUCATION", court=court)
    assert "请选择参加人员" in faults(neither)["invited"]
    member = people.member(people.branch(court))
    both = meetings.entry("INTEGRITY_EDUCATION", court=court, invited=[member], typed_due=5, typed_present=5)
    assert "不必再填人数" in faults(both)["typed_due"]
    of_branch = meetings.entry("VOLUNTEER", member.branch, invited=[member], typed_due=5, typed_present=5)
    assert "花名册" in faults(of_branch)["typed_due"]


def test_a_branchs_meeting_is_not_held_by_the_court():
    assert "请选择党支部" in faults(MeetingEntry(court=people.court(), kind=meetings.kind(), held_on=DAY))["kind"]


def test_who_sits_in_is_of_the_branch_and_not_due():
    branch = people.branch()
    committee = people.committee(branch, 3)
    told = faults(meetings.entry("COMMITTEE_MEETING", branch, DAY, sits_in=[committee[0]]))
    assert "不能同时算列席" in told["sits_in"]
    told = faults(meetings.entry("COMMITTEE_MEETING", branch, DAY, sits_in=[people.member()]))
    assert "不在花名册" in told["sits_in"]


def test_chair_is_linked_by_name_where_one_has_it():
    branch = people.branch()
    people.member(branch, "王芳", born_on=date(1980, 1, 1))
    zhang = people.member(branch, "张伟")
    people.member(branch, "王芳", born_on=date(1985, 1, 1))
    kept = submit(meetings.entry("THEME_DAY", branch, DAY, chair="张伟 ", recorder="王芳"))
    assert (kept.chair, kept.chair_name) == (zhang, "张伟")
    assert (kept.recorder, kept.recorder_name) == (None, "王芳")


def test_submitting_twice_returns_the_first_record():
    branch = people.branch()
    people.members(branch, 3)
    key = uuid4()
    entry = meetings.entry("THEME_DAY", branch, DAY)
    first = submit(entry, submission_key=key)
    assert submit(entry, submission_key=key) == first
    assert AuditEvent.objects.filter(action="activities.activity_submit").count() == 1


def test_a_key_of_another_courts_record_is_refused():
    key = meetings.activity().submission_key
    branch = people.branch()
    people.members(branch, 3)
    with pytest.raises(Refused, match="重新打开"):
        submit(meetings.entry("THEME_DAY", branch, DAY), submission_key=key)


def test_the_draft_goes_with_its_submission():
    branch = people.branch()
    people.committee(branch, 3)
    draft = meetings.draft(branch)
    entry = meetings.entry("COMMITTEE_MEETING", branch, DAY)
    with pytest.raises(EditConflict):
        submit(entry, submission_key=draft.submission_key, draft_version=draft.version + 1)
    submit(entry, submission_key=draft.submission_key, draft_version=draft.version)
    assert not ActivityDraft.objects.within(branch).exists()


def test_a_refused_submission_leaves_the_draft_and_no_event():
    branch = people.branch()
    draft = meetings.draft(branch)
    faults(meetings.entry("COMMITTEE_MEETING", branch, DAY), submission_key=draft.submission_key)
    assert ActivityDraft.objects.within(branch).exists()
    assert not AuditEvent.objects.filter(action="activities.activity_submit").exists()


def test_the_audit_event_says_what_was_submitted():
    branch = people.branch()
    writer = people.secretary(branch)
    kept = meetings.activity("THEME_DAY", branch, DAY, by=writer)
    event = AuditEvent.objects.get(action="activities.activity_submit")
    assert (event.actor, event.branch_id, event.subject_id) == (writer, branch.pk, str(kept.pk))
    assert event.detail["kind"] == "THEME_DAY"
