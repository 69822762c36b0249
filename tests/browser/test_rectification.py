"""A problem in Chromium, from its finding to the approved close-out, by the committee and the branch's secretary."""

from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from branches.models import Branch
from branches.tests import factories as people
from core.clock import today
from core.tests.attachment_files import picture
from rectification.models import Problem
from rectification.selectors.standing import problem_state
from rectification.tests.factories import Case
from tests.browser.pages import expect_fit, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def fill(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.locator(f"#id_{name}").fill(value)


def send(page: Page, button: str) -> None:
    """The form's button; afterwards the page says that it is done."""
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator(".toast-note").first).to_be_visible()


def take(page: Page, link: str, button: str, **fields: str) -> None:
    """A step by the page's button, or from the menu beside it, with its form."""
    step = page.locator(".page-actions").get_by_role("link", name=link, exact=True)
    if not step.is_visible():
        page.get_by_role("button", name="更多操作").click()
    step.click()
    fill(page, **fields)
    send(page, button)


def open_measure(page: Page, problem: str, text: str) -> None:
    page.goto(problem)
    page.get_by_role("link", name=text).click()


def in_days(days: int) -> str:
    return (today() + timedelta(days)).isoformat()


def found_by_the_committee(page: Page) -> str:
    """Registers a problem for the branch; its address."""
    page.goto("/rectification/")
    page.get_by_role("link", name="登记问题").click()
    fill(page, title="窗口排队时间长", source="群众来信")
    page.locator("#id_lead").select_option(label="第一党支部")
    send(page, "登记")
    return page.url


def claimed_and_planned(page: Page) -> None:
    """From the secretary's first page to a measure with its deadline."""
    page.goto("/")
    page.get_by_role("link", name="1. 窗口排队时间长").click()
    take(page, "认领", "认领")
    page.locator(".page-actions").get_by_role("link", name="新增整改措施").click()
    fill(page, text="中午错峰值班", owner_name="张三", first_due_on=in_days(10))
    page.get_by_text("当下改", exact=True).click()
    send(page, "保存")


def reported_with_evidence(page: Page) -> None:
    page.locator(".page-actions").get_by_role("link", name="报告进展").click()
    fill(page, text="值班表已公示")
    shot = {"name": "值班表.png", "mimeType": "image/png", "buffer": picture()}
    page.locator("input[type=file]").set_input_files(shot)
    send(page, "报告")
    expect(page.get_by_text("值班表.png").first).to_be_visible()


def state_of(branch: Branch) -> str:
    return problem_state(Problem.objects.within(branch.court).get(), today()).value


def test_the_way_of_two_roles(browser: Browser, live_server):
    branch = people.branch(people.court(), "第一党支部")
    troubles: list[str] = []
    secretary = signed_in(browser, live_server.url, people.secretary(branch), troubles)
    committee = signed_in(browser, live_server.url, people.committee_account(branch.court), troubles)

    problem = found_by_the_committee(committee)
    claimed_and_planned(secretary)
    open_measure(secretary, problem, "中午错峰值班")
    reported_with_evidence(secretary)
    take(secretary, "申请延期", "申请", until=in_days(30), reason="设备未到")

    open_measure(committee, problem, "中午错峰值班")
    committee.locator(".page-actions").get_by_role("link", name="答复延期申请").click()
    committee.get_by_text("同意", exact=True).click()
    send(committee, "答复")
    committee.goto(problem)
    expect(committee.get_by_role("row", name="中午错峰值班")).to_contain_text(in_days(30))

    open_measure(secretary, problem, "中午错峰值班")
    take(secretary, "登记完成", "登记完成", text="已连续执行两周")
    secretary.goto(problem)
    take(secretary, "申请销号", "申请销号", text="等候不超过一刻钟")

    committee.goto(problem)
    committee.get_by_role("button", name="更多操作").click()
    committee.get_by_role("link", name="退回销号申请").click()
    fill(committee, reason="周五仍有断岗", until=in_days(20))
    committee.get_by_text("中午错峰值班", exact=True).click()
    send(committee, "退回")

    secretary.goto("/")
    secretary.get_by_role("link", name="1. 窗口排队时间长").click()
    expect(secretary.locator(".history")).to_contain_text("周五仍有断岗")
    open_measure(secretary, problem, "中午错峰值班")
    take(secretary, "登记完成", "登记完成", text="周五值班已落实")
    secretary.goto(problem)
    take(secretary, "申请销号", "申请销号", text="每天中午都有人值班")
    committee.goto(problem)
    take(committee, "批准销号", "批准销号")
    expect(committee.locator("h1")).to_contain_text("已销号")
    assert state_of(branch) == "CLOSED"
    assert troubles == []


def test_own_approval_and_a_skipped_step_are_refused(browser: Browser, live_server):
    case = Case()
    case.claimed(date(2024, 5, 1)).measure()
    case.problem.refresh_from_db()
    both = people.committee_account(case.branch.court)
    people.appoint(both, "SECRETARY", branch=case.branch)
    page = signed_in(browser, live_server.url, both, [])
    address = reverse("rectification:problem", args=[case.problem.pk])

    page.goto(address)
    expect(page.get_by_label("销号还缺什么")).to_contain_text("还有 1 条措施没有完成")
    page.goto(reverse("rectification:close_out_ask", args=[case.problem.pk]))
    fill(page, text="想先销号")
    page.get_by_role("button", name="申请销号", exact=True).click()
    expect(page.locator(".error-summary")).to_contain_text("还有 1 条措施没有完成")
    expect(page.locator("#id_text")).to_have_value("想先销号")

    open_measure(page, address, "每月走访一次")
    take(page, "登记完成", "登记完成", text="已走访", done_on=today().isoformat())
    page.goto(address)
    take(page, "申请销号", "申请销号", text="群众满意")
    expect(page.locator(".notice", has_text="请由机关党委的其他同志办理")).to_be_visible()
    page.goto(reverse("rectification:close_out_approve", args=[case.problem.pk]))
    page.get_by_role("button", name="批准销号", exact=True).click()
    expect(page.locator(".error-summary")).to_contain_text("请由机关党委的其他同志办理")
    assert state_of(case.branch) == "CLOSE_ASKED"


@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_fit_and_are_accessible(browser: Browser, live_server, width: int):
    case = Case().asked()
    troubles: list[str] = []
    page = signed_in(browser, live_server.url, case.finder, troubles)
    page.set_viewport_size({"width": width, "height": 900})
    names = ("problem", "edit", "close_out_approve", "close_out_send_back")
    own = [reverse(f"rectification:{name}", args=[case.problem.pk]) for name in names]
    for address in ("/rectification/", "/rectification/new/", *own):
        page.goto(address)
        expect_fit(page)
        found = Axe().run(page, options={"resultTypes": ["violations"]})
        assert found.violations_count == 0, found.generate_report()
    assert troubles == []
