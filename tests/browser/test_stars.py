"""A year's stars in Chromium, from standard to plate: two of the committee, a secretary on a phone, a member."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page, expect

from activities.tests import factories as meetings
from assessments.models import Assessment, BranchScore, Review
from assessments.periods import Span
from assessments.selectors.standards import rulebook_of
from assessments.services.compute import assess
from assessments.services.reviews import refresh_sums
from assessments.services.workflow import assessment_close, assessment_publish
from branches.tests import factories as people
from core.clock import now, today
from tests.browser.pages import expect_fit, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


class Case:
    """One branch that keeps records, two of its court's committee, its secretary and a member."""

    def __init__(self) -> None:
        self.court = people.court()
        self.branch = people.branch(self.court, "第一党支部")
        meetings.coverage(self.branch)
        for _ in range(4):
            people.member(self.branch)
        self.committee = people.committee_account(self.court)
        self.colleague = people.committee_account(self.court)
        self.secretary = people.secretary(self.branch)
        self.member = people.member_account(people.member(self.branch))
        self.quarter = Span(today().year - 1, 4)
        meetings.activity("THEME_DAY", self.branch, self.quarter.start)

    def settle(self, span: Span, besides: tuple[str, ...] = ()) -> Assessment:
        """What the test does not type is given full points by rows."""
        (row,) = assess(court=self.court, span=span, as_of=span.as_of(today()), by=None, on=today(), at=now())
        score = BranchScore.objects.within(self.branch).get(assessment=row, revision=row.revision)
        facts = {"court": self.court, "branch": self.branch, "assessment": row, "recorded_by": self.committee}
        Review.objects.bulk_create(
            Review(code=line.code, points=line.of, asked=line.asks, evidence="查阅材料", on=today(), **facts)
            for line in rulebook_of(row.standard).lines
            if line.code in score.scores and line.code not in besides
        )
        refresh_sums(score)
        return row

    def close_year(self) -> None:
        """The year's own assessment, published when the year was over, closed when the days for objections were."""
        row, facts = self.settle(Span(self.quarter.year)), {"by": self.committee}
        on = row.span.end + timedelta(1)
        row = assessment_publish(assessment=row, version=row.version, on=on, at=now(), **facts)
        assessment_close(assessment=row, version=row.version, on=row.objections_until + timedelta(1), **facts)


def expect_right(page: Page, *sizes: dict[str, int]) -> None:
    """Nothing stands out, and axe finds nothing."""
    for size in sizes or (page.viewport_size or DESK,):
        page.set_viewport_size(size)
        expect_fit(page)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def press(page: Page, button: str) -> None:
    page.locator("main").get_by_role("button", name=button, exact=True).click()


def adopt_standard(page: Page, year: int) -> None:
    """The shipped one copied, an indicator worth more, its sentence seen to follow."""
    page.goto("/assessments/standards/new/")
    page.locator("#id_year").fill(str(year))
    page.locator("#id_name").fill(f"{year}年星级标准")
    press(page, "起草")
    page.get_by_role("link", name="党建业务融合").click()
    expect(page.locator("#sentence")).to_contain_text("满分4分")
    page.locator("#id_points").fill("5")
    page.locator("#id_points").blur()
    expect(page.locator("#sentence")).to_contain_text("满分5分")
    expect_right(page)
    press(page, "保存")
    expect_right(page, PHONE, DESK)
    page.get_by_role("link", name="登记会议通过").click()
    page.locator("#id_adopted_how").fill("机关党委会议讨论通过")
    press(page, "登记通过")
    expect(page.locator(".page-head")).to_contain_text("已通过")


def compute(page: Page, span: Span) -> None:
    page.goto("/assessments/")
    page.get_by_role("link", name="计算考评").first.click()
    page.locator("#id_quarter").select_option(span.code)
    press(page, "计算")
    expect(page.locator(".page-head")).to_contain_text("评审中")


def give(page: Page, points: str, reason: str = "") -> None:
    page.locator("#id_points").fill(points)
    page.locator("#id_evidence").fill("与三名党员交谈")
    page.locator("#id_reason").fill(reason)
    press(page, "提交评审")


def review(page: Page, case: Case, score: str) -> None:
    """One indicator after a talk; and a great change of another, which waits for somebody else."""
    page.goto(f"{score}#C6")
    item(page, "C6").get_by_role("link", name="评审").click()
    give(page, "2")
    page.goto(f"{score}#B5")
    item(page, "B5").get_by_role("link", name="改动得分").click()
    expect_right(page)
    give(page, "4", "另两次记录在纸质台账上，已核对。")
    expect(item(page, "B5")).to_contain_text("等待另一人复核")
    case.settle(case.quarter, besides=("C6", "B5"))


def confirm(page: Page, score: str) -> None:
    page.goto(f"{score}#B5")
    item(page, "B5").get_by_role("link", name="复核").click()
    page.get_by_label("同意", exact=True).check()
    press(page, "提交复核意见")
    expect(item(page, "B5")).to_contain_text("4/4 分")


def publish(page: Page, address: str) -> None:
    page.goto(address)
    expect_right(page, PHONE, DESK)
    page.get_by_role("link", name="公布").first.click()
    press(page, "公布")
    expect(page.locator(".page-head")).to_contain_text("已公布")


def object_to(page: Page, case: Case, score: str) -> None:
    """The score is found, opened down to a record, and objected to in one indicator."""
    page.goto("/assessments/")
    page.locator("tbody").get_by_role("link").first.click()
    page.wait_for_url(f"**{score}*")
    expect_right(page, DESK, PHONE)
    item(page, "B5").locator("summary").first.click()
    item(page, "B5").get_by_text("所计记录").click()
    item(page, "B5").locator("details").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("主题党日")
    page.goto(f"{score}#C6")
    item(page, "C6").get_by_role("link", name="对这项提出异议").click()
    page.locator("#id_text").fill("还有两名党员参加了集中培训，请一并考虑。")
    expect_right(page)
    press(page, "提出异议")
    expect(page.locator("#objections")).to_contain_text("待答复")


def answer(page: Page) -> None:
    page.goto(reverse("assessments:objections"))
    page.get_by_role("link", name="答复", exact=True).click()
    page.get_by_label("不采纳").check()
    page.locator("#id_answer").fill("培训情况已经计入，维持原得分。")
    press(page, "答复")
    expect(page.locator("#objections")).to_contain_text("未采纳")


def rate(page: Page, case: Case) -> None:
    case.close_year()
    page.goto(reverse("assessments:ratings"))
    page.get_by_role("link", name="评定星级").first.click()
    page.locator("#id_year").select_option(str(case.quarter.year))
    press(page, "评定")
    expect(page.locator("main")).to_contain_text("四星")
    expect_right(page, PHONE, DESK)
    press(page, "公布")
    page.locator("#confirm-yes").click()
    expect(page.locator(".page-head")).to_contain_text("已公布")


def item(page: Page, code: str) -> Locator:
    """The indicator of a score."""
    return page.locator(".score-item", has=page.locator(f"[id='{code}']"))


def test_a_year_from_the_standard_to_the_plate(browser: Browser, live_server):
    troubles: list[str] = []
    case = Case()
    desk, second, phone, member = (
        signed_in(browser, live_server.url, user, troubles)
        for user in (case.committee, case.colleague, case.secretary, case.member)
    )
    desk.set_viewport_size(DESK)
    for page in (phone, member):
        page.set_viewport_size(PHONE)
    adopt_standard(desk, case.quarter.year)
    compute(desk, case.quarter)
    quarter = Assessment.objects.within(case.court).get()
    address = reverse("assessments:assessment", args=[quarter.pk])
    score = reverse("assessments:score", args=[quarter.pk, case.branch.pk])
    review(desk, case, score)
    confirm(second, score)
    publish(desk, address)

    object_to(phone, case, score)
    answer(desk)
    phone.goto(reverse("assessments:apply", args=[case.branch.pk, case.quarter.year]))
    phone.locator("#id_stars").get_by_text("四星").click()
    press(phone, "申报")
    rate(desk, case)

    member.goto(reverse("assessments:plates"))
    expect(member.locator("main")).to_contain_text("四星")
    expect_right(member)
    with member.expect_download() as certificate:
        member.get_by_role("link", name="下载证书").click()
    assert certificate.value.path().read_bytes().startswith(b"%PDF")
    for page in (desk, second, phone, member):
        page.context.close()
    assert troubles == []
