"""Reports in Chromium: from the whole nation down to one record; a report written, published and read."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from activities.models import Activity
from activities.tests import rows
from branches.tests import factories
from core.clock import today
from reports.models import Report
from reports.services.rollup import rollup_refresh
from tests.browser.pages import expect_fit, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}


def faults(page: Page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found.response["violations"]]


def look_at(page: Page) -> None:
    """The page passes the check on both widths and fits."""
    for width in (PHONE, DESK):
        page.set_viewport_size(width)
        expect_fit(page)
        assert faults(page) == []


@pytest.fixture
def nation():
    """最高 > 高级 > 中级 > 基层; the lowest shares its records and held an assembly in March of last year."""
    court = factories.court("示例最高法院", level="SUPREME")
    for name, level in (("南岭高院", "HIGH"), ("云州中院", "INTERMEDIATE"), ("临江法院", "BASIC")):
        court = factories.court(name, level=level, parent=court, shares_records=True)
    return court


def test_from_the_nation_to_one_record(browser: Browser, live_server, nation):
    troubles: list[str] = []
    held_on = date(today().year - 1, 3, 6)
    branch = rows.branch(nation, name="第一党支部")
    record = rows.activity(branch, "BRANCH_ASSEMBLY", held_on, due_count=3, present_count=3)
    Activity.objects.within(branch).filter(pk=record.pk).update(topic="讨论年度计划")
    rollup_refresh(at=datetime.now(ZoneInfo("Asia/Shanghai")))
    top = nation.parent.parent.parent
    page = signed_in(browser, live_server.url, factories.committee_account(top), troubles)
    page.goto(f"/reports/courts/{top.pk}/below/?year={held_on.year}")
    look_at(page)
    for name in ("南岭高院", "云州中院", "临江法院"):
        page.locator("table").get_by_role("link", name=name).first.click()
        expect(page.locator("h1")).to_contain_text(name)
        look_at(page)
    page.get_by_role("link", name="第一党支部").first.click()
    expect(page.locator("h1")).to_contain_text("第一党支部")
    page.locator("a[href*='kind=BRANCH_ASSEMBLY']").first.click()
    page.locator(f"a[href='/activities/{record.pk}/']").first.click()
    expect(page.locator("body")).to_contain_text("讨论年度计划")
    assert troubles == []


def test_a_report_is_written_published_and_read(browser: Browser, live_server):
    troubles: list[str] = []
    court = factories.court("甲中级法院")
    branch = rows.branch(court, name="第一党支部")
    year = today().year - 1
    for month in (2, 5, 8):
        rows.activity(branch, "BRANCH_ASSEMBLY", date(year, month, 6), due_count=3, present_count=3)
    page = signed_in(browser, live_server.url, factories.committee_account(court), troubles)
    page.goto("/reports/written/new/")
    look_at(page)
    page.select_option("#id_year", str(year))
    page.select_option("#id_period", "Y")
    page.get_by_role("button", name="起草").click()
    expect(page.locator(".report-body")).to_contain_text("支部党员大会3次")
    expect(page.locator("[data-chart] svg").first).to_be_visible()
    look_at(page)

    page.get_by_role("link", name="修改：组织生活落实情况").click()
    text = page.locator("#id_text")
    text.fill("召开支部党员大会{支部党员大会=5}，另召开")
    page.get_by_label("查找").fill("支部党员大会")
    page.get_by_role("button", name="支部党员大会 3次", exact=True).click()
    expect(text).to_have_value("召开支部党员大会{支部党员大会=5}，另召开{支部党员大会}")
    expect(page.locator("#preview")).to_contain_text("系统记录是 3次")
    look_at(page)
    with page.expect_popup() as records:
        page.locator("#preview a").first.click()
    records.value.close()
    page.get_by_role("button", name="按现有记录重新起草这一栏").click()
    page.get_by_role("dialog").get_by_role("button", name="取消").click()
    page.route("**/preview/", lambda route: route.fulfill(status=422))
    text.press("End")
    text.press_sequentially("。")
    expect(page.locator("#preview")).to_have_text("预览没有更新。正文还在，请先保存，或稍后再试。")
    expect(text).to_have_value("召开支部党员大会{支部党员大会=5}，另召开{支部党员大会}。")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("body")).to_contain_text("1 处需要核对")

    page.get_by_role("link", name="发布", exact=True).click()
    look_at(page)
    page.get_by_role("button", name="发布").click()
    expect(page.locator(".error-summary, [role=alert]").first).to_contain_text("请核对并勾选")
    page.get_by_label("上面列出的各处已经核对").check()
    page.get_by_role("button", name="发布").click()
    expect(page.locator("body")).to_contain_text("已经定格")

    reader = signed_in(browser, live_server.url, factories.member_account(factories.member(branch)), troubles)
    reader.goto("/reports/written/")
    look_at(reader)
    reader.get_by_role("link", name=f"甲中级法院{year}年党建工作报告").click()
    expect(reader.locator(".report-body")).to_contain_text("支部党员大会5次")
    assert reader.locator(".report-body a[href^='/activities/']").count() == 0
    with reader.expect_download() as download:
        reader.get_by_role("button", name="更多操作").click()
        reader.get_by_role("link", name="下载 PDF（打印）").click()
    assert download.value.suggested_filename.endswith(".pdf")
    assert Report.objects.within(court).get().state == "PUBLISHED"
    assert troubles == [each for each in troubles if "422" in each]
