"""A court with those below it: the same figures from the roll-up and live, level by level."""

from datetime import date, datetime
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from activities.tests import rows
from branches.choices import CourtLevel
from branches.tests import factories
from core.clock import now
from reports.models import StaleCourt
from reports.selectors.below_tables import percent
from reports.services.rollup import rollup_mark, rollup_refresh

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2024-11-22T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def tree():
    """A high court with a branch, an intermediate one below it, and a basic one below that with two branches."""
    high = factories.court("甲高级法院", level=CourtLevel.HIGH)
    middle = factories.court("乙中级法院", level=CourtLevel.INTERMEDIATE, parent=high)
    basic = factories.court("丙区法院", parent=middle)
    for court in (high, basic, basic):
        branch = rows.branch(court)
        rows.activity(branch, "THEME_DAY", date(2024, 3, 5), due_count=3, present_count=2)
    return high, middle, basic


@pytest.fixture
def user(tree):
    return factories.committee_account(tree[0])


def refreshed():
    while rollup_refresh(at=now()):
        pass


def opened(client, user, court, name="below", **query):
    client.force_login(user)
    return client.get(reverse(f"reports:{name}", args=[court.pk]), query)


def text(response):
    return response.content.decode()


def figures(response, code="THEME_DAY"):
    """By name of the line: branches, held, due, met, not known."""
    found = {}
    for line in response.context["page"].rows:
        each = line.kinds[code]
        found[line.name] = (line.organization.branches, each.held, each.due, each.met, each.not_known)
    return found


class TestFigures:
    def test_each_court_of_the_next_level_stands_with_all_below_it(self, client, tree, user):
        refreshed()
        response = opened(client, user, tree[0])
        assert figures(response) == {"本院（不含下级）": (1, 1, 10, 1, 0), "乙中级法院": (2, 2, 20, 2, 0)}
        cards = {each["figures"].kind.code: each["figures"] for each in response.context["kinds"]}
        assert (cards["THEME_DAY"].due, cards["THEME_DAY"].met, cards["THEME_DAY"].percent) == (30, 3, "10%")
        assert "3 个党支部" in text(response)

    @pytest.mark.parametrize("span", ["", "Q1", "H2", "M11"])
    @pytest.mark.parametrize("as_of", ["", "2024-11-22", "2024-06-30", "2024-06-17", "2024-11-04"])
    def test_the_roll_up_and_the_engine_say_the_same(self, client, tree, user, as_of, span):
        query = {"year": 2024, "as_of": as_of, "span": span}
        live = opened(client, user, tree[0], **query)
        refreshed()
        kept = opened(client, user, tree[0], **query)
        assert figures(kept) == figures(live)
        assert kept.context["heat_map"] == live.context["heat_map"]

    @pytest.mark.parametrize(
        ("query", "is_kept"),
        [
            ({}, True),
            ({"as_of": "2024-11-22"}, True),
            ({"as_of": "2024-10-31"}, True),
            ({"as_of": "2024-10-30"}, False),
            ({"year": 2023}, True),
            ({"year": 2023, "as_of": "2024-10-31"}, False),
            ({"year": 2021}, False),
            ({"span": "Q1"}, True),
            ({"span": "Q1", "as_of": "2024-05-31"}, True),
            ({"span": "Q1", "as_of": "2024-05-17"}, False),
            ({"span": "Q1", "as_of": "2024-02-17"}, False),
            ({"year": 2023, "span": "Q4", "as_of": "2024-01-17"}, False),
        ],
    )
    def test_which_days_the_roll_up_answers(self, client, tree, user, query, is_kept):
        refreshed()
        response = opened(client, user, tree[0], **query)
        assert ("数据更新于 11月22日 10:00" in text(response)) == is_kept
        assert response.context["page"].rows

    def test_while_marks_wait_it_says_so(self, client, tree, user):
        refreshed()
        assert "正在更新" not in text(opened(client, user, tree[0]))
        rollup_mark(tree[2])
        rows.activity(tree[2].branches.first(), "THEME_DAY", date(2024, 4, 5))
        response = opened(client, user, tree[0])
        assert "正在更新" in text(response)
        assert figures(response)["乙中级法院"][1] == 2
        refreshed()
        assert figures(opened(client, user, tree[0]))["乙中级法院"][1] == 3

    def test_a_month_that_has_just_begun_waits_and_what_was_counted_stands(self, client, tree, user):
        refreshed()
        with time_machine.travel("2024-12-01T00:00:05+08:00", tick=False):
            response = opened(client, user, tree[0])
            assert "正在更新" in text(response)
            assert figures(response)["乙中级法院"] == (2, 2, 20, 2, 0)
            refreshed()
            response = opened(client, user, tree[0])
            assert "正在更新" not in text(response)
            assert figures(response)["乙中级法院"] == (2, 2, 22, 2, 0)

    def test_a_day_that_has_just_begun_waits_also_for_spans_before(self, client, tree, user):
        refreshed()
        with time_machine.travel("2024-11-23T00:00:05+08:00", tick=False):
            assert "正在更新" in text(opened(client, user, tree[0], span="M10"))
            refreshed()
            assert "正在更新" not in text(opened(client, user, tree[0], span="M10"))

    @pytest.mark.parametrize("as_of", ["2024-11-22", "2024-10-31", "2024-10-30"])
    def test_members_stand_as_of_the_day_asked_for_also_after_the_span(self, client, tree, user, as_of):
        """As on the court's own page."""
        factories.member(tree[0].branches.get(), joined_on=date(2024, 7, 10))
        live = opened(client, user, tree[0], span="H1", as_of=as_of)
        refreshed()
        for response in (live, opened(client, user, tree[0], span="H1", as_of=as_of)):
            assert "、1 名党员" in response.context["state"]
            assert response.context["page"].rows[0].organization.members == 1
        assert live.context["page"].rows[0].kinds == response.context["page"].rows[0].kinds

    def test_a_rule_of_a_court_above_is_waited_for_below(self, client, tree, user):
        refreshed()
        StaleCourt.objects.create(court=tree[0], with_below=True)
        assert "正在更新" in text(opened(client, user, tree[1]))
        refreshed()
        assert "正在更新" not in text(opened(client, user, tree[1]))

    def test_what_changes_elsewhere_is_nothing_to_wait_for(self, client, tree, user):
        refreshed()
        rollup_mark(factories.court(level=CourtLevel.HIGH))
        assert "正在更新" not in text(opened(client, user, tree[0]))

    def test_what_is_not_known_is_not_missing(self, client, tree, user):
        rows.branch(tree[1], covered_from=None)
        refreshed()
        response = opened(client, user, tree[1])
        assert figures(response)["本院（不含下级）"] == (1, 0, 0, 0, 10)
        assert "不详" in text(response)
        rows.activity(rows.branch(tree[1]), "THEME_DAY", date(2024, 3, 5))
        rollup_mark(tree[1])
        refreshed()
        response = opened(client, user, tree[1], kind="THEME_DAY")
        assert "3月，部分完成，100%，应开 1 项，达标 1 项，另有 1 项不详" in response.context["heat_map"]
        assert "10% （10项不详）" in response.context["heat_map"]
        assert '1/10</a><small class="text-secondary d-block">10项不详</small>' in response.context["table_rows"]

    def test_the_month_that_runs_is_open(self, client, tree, user):
        rows.activity(tree[0].branches.get(), "THEME_DAY", date(2024, 11, 5))
        refreshed()
        response = opened(client, user, tree[0], kind="THEME_DAY")
        assert "本院（不含下级） 11月，进行中，100%，未到期 1 项，已达标 1 项" in response.context["heat_map"]
        assert "项当月未到期" in text(response)

    def test_what_was_held_of_a_year_that_goes_on_has_its_card(self, client, tree, user):
        """As on the court's own page; a kind that nobody owes has none."""
        for code in ("ORGANIZATION_LIFE_MEETING", "STUDY"):
            rows.activity(tree[2].branches.first(), code, date(2024, 3, 5), for_year=2024)
        refreshed()
        cards = {each["figures"].kind.code: each["figures"] for each in opened(client, user, tree[0]).context["kinds"]}
        assert (cards["ORGANIZATION_LIFE_MEETING"].held, cards["ORGANIZATION_LIFE_MEETING"].due) == (1, 0)
        assert "STUDY" not in cards

    @pytest.mark.parametrize("query", [{"year": 2025}, {"span": "M12"}])
    def test_days_to_come_are_asked_live(self, client, tree, user, query):
        refreshed()
        response = opened(client, user, tree[0], **query)
        assert response.status_code == 200
        assert "数据更新于" not in text(response)

    @pytest.mark.parametrize(
        ("met", "due", "said"), [(0, 3, "0%"), (1, 300, "1%"), (299, 300, "99%"), (300, 300, "100%")]
    )
    def test_nothing_but_all_is_a_hundred_percent(self, met, due, said):
        assert percent(met, due) == said


class TestPage:
    def test_each_line_opens_the_next_level(self, client, tree, user):
        refreshed()
        high, middle, basic = tree
        page = text(opened(client, user, high, kind="THEME_DAY"))
        query = "year=2024&amp;as_of=2024-11-22&amp;kind=THEME_DAY"
        of_quarter = text(opened(client, user, high, span="Q1"))
        assert "span=Q1&amp;as_of=2024-03-31&amp;kind=THEME_DAY" in of_quarter
        assert '<option value="Q1" selected>' in of_quarter
        assert f"{reverse('reports:below', args=[middle.pk])}?{query}" in page
        assert f"{reverse('reports:court', args=[high.pk])}?{query}" in page
        page = text(opened(client, user, middle))
        assert f"{reverse('reports:court', args=[basic.pk])}?{query}" in page
        assert f'<a href="{reverse("reports:below", args=[high.pk])}?' in page

    def test_nobody_is_led_to_a_court_above_the_own(self, client, tree):
        page = text(opened(client, factories.committee_account(tree[1]), tree[1]))
        assert reverse("reports:below", args=[tree[0].pk]) not in page

    def test_courts_of_all_levels_are_found_by_name_on_the_page_and_in_the_export(self, client, tree, user):
        refreshed()
        assert set(figures(opened(client, user, tree[0], q="丙"))) == {"丙区法院"}
        book = load_workbook(BytesIO(opened(client, user, tree[0], "below_export", q="丙").content))
        head, line = book.active.values
        found = dict(zip(head, line, strict=True))
        assert (found["法院"], found["党支部数"], found["主题党日应开"], found["主题党日达标"]) == (
            "丙区法院",
            2,
            20,
            2,
        )
        assert "没有符合条件的法院" in text(opened(client, user, tree[0], q="没有"))

    def test_what_is_found_comes_page_by_page_and_sorted_whole(self, client, tree, user):
        for number in range(60):
            lower = factories.court(f"戊{number:02}区法院", parent=tree[1])
        rows.branch(lower)
        refreshed()
        pages = [opened(client, user, tree[0], q="戊", page=number).context["page"] for number in (1, 2)]
        assert [len(page.rows) for page in pages] == [50, 10]
        assert str(pages[0].count) == "60"
        assert (pages[0].previous, bool(pages[0].next), pages[1].next) == ("", True, "")
        (first, *_) = opened(client, user, tree[0], q="戊", sort="-branches").context["page"].rows
        assert first.name == "戊59区法院"

    def test_the_export_has_the_lines_of_the_page_in_its_order(self, client, tree, user):
        refreshed()
        query = {"sort": "-branches"}
        book = load_workbook(BytesIO(opened(client, user, tree[0], "below_export", **query).content))
        page = [line.name for line in opened(client, user, tree[0], **query).context["page"].rows]
        assert [row[0] for row in book.active.values][1:] == page == ["乙中级法院", "本院（不含下级）"]

    def test_lines_are_sorted_by_how_much_was_met(self, client, tree, user):
        for month in range(4, 9):
            rows.activity(tree[0].branches.get(), "THEME_DAY", date(2024, month, 5))
        refreshed()
        page = opened(client, user, tree[0], sort="THEME_DAY").context["page"]
        assert [line.name for line in page.rows] == ["乙中级法院", "本院（不含下级）"]

    def test_a_court_without_branches_is_told_what_is_missing(self, client):
        court = factories.court(level=CourtLevel.HIGH)
        assert "还没有数字" in text(opened(client, factories.committee_account(court), court))

    @pytest.mark.parametrize("as_of", ["2024-11-22", "2024-11-20"])
    def test_the_queries_grow_neither_with_branches_nor_with_courts(
        self, client, tree, user, as_of, django_assert_max_num_queries
    ):
        refreshed()
        opened(client, user, tree[0])
        with django_assert_max_num_queries(45) as few:
            opened(client, user, tree[0], as_of=as_of)
        for number in range(3):
            lower = factories.court(f"丁{number}中级法院", level=CourtLevel.INTERMEDIATE, parent=tree[0])
            for _ in range(33):
                factories.branch(lower)
            rollup_mark(lower)
        refreshed()
        with django_assert_max_num_queries(45) as many:
            response = opened(client, user, tree[0], as_of=as_of)
        assert len(response.context["page"].rows) == 5
        assert len(many) == len(few)


def test_the_day_of_the_last_refresh_is_told_in_the_time_of_the_courts(client, tree, user):
    refreshed()
    with time_machine.travel(datetime.fromisoformat("2024-11-23T00:30:00+08:00"), tick=False):
        rollup_mark(tree[0])
        refreshed()
        assert "数据更新于 11月23日 00:30" in text(opened(client, user, tree[0]))


def test_of_a_very_large_tree_only_what_the_roll_up_keeps_is_shown(client, user, tree, monkeypatch):
    """The engine would take a minute for the country."""
    monkeypatch.setattr("reports.selectors.named.subtree.MOST_ASKED", 2)
    refreshed()
    high, *_ = tree
    for asked in ({"as_of": "2024-10-15"}, {"span": "M12"}, {"year": "2025"}, {"year": "2019"}):
        page = opened(client, user, high, **asked)
        assert "这里只有近三年" in text(page), asked
        assert str(page.context["question"]) == "2024年，截至 2024年11月22日"
    for asked in ({}, {"as_of": "2024-10-31"}, {"span": "Q3"}, {"year": "2023"}):
        assert "这里只有近三年" not in text(opened(client, user, high, **asked)), asked
