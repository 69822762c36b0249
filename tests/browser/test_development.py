"""From the application to a probationary member in Chromium, by the branch's secretary and the court's committee."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from branches.choices import MemberStatus
from branches.models import Member
from branches.tests import factories as people
from development.choices import DECISIONS, VOTES, StepKind
from development.models import Candidate, Step
from development.selectors.record import slug_of
from development.tests.factories import APPLIED_ON, DAYS, ORDER, resolution
from tests.browser.pages import signed_in

# The shipped figures come with a migration; they are put back after each test empties the tables.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
K = StepKind


def take(page: Page, kind: str, on: date, **fields: str) -> None:
    """One step from the file's page and back to it."""
    page.locator(f"a[href$='/{slug_of(kind)}/']").first.click()
    for name, value in fields.items():
        field = page.locator(f"#id_{name}")
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(index=int(value))
        else:
            field.fill(value)
    if kind not in VOTES:  # its day is the assembly's
        page.locator("#id_happened_on").fill(on.isoformat())
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator(".stop[data-state=done] .stop-name").filter(has_text=K(kind).label)).to_be_visible()


def test_the_way_of_two_roles(browser: Browser, live_server):
    branch = people.branch(name="第一党支部")
    people.members(branch, 3)
    troubles: list[str] = []
    secretary = signed_in(browser, live_server.url, people.secretary(branch), troubles)
    committee = signed_in(browser, live_server.url, people.committee_account(branch.court), troubles)

    secretary.goto(f"{live_server.url}/development/")
    secretary.get_by_role("link", name="新建档案").click()
    secretary.locator("#id_applied_on").fill(APPLIED_ON.isoformat())
    secretary.locator("#id_name").fill("陈申请")
    secretary.locator("#id_born_on").fill("1995-05-05")
    secretary.get_by_role("button", name="保存").click()
    expect(secretary.locator("h1")).to_contain_text("陈申请")

    # A step whose turn has not come has no button, and its page refuses it with the reason.
    candidate = Candidate.objects.within(branch).get()
    assert secretary.locator("a[href$='/prospect-fixed/']").count() == 0
    extras = {
        K.CONTACTS: {"first": "1"},
        K.INTRODUCERS: {"first": "1", "second": "2"},
        K.TRAINING: {"ends_on": (DAYS[K.TRAINING] + timedelta(2)).isoformat()},
        K.PUBLICITY: {"ends_on": (DAYS[K.PUBLICITY] + timedelta(4)).isoformat()},
    }
    resolution(candidate, K.ADMISSION_VOTE, DAYS[K.ADMISSION_VOTE])  # chosen on the form, being the only one
    for kind in ORDER[: ORDER.index(K.ADMISSION_APPROVAL) + 1]:
        page = committee if kind in DECISIONS else secretary
        page.goto(f"{live_server.url}/development/{candidate.pk}/")
        take(page, kind, DAYS[kind], **extras.get(kind, {}))

    expect(committee.locator(".page-state")).to_have_text("第一党支部 · 预备党员")
    secretary.reload()
    secretary.get_by_role("link", name="党员页面").click()
    expect(secretary.get_by_role("heading", name="陈申请")).to_contain_text("预备党员")
    expect(secretary.get_by_text("提出转正申请")).to_be_visible()
    member = Member.objects.within(branch).get(name="陈申请")
    assert (member.status, member.joined_on) == (MemberStatus.PROBATIONARY, DAYS[K.ADMISSION_VOTE])
    decided = Step.objects.within(branch).filter(kind__in=DECISIONS).values_list("recorded_by__username", flat=True)
    recorded = Step.objects.within(branch).exclude(kind__in=DECISIONS).values_list("recorded_by__username", flat=True)
    assert not set(decided) & set(recorded)
    assert troubles == []
    for page in (secretary, committee):
        page.context.close()
