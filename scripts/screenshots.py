"""Takes the pictures of docs/guide/ from a running product with the demo court: screenshots.py BASE_URL [NAME …].

Starts nothing itself: run `DATA_DIR=/some/new/folder PORT=8123 make run` in another terminal, then
`.venv/bin/python scripts/screenshots.py http://127.0.0.1:8123/`. NAME takes single pictures again. The drafts that
the form makes on the way are discarded. The files are full-colour PNG; reduce them to 256 colours before a commit.
"""

import argparse
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs/guide/images"
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
CHROMIUM_ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# Fonts for Chinese; date fields follow the languages that Chromium was packaged with.
ENVIRONMENT = {**os.environ, "LANG": "zh_CN.UTF-8"}
PASSWORD = "Yunzhou@2026"  # noqa: S105  # of the demo accounts; the README names it


@dataclass(frozen=True)
class Shot:
    """One picture: whose page, how to come to it from the start page, and how much of it is shown."""

    name: str
    username: str
    steps: Callable[[Page], None] = lambda page: None
    phone: bool = False
    full_page: bool = False
    after: Callable[[Page], None] = lambda page: None


def link(*names: str) -> Callable[[Page], None]:
    """The steps that open these links one after another."""

    def steps(page: Page) -> None:
        for name in names:
            page.get_by_role("link", name=name).first.click()

    return steps


def write_committee_meeting(page: Page) -> None:
    """A committee meeting with one absentee, not submitted."""
    page.goto("/activities/new/?kind=COMMITTEE_MEETING")
    page.locator("#id_topic").fill("研究四季度党建工作安排")
    mark_absent(page, 1)
    expect(page.locator("[data-save-state]")).to_have_text("已保存草稿")
    page.locator("h1").click()


def mark_absent(page: Page, people: int) -> None:
    """Mark the last of those due absent, each with the first reason."""
    for _ in range(people):
        page.locator("[data-person]:not(:has(input:checked)) label").last.click()
    for buttons in page.locator(".absentees > li").all():
        buttons.get_by_role("button", name="开庭").click()


def submit_without_quorum(page: Page) -> None:
    write_committee_meeting(page)
    mark_absent(page, page.locator("[data-person]").count() // 2 + 1)
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.locator("#id_accepts_no_quorum")).to_be_visible()


def write_and_list_drafts(page: Page) -> None:
    write_committee_meeting(page)
    page.goto("/activities/drafts/")


def discard_drafts(page: Page) -> None:
    """Delete the drafts of this account, so that the demo is as before."""
    page.goto("/activities/drafts/")
    while page.get_by_role("button", name="删除").count():
        page.get_by_role("button", name="删除").first.click()
        page.get_by_role("dialog").get_by_role("button", name="删除").click()
        page.wait_for_load_state()


def open_first_record(page: Page) -> None:
    page.goto("/activities/?kind=BRANCH_ASSEMBLY")
    page.locator("tbody tr[data-href] a").first.click()


def handbook_page(page: Page) -> None:
    first_row("党支部")(page)
    link("全年情况", "支部工作手册")(page)


def first_row(*names: str) -> Callable[[Page], None]:
    """The steps that open these links, then the first row of the list."""

    def steps(page: Page) -> None:
        link(*names)(page)
        page.locator("tbody tr[data-href] a").first.click()

    return steps


def at(address: str, *names: str) -> Callable[[Page], None]:
    """The steps that go to an address, then open these links one after another."""

    def steps(page: Page) -> None:
        page.goto(address)
        link(*names)(page)

    return steps


def row_at(address: str, text: str = "") -> Callable[[Page], None]:
    """The steps that go to a list and open its first row, or the first that has this text."""

    def steps(page: Page) -> None:
        page.goto(address)
        page.locator("tbody tr").filter(has_text=text).get_by_role("link").first.click()

    return steps


def blocks_of_the_dashboard(page: Page) -> None:
    """Below the heat map: what changed, rectification, notices, stars."""
    link("全院看板")(page)
    page.wait_for_load_state("networkidle")
    page.get_by_role("heading", name="上月末以来的变化").evaluate("each => each.scrollIntoView()")
    page.mouse.wheel(0, -90)  # from under the bar at the top


def wait_for_charts(page: Page) -> None:
    link("年度报表")(page)
    expect(page.locator("[data-chart] svg")).to_have_count(2)


def course_of_a_metric(page: Page) -> None:
    at("/metrics/?branch=court&form=RATIO", "结案率")(page)
    expect(page.locator("[data-chart] svg")).to_have_count(1)


def difference_of_draft(page: Page) -> None:
    row_at("/assessments/standards/", "草案")(page)
    page.get_by_role("link", name="看改了什么").click()


def trial_of_draft(page: Page) -> None:
    """The branch that loses most first."""
    row_at("/assessments/standards/", "草案")(page)
    page.get_by_role("button", name="更多操作").click()
    page.get_by_role("link", name="试算").click()
    page.get_by_role("link", name="得分变化").click()


def score_in_review(page: Page) -> None:
    """A branch one of whose indicators waits for a second reviewer, at that indicator."""
    row_at("/assessments/", "评审中")(page)
    page.locator(".score-matrix").get_by_role("link", name="待复核").first.click()


def published_score(page: Page) -> None:
    """At an indicator that is short."""
    row_at("/assessments/", "已公布")(page)
    page.get_by_text("C6 学习质量").scroll_into_view_if_needed()


def standing_now(page: Page) -> None:
    first_row("党支部")(page)
    page.get_by_role("link", name="考评动态").first.click()


def text_of_report(page: Page) -> None:
    """The section on organisational life of a draft, with its preview."""
    row_at("/reports/written/", "草稿")(page)
    page.get_by_role("link", name="修改：组织生活落实情况").click()
    expect(page.locator("#preview")).to_contain_text("支部党员大会")


SHOTS = (
    Shot("secretary-home", "shuji1"),
    Shot("secretary-home-phone", "shuji1", phone=True),
    Shot("secretary-behind", "shuji3"),
    Shot("secretary-form", "shuji1", write_committee_meeting, after=discard_drafts),
    Shot("secretary-form-phone", "shuji1", write_committee_meeting, phone=True, after=discard_drafts),
    Shot("secretary-quorum", "shuji1", submit_without_quorum, after=discard_drafts),
    Shot("secretary-drafts", "shuji1", write_and_list_drafts, after=discard_drafts),
    Shot("secretary-record", "shuji1", open_first_record),
    Shot("secretary-branch", "shuji1", first_row("党支部")),
    Shot("secretary-member", "shuji1", first_row("党员")),
    Shot("secretary-plan", "shuji1", at("/planning/")),
    Shot("secretary-calendar", "shuji1", at("/calendar/")),
    Shot("secretary-calendar-phone", "shuji1", at("/calendar/"), phone=True),
    Shot("secretary-campaign", "shuji1", row_at("/campaigns/")),
    Shot("secretary-talks", "shuji1", at("/activities/talks/")),
    Shot("secretary-study", "shuji1", at("/activities/study/")),
    Shot("secretary-sent-back", "shuji1", row_at("/activities/", "已退回")),
    Shot("secretary-corrected", "shuji1", row_at("/activities/", "有更正"), full_page=True),
    Shot("secretary-search", "shuji1", at("/activities/search/?q=预备党员")),
    Shot("secretary-handbook", "shuji1", handbook_page),
    Shot("secretary-development-file", "shuji1", row_at("/development/files/", "预备党员")),
    Shot("secretary-measures-phone", "shuji3", phone=True),
    Shot("secretary-problem", "shuji3", row_at("/rectification/", "会一课"), full_page=True),
    Shot("secretary-notice-phone", "shuji1", row_at("/notices/", "月工作提示"), phone=True),
    Shot("secretary-now", "shuji1", standing_now),
    Shot("secretary-score-phone", "shuji1", published_score, phone=True),
    Shot("committee-home", "jgdw"),
    Shot("committee-home-all", "jgdw", full_page=True),
    Shot("committee-home-phone", "jgdw", phone=True),
    Shot("committee-waiting", "jgdw", at("/activities/waiting/")),
    Shot("committee-import", "jgdw", row_at("/branches/imports/", "有问题")),
    Shot("committee-plans", "jgdw", at("/planning/")),
    Shot("committee-campaign", "jgdw", row_at("/campaigns/"), full_page=True),
    Shot("committee-leaders", "jgdw", at("/activities/leaders/")),
    Shot("committee-development", "jgdw", at("/development/")),
    Shot("committee-elections", "jgdw", at("/elections/")),
    Shot("committee-election", "jgdw", row_at("/elections/", "待开大会")),
    Shot("committee-problems", "jgdw", at("/rectification/")),
    Shot("committee-supervision", "jgdw", at("/rectification/supervision/"), full_page=True),
    Shot("committee-inspection", "jgdw", row_at("/rectification/inspections/", "季度检查")),
    Shot("committee-list", "jgdw", row_at("/rectification/lists/", "重点任务")),
    Shot("committee-notice", "jgdw", row_at("/notices/", "月工作提示")),
    Shot("committee-matrix", "jgdw", at("/notices/matrix/")),
    Shot("committee-bulletin", "jgdw", row_at("/notices/bulletins/", "待签发")),
    Shot("committee-standard", "jgdw", row_at("/assessments/standards/", "草案")),
    Shot("committee-standard-difference", "jgdw", difference_of_draft),
    Shot("committee-trial", "jgdw", trial_of_draft),
    Shot("committee-assessment", "jgdw", row_at("/assessments/", "评审中"), full_page=True),
    Shot("committee-score", "jgdw", score_in_review),
    Shot("committee-duty-review", "jgdw", row_at("/assessments/duty-reviews/", "第二党支部")),
    Shot("committee-rating", "jgdw", row_at("/assessments/ratings/")),
    Shot("committee-applications", "jgdw", at("/assessments/ratings/applications/")),
    Shot("committee-honours", "jgdw", at("/assessments/honours/")),
    Shot("committee-registers", "jgdw", at("/registers/")),
    Shot("committee-metric", "jgdw", course_of_a_metric),
    Shot("committee-report", "jgdw", row_at("/reports/written/", "草稿")),
    Shot("committee-report-text", "jgdw", text_of_report),
    Shot("committee-limits", "jgdw", at("/branches/limits/")),
    Shot("committee-year", "jgdw", wait_for_charts, full_page=True),
    Shot("committee-dashboard", "jgdw", link("全院看板")),
    Shot("committee-dashboard-blocks", "jgdw", blocks_of_the_dashboard),
    Shot("committee-wall", "jgdw", link("大屏")),
    Shot("committee-below", "gaoyuan", link("下级法院")),
    Shot("committee-norms", "jgdw", at("/activities/kinds/")),
    Shot("committee-branches", "jgdw", link("党支部")),
    Shot("member-home", "dangyuan"),
    Shot("member-home-phone", "dangyuan", phone=True),
    Shot("member-report", "dangyuan", row_at("/reports/written/")),
    Shot("member-plates", "dangyuan", at("/assessments/plates/")),
    Shot("administrator-accounts", "admin", at("/branches/accounts/")),
    Shot("administrator-new-account", "admin", at("/branches/accounts/", "新建账号")),
    Shot("administrator-jobs", "admin", at("/jobs/")),
    Shot("auditor-trail", "audit"),
)


def take(browser: Browser, address: str, shot: Shot) -> Path:
    """Sign in, walk to the page and store its picture."""
    context = browser.new_context(
        base_url=address,
        viewport=PHONE if shot.phone else DESKTOP,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto("/")
    page.get_by_label("账号").fill(shot.username)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    shot.steps(page)
    page.wait_for_load_state("networkidle")
    path = FOLDER / f"{shot.name}.png"
    page.screenshot(path=path, full_page=shot.full_page)
    shot.after(page)
    context.close()
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", metavar="BASE_URL")
    parser.add_argument("names", metavar="NAME", nargs="*", choices=[*(shot.name for shot in SHOTS), []])
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=CHROMIUM_ARGS, env=ENVIRONMENT
        )
        for shot in SHOTS:
            if not options.names or shot.name in options.names:
                print(take(browser, options.address, shot).relative_to(ROOT))  # noqa: T201
        browser.close()


if __name__ == "__main__":
    main()
