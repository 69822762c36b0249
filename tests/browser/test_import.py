"""A ledger from upload to undo in Chromium: put right, looked at, imported, taken back."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page, expect

from activities.models import Activity
from activities.tests.ledger_files import HEAD, court_with_roster, meeting
from branches.tasks import run_import_job, run_undo
from branches.tests import factories
from core import queueing
from core.tests.spreadsheet_files import xlsx
from tests.browser.pages import expect_fit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

WIDTHS = (1440, 390)
LEDGER = [
    ["某法院2024年组织生活台账"],
    ["会议啥" if word == "会议（活动）类型" else word for word in HEAD],
    meeting(),
    meeting(kind="碰头会", held_on="2024-02-05", absentees=None, due=3, present=3),
]


@pytest.fixture
def committee_page(page: Page, client: Client, live_server, monkeypatch):
    """Signed in as a committee; the worker is at hand: what is handed over is done at once."""
    tasks = {each.name: each for each in (run_import_job, run_undo)}
    monkeypatch.setattr(queueing, "_send", lambda task, args: tasks[task](*args))
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith(live_server.url) else troubles.append(asked.url))
    client.force_login(factories.committee_account(court_with_roster()))
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.goto(f"{live_server.url}/branches/imports/")
    yield page
    page.goto("about:blank")
    assert troubles == []


def check(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        expect_fit(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def test_a_ledger_from_upload_to_undo(committee_page: Page):
    page = committee_page
    check(page)
    page.get_by_role("link", name="导入组织生活台账").click()
    check(page)
    page.get_by_label("文件", exact=True).set_input_files(
        {"name": "台账.xlsx", "mimeType": "application/octet-stream", "buffer": xlsx(LEDGER)}
    )
    page.get_by_role("button", name="上传并核对").click()
    expect(page.locator("#faults-head")).to_contain_text("处问题，什么都没有写入")
    check(page)

    page.get_by_label("会议啥对应的内容").select_option("kind")
    page.get_by_role("button", name="按以上设置重新核对").click()
    page.get_by_label("碰头会指的是").select_option("COMMITTEE_MEETING")
    page.get_by_role("button", name="按以上设置重新核对").click()
    expect(page.locator(".count-line")).to_contain_text("将新增：组织生活记录 2 条")
    check(page)

    page.get_by_role("button", name="导入", exact=True).click()
    page.locator("#confirm-yes").click()
    expect(page.locator(".count-line")).to_contain_text("新增组织生活记录 2 条")
    expect(page.get_by_role("link", name="现在登记")).to_be_visible()
    check(page)
    assert Activity.all_rows.count() == 2

    page.get_by_role("link", name="看这次导入").click()
    check(page)
    page.get_by_role("link", name="撤销这次导入").click()
    page.get_by_label("撤销原因").fill("传错了文件")
    page.get_by_role("button", name="撤销这次导入").click()
    expect(page.locator("h1")).to_contain_text("已撤销")
    assert Activity.all_rows.count() == 0
