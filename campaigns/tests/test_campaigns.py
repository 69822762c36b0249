"""Campaigns: tasks pasted, counted by aspect and branch, done by a record, carried over to another one."""

from datetime import date

import pytest

from activities.models import ActivityTopic, Topic
from activities.tests import factories as meetings
from branches.tests import factories as people
from campaigns.choices import LineState
from campaigns.models import Task, TaskLine
from campaigns.pasting import read_tasks
from campaigns.selectors import branches_of, matrix, task_rows, topics_of
from campaigns.services import campaign_copy, campaign_create, line_save, task_change, tasks_enter, topics_set
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
        first, second = people.branch(court), people.branch(court)
        record = meetings.raw_activity("STUDY", first, date(2026, 5, 9))
        assert say(task(campaign, "开展专题研讨"), first, activity=record).done_on == date(2026, 5, 9)
        say(task(campaign, "举办读书班"), None, done_on=date(2026, 5, 8), note="已举办三天")
        branches = branches_of(committee, campaign)
        with django_assert_num_queries(3):
            study, review = matrix(committee, campaign, branches, TODAY)
        assert (study.court.done, study.court.tasks, study.total.done, study.total.tasks) == (1, 1, 2, 3)
        cells = [(study.branches[each.pk].done, study.branches[each.pk].overdue) for each in (first, second)]
        assert cells == [(1, 0), (0, 1)]
        assert (review.total.done, review.total.overdue) == (0, 0)

    def test_as_of_a_day_before_it_was_done(self, court, campaign):
        branch = people.branch(court)
        say(task(campaign, "开展专题研讨"), branch, done_on=date(2026, 5, 15), note="已研讨")
        states = [
            rows[0].state
            for on in (date(2026, 5, 11), date(2026, 5, 14), date(2026, 5, 15))
            for _, rows in task_rows(people.secretary(branch), campaign, branch, on)[:1]
        ]
        assert states == [LineState.OPEN, LineState.OVERDUE, LineState.DONE]

    def test_topics_count_records_tagged(self, court, campaign):
        branch = people.branch(court)
        topic = Topic.objects.create(court=court, name="专题一")
        topics_set(campaign=campaign, topics=[topic], by=None)
        for state in ("SUBMITTED", "SENT_BACK"):
            record = meetings.raw_activity("STUDY", branch, date(2026, 5, 9), state=state)
            ActivityTopic.objects.create(activity=record, topic=topic)
        assert [row.activities for row in topics_of(people.committee_account(court), campaign)] == [1]
        topics_set(campaign=campaign, topics=[], by=None)
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

    def test_ends_after_it_begins(self, court):
        with pytest.raises(Refused, match="早于"):
            campaign_create(court=court, name="倒着", starts_on=TODAY, ends_on=date(2026, 5, 1), by=None)


def test_due_tasks_stand_in_the_calendar(court, campaign):
    branch = people.branch(court)
    month = month_of(people.secretary(branch), branch, date(2026, 6, 1), TODAY)
    assert "召开专题组织生活会" in [entry.title for day in month.days() for entry in day.entries]


class TestPages:
    def test_from_pasting_to_done(self, court, client):
        branch = people.branch(court)
        client.force_login(people.committee_account(court))
        sent = {"name": "主题教育", "starts_on": "2026-04-01", "ends_on": "2026-09-30"}
        address = client.post("/campaigns/new/", sent)["Location"]
        assert "第 1 行" in client.post(address, {"text": "没有方面"}).content.decode()
        detail = client.post(address, {"text": PASTED})["Location"]
        client.force_login(people.secretary(branch))
        own = client.get(detail)["Location"]
        text = client.get(own).content.decode()
        assert ("开展专题研讨" in text, "举办读书班" in text) == (True, False)
        studied = Task.objects.within(court).get(title="开展专题研讨")
        line = {"task": studied.pk, "done_on": "2026-05-09", "note": "已开展两次研讨", "version": ""}
        assert client.post(f"/campaigns/branches/{branch.pk}/line/?task={studied.pk}", line)["Location"] == own
        assert "已开展两次研讨" in client.get(own).content.decode()

    def test_a_task_of_the_court_is_not_a_branchs(self, court, campaign, client):
        branch = people.branch(court)
        client.force_login(people.secretary(branch))
        own = task(campaign, "举办读书班")
        assert client.get(f"/campaigns/branches/{branch.pk}/line/?task={own.pk}").status_code == 404
        assert client.get(f"/campaigns/tasks/{own.pk}/court/").status_code == 403
