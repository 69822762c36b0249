"""Supervision in Chromium: charts are drawn, a bar opens what it counts, pages pass the check on both widths."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page, expect

from rectification.tests.factories import DUE, Case
from tests.browser.pages import expect_fit
from tests.browser.test_records_on_their_way import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
PHONE = {"width": 390, "height": 844}
PAGES = ("", "branches/", "persons/")


def faults(page: Page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found.response["violations"]]


def test_figures_open_and_pages_pass_the_check(page: Page, client: Client, live_server):
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    case = Case().claimed()
    case.measure("每月走访一次", due_on=DUE)
    sign_in(page, client, case.finder, live_server)
    for path in PAGES:
        page.goto(f"{live_server.url}/rectification/supervision/{path}")
        page.set_viewport_size({"width": 1440, "height": 900})
        assert faults(page) == []
        page.set_viewport_size(PHONE)
        expect_fit(page)
        assert faults(page) == []
    page.goto(f"{live_server.url}/rectification/supervision/")
    expect(page.locator("[data-chart] svg")).to_have_count(3)
    page.get_by_role("link", name="未按时完成：查看明细").click()
    expect(page.locator("tbody")).to_contain_text("每月走访一次")
    assert troubles == []
