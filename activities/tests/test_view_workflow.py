"""The pages on which a record goes its way: who finds which button, and what a press of it does."""

from datetime import date, time
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from activities.choices import ActivityState, CorrectionState, HeldAs
from activities.forms import MeetingForm
from activities.models import Activity, ActivityDraft, Correction, PeriodLock
from activities.selectors.refill import form_data_of
from activities.selectors.snapshots import snapshot_of
from activities.services import Vote, activity_archive, activity_correct, activity_resubmit, activity_send_back
from activities.services.locks import period_lock
from activities.tests import factories as meetings
from branches.tests import factories as people
from core.clock import now, today
from core.editing import Difference
from core.errors import Refused

WAITING = reverse("activities:waiting")


def address(name, row):
    return reverse(f"activities:{name}", args=(row.pk,))


@pytest.fixture
def record(place):
    return meetings.activity("BRANCH_ASSEMBLY", place.branch, by=place.secretary, at=now(), absent=place.members[:1])


def typed(record, **changes):
    """What the form of the record sends, with some of it typed anew."""
    return {**form_data_of(record), "submission_key": str(uuid4()), "version": record.version, **changes}


def buttons(page):
    return [button.label for button in page.context["actions"].buttons]


def sent_back(record, place):
    return activity_send_back(activity=record, reason="缺少决议内容", by=place.party_committee, at=now())


def fresh(record):
    return Activity.objects.within(record.court).get(pk=record.pk)


def test_buttons_by_state_and_right(place, as_user, record):
    detail = address("detail", record)
    assert buttons(as_user(place.secretary).get(detail)) == ["更正", "撤回"]
    assert buttons(as_user(place.party_committee).get(detail)) == ["归档", "退回", "作废"]
    sent_back(record, place)
    page = as_user(place.secretary).get(detail)
    assert buttons(page) == ["修改并再次提交"]
    assert "原因：缺少决议内容" in page.text
    assert buttons(as_user(place.party_committee).get(detail)) == ["作废"]
    activity_resubmit(
        activity=record,
        entry=meetings.entry("BRANCH_ASSEMBLY", place.branch),
        by=place.secretary,
        at=now(),
        version=None,
        submission_key=uuid4(),
    )
    activity_archive(activity=record, by=place.party_committee, at=now())
    assert buttons(as_user(place.secretary).get(detail)) == ["申请更正"]


def test_an_officer_of_the_branch_does_not_review_it_as_committee(place, as_user, record):
    people.appoint(place.secretary, "COMMITTEE", court=place.court)
    other = people.committee_account(place.court)
    people.appoint(other, "SECRETARY", court=place.court, branch=place.branch)
    for user in (place.secretary, other):
        client = as_user(user)
        assert "由机关党委的其他同志审核" in client.get(address("detail", record)).text
        assert client.post(address("archive", record)).status_code == 403
        assert record not in client.get(WAITING).context["page"].rows
    assert fresh(record).state == ActivityState.SUBMITTED


def test_sending_back_asks_for_a_reason_and_the_secretary_finds_it_at_home(place, as_user, record):
    client = as_user(place.party_committee)
    refused = client.post(address("send_back", record), {"reason": "", "version": record.version})
    assert refused.status_code == 422
    assert "请填写原因" in refused.text
    assert client.post(address("send_back", record), {"reason": "缺少决议", "version": 1}).status_code == 302
    assert fresh(record).state == ActivityState.SENT_BACK
    home = as_user(place.secretary).get("/")
    assert "缺少决议" in home.text
    assert address("edit", record) in home.text


def test_a_decision_on_an_older_text_is_a_conflict(place, as_user, record):
    entry = meetings.entry("BRANCH_ASSEMBLY", place.branch, place="别处")
    activity_correct(
        activity=record, entry=entry, reason="错", by=place.secretary, at=now(), version=1, submission_key=uuid4()
    )
    client = as_user(place.party_committee)
    page = client.post(address("send_back", record), {"reason": "不全", "version": 1})
    assert page.status_code == 409
    assert "不全" in page.text
    client.post(address("archive", record), {"version": 1})
    assert fresh(record).state == ActivityState.SUBMITTED


def test_a_reason_is_not_lost_to_a_step_that_another_took_first(place, as_user, record):
    activity_archive(activity=record, by=people.committee_account(place.court), at=now())
    client = as_user(place.party_committee)
    page = client.post(address("send_back", record), {"reason": "缺少决议", "version": 1})
    assert page.status_code == 409
    assert "缺少决议" in page.text
    page = client.post(address("send_back", record), {"reason": "缺少决议", "version": 2})
    assert page.status_code == 422
    assert "已归档，不能退回" in page.text
    assert client.get(address("send_back", record)).status_code == 302


def test_the_form_of_a_sent_back_record_opens_with_all_of_it(place, as_user, record):
    sent_back(record, place)
    client = as_user(place.secretary)
    page = client.get(address("edit", record))
    assert "退回原因：缺少决议内容" in page.text
    assert f'value="{place.members[0].pk}" checked' in " ".join(page.text.split())
    answer = client.post(address("edit", record), typed(fresh(record), topic=["学习文件", "讨论计划"]))
    assert answer.url == address("detail", record)
    page = client.get(answer.url)
    changed = page.context["changes"][0].differences
    assert [(each.label, each.before, each.after) for each in changed] == [("议题", [], ["讨论计划"])]
    assert fresh(record).state == ActivityState.SUBMITTED


@pytest.mark.parametrize("name", ["edit", "correct"])
def test_the_second_who_saves_is_shown_the_difference_and_keeps_the_text(place, as_user, record, name):
    if name == "edit":
        sent_back(record, place)
    opened = fresh(record)
    reason = {"reason": "记错了"} if name == "correct" else {}
    client = as_user(place.secretary)
    assert client.post(address(name, record), typed(opened, place="甲地", **reason)).status_code == 302
    if name == "edit":
        sent_back(record, place)
    page = client.post(address(name, record), typed(opened, place="乙地", **reason))
    assert page.status_code == 409
    assert Difference("地点", "甲地", "乙地") in page.context["differences"]
    again = typed(opened, place="乙地", **reason) | {"version": page.context["version"]}
    assert client.post(address(name, record), again).status_code == 302
    assert fresh(record).place == "乙地"


@pytest.mark.parametrize("name", ["edit", "correct"])
def test_the_same_form_sent_twice_is_kept_once_and_answered_alike(place, as_user, record, name):
    if name == "edit":
        sent_back(record, place)
    client, form = as_user(place.secretary), typed(fresh(record), place="甲地", reason="记错了")
    answers = [client.post(address(name, record), form) for _ in range(2)]
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, address("detail", record))}
    kept = record.corrections if name == "correct" else record.steps.filter(step="RESUBMIT")
    assert kept.count() == 1


def test_who_sends_in_what_another_has_sent_in_already_keeps_the_text(place, as_user, record):
    sent_back(record, place)
    opened = fresh(record)
    client = as_user(place.secretary)
    client.post(address("edit", record), typed(opened, place="甲地"))
    page = client.post(address("edit", record), typed(opened, place="乙地", content="补充的记录"))
    assert page.status_code == 409
    assert Difference("地点", "甲地", "乙地") in page.context["differences"]
    assert "补充的记录" in page.text
    assert "请在记录页更正" in page.text
    again = typed(opened, place="乙地") | {"version": page.context["version"]}
    page = client.post(address("edit", record), again)
    assert page.status_code == 422
    assert "乙地" in page.text


def test_what_differs_is_told_in_words_not_in_codes(place, as_user, record):
    sent_back(record, place)
    opened, absentee = fresh(record), place.members[0]
    client = as_user(place.secretary)
    client.post(address("edit", record), typed(opened, also=["THEME_DAY"], detail_theme="主题"))
    changed = {
        "kind": "ORGANIZATION_LIFE_MEETING",
        "also": [],
        "held_as": "GROUP",
        "group": str(place.group.pk),
        f"reason_{absentee.pk}": "TRIP",
        "detail_form": "ON_SITE",
        "detail_unheard_of": "x",
        "resolution_text": ["同意"],
        "votes_for": ["5"],
        "vote_nature": ["ADMISSION"],
        "vote_person": ["赵甲"],
        "vote_ballot": ["BALLOT"],
    }
    page = client.post(address("edit", record), typed(opened, **changed))
    told = {row.label: (row.saved, row.typed) for row in page.context["differences"]}
    assert told["类型"] == ("支部党员大会", "组织生活会")
    assert told["召开形式"] == ("", "党小组会")
    assert told["党小组"] == ("", "第一党小组")
    assert told["同时完成"] == ("主题党日", "")
    assert told[f"{absentee.name}的缺席原因"] == ("开庭", "出差")
    assert told["决议"] == ("", "接收预备党员，赵甲，同意，无记名投票，赞成 5，反对 0，弃权 0")
    assert "unheard" not in str(told)
    assert "与已保存内容的差别" in page.text
    assert "（空）" in page.text


def test_a_quarter_locked_meanwhile_takes_nobody_the_text(place, as_user, record):
    form = typed(record, content="补充的记录", reason="漏记")
    quarter = {"year": 2024, "quarter": 2, "reason": "考核", "by": place.party_committee, "on": date(2024, 7, 2)}
    period_lock(court=place.court, **quarter)
    page = as_user(place.secretary).post(address("correct", record), form)
    assert page.status_code == 422
    assert "补充的记录" in page.text
    assert "请机关党委先重新开放该季度" in page.text


def test_what_is_missing_stays_typed(place, as_user, record):
    client = as_user(place.secretary)
    page = client.post(address("correct", record), typed(record, place="", content="新的记录", reason="漏记"))
    assert page.status_code == 422
    assert "请填写地点" in page.text
    assert "新的记录" in page.text
    page = client.post(address("correct", record), typed(record, content="新的记录", reason=""))
    assert page.status_code == 422
    assert "请填写更正" in page.text
    assert not Correction.objects.within(place.branch).exists()


def test_a_correction_of_an_archived_record_is_decided_on_its_page(place, as_user, record):
    activity_archive(activity=record, by=place.party_committee, at=now())
    archived = fresh(record)
    secretary = as_user(place.secretary)
    secretary.post(address("correct", record), typed(archived, absent=[], reason="实际到会"))
    asked = Correction.objects.within(place.branch).get()
    assert "待机关党委审批" in secretary.get(address("detail", record)).text
    assert secretary.post(address("correction", asked), {"decision": "agree"}).status_code == 403
    committee = as_user(place.party_committee)
    assert "实际到会" in committee.get(reverse("activities:corrections")).text
    assert committee.post(address("correction", asked), {"decision": "disagree"}).status_code == 422
    assert committee.post(address("correction", asked), {"decision": "agree"}).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, fresh(record).present_count) == (CorrectionState.APPLIED, 7)
    page = secretary.get(address("detail", record))
    assert page.context["history"].original["实到"] == ["6"]
    assert "有更正" in page.text


def test_many_are_archived_from_the_list(place, as_user, record):
    second = meetings.activity("THEME_DAY", place.branch, by=place.secretary)
    foreign = meetings.raw_activity()
    client = as_user(place.party_committee)
    assert set(client.get(WAITING).context["page"].rows) == {record, second}
    assert f'value="{record.pk}:1"' in client.get(WAITING).text
    ticked = [f"{record.pk}:1", f"{second.pk}:1", f"{foreign.pk}:1", "x", f"{record.pk}"]
    answer = client.post(reverse("activities:archive_many"), {"ticked": ticked, "query": "sort=held_on"})
    assert answer.url == f"{WAITING}?sort=held_on"
    assert [fresh(row).state for row in (record, second, foreign)] == ["ARCHIVED", "ARCHIVED", "SUBMITTED"]
    assert "没有等待审核的记录" in client.get(WAITING).text


def test_a_record_changed_since_the_list_was_shown_is_not_archived_unseen(place, as_user, record):
    second = meetings.activity("THEME_DAY", place.branch, by=place.secretary)
    ticked = [f"{record.pk}:1", f"{second.pk}:1"]
    as_user(place.secretary).post(address("correct", record), typed(record, place="别处", reason="记错了"))
    page = as_user(place.party_committee).post(reverse("activities:archive_many"), {"ticked": ticked}, follow=True)
    assert [fresh(row).state for row in (record, second)] == ["SUBMITTED", "ARCHIVED"]
    assert f"1 条没有归档。{record}：您打开之后，这条记录已经变动" in page.text


@pytest.mark.parametrize("part", ["drafted", "sent in again", "corrected"])
def test_who_had_a_hand_in_a_record_does_not_decide_on_it(place, as_user, part):
    """An officer who has gone over to the committee since finds it neither in the list nor on its page."""
    mover, secretary = people.secretary(place.branch), as_user(place.secretary)
    if part == "drafted":
        draft = meetings.draft(place.branch, by=mover)
        form = {**typed(meetings.raw_activity(branch=place.branch)), "place": "甲", "chair": "甲", "recorder": "甲"}
        key = {"submission_key": str(draft.submission_key), "version": draft.version}
        assert secretary.post(address("draft", draft), form | key).status_code == 302
        record = Activity.objects.within(place.branch).get(submission_key=draft.submission_key)
    else:
        record = meetings.activity(branch=place.branch, by=place.secretary, at=now())
        name = "edit" if part == "sent in again" else "correct"
        if name == "edit":
            sent_back(record, place)
        form = typed(fresh(record), place="别处", reason="记错了")
        assert as_user(mover).post(address(name, record), form).status_code == 302
    mover.appointments.all().delete()
    people.appoint(mover, "COMMITTEE", court=place.court)
    client = as_user(mover)
    assert record not in client.get(WAITING).context["page"].rows
    assert client.post(address("archive", record), {"version": fresh(record).version}).status_code == 403
    with pytest.raises(Refused, match="您本人"):
        activity_archive(activity=record, by=mover, at=now())
    assert as_user(place.party_committee).post(address("archive", record)).status_code == 302
    assert fresh(record).state == ActivityState.ARCHIVED


def test_the_waiting_list_asks_as_much_for_one_as_for_many(place, as_user, record, django_assert_num_queries):
    client = as_user(place.party_committee)
    client.get(WAITING)
    with CaptureQueriesContext(connection) as one:
        client.get(WAITING)
    for _ in range(4):
        meetings.raw_activity("GROUP_MEETING", place.branch, group=place.group)
    with django_assert_num_queries(len(one)):
        client.get(WAITING)


def test_a_withdrawn_text_becomes_one_new_draft(place, as_user, record):
    client = as_user(place.secretary)
    assert client.post(address("withdraw", record), {"reason": "重复", "version": 1}).status_code == 302
    key = str(uuid4())
    for _ in range(2):
        answer = client.post(address("redraft", record), {"submission_key": key})
    draft = ActivityDraft.objects.within(place.branch).get()
    assert answer.url == address("draft", draft)
    assert draft.data["absent"] == [str(place.members[0].pk)]


def test_a_leader_works_on_the_own_groups_records_only(place, as_user):
    own = meetings.activity("GROUP_MEETING", place.branch, group=place.group, by=place.leader)
    sent_back(own, place)
    client = as_user(place.leader)
    assert client.get(address("edit", own)).status_code == 200
    assert client.post(address("edit", own), typed(fresh(own), place="别处")).status_code == 302
    assert fresh(own).place == "别处"


def test_a_locked_quarter_is_named_and_opened_on_its_page(place, as_user):
    record = meetings.activity("BRANCH_ASSEMBLY", place.branch, today().replace(month=2, day=1), by=place.secretary)
    committee = as_user(place.party_committee)
    new, locks = reverse("activities:lock_new"), reverse("activities:locks")
    assert [code for code, _ in committee.get(new).context["form"].fields["quarter"].choices][:2] == [
        "2024Q1",
        "2023Q4",
    ]
    assert committee.post(new, {"quarter": "2024Q1", "reason": "季度考核"}).url == locks
    secretary = as_user(place.secretary)
    page = secretary.get(address("detail", record))
    assert buttons(page) == []
    assert "2024年第一季度已考核锁定" in page.text
    assert "已考核锁定，不能更正" in secretary.get(address("correct", record), follow=True).text
    lock = PeriodLock.objects.within(place.court).get()
    committee = as_user(place.party_committee)
    assert committee.post(address("lock_reopen", lock), {"reason": ""}).status_code == 422
    assert committee.post(address("lock_reopen", lock), {"reason": "复查"}).url == locks
    assert "复查" in committee.get(locks).text
    assert buttons(as_user(place.secretary).get(address("detail", record))) == ["更正"]


def test_a_submission_into_a_locked_quarter_says_so_on_the_form(place, as_user):
    period_lock(court=place.court, year=2024, quarter=1, reason="考核", by=place.party_committee, on=today())
    record = meetings.raw_activity("THEME_DAY", place.branch, place="礼堂", chair_name="甲", recorder_name="乙")
    data = typed(record, held_on="2024-03-05")
    page = as_user(place.secretary).post(reverse("activities:new"), data)
    assert page.status_code == 422
    assert "请机关党委先重新开放该季度" in page.text


FULL = {
    "BRANCH_ASSEMBLY": lambda place: {
        "resolutions": [Vote("通过计划", votes_for=5, votes_against=1)],
        "also": ["THEME_DAY"],
        "guests": 2,
        "study_hours": Decimal("1.5"),
        "details": {"theme": "主题", "form": "ON_SITE"},
    },
    "GROUP_MEETING": lambda place: {"group": place.group, "sits_in": place.committee[:1], "starts_at": time(9, 30)},
    "ORGANIZATION_LIFE_MEETING": lambda place: {
        "kind": meetings.kind("ORGANIZATION_LIFE_MEETING").held_in(HeldAs.BRANCH)
    },
    "POLITICAL_STUDY": lambda place: {"invited": place.members[:3]},
}


@pytest.mark.parametrize("code", FULL)
def test_every_field_goes_to_the_form_and_back(place, code):
    """What the form is filled with reads as the record itself; a new field of the form belongs into refill.py."""
    fields = {"absent": place.members[:1], "topic": "一\n二", **FULL[code](place)}
    record = meetings.activity(code, place.branch, by=place.secretary, **fields)
    raw = MultiValueDict(form_data_of(record))
    form = MeetingForm(raw, user=place.secretary, on=today(), checking=True, record=record)
    assert form.is_valid(), form.errors
    assert form.faults() == []
    before = snapshot_of(record)
    sent_back(record, place)
    activity_resubmit(
        activity=record, entry=form.entry, by=place.secretary, at=now(), version=None, submission_key=uuid4()
    )
    assert snapshot_of(fresh(record)) == before
