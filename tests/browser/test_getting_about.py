"""Ways through several pages: the calendar by its keys, the places on a phone, the kinds, a file and its record."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page, expect

from activities.tests import factories as meetings
from branches.tests import factories as people
from core.clock import now, today
from core.tests.attachment_files import picture
from tests.browser.pages import expect_fit

# The shipped kinds come with a migration; they are put back after each test empties the tables.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def branch(live_server):
    made = people.branch(name="第一党支部")
    people.members(made, 3)
    meetings.coverage(made)
    return made


@pytest.fixture
def opened(page: Page, client: Client, live_server):
    """The page, as somebody has it at an address; at the end the browser must have had nothing to complain of."""
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))

    def at(user, address: str) -> Page:
        client.force_login(user)
        cookie = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page.goto(f"{live_server.url}{address}")
        return page

    yield at
    assert troubles == []


def test_calendar_by_keys_and_places_on_a_phone(branch, opened):
    page = opened(people.secretary(branch), "/calendar/?month=2026-10")
    page.locator("[data-day='2026-10-01']").focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
    expect(page.locator("[data-day='2026-10-08']")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="10月8日", exact=False)).to_be_visible()

    page.set_viewport_size({"width": 390, "height": 844})
    bar = page.get_by_role("navigation", name="底部导航")
    expect(bar.locator("a.bottom-link")).to_have_text(["首页", "日历", "组织生活", "年度计划"])
    expect(bar.get_by_role("link", name="日历")).to_have_attribute("aria-current", "page")
    bar.get_by_role("button", name="更多").click()
    expect(bar.locator(".dropdown-header")).to_have_text(["组织生活", "支部和党员", "统计", "设置"])
    bar.get_by_role("link", name="主题教育").click()
    expect(page.get_by_role("heading", name="主题教育", exact=True)).to_be_visible()
    expect(bar.get_by_role("button", name="更多")).to_have_attribute("aria-current", "true")
    expect_fit(page)


def test_kinds_are_found_among_the_settings(branch, opened):
    page = opened(people.committee_account(branch.court), "/planning/")
    rail = page.get_by_role("navigation", name="主导航")
    expect(rail.get_by_role("link", name="年度计划")).to_have_attribute("aria-current", "page")
    expect(rail.get_by_role("link", name="组织生活规定")).to_be_hidden()
    rail.locator("summary").click()
    rail.get_by_role("link", name="组织生活规定").click()
    expect(page.get_by_role("heading", name="组织生活规定", exact=True)).to_be_visible()
    expect(rail.get_by_role("link", name="组织生活规定")).to_be_visible()
    page.get_by_role("link", name="新增类型").click()
    page.wait_for_url(lambda url: "/activities/kinds/new/" in url)
    expect(rail.get_by_role("link", name="组织生活规定")).to_have_attribute("aria-current", "true")
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


def test_a_file_beside_a_record_that_is_found_and_printed(branch, opened, live_server):
    secretary = people.secretary(branch, name="张书记")
    record = meetings.activity("THEME_DAY", branch, today(), by=secretary, at=now())
    page = opened(secretary, f"/activities/{record.pk}/")
    page.locator("input[type=file]").set_input_files(
        {"name": "现场照片.png", "mimeType": "image/png", "buffer": picture()}
    )
    expect(page.get_by_role("link", name="现场照片.png")).to_be_visible(timeout=15_000)
    page.keyboard.press("Control+k")
    page.locator("#palette-input").fill(record.topic.split()[0])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/activities/search/" in url)
    page.locator("main").get_by_role("link", name="主题党日", exact=False).first.click()
    page.wait_for_url(f"{live_server.url}/activities/{record.pk}/**")
    paper = page.request.get(f"{live_server.url}/activities/{record.pk}/record.pdf")
    assert (paper.status, paper.body()[:5]) == (200, b"%PDF-")
