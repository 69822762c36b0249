"""An admission is voted on and a joint meeting completed in Chromium."""

import pytest
from playwright.sync_api import Browser, Page, expect

from activities.models import Activity, ActivityDraft, Resolution
from activities.tests import factories as meetings
from branches.models import Branch
from branches.tests import factories as people
from core.clock import today
from tests.browser.pages import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def branches(live_server) -> list[Branch]:
    court = people.court()
    made = [people.branch(court, name) for name in ("第一党支部", "第二党支部")]
    for branch in made:
        people.members(branch, 6)
        meetings.coverage(branch)
    return made


def fill(page: Page, kind: str, topic: str) -> None:
    page.goto(f"/activities/new/?kind={kind}")
    page.locator("#id_topic").fill(topic)
    for name, text in (("place", "会议室"), ("chair", "书记"), ("recorder", "委员")):
        page.locator(f"#id_{name}").fill(text)


def test_an_admission_vote_and_a_joint_meeting(branches, browser: Browser, live_server):
    host, guest = branches
    troubles: list[str] = []
    page = signed_in(browser, live_server.url, people.secretary(host), troubles)
    fill(page, "BRANCH_ASSEMBLY", "讨论接收预备党员")
    row = page.locator("[data-row]").first
    row.locator("[name=vote_nature]").select_option("ADMISSION")
    expect(row.locator("[name=vote_ballot]")).to_have_value("BALLOT")
    row.locator("[name=vote_person]").fill("新同志")
    row.locator("[name=votes_for]").fill("3")
    expect(row.locator("[data-verdict]")).to_contain_text("没有超过应到 6 人的半数（至少 4 票）")
    row.locator("[name=votes_for]").fill("7")
    expect(row.locator("[data-verdict]")).to_contain_text("多了 1 票")
    row.locator("[name=votes_for]").fill("6")
    expect(row.locator("[data-verdict]")).to_contain_text("应到 6，实到 6：赞成 6 票，超过应到 6 人的半数")
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.locator("#resolutions")).to_be_visible()
    assert Resolution.objects.within(host).get().passed

    fill(page, "THEME_DAY", "共同参观")
    page.get_by_text("与本院其他党支部联合召开").click()
    page.get_by_label("第二党支部").check()
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_text("与第二党支部")).to_be_visible()

    theirs = signed_in(browser, live_server.url, people.secretary(guest), troubles)
    theirs.goto("/activities/drafts/")
    theirs.get_by_role("link", name="主题党日").click()
    expect(theirs.locator("[data-count=due]")).to_have_text("6")
    theirs.get_by_role("button", name="提交", exact=True).click()
    expect(theirs.get_by_text("与第一党支部")).to_be_visible()
    kept = Activity.objects.within(guest).get(held_on=today())
    assert kept.joint_key == Activity.objects.within(host).get(kind__code="THEME_DAY").joint_key
    assert not ActivityDraft.objects.within(host.court).exists()
    for each in (page, theirs):
        each.goto("about:blank")
    assert troubles == []
