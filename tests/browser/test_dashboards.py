"""The dashboards with their blocks, and the wall: refreshed while the session lasts, dark and plain when it is over."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from activities.tests import rows
from assessments.tests.rated import Place
from branches.models import Court
from branches.tests import factories
from core.clock import today
from core.dates import months_after
from notices.tests import factories as notices
from rectification.tests.factories import Case
from tests.browser.pages import expect_fit, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
MEETING_ROOM = {"width": 1920, "height": 1080}


@pytest.fixture
def court() -> Court:
    """With something for every block."""
    place = Place(3, five_share=100)
    place.publish(place.rated(95, 85, 75))
    for branch in place.branches:
        rows.coverage(branch, months_after(today(), -24))
        factories.members(branch, 3, education="大学本科", nation="汉族")
    Case(place.first).claimed().measure("走访群众")
    notices.Case(place.court).issued()
    return place.court


@pytest.fixture
def page(browser: Browser, live_server, court: Court) -> Page:
    troubles: list[str] = []
    yield signed_in(browser, live_server.url, factories.committee_account(court), troubles)
    assert troubles == []


def check(page: Page) -> None:
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def test_a_court_s_dashboard(page: Page, court: Court):
    page.goto(reverse("reports:court", args=[court.pk]))
    for title in ("上月末以来的变化", "检视整改", "工作提示", "星级评定", "发展党员", "党员构成"):
        expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
    expect(page.get_by_text("正在载入…")).to_have_count(0)
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        expect_fit(page)
    check(page)
    page.get_by_role("row", name="大学本科").get_by_role("link").click()
    expect(page.get_by_label("学历", exact=True)).to_have_value("BACHELOR")
    expect(page.locator("tbody tr")).to_have_count(9)
    expect_fit(page)


def test_the_wall(page: Page, court: Court):
    page.clock.install()
    page.set_viewport_size(MEETING_ROOM)
    page.goto(reverse("reports:wall", args=[court.pk]))
    updated = page.locator(".wall-foot time")
    first = updated.get_attribute("datetime")
    page.clock.fast_forward("01:00")
    expect(updated).not_to_have_attribute("datetime", first)
    for size in (MEETING_ROOM, {"width": 1440, "height": 900}):
        page.set_viewport_size(size)
        expect_fit(page)
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    check(page)
    page.get_by_role("button", name="继续显示").click()
    expect(page.get_by_text("停止刷新")).to_be_visible()
    Session.objects.all().delete()
    page.clock.fast_forward("01:00")
    expect(page.get_by_role("heading", name="请重新登录")).to_be_visible()
    expect(page.locator("#wall-figures")).to_have_count(0)
    check(page)


def test_escape_leaves_the_wall(page: Page, court: Court):
    page.goto(reverse("reports:wall", args=[court.pk]))
    page.keyboard.press("Escape")
    page.wait_for_url(f"**{reverse('reports:court', args=[court.pk])}")
