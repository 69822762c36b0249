"""An election in Chromium, from the request to the new committee, by the secretary and the court's committee."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from branches.models import Post
from branches.tests import factories as people
from core.clock import today
from elections.models import Candidate
from elections.tests.factories import branch_with_term, members_of
from tests.browser.pages import signed_in

# The shipped figures come with a migration; they are put back after each test empties the tables.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def take(page: Page, link: str, button: str, **fields: str) -> None:
    """The next step from the election's page and back to it."""
    page.locator(".page-actions").get_by_role("link", name=link).click()
    fill(page, **fields)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator(".path")).to_be_visible()


def fill(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.locator(f"#id_{name}").fill(value)


def answer(page: Page, address: str, link: str) -> None:
    page.goto(address)
    page.locator(".page-actions").get_by_role("link", name=link).click()
    page.get_by_text("同意", exact=True).click()
    fill(page, number="机党〔1〕号")
    page.get_by_role("button", name="批复", exact=True).click()
    expect(page.locator(".path")).to_be_visible()


def test_the_way_of_two_roles(browser: Browser, live_server):
    branch = branch_with_term(8, due_on=today() + timedelta(30), name="第一党支部")
    rows = members_of(branch)
    troubles: list[str] = []
    secretary = signed_in(browser, live_server.url, people.secretary(branch), troubles)
    committee = signed_in(browser, live_server.url, people.committee_account(branch.court), troubles)

    secretary.goto(f"{live_server.url}/")
    secretary.get_by_role("link", name="写换届请示").click()
    fill(secretary, seats="3", planned_on=today().isoformat(), reasons="本届任期将满")
    secretary.get_by_role("button", name="报送请示").click()
    expect(secretary.locator(".notice").first).to_contain_text("下一步由机关党委办理")
    election = secretary.url

    answer(committee, election, "批复请示")
    secretary.goto(election)
    secretary.locator(".page-actions").get_by_role("link", name="提出人选").click()
    for row in rows[:4]:
        # The box, not the select that has its id until the page's scripts make the box.
        secretary.locator("input#id_members").fill(row.name)
        secretary.keyboard.press("Enter")
    secretary.get_by_role("button", name="登记人选").click()
    take(secretary, "登记征求意见", "报送审查", text="没有不同意见")
    answer(committee, election, "批复人选")

    secretary.goto(election)
    secretary.locator(".page-actions").get_by_role("link", name="登记选举大会").click()
    expect(secretary.locator("[data-count=voting]")).to_have_text("8/8")
    fill(secretary, place="三楼会议室", scrutineers="王监票", tellers="李计票")
    secretary.get_by_role("combobox", name="缺席人员").fill(rows[-1].name)
    secretary.keyboard.press("Enter")
    secretary.get_by_role("button", name="登记大会").click()
    votes = {f"votes_{row.pk}": count for row, count in zip(Candidate.objects.within(branch), "7651", strict=True)}
    take(secretary, "登记计票", "登记计票", issued="7", returned="7", valid="7", **votes)
    expect(secretary.locator(".round")).to_contain_text("当选")

    secretary.locator(".page-actions").get_by_role("link", name="登记分工").click()
    kinds = ("SECRETARY", "ORGANIZATION", "PUBLICITY")
    for row, kind in zip(Candidate.objects.within(branch), kinds, strict=False):
        secretary.locator(f"#id_kind_{row.pk}").select_option(kind)
    secretary.get_by_role("button", name="登记分工").click()
    take(secretary, "报告结果", "报告结果")
    answer(committee, election, "批准并备案")
    expect(committee.locator("h1")).to_contain_text("已完成")
    assert list(Post.objects.within(branch).filter(ends_on=None).values_list("kind", flat=True)) == list(kinds)
    assert troubles == []
