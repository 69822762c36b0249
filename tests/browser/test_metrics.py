"""A figure of a court's business: its percent while one types, entered, entered again as a correction."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from branches.tests import factories as people
from metrics.tests.factories import metric
from tests.browser.pages import expect_fit, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_entered_and_corrected(live_server, browser: Browser):
    court = people.court()
    people.court(parent=court)
    troubles: list[str] = []
    page = signed_in(browser, live_server.url, people.committee_account(court), troubles)
    page.goto(f"/metrics/new/?metric={metric().pk}")
    page.get_by_label("年度").fill("2024")
    page.get_by_label("时段").select_option("Y")
    percent = page.locator("[data-percent] output")
    for parts, told in ((("1", "3"), "33.33%"), (("1", "800"), "0.13%"), (("3157", "3302"), "95.61%")):
        for name, value in zip(("审执结案件", "受理案件"), parts, strict=True):
            page.get_by_label(name).fill(value)
        expect(percent).to_have_text(told)
    page.get_by_label("受理案件").fill("很多")
    expect(percent).to_contain_text("这里算出百分比")
    page.get_by_label("受理案件").fill("3302")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".figure-number").first).to_have_text("95.61%")
    expect_fit(page)

    page.get_by_role("link", name="登记数据").click()
    page.get_by_label("年度").fill("2024")
    page.get_by_label("时段").select_option("Y")
    page.get_by_label("审执结案件").fill("3160")
    page.get_by_label("受理案件").fill("3302")
    assert troubles == []
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已登记为 95.61%（3157/3302）")).to_be_visible()
    page.get_by_label("更正原因").fill("漏统 3 件")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".figure-number").first).to_have_text("95.70%")
    page.get_by_role("link", name="2024年", exact=True).first.click()
    expect(page.get_by_text("漏统 3 件")).to_be_visible()
    for address in (page.url, "/metrics/", "/metrics/definitions/", f"/metrics/{metric().pk}/"):
        page.goto(address)
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            expect_fit(page)
        found = Axe().run(page, options={"resultTypes": ["violations"]})
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
