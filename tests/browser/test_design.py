"""The living page in Chromium: nothing complains, nothing is asked of another host, the parts do what they promise."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page, expect

from core import navigation
from tests.browser.pages import expect_fit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

WIDTHS = [1440, 390]
FOLDED = "document.querySelector('.rail').getBoundingClientRect().width < 60"


@pytest.fixture
def design(live_server, page: Page, client: Client, django_user_model, monkeypatch) -> Iterator[Page]:
    """The page, opened by somebody signed in; at the end the browser must have had nothing to report."""
    samples = navigation.Entry("样品", "grid", "design", "core.view_design")
    monkeypatch.setattr(navigation, "_entries", [samples])
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda sent: None if sent.url.startswith(live_server.url) else complaints.append(sent.url))
    client.force_login(django_user_model.objects.create(username="li", name="李静"))
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto(f"{live_server.url}/design/")
    yield page
    assert [text for text in complaints if not text.startswith("data:")] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_fits_and_is_accessible(design: Page, width: int):
    design.set_viewport_size({"width": width, "height": 900})
    expect(design.locator("[data-chart] svg")).to_be_visible()
    expect_fit(design)
    found = Axe().run(design, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


def test_an_absentee_is_found_by_initials_and_marked_by_enter(design: Page):
    counts = design.locator(".attendance-counts")
    expect(counts).to_contain_text("实到 10")
    design.get_by_role("combobox", name="缺席人员").fill("zq")
    design.keyboard.press("Enter")
    expect(counts).to_contain_text("实到 9")
    row = design.locator(".absentees li", has_text="曾强")
    row.get_by_role("button", name="出差").click()
    expect(row.get_by_role("button", name="出差")).to_have_attribute("aria-pressed", "true")
    assert design.locator("select[name=reason_12]").input_value() == "TRIP"
    row.get_by_role("button", name="恢复出席").click()
    expect(counts).to_contain_text("实到 10")


def test_tapping_people_away_shows_when_the_quorum_is_lost(design: Page):
    for name in ("张伟", "李静", "刘洋", "杨帆"):
        design.locator(".attendance-person", has_text=name).click()
    expect(design.locator("[data-quorum]")).to_have_text("未达半数，还差 1 人")


def test_a_person_is_picked_by_pinyin(design: Page):
    box = design.get_by_role("combobox", name="主持人")
    expect(box).to_have_value("李静")
    box.fill("zhang")
    design.keyboard.press("Enter")
    expect(box).to_have_value("张伟")
    assert design.locator("select[name=chair]").input_value() == "1"


def test_a_date_says_its_weekday(design: Page):
    design.get_by_label("日期", exact=True).fill("2024-03-06")
    expect(design.locator(".date-weekday")).to_have_text("星期三")
    design.get_by_label("日期", exact=True).fill("2024-03-10")
    expect(design.locator(".date-weekday")).to_have_text("星期日，双休日")


def test_a_submit_is_asked_about_first_and_escape_means_no(design: Page):
    design.get_by_role("button", name="提交", exact=True).click()
    dialog = design.get_by_role("dialog", name="确认提交这份样例？")
    expect(dialog).to_contain_text("只能更正")
    design.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert "#" not in design.url


def test_the_rail_folds_and_stays_folded(design: Page):
    design.set_viewport_size({"width": 1440, "height": 900})
    design.get_by_role("button", name="收起导航").click()
    design.wait_for_function(FOLDED)
    design.reload()
    design.wait_for_function(FOLDED)


def test_the_jump_box_opens_a_section_by_initials(design: Page, live_server):
    design.goto(f"{live_server.url}/design/?elsewhere")
    design.keyboard.press("Control+k")
    box = design.get_by_role("combobox", name="栏目名称")
    box.fill("没有这个栏目")
    expect(design.locator(".palette-empty")).to_be_visible()
    box.fill("yp")
    design.keyboard.press("Enter")
    expect(design).to_have_url(f"{live_server.url}/design/")


def test_without_scripts_everything_can_still_be_filled_in(design: Page, browser, live_server):
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(design.context.cookies())
    page = context.new_page()
    page.goto(f"{live_server.url}/design/")
    page.locator("input[name=absent][value='3']").check()
    page.locator("select[name=reason_3]").select_option("SICK")
    expect(page.locator("select[name=chair]")).to_be_visible()
    context.close()
