"""A work notice in Chromium: written and issued by the committee, answered on a phone, ticked by a meeting."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from activities.tests import factories as meetings
from core.clock import today
from notices.tests.factories import Case
from tests.browser.pages import expect_fit, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
PHONE = {"width": 390, "height": 844}


def expect_right(page: Page) -> None:
    """Nothing stands out, and axe finds nothing, on a desk and on a phone."""
    kept = page.viewport_size
    for size in ({"width": 1440, "height": 900}, PHONE):
        page.set_viewport_size(size)
        expect_fit(page)
        assert Axe().run(page).violations_count == 0, page.url
    page.set_viewport_size(kept or PHONE)


def write(page: Page) -> None:
    """Three items, the second moved to the top by keyboard and one begun in vain removed."""
    page.goto("/notices/")
    page.get_by_role("link", name="起草工作提示单").first.click()
    page.get_by_label("标题").fill("本月重点工作")
    lines = page.locator(".item-line")
    lines.nth(0).get_by_label("事项内容").fill("报送调研报告")
    lines.nth(1).get_by_label("事项内容").fill("开展主题党日")
    lines.nth(1).get_by_label("完成依据").select_option(label="系统对照：应开展的组织生活")
    lines.nth(1).get_by_label("活动类型").select_option(label="主题党日")
    lines.nth(2).get_by_label("事项内容").fill("写错的")
    expect(lines).to_have_count(4)
    lines.nth(3).get_by_label("事项内容").fill("报送党费收缴情况")
    lines.nth(2).get_by_role("button", name="删除这一项").press("Enter")
    up = lines.nth(1).get_by_role("button", name="上移")
    up.focus()
    up.press("Enter")
    expect(lines.nth(0).get_by_label("事项内容")).to_have_value("开展主题党日")
    expect_right(page)
    page.get_by_role("button", name="保存草稿").click()
    expect(page.locator(".notice-items > li")).to_have_count(3)


def issue(page: Page) -> None:
    expect_right(page)
    page.get_by_role("button", name="签发").click()
    page.locator("#confirm-yes").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("第1期")
    expect(page.locator("#branches")).to_contain_text("还没有签收：第一党支部、第二党支部")


def test_a_notice_on_its_whole_way(browser: Browser, live_server):
    troubles: list[str] = []
    case = Case()
    desk = signed_in(browser, live_server.url, case.committee, troubles)
    write(desk)
    issue(desk)

    phone = signed_in(browser, live_server.url, case.secretary, troubles)
    phone.set_viewport_size(PHONE)
    phone.goto("/notices/")
    phone.get_by_role("link", name="本月重点工作").click()
    phone.get_by_role("button", name="签收").click()
    expect(phone.locator("[aria-current=step]")).to_have_text("已签收")
    report = phone.locator(".notice-items > li").filter(has_text="报送调研报告")
    report.get_by_role("button", name="填报").click()
    expect(report).to_contain_text("已填报 1/1")
    expect_right(phone)

    meetings.activity("THEME_DAY", case.first, today())
    phone.reload()
    expect(phone.locator(".notice-items > li").first).to_contain_text("主题党日达标 1/1。")

    desk.reload()
    row = desk.get_by_role("row").filter(has=desk.get_by_role("rowheader", name="第一党支部"))
    expect(row).to_contain_text("已签收")
    expect(row.locator(".matrix-cell[data-kind=success]")).to_have_count(2)
    desk.get_by_role("link", name="待签收 1").click()
    expect(desk.locator("#branches tbody tr")).to_have_count(1)
    expect_right(desk)
    for page in (desk, phone):
        page.context.close()
    assert troubles == []
