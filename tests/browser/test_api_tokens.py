"""A token for another system: made, copied, used; the page that describes the interface."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from branches.tests import factories
from tests.browser.pages import expect_fit, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def page(browser: Browser, live_server) -> Page:
    court = factories.branch(factories.court("中院")).court
    troubles: list[str] = []
    yield signed_in(browser, live_server.url, factories.administrator(court), troubles)
    assert troubles == []


def check(page: Page) -> None:
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        expect_fit(page)


def test_a_token_is_made_copied_and_used(page: Page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(reverse("reports:token_list"))
    page.get_by_role("link", name="新建令牌").click()
    page.get_by_label("法院", exact=True).select_option("中院")
    page.get_by_label("系统名称").fill("数据平台")
    page.get_by_text("各支部数据").click()
    check(page)
    page.get_by_role("button", name="新建", exact=True).click()
    secret = page.get_by_label("完整的令牌").input_value()
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_text("已复制。")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == secret
    check(page)
    answer = page.request.get(reverse("api:branches"), headers={"Authorization": f"Bearer {secret}"})
    assert len(answer.json()["items"]) == 1
    page.get_by_role("link", name="已经复制，回到列表").click()
    expect(page.get_by_role("row", name="数据平台")).to_contain_text(secret[:9])
    check(page)
    page.get_by_role("link", name="停用 数据平台 的令牌").click()
    page.get_by_label("停用原因").fill("系统下线")
    page.get_by_role("button", name="停用", exact=True).click()
    expect(page.get_by_role("row", name="数据平台")).to_contain_text("系统下线")
    assert page.request.get(reverse("api:courts"), headers={"Authorization": f"Bearer {secret}"}).status == 401


def test_the_description(page: Page):
    page.goto(reverse("api:docs"))
    page.get_by_role("link", name="CourtPage").click()
    expect(page.get_by_role("heading", name="一页法院")).to_be_in_viewport()
    check(page)
