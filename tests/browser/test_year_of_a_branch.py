"""A branch's whole year, entered through the pages as its secretary would, and met on the year's page."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from activities.models import Activity
from activities.tests import factories as meetings
from branches.tests import factories as people
from core.clock import today

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

MONTHS = range(1, 13)
GROUPS = ("第一党小组", "第二党小组", "第三党小组")


def year() -> int:
    """The last year that is over."""
    return today().year - 1


@pytest.fixture
def branch(live_server):
    """Three groups of four, five of them the committee, records kept since the year began."""
    made = people.branch(name="第一党支部")
    people.committee(made, 5)
    for name in GROUPS:
        people.members(made, 4, group=people.group(made, name))
    meetings.coverage(made, date(year(), 1, 1))
    return made


@pytest.fixture
def secretary_page(branch, page: Page, client: Client, live_server):
    client.force_login(people.secretary(branch, name="张书记"))
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    yield page
    page.goto("about:blank")  # what the page saves on leaving arrives while the database is still there
    page.wait_for_timeout(500)


def log(page: Page, base: str, code: str, on: date, topic: str, group: str = "") -> None:
    """One record, with all that the form doesn't fill by itself."""
    page.goto(f"{base}{reverse('activities:new')}?kind={code}")
    page.locator("#id_held_on").fill(on.isoformat())
    if group:
        page.locator("#id_group").select_option(label=group)
    for name, text in (("place", "三楼会议室"), ("chair", "张书记"), ("recorder", "李委员")):
        if not page.locator(f"#id_{name}").input_value():
            page.locator(f"#id_{name}").fill(text)
    page.locator("#id_topic").fill(topic)
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.locator("h1")).to_contain_text(f"{on:%Y-%m-%d}")


def schedule() -> list[tuple[str, date, str, str]]:
    """Kind, day, topic and group of every record that a branch with three groups owes in a year."""
    of_month = [
        entry
        for month in MONTHS
        for entry in (
            ("COMMITTEE_MEETING", date(year(), month, 3), f"研究{month}月工作", ""),
            ("THEME_DAY", date(year(), month, 5), f"{month}月主题党日", ""),
            *(("GROUP_MEETING", date(year(), month, 8), f"学习讨论，{month}月", group) for group in GROUPS),
        )
    ]
    of_quarter = [
        entry
        for month in (3, 6, 9, 12)
        for entry in (
            ("BRANCH_ASSEMBLY", date(year(), month, 12), f"{month // 3}季度党员大会", ""),
            ("PARTY_LECTURE", date(year(), month, 15), f"{month // 3}季度党课", ""),
        )
    ]
    of_year = [
        ("ORGANIZATION_LIFE_MEETING", date(year(), 12, 20), "对照检查", ""),
        ("MEMBER_APPRAISAL", date(year(), 12, 22), "民主评议", ""),
    ]
    return [*of_month, *of_quarter, *of_year]


def test_a_year_is_entered_through_the_pages_and_met(secretary_page: Page, branch, live_server):
    page = secretary_page
    for code, on, topic, group in schedule():
        log(page, live_server.url, code, on, topic, group)
    assert Activity.objects.within(branch).count() == 12 + 12 + 36 + 4 + 4 + 2
    page.goto(f"{live_server.url}{reverse('reports:branch', args=[branch.pk])}?year={year()}")
    for kind, figures in (
        ("支部委员会会议", "12/12"),
        ("主题党日", "12/12"),
        ("党小组会", "36/36"),
        ("支部党员大会", "4/4"),
        ("党课", "4/4"),
        ("组织生活会", "1/1"),
        ("民主评议党员", "1/1"),
    ):
        row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=kind, exact=True)).first
        expect(row).to_contain_text(figures)
