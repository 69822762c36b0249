"""Logging a meeting in Chromium: few interactions, nothing lost, no errors, no other host."""

from datetime import timedelta

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from activities.models import Activity, ActivityDraft
from activities.tests import factories as meetings
from branches.tests import factories as people
from core.clock import today

# The shipped kinds come with a migration; they are put back after each test empties the tables.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

MOST_INTERACTIONS = 12
# Counts, in the page itself, every press of a pointer and of a key that types nothing; kept over page changes.
COUNTER = """
const add = () => sessionStorage.setItem("count", Number(sessionStorage.getItem("count") ?? 0) + 1);
addEventListener("pointerdown", add, true);
addEventListener("keydown", (event) => event.key.length > 1 && add(), true);
"""


@pytest.fixture
def branch(live_server):
    """A branch that owes this month's committee meeting next, with last month's to fill the form from."""
    made = people.branch(name="第一党支部")
    people.committee(made, 4)
    people.member(made, "张伟")
    absent = people.member(made, "曾丽")
    people.post(absent, "PUBLICITY")
    meetings.coverage(made)
    for code in ("BRANCH_ASSEMBLY", "PARTY_LECTURE", "ORGANIZATION_LIFE_MEETING", "MEMBER_APPRAISAL"):
        meetings.raw_activity(code, made, today(), has_quorum=True)
    last = today().replace(day=1) - timedelta(days=10)
    meetings.activity("COMMITTEE_MEETING", made, last, chair="张书记", recorder="李委员")
    return made


@pytest.fixture
def secretary_page(branch, page: Page, client: Client, live_server):
    """Signed in, at the start page; what goes wrong in the browser fails the test at its end."""
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith(live_server.url) else troubles.append(asked.url))
    client.force_login(people.secretary(branch, name="张书记"))
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.add_init_script(COUNTER)
    page.goto(f"{live_server.url}/")
    yield page
    page.goto("about:blank")  # what the page saves on leaving arrives while the database is still there
    page.wait_for_timeout(500)
    assert troubles == []


def type_text(page: Page, text: str) -> None:
    """Keys that type text are no interactions."""
    page.keyboard.insert_text(text)


def open_form(page: Page) -> None:
    """From the start page; its scripts are there before anything is typed."""
    page.get_by_role("link", name="记支委会").click()
    page.wait_for_url("**/activities/new/**")


def test_a_committee_meeting_with_one_absentee(secretary_page: Page, branch):
    page = secretary_page
    open_form(page)
    expect(page.locator("#id_kind")).to_have_value("COMMITTEE_MEETING")
    expect(page.locator("#id_topic")).to_be_focused()
    type_text(page, "研究三季度党建工作")
    page.get_by_role("combobox", name="缺席人员").click()
    page.keyboard.type("zl")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="开庭").click()
    expect(page.locator("[data-quorum]")).to_have_text("达到半数")
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.locator("h1")).to_contain_text("支部委员会会议")
    count = int(page.evaluate("sessionStorage.getItem('count')"))
    print(f"interactions from the start page to a submitted committee meeting with one absentee: {count}")  # noqa: T201
    assert count <= MOST_INTERACTIONS
    kept = Activity.objects.within(branch).get(held_on=today(), kind__code="COMMITTEE_MEETING")
    assert (kept.due_count, kept.present_count, kept.has_quorum) == (5, 4, True)
    assert (kept.place, kept.chair_name, kept.recorder_name) == ("三楼会议室", "张书记", "李委员")
    assert kept.attendances.get(present=False).reason == "HEARING"
    assert not ActivityDraft.objects.within(branch).exists()


def test_another_kind_brings_its_people_and_keeps_what_was_typed(secretary_page: Page, branch):
    page = secretary_page
    open_form(page)
    page.locator("#id_topic").fill("已经写好的议题")
    page.get_by_role("combobox", name="缺席人员").click()
    page.keyboard.type("曾丽")
    page.keyboard.press("Enter")
    page.locator("#id_kind").select_option("THEME_DAY")
    expect(page.locator("[data-count=due]")).to_have_text("6")
    expect(page.locator("[data-count=absent]")).to_have_text("1")
    expect(page.locator(".absentee-name")).to_have_text("曾丽")
    expect(page.locator("#id_topic")).to_have_value("已经写好的议题")
    expect(page.locator(".meeting-resolutions")).to_be_hidden()
    page.get_by_role("button", name="开庭").click()
    expect(page.get_by_role("button", name="开庭")).to_have_attribute("aria-pressed", "true")


def test_typing_makes_a_draft_that_is_there_again(secretary_page: Page, branch, live_server):
    page = secretary_page
    open_form(page)
    assert not ActivityDraft.objects.within(branch).exists()
    page.locator("#id_topic").press_sequentially("写到一半")
    expect(page.locator("[data-save-state]")).to_have_text("已保存草稿")
    draft = ActivityDraft.objects.within(branch).get()
    expect(page).to_have_url(f"{live_server.url}/activities/drafts/{draft.pk}/")
    page.goto(f"{live_server.url}/activities/drafts/")
    page.get_by_role("link", name="支部委员会会议").click()
    page.wait_for_url("**/activities/drafts/*/")
    expect(page.locator("#id_topic")).to_have_value("写到一半")
    page.locator("#id_content").fill("全文")
    expect(page.locator("[data-save-state]")).to_have_text("已保存草稿")
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.locator(".minutes")).to_have_text("全文")


def test_enter_in_a_field_goes_on_and_submits_nothing(secretary_page: Page, branch):
    page = secretary_page
    open_form(page)
    page.locator("#id_topic").fill("议题一")
    page.locator("#id_topic").press("Enter")
    expect(page.get_by_label("再加一个议题")).to_be_focused()
    assert "/activities/new/" in page.url or "/drafts/" in page.url


def test_what_is_filled_in_while_another_day_s_people_are_under_way_stays(secretary_page: Page, branch):
    page = secretary_page
    open_form(page)
    held = []

    def hold(route):
        held.append(route)

    page.route("**/activities/new/people/", hold, times=1)
    with page.expect_request("**/activities/new/people/"):
        page.locator("#id_held_on").fill((today() - timedelta(days=1)).isoformat())
    page.get_by_role("combobox", name="缺席人员").click()
    page.keyboard.type("曾丽")
    page.keyboard.press("Enter")
    with page.expect_request("**/activities/new/people/"):  # asked for again, with the absentee
        held[0].continue_()
    expect(page.locator(".htmx-request")).to_have_count(0)
    expect(page.locator(".absentee-name")).to_have_text("曾丽")
    expect(page.locator("[data-count=absent]")).to_have_text("1")
