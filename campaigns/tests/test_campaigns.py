"""Campaigns: tasks pasted, counted by aspect and branch, done by a record, carried over to another one."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from openpyxl import load_workbook

from activities.models import Activity, ActivityTopic, Topic
from activities.tests import factories as meetings
from branches.tests import factories as people
from campaigns.choices import LineState
from campaigns.models import Task, TaskLine
from campaigns.pasting import read_tasks
from campaigns.selectors import branches_of, matrix, sum_of, task_rows, topics_of
from campaigns.services import (
    aspect_rename,
    campaign_copy,
    campaign_create,
    line_save,
    task_change,
    task_remove,
    tasks_enter,
    topics_set,
)
from core.errors import EditConflict, Refused
from planning.selectors.calendar import month_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 20)
PASTED = """方面\t任务\t完成单位\t责任人\t完成期限
一、理论学习
1. 举办读书班\t全院\t张书记\t2026年5月10日
（二）开展专题研讨\t各支部\t\t2026-05-12

检视整改\t召开专题组织生活会\t各支部\t李委员\t2026/6/30
"""


@pytest.fixture
def court():
    return people.court()


@pytest.fixture
def campaign(court):
    days = {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 9, 30)}
    made = campaign_create(court=court, name="主题教育", by=None, **days)
    tasks_enter(campaign=made, tasks=read_tasks(PASTED), by=None)
    return made


def task(campaign, title):
    return Task.objects.within(campaign.court).get(aspect__campaign=campaign, title=title)


def say(of, branch, version=0, **facts):
    empty = {"planned_on": None, "owner_name": "", "done_on": None, "activity": None, "note": ""}
    return line_save(task=of, branch=branch, version=version, by=None, on=TODAY, **{**empty, **facts})


class TestPasting:
    def test_columns_headings_and_numbers(self):
        found = [(task.aspect, task.title, task.unit, task.responsible, task.due_on) for task in read_tasks(PASTED)]
        assert found == [
            ("理论学习", "举办读书班", "COURT", "张书记", date(2026, 5, 10)),
            ("理论学习", "开展专题研讨", "BRANCHES", "", date(2026, 5, 12)),
            ("检视整改", "召开专题组织生活会", "BRANCHES", "李委员", date(2026, 6, 30)),
        ]

    def test_every_fault_names_its_line(self):
        with pytest.raises(Refused) as refused:
            read_tasks("没有方面的任务\n一、学习\n读书\t外院\n调研\t全院\t\t2026-02-30\n")
        assert [reason[:5] for reason in refused.value.reasons] == ["第 1 行", "第 3 行", "第 4 行"]

    def test_entered_once(self, campaign):
        assert tasks_enter(campaign=campaign, tasks=read_tasks(PASTED), by=None) == 0
        assert campaign.aspects.count() == 2


class TestProgress:
    def test_matrix_of_branches_and_aspects(self, court, campaign, django_assert_num_queries):
        committee = people.committee_account(court)
        first, second, new = people.branch(court), people.branch(court), people.branch(court)
        meetings.coverage(second)
        record = meetings.raw_activity("STUDY", first, date(2026, 5, 9))
        assert say(task(campaign, "开展专题研讨"), first, activity=record).done_on == date(2026, 5, 9)
        say(task(campaign, "举办读书班"), None, done_on=date(2026, 5, 8), note="已举办三天")
        branches = branches_of(committee, campaign)
        with django_assert_num_queries(6):
            study, review = matrix(committee, campaign, branches, TODAY)
        assert (study.court.done, study.court.tasks, study.total.done, study.total.tasks) == (1, 1, 2, 4)
        cells = [study.branches[each.pk] for each in (first, second, new)]
        assert [(each.done, each.overdue, each.not_known) for each in cells] == [(1, 0, 0), (0, 1, 0), (0, 0, 1)]
        whole = sum_of(row.total for row in (study, review))
        assert (whole.tasks, whole.done, whole.overdue, whole.not_known) == (7, 2, 1, 1)
        assert (review.total.done, review.total.overdue) == (0, 0)

    def test_done_follows_the_record_that_shows_it(self, court, campaign, client):
        branch, other = people.branch(court), people.branch(court)
        studied = task(campaign, "开展专题研讨")
        records = {each: meetings.raw_activity("STUDY", each, date(2026, 5, 9)) for each in (branch, other)}
        with pytest.raises(Refused, match="另选一条"):
            say(studied, branch, activity=records[other])
        say(studied, branch, activity=records[branch], note="已研讨")
        client.force_login(people.secretary(branch))
        address = f"/campaigns/branches/{branch.pk}/"
        assert f"/activities/{records[branch].pk}/" in client.get(address).content.decode()
        Activity.objects.within(court).filter(branch=branch).update(state="WITHDRAWN")
        (row,) = [each for each in task_rows(people.secretary(branch), campaign, [branch], TODAY) if each.line]
        assert (row.state, row.lost_its_record) == (LineState.OVERDUE, True)
        assert "印证的记录已退回、撤回或作废" in client.get(address).content.decode()
        with pytest.raises(Refused, match="另选一条"):
            say(studied, branch, version=1, activity=records[branch])

    def test_a_record_out_of_scope_is_neither_shown_nor_linked(self, court, campaign):
        branch = people.branch(court)
        leader = people.group_leader(people.group(branch))
        record = meetings.raw_activity("STUDY", branch, date(2026, 5, 9))
        line = TaskLine.objects.create(
            court=court, branch=None, task=task(campaign, "举办读书班"), activity=record, done_on=record.held_on
        )
        (row,) = task_rows(people.committee_account(court), campaign, [None], TODAY)
        assert row.record == line.activity
        (row,) = task_rows(leader, campaign, [None], TODAY)
        assert (row.state, row.record) == (LineState.DONE, None)

    def test_as_of_a_day_before_it_was_done(self, court, campaign):
        branch = people.branch(court)
        say(task(campaign, "开展专题研讨"), branch, done_on=date(2026, 5, 15), note="已研讨")
        states = [
            task_rows(people.secretary(branch), campaign, [branch], on)[0].state
            for on in (date(2026, 5, 11), date(2026, 5, 14), date(2026, 5, 15))
        ]
        assert states == [LineState.OPEN, LineState.OVERDUE, LineState.DONE]

    def test_topics_count_records_tagged(self, court, campaign):
        branch = people.branch(court)
        topic = Topic.objects.create(court=court, name="专题一")
        topics_set(campaign=campaign, topics=[topic], version=1, by=None)
        with pytest.raises(EditConflict):
            topics_set(campaign=campaign, topics=[], version=1, by=None)
        for state in ("SUBMITTED", "SENT_BACK"):
            record = meetings.raw_activity("STUDY", branch, date(2026, 5, 9), state=state)
            ActivityTopic.objects.create(activity=record, topic=topic)
        assert [row.activities for row in topics_of(people.committee_account(court), campaign)] == [1]
        topics_set(campaign=campaign, topics=[], version=2, by=None)
        assert topics_of(people.committee_account(court), campaign) == []


class TestRules:
    def test_done_by_something_and_not_tomorrow(self, court, campaign):
        branch, studied = people.branch(court), task(campaign, "开展专题研讨")
        with pytest.raises(Refused, match="写明完成情况"):
            say(studied, branch, done_on=TODAY)
        with pytest.raises(Refused, match="还没到"):
            say(studied, branch, done_on=date(2026, 5, 21), note="明天")
        say(studied, branch, owner_name="张伟")
        say(studied, branch, version=1, owner_name="李娜")
        with pytest.raises(EditConflict):
            say(studied, branch, version=1, owner_name="王芳")

    def test_unit_stays_once_somebody_began(self, court, campaign):
        studied = task(campaign, "开展专题研讨")
        say(studied, people.branch(court), planned_on=date(2026, 5, 11))
        facts = {"title": studied.title, "unit": "COURT", "responsible": "", "due_on": None}
        with pytest.raises(Refused, match="完成单位"):
            task_change(task=studied, version=1, by=None, **facts)

    def test_copy_keeps_the_distance_of_dates(self, campaign):
        copied = campaign_copy(
            campaign=campaign, name="第二批", starts_on=date(2026, 10, 1), ends_on=date(2027, 3, 31), by=None
        )
        assert task(copied, "举办读书班").due_on == date(2026, 11, 9)
        assert not TaskLine.objects.within(campaign.court).filter(task__aspect__campaign=copied).exists()

    def test_taken_out_unless_somebody_began(self, court, campaign):
        studied, reviewed = task(campaign, "开展专题研讨"), task(campaign, "召开专题组织生活会")
        say(studied, people.branch(court), planned_on=date(2026, 5, 11))
        with pytest.raises(Refused, match="不能删除"):
            task_remove(task=studied, by=None)
        task_remove(task=reviewed, by=None)
        assert [aspect.name for aspect in campaign.aspects.all()] == ["理论学习"]
        facts = {"title": "另一项", "unit": "BRANCHES", "responsible": "", "due_on": None}
        for write in (
            lambda: task_change(task=reviewed, version=1, by=None, **facts),
            lambda: say(reviewed, people.branch(court), note="写了"),
        ):
            with pytest.raises(EditConflict, match="已经删除"):
                write()
        aspect = campaign.aspects.get()
        aspect_rename(aspect=aspect, version=1, name="学习", by=None)
        with pytest.raises(EditConflict):
            aspect_rename(aspect=aspect, version=1, name="理论", by=None)

    def test_ends_after_it_begins(self, court):
        with pytest.raises(Refused, match="早于"):
            campaign_create(court=court, name="倒着", starts_on=TODAY, ends_on=date(2026, 5, 1), by=None)


def test_due_tasks_stand_in_the_calendars_of_those_whose_they_are(court, campaign):
    branch = people.branch(court)
    committee, leader = people.committee_account(court), people.group_leader(people.group(branch))
    say(task(campaign, "开展专题研讨"), branch, done_on=date(2026, 5, 15), note="已研讨")

    def found(user, of):
        month = month_of(user, of, date(2026, 5, 1), TODAY)
        entries = [entry for day in month.days() for entry in day.entries if entry.uid.startswith("task-")]
        return {entry.title: entry.state for entry in entries}

    assert found(people.secretary(branch), branch) == {"开展专题研讨": "已完成"}
    assert found(committee, branch) == {"开展专题研讨": "已完成"}
    assert found(committee, None) == {"开展专题研讨": "已到期", "举办读书班": "已逾期"}
    assert found(leader, branch) == {}
    assert found(people.member_account(people.member(branch)), None) == {}


class TestPages:
    def test_from_pasting_to_done(self, court, client):
        branch = people.branch(court)
        client.force_login(people.committee_account(court))
        sent = {"name": "主题教育", "starts_on": "2026-04-01", "ends_on": "2026-09-30"}
        address = client.post("/campaigns/new/", sent)["Location"]
        assert "第 1 行" in client.post(address, {"text": "没有方面"}).content.decode()
        preview = client.post(address, {"text": PASTED})
        text = preview.content.decode()
        assert ("认出 3 项任务" in text, "举办读书班" in text, Task.objects.within(court).count()) == (True, True, 0)
        seen = preview.context["form"]["seen"].value()
        assert client.post(address, {"text": f"{PASTED}\n再加一项", "seen": seen}).status_code == 200
        detail = client.post(address, {"text": PASTED, "seen": seen})["Location"]
        client.force_login(people.secretary(branch))
        own = client.get(detail)["Location"]
        text = client.get(own).content.decode()
        assert ("开展专题研讨" in text, "举办读书班" in text) == (True, False)
        studied = Task.objects.within(court).get(title="开展专题研讨")
        line = {"task": studied.pk, "done_on": "2026-05-09", "note": "已开展两次研讨", "version": ""}
        assert client.post(f"/campaigns/branches/{branch.pk}/line/?task={studied.pk}", line)["Location"] == own
        assert "已开展两次研讨" in client.get(own).content.decode()

    def test_every_figure_opens_its_list_and_the_export_is_that_list(
        self, court, campaign, client, django_assert_max_num_queries
    ):
        branch, other = people.branch(court, name="第一党支部"), people.branch(court)
        say(task(campaign, "开展专题研讨"), branch, done_on=date(2026, 5, 15), note="已研讨")
        client.force_login(people.committee_account(court))
        with time_machine.travel("2026-05-20 10:00+08:00"):
            text = client.get(f"/campaigns/{campaign.pk}/").content.decode()
            aspect = campaign.aspects.get(name="理论学习")
            query = f"aspect={aspect.pk}&unit={other.pk}"
            assert f"/campaigns/{campaign.pk}/lines/?{query.replace('&', '&amp;')}&amp;state=NOT_KNOWN" in text
            page = client.get(f"/campaigns/{campaign.pk}/lines/?{query}&state=NOT_KNOWN")
            assert [(row.unit, row.state) for row in page.context["page"].rows] == [(other.name, "NOT_KNOWN")]
            assert [chip.label for chip in page.context["chips"]] == ["方面", "完成单位", "状态"]
            for _ in range(3):
                people.branch(court)
            with django_assert_max_num_queries(20):
                exported = client.get(f"/campaigns/{campaign.pk}/export.xlsx?{query}")
            assert [row[1] for row in load_workbook(BytesIO(exported.content)).active.values] == [
                "任务",
                "开展专题研讨",
            ]
            for query in ("unit=0", "aspect=x", "state=NO", "unit=court&page=99"):
                assert client.get(f"/campaigns/{campaign.pk}/lines/?{query}").status_code == 200

    def test_list_is_filtered_and_exported(self, court, campaign, client):
        client.force_login(people.committee_account(court))
        with time_machine.travel("2026-05-20 10:00+08:00"):
            counts = {
                query: len(client.get(f"/campaigns/?{query}").context["page"].rows)
                for query in ("state=running", "state=over", "q=主题", "q=别的", "sort=-tasks")
            }
            book = load_workbook(BytesIO(client.get("/campaigns/export.xlsx?q=主题").content))
        assert counts == {"state=running": 1, "state=over": 0, "q=主题": 1, "q=别的": 0, "sort=-tasks": 1}
        assert [row[1] for row in book.active.values] == ["名称", "主题教育"]

    def test_the_second_of_two_editors_keeps_what_was_typed(self, court, campaign, client):
        client.force_login(people.committee_account(court))
        own = task(campaign, "举办读书班")
        say(own, None, note="甲写的")
        address = f"/campaigns/tasks/{own.pk}/court/"
        late = client.post(address, {"note": "乙写的", "version": ""})
        text = late.content.decode()
        assert (late.status_code, "甲写的" in text, "乙写的" in text) == (409, True, True)

    def test_a_task_of_the_court_is_not_a_branchs(self, court, campaign, client):
        branch = people.branch(court)
        client.force_login(people.secretary(branch))
        own = task(campaign, "举办读书班")
        assert client.get(f"/campaigns/branches/{branch.pk}/line/?task={own.pk}").status_code == 404
        assert client.get(f"/campaigns/tasks/{own.pk}/court/").status_code == 403
