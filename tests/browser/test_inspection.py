"""An inspection in Chromium: several findings typed one after another and made into problems."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page, expect

from branches.tests import factories as people
from core.clock import today
from rectification import services
from rectification.models import Problem
from tests.browser.pages import expect_fit
from tests.browser.test_records_on_their_way import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
PHONE = {"width": 390, "height": 844}


def test_findings_are_typed_and_become_problems(page: Page, client: Client, live_server):
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    branch = people.branch(name="第一党支部")
    committee = people.committee_account(branch.court)
    facts = {"kind": "THEMED", "title": "重点考核", "held_on": today(), "inspectors": "张三"}
    services.inspection_create(court=branch.court, by=committee, **facts)

    sign_in(page, client, committee, live_server)
    page.goto(f"{live_server.url}/rectification/inspections/")
    page.get_by_role("link", name="重点考核").click()
    page.locator("header").get_by_role("link", name="登记发现的问题").click()
    page.get_by_label("党支部").select_option(label="第一党支部")
    page.locator("#id_due_on").fill(f"{today():%Y-%m-%d}")
    lines = page.locator("[data-rows] [name=text]")
    for number in range(4):
        lines.nth(number).fill(f"第{number + 1}件事")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="列为整改问题").click()
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="列为整改问题").click()
    expect(page.locator("tbody")).to_contain_text("第一党支部")
    assert Problem.objects.within(branch).count() == 4
    page.set_viewport_size(PHONE)
    expect_fit(page)
    assert Axe().run(page).violations_count == 0
    assert troubles == []
