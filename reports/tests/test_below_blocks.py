"""The blocks of a court with those below it: sums that open nothing and name nobody."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from activities.tests import rows
from branches.tests import factories
from core.clock import now
from rectification.tests.factories import Case
from reports.selectors.blocks import BLOCKS
from reports.services.rollup import rollup_mark, rollup_refresh

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2024-11-22T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def high():
    return factories.court("乙高级法院", level="HIGH")


@pytest.fixture
def low(high):
    """A court that shares nothing, with a branch that has a late measure and a young member."""
    court = factories.court("甲中级法院", level="INTERMEDIATE", parent=high, shares_records=False)
    branch = rows.branch(court, name="第一党支部")
    factories.member(branch, "李四", born_on=date(1990, 1, 1), starts_on=date(2024, 11, 4))
    Case(branch).claimed().measure("每月座谈", due_on=date(2024, 5, 31))
    return court


def block(client, user, court, name):
    client.force_login(user)
    return client.get(reverse("reports:below_block", args=[court.pk, name]))


@pytest.mark.parametrize("name", BLOCKS)
def test_each_counts_the_courts_below_and_opens_nothing(client, high, low, name):
    page = block(client, factories.committee_account(high), high, name).content.decode()
    assert "href" not in page
    for word in ("李四", "第一党支部", "每月座谈"):
        assert word not in page


def test_what_they_count(client, high, low):
    user = factories.committee_account(high)
    assert block(client, user, high, "members").context["members"].total.number == 1
    assert "未按时完成 <b>1</b>" in block(client, user, high, "rectification").content.decode()


def test_the_page_asks_for_them_once_there_is_something(client, high, low):
    client.force_login(factories.committee_account(high))
    page = client.get(reverse("reports:below", args=[high.pk])).content.decode()
    for name in BLOCKS:
        assert reverse("reports:below_block", args=[high.pk, name]) in page


def test_what_changed_says_so_while_its_sums_wait(client, high, low):
    user = factories.committee_account(high)
    rollup_refresh(at=now())
    assert "正在更新" not in block(client, user, high, "changes").content.decode()
    rollup_mark(low)
    page = block(client, user, high, "changes")
    assert "正在更新" in page.content.decode()
    rollup_refresh(at=now())
    assert "正在更新" not in block(client, user, high, "changes").content.decode()


def test_those_who_may_not(client, high, low):
    assert block(client, factories.committee_account(low), high, "members").status_code == 403
    assert block(client, factories.committee_account(factories.court("丙法院")), high, "members").status_code == 404
    user = factories.committee_account(high)
    assert block(client, user, high, "weather").status_code == 404
    client.force_login(user)
    assert client.post(reverse("reports:below_block", args=[high.pk, "members"])).status_code == 405


@pytest.mark.parametrize("number", [1, 4])
@pytest.mark.parametrize("name", BLOCKS)
def test_as_many_queries_for_many_courts(client, high, low, name, number, django_assert_max_num_queries):
    for place in range(number - 1):
        rows.branch(factories.court(f"丁{place}法院", parent=high))
    user = factories.committee_account(high)
    block(client, user, high, name)
    with django_assert_max_num_queries(32):
        block(client, user, high, name)
