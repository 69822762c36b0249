"""Pages of supervision: whose figures they show, what each figure opens, who may open them."""

from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from branches.tests import factories as people
from rectification import services
from rectification.tests.factories import DUE, OPENED, TODAY, Case

pytestmark = pytest.mark.django_db

PAGES = ["supervision", "supervision_branches", "supervision_persons"]
EXPORTS = ["supervision_branches_export", "supervision_persons_export"]
OF_COURTS = ["supervision_below", "supervision_below_export"]
LATE = DUE + timedelta(10)


@pytest.fixture(autouse=True)
def july():
    with time_machine.travel(f"{LATE}T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def court():
    above = people.court("乙高级法院", level="HIGH")
    return people.court("甲中级法院", level="INTERMEDIATE", parent=above, shares_records=False)


@pytest.fixture
def case(court):
    """A late measure with an extension asked for, one done; beside another branch's closed problem."""
    case = Case(people.branch(court, "一支部")).claimed()
    case.done(case.measure("完成的措施"))
    late = case.measure("逾期的措施", owner_name="李四")
    acting = {"by": case.secretary, "acting": case.branch}
    services.extension_ask(measure=late, until=LATE + timedelta(30), reason="等待装修", on=DUE, **acting)
    Case(people.branch(court, "二支部")).closed()
    Case(people.branch(people.court(), "外院支部")).measure("外院的措施")
    return case


def opened(client, user, name, **query):
    client.force_login(user)
    return client.get(reverse(f"rectification:{name}"), query)


def cards(page):
    return {card["label"]: (card["number"], card["change"]) for card in page.context["cards"]}


class TestOverview:
    def test_the_committee_sees_its_court_and_what_changed_in_30_days(self, client, case):
        page = opened(client, case.finder, "supervision")
        assert cards(page) == {
            "问题": (2, 0),
            "已销号": (1, 0),
            "整改措施": (3, 0),
            "已完成": (2, 0),
            "序时推进": (0, -1),
            "未按时完成": (1, 1),
            "待答复的销号申请": (0, 0),
            "待答复的延期申请": (1, 1),
        }
        text = page.content.decode()
        assert "逾期 10 天" in text
        assert "外院" not in text

    def test_the_secretary_sees_the_own_branch(self, client, case):
        page = opened(client, case.secretary, "supervision")
        assert [number for number, _ in cards(page).values()] == [1, 0, 2, 1, 0, 1, 0, 1]
        assert "二支部" not in page.content.decode()

    def test_any_past_day_is_restated(self, client, case):
        page = opened(client, case.finder, "supervision", on=TODAY.isoformat())
        assert cards(page)["序时推进"] == (1, -2)
        assert "按当日情况重新计算" in page.content.decode()

    @pytest.mark.parametrize(("name", "value"), [("on", "昨天"), ("on", "2999-01-01"), ("from", "2024-12-31")])
    def test_a_day_that_makes_no_sense_is_named_and_the_default_stands(self, client, case, name, value):
        page = opened(client, case.finder, "supervision", **{name: value})
        assert page.context["asked"].on == LATE
        assert "日期" in page.context["asked"].form.errors[name][0]

    def test_every_figure_opens_as_many_rows_as_it_says(self, client, case):
        page = opened(client, case.finder, "supervision")
        figures = [(card["number"], card["url"]) for card in page.context["cards"]]
        for name in ("supervision_branches", "supervision_persons"):
            lines = opened(client, case.finder, name).context["lines"]
            figures += [(number, url) for _, own in lines for key, number, url in own if key != "longest"]
        charts = (*page.context["charts"], page.context["burn_down"])
        figures += [link_of(cell) for chart in charts for row in chart["rows"] for cell in row if "href" in str(cell)]
        assert len(figures) > 40
        for number, url in figures:
            assert (client.get(url).context["page"].count.value, url) == (number, url)

    def test_a_court_without_problems_has_a_page(self, client, court):
        page = opened(client, people.committee_account(court), "supervision")
        assert set(cards(page).values()) == {(0, 0)}
        assert page.context["heat_map"] is None
        assert "还没有整改问题" in page.text
        assert "data-chart" not in page.text


def link_of(cell):
    url, _, rest = str(cell).removeprefix('<a href="').partition('">')
    return int(rest.removesuffix("</a>")), unescape(url)


class TestLines:
    def test_branches_are_filtered_sorted_and_exported(self, client, case):
        lines = [line.name for line, _ in opened(client, case.finder, "supervision_branches").context["lines"]]
        assert lines == ["一支部", "二支部"]
        page = opened(client, case.finder, "supervision_branches", sort="-closed")
        assert [line.name for line, _ in page.context["lines"]] == ["二支部", "一支部"]
        page = opened(client, case.finder, "supervision_branches", has="OVERDUE", q="支部")
        assert [line.name for line, _ in page.context["lines"]] == ["一支部"]
        book = load_workbook(BytesIO(opened(client, case.finder, "supervision_branches_export", q="一").content))
        assert list(book.active.values) == [
            (
                "党支部",
                "问题",
                "已销号",
                "措施",
                "已完成",
                "序时推进",
                "未按时完成",
                "最长逾期（天）",
                "7 天内到期",
                "30 天内到期",
            ),
            ("一支部", 1, 0, 2, 1, 0, 1, 10, 0, 0),
        ]

    def test_persons_are_a_list_of_duties(self, client, case):
        page = opened(client, case.finder, "supervision_persons", sort="-overdue")
        said = [(line.branch_name, line.name, line.duties.overdue) for line, _ in page.context["lines"]]
        assert said == [("一支部", "张三", 0), ("一支部", "李四", 1), ("二支部", "张三", 0)]
        book = load_workbook(BytesIO(opened(client, case.secretary, "supervision_persons_export").content))
        assert [row[:2] for row in book.active.values][1:] == [("一支部", "张三"), ("一支部", "李四")]

    def test_the_committees_own_is_shown_and_leads_nowhere(self, client, case):
        case.measure("机关党委的措施", branch=None, owner_name="王五", due_on=OPENED)
        for name, own in (("supervision_branches", "机关党委"), ("supervision_persons", "王五")):
            page = opened(client, case.finder, name)
            figures = next(figures for line, figures in page.context["lines"] if line.name == own)
            assert ("overdue", 1, "") in figures
            assert f'<span class="is-behind">{(LATE - OPENED).days} 天</span>' in page.content.decode()

    def test_a_dissolved_branch_stays_while_it_has_something(self, client, case):
        people.branch(case.branch.court, "撤销的支部", dissolved_on=OPENED)
        case.branch.dissolved_on = LATE
        case.branch.save()
        page = opened(client, case.finder, "supervision_branches")
        assert [line.name for line, _ in page.context["lines"]] == ["一支部", "二支部"]


class TestBelow:
    def test_the_court_above_sees_sums_and_opens_what_is_shared(self, client, court, case):
        user = people.committee_account(court.parent)
        line = row_of(opened(client, user, "supervision_below"), court)
        assert [figure for figure, _ in line] == [2, 1, 3, 2, 0, 1]
        assert {url for _, url in line} == {""}
        assert opened(client, user, "supervision", court=court.pk).status_code == 403
        court.shares_records = True
        court.save()
        line = row_of(opened(client, user, "supervision_below"), court)
        for figure, url in line:
            assert client.get(url).context["page"].count.value == figure
        assert cards(opened(client, user, "supervision", court=court.pk))["问题"] == (2, 0)
        assert cards(opened(client, user, "supervision"))["问题"] == (0, 0)

    def test_courts_are_filtered_and_exported(self, client, court, case):
        user = people.committee_account(court.parent)
        book = load_workbook(BytesIO(opened(client, user, "supervision_below_export", late=1).content))
        assert [row[0] for row in book.active.values] == ["法院", "甲中级法院"]
        assert not opened(client, user, "supervision_below", q="没有").context["lines"]


def row_of(page, court):
    return next(figures for line, figures in page.context["lines"] if line.court == court)


class TestAccess:
    @pytest.mark.parametrize("name", [*PAGES, *EXPORTS])
    def test_who_may_open_it(self, client, court, case, name):
        other = people.branch(court)
        assert opened(client, case.secretary, name, branch=case.branch.pk).status_code == 200
        assert opened(client, case.secretary, name, branch=other.pk).status_code == 404
        assert opened(client, case.secretary, name, branch="x").status_code == 404
        assert opened(client, case.secretary, name, court=court.pk).status_code == 403
        assert opened(client, case.finder, name, branch=other.pk).status_code == 200
        assert opened(client, case.finder, name, court=people.court().pk).status_code == 404
        assert client.post(reverse(f"rectification:{name}")).status_code == 405
        member = people.member_account(people.member(case.branch))
        assert opened(client, member, name).status_code == 403

    @pytest.mark.parametrize("name", OF_COURTS)
    def test_courts_are_for_committees(self, client, court, case, name):
        assert opened(client, case.finder, name).status_code == 200
        assert opened(client, case.finder, name, court=court.parent.pk).status_code == 403
        assert opened(client, case.finder, name, court=0).status_code == 404
        assert opened(client, case.secretary, name).status_code == 403
        assert client.post(reverse(f"rectification:{name}")).status_code == 405


@pytest.mark.parametrize("name", [*PAGES, "supervision_below"])
def test_more_rows_ask_no_more(client, court, case, name, django_assert_max_num_queries):
    opened(client, case.finder, name)
    with django_assert_max_num_queries(40) as few:
        opened(client, case.finder, name)
    for number in range(2):
        more = Case(people.branch(court)).claimed()
        more.measure(due_on=OPENED, owner=people.member(more.branch))
        people.branch(people.court(f"丙{number}法院", parent=court))
    with django_assert_max_num_queries(40) as many:
        opened(client, case.finder, name)
    assert len(many) == len(few)


def test_the_first_pages_say_it_in_one_line(client, case):
    for user, words in (
        (case.finder, ("2 个问题", "已销号 1 个", "3 条措施", "完成 2", "未按时完成 1", "1 项延期申请")),
        (case.secretary, ("1 个问题", "已销号 0 个", "2 条措施", "完成 1", "未按时完成 1")),
    ):
        client.force_login(user)
        page = client.get(reverse("reports:home")).content.decode()
        for each in words:
            assert f">{each}</a>" in page
