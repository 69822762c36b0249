"""The demo court as each role first sees it, on a desktop and on a phone: nothing complains, nothing leaves."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from core.clock import today
from reports.demo import DEMO_PASSWORD, load_demo
from tests.browser.pages import expect_fit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

WIDTHS = (1440, 390)


@pytest.fixture
def demo(live_server) -> str:
    load_demo(on=today())
    return live_server.url


def watched(page: Page, url: str) -> list[str]:
    """What the browser has to complain of, and every request to another host."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda sent: None if sent.url.startswith((url, "data:")) else complaints.append(sent.url))
    return complaints


def sign_in(page: Page, url: str, username: str) -> None:
    page.context.clear_cookies()
    page.goto(url)
    page.get_by_label("账号").fill(username)
    page.get_by_label("密码", exact=True).fill(DEMO_PASSWORD)
    page.get_by_role("button", name="登录").click()


def check(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        expect_fit(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def test_every_role_s_first_pages(demo: str, page: Page):
    complaints = watched(page, demo)

    sign_in(page, demo, "shuji1")
    expect(page.get_by_role("heading", name="第一党支部", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="待办：本期还要开的")).to_be_visible()
    check(page)
    page.get_by_role("link", name="全年情况").click()
    expect(page.locator("[data-chart] svg").first).to_be_visible()
    check(page)

    sign_in(page, demo, "jgdw")
    expect(page.get_by_role("heading", name="云州市中级人民法院组织生活")).to_be_visible()
    check(page)
    page.get_by_role("link", name="党小组会", exact=False).first.click()
    expect(page.get_by_role("heading", name="党小组会：各支部各月达标与应开")).to_be_visible()
    cell = page.locator(".heat td[data-state=MET] a").first
    cell.click()
    page.wait_for_url(lambda url: "/activities/?" in url and "kind=GROUP_MEETING" in url)
    page.go_back()
    page.get_by_role("link", name="年度报表").click()
    expect(page.locator("[data-chart] svg")).to_have_count(2)
    check(page)

    sign_in(page, demo, "dangyuan")
    expect(page.get_by_role("heading", name="我的出席和学时")).to_be_visible()
    check(page)

    assert complaints == []
