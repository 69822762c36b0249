"""A record goes back and forth in Chromium: archived by ticks, sent back, put right in its form, nothing typed lost."""

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from activities.models import Activity
from activities.tests import factories as meetings
from branches.tests import factories as people
from core.clock import now, today

# The shipped kinds come with a migration; they are put back after each test empties the tables.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def branch(live_server):
    made = people.branch(name="第一党支部")
    people.members(made, 3)
    people.member(made, "张伟")
    meetings.coverage(made)
    return made


def sign_in(page: Page, client: Client, user, live_server) -> None:
    client.force_login(user)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.goto(f"{live_server.url}/")


def test_sent_back_put_right_and_archived(branch, page: Page, client: Client, live_server):
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    secretary, committee = people.secretary(branch, name="张书记"), people.committee_account(branch.court)
    for code in ("BRANCH_ASSEMBLY", "THEME_DAY"):
        meetings.activity(code, branch, today(), by=secretary, at=now())

    sign_in(page, client, committee, live_server)
    page.get_by_role("link", name="2 条记录待归档").click()
    expect(page.get_by_role("button", name="归档勾选的记录")).to_be_disabled()
    page.locator("tbody a").first.click()
    page.get_by_role("link", name="退回").click()
    page.get_by_label("原因").fill("请补充讨论情况")
    page.get_by_role("button", name="退回").click()
    expect(page.locator("body")).to_contain_text("不计入已召开。原因：请补充讨论情况")

    sign_in(page, client, secretary, live_server)
    page.get_by_role("link", name="修改", exact=True).click()
    page.wait_for_url("**/activities/*/edit/")
    page.locator("#id_content").fill("讨论了三件事")
    for words in ("第二个议题", "第三个议题"):
        page.locator("[name=topic]").last.fill(words)
    page.locator("#id_kind").select_option("POLITICAL_STUDY")
    page.get_by_role("combobox", name="参加人员").fill("张伟")
    page.keyboard.press("Enter")
    expect(page.locator(".attendance")).to_contain_text("张伟")
    expect(page.locator("[data-save-state]")).to_have_text("未提交，内容暂存在本机")
    page.reload()
    expect(page.locator("#id_content")).to_have_value("讨论了三件事")
    # The people are drawn for the kind that was typed, and filled in: only who was invited.
    expect(page.locator("#meeting-form:not([inert]) .attendance")).to_contain_text("张伟")
    expect(page.locator(".attendance [name=absent]")).to_have_count(1)
    typed = page.locator("[name=topic]").evaluate_all("fields => fields.map((field) => field.value)")
    assert typed[1:] == ["第二个议题", "第三个议题", ""]
    page.get_by_role("button", name="再次提交").click()
    expect(page.locator("#changes + h3")).to_contain_text("再次提交")
    page.wait_for_function("!Object.keys(localStorage).some((key) => key.startsWith('draft:'))")

    sign_in(page, client, committee, live_server)
    page.get_by_role("link", name="2 条记录待归档").click()
    page.get_by_label("全选本页").check()
    expect(page.locator("[data-bulk-count]")).to_have_text("已勾选 2 条")
    page.get_by_role("button", name="归档勾选的记录").click()
    page.locator("#confirm-yes").click()
    expect(page.locator("body")).to_contain_text("没有等待审核的记录")
    assert set(Activity.objects.within(branch).values_list("state", flat=True)) == {"ARCHIVED"}
    assert troubles == []
