"""A plan and a campaign's task that several write in the same moment: once, and the others are told."""

from datetime import date
from uuid import uuid4

import pytest

from activities.tests import factories as meetings
from activities.tests.test_saved_at_once import at_once
from branches.tests import factories as people
from campaigns.models import Task, TaskLine
from campaigns.pasting import read_tasks
from campaigns.services import campaign_create, line_save, tasks_enter
from planning.models import PlanItem
from planning.services import PlanRow, plan_copy, plan_draft, plan_save
from planning.services.items import PlanFacts
from planning.tests.factories import item

DAY = date(2026, 1, 5)


@pytest.mark.postgresql
# The shipped kinds are put in by a migration; without this they would be emptied away with the rows of the test.
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_plans_and_tasks_are_written_once():
    branch = people.branch()
    people.committee(branch, 3)
    meetings.coverage(branch)
    item(branch, date(2025, 3, 5), "POLITICAL_STUDY")
    plan = PlanItem.objects.within(branch).filter(year=2026)
    assert set(at_once(lambda: plan_copy(branch=branch, year=2026, by=None, on=DAY))) == {""}
    assert plan.count() == 1

    facts, key = PlanFacts(kind=meetings.kind("THEME_DAY"), month=3), uuid4()
    at_once(lambda: plan_save(owner=branch, year=2026, rows=[PlanRow(facts, key=key)], by=None))
    assert plan.count() == 2

    at_once(lambda: plan_draft(branch=branch, year=2026, by=None, on=DAY))
    number = plan.count()
    assert (number > 2, plan_draft(branch=branch, year=2026, by=None, on=DAY), plan.count()) == (True, 0, number)

    days = {"starts_on": DAY, "ends_on": date(2026, 6, 30)}
    campaign = campaign_create(court=branch.court, name="主题教育", by=None, **days)
    at_once(lambda: tasks_enter(campaign=campaign, tasks=read_tasks("一、学习\n读书班"), by=None))
    task = Task.objects.within(branch.court).get()
    said = {"planned_on": None, "owner_name": "", "done_on": DAY, "activity": None, "note": "已读"}
    told = at_once(lambda: line_save(task=task, branch=branch, version=0, by=None, on=DAY, **said))
    assert (told.count(""), TaskLine.objects.within(branch.court).count()) == (1, 1)
    assert all("别人已经改过" in each for each in told if each)
