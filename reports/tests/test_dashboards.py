"""The dashboards of a court and a branch: cards and blocks obey span and day, and tell each what it may know."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from activities.tests import rows
from assessments.tests.rated import Place
from branches.tests import factories
from development.tests import factories as files
from notices.tests import factories as notices
from rectification.tests.factories import Case
from reports.selectors.blocks import BLOCKS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2024-11-22T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def above():
    return factories.court("乙高级法院", level="HIGH")


@pytest.fixture
def court(above):
    return factories.court("甲中级法院", level="INTERMEDIATE", parent=above, shares_records=False)


@pytest.fixture
def branch(court):
    branch = rows.branch(court, name="第一党支部")
    rows.activity(branch, "THEME_DAY", date(2024, 3, 5), due_count=3, present_count=2)
    factories.member(branch, "李四", born_on=date(1990, 1, 1), starts_on=date(2024, 11, 4))
    case = Case(branch).claimed()
    case.measure("座谈", due_on=date(2024, 5, 31))
    return branch


@pytest.fixture
def committee(court):
    return factories.committee_account(court)


def opened(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(f"reports:{name}", args=args), query)


def cards(response):
    return {card.label: card for card in response.context["cards"]}


class TestSpan:
    @pytest.mark.parametrize(
        ("span", "due", "months", "label"),
        [
            ("", 10, 12, "2024年，"),
            ("H1", 6, 6, "2024年上半年，"),
            ("Q1", 3, 3, "2024年第一季度，"),
            ("M3", 1, 1, "2024年3月，"),
        ],
    )
    def test_the_whole_page_obeys_it(self, client, court, branch, committee, span, due, months, label):
        for name, owner in (("court", court), ("branch", branch)):
            response = opened(client, committee, name, owner.pk, kind="THEME_DAY", year=2024, span=span)
            (theme_day,) = [
                each["figures"] for each in response.context["kinds"] if each["figures"].kind.code == "THEME_DAY"
            ]
            assert (theme_day.due, theme_day.met) == (due, 1)
            assert label in response.context["state"]
            assert len(response.context["question"].months) == months
            asked = response.context["question"].query.replace("&", "&amp;")
            assert f"{reverse(f'reports:{name}_block', args=[owner.pk, 'members'])}?{asked}" in response.text

    def test_links_keep_it(self, client, court, branch, committee):
        page = opened(client, committee, "court", court.pk, year=2024, span="Q1")
        assert f"{reverse('reports:branch', args=[branch.pk])}?year=2024&amp;as_of=2024-03-31&amp;span=Q1" in page.text
        assert (
            f"{reverse('reports:court_year', args=[court.pk])}?year=2024&amp;span=Q1&amp;as_of=2024-03-31" in page.text
        )

    @pytest.mark.parametrize(
        "query", [{"span": "Q5"}, {"year": 2024, "span": "Q3", "as_of": "2024-06-30"}, {"as_of": "2024-12-31"}]
    )
    def test_nonsense_is_named_and_the_default_stands(self, client, court, branch, committee, query):
        response = opened(client, committee, "court", court.pk, **query)
        assert response.status_code == 200
        assert 'data-kind="error"' in response.text
        assert response.context["question"].as_of <= response.context["question"].today

    def test_the_export_says_the_same(self, client, court, branch, committee):
        response = opened(client, committee, "court_year_export", court.pk, year=2024, span="Q1")
        assert "2024%E5%B9%B4%E7%AC%AC%E4%B8%80%E5%AD%A3%E5%BA%A6" in response["Content-Disposition"]


class TestCards:
    def test_of_a_court(self, client, court, branch, committee):
        found = cards(opened(client, committee, "court", court.pk))
        assert (found["组织生活达标/应开"].held, found["组织生活达标/应开"].due) == (1, 10 + 3 + 3)
        assert (found["欠开的党支部"].number, found["欠开的党支部"].unit) == (1, "/1 个")
        assert (found["问题销号"].number, found["问题销号"].unit) == (0, "/1 个")
        assert found["整改措施完成"].note == "序时推进 0 条，未按时完成 1 条"
        assert (found["党员"].number, found["党员"].change) == (1, 1)
        for label in ("问题销号", "整改措施完成", "党员"):
            assert client.get(found[label].url).status_code == 200

    def test_of_a_branch(self, client, branch):
        found = cards(opened(client, factories.secretary(branch), "branch", branch.pk))
        assert found["欠开"].number == 9 + 3 + 3
        assert client.get(found["党员"].url).context["page"].rows[0].name == "李四"

    def test_a_day_that_is_past_restates_them(self, client, court, branch, committee):
        found = cards(opened(client, committee, "court", court.pk, as_of="2024-05-31"))
        assert (found["党员"].number, found["整改措施完成"].note) == (0, "序时推进 1 条，未按时完成 0 条")

    def test_of_stars_and_notices(self, client):
        place = Place(2, five_share=100)
        place.publish(place.rated(95, 85, year=2023), on=date(2024, 1, 10))
        found = cards(opened(client, place.committee, "court", place.court.pk))
        assert (found["2023年度五星级"].number, found["2023年度五星级"].note) == (1, "四星级 1 个")
        assert found["工作提示单"].number == 0
        own = cards(opened(client, factories.secretary(place.first), "branch", place.first.pk))
        assert (own["2023年度星级"].number, own["2023年度星级"].note) == ("五星级", "首次评定")


class TestBlocks:
    @pytest.mark.parametrize("block", BLOCKS)
    def test_each_says_something_full_or_empty(self, client, court, branch, committee, block):
        for name, owner in (("court_block", court), ("branch_block", branch)):
            assert opened(client, committee, name, owner.pk, block).status_code == 200
        bare = factories.court()
        response = opened(client, factories.committee_account(bare), "court_block", bare.pk, block)
        assert response.status_code == 200
        assert response.text.strip()

    def test_those_who_may_not(self, client, above, court, branch, committee):
        for name, owner in (("court_block", court), ("branch_block", branch)):
            assert opened(client, committee, name, owner.pk, "nothing").status_code == 404
            assert opened(client, committee, name, 0, "members").status_code == 404
            assert client.post(reverse(f"reports:{name}", args=[owner.pk, "members"])).status_code == 405
        assert opened(client, committee, "court_block", above.pk, "members").status_code == 403
        assert opened(client, factories.secretary(branch), "court_block", court.pk, "members").status_code == 403
        other = factories.secretary(rows.branch(court))
        assert opened(client, other, "branch_block", branch.pk, "members").status_code == 404
        sister = factories.committee_account(factories.court(parent=above))
        assert opened(client, sister, "court_block", court.pk, "members").status_code == 404

    def test_a_court_above_reads_numbers_without_a_way_to_persons_or_records(self, client, above, court, branch):
        files.file(branch)
        user = factories.committee_account(above)
        for shares in (False, True):
            court.shares_records = shares
            court.save()
            for block in BLOCKS:
                page = opened(client, user, "court_block", court.pk, block).text
                for closed in ("/members/", "/development/", "/notices/", "李四"):
                    assert closed not in page, (block, closed)
                assert ("/rectification/" in page) == ("座谈" in page) == (shares and block == "rectification"), block
            assert "没有逾期" not in opened(client, user, "court_block", court.pk, "rectification").text
            assert "1 名党员" in opened(client, user, "court_block", court.pk, "members").text

    def test_the_late_measures_are_named(self, client, court, branch, committee):
        page = opened(client, committee, "court_block", court.pk, "rectification").text
        assert "座谈" in page
        assert "逾期 175 天" in page

    def test_open_notices_are_named_with_their_receipts(self, client):
        case = notices.Case()
        case.issued()
        page = opened(client, case.committee, "court_block", case.court.pk, "notices", year=2024)
        assert "2024年工作提示第1期" in page.text
        (each,) = page.context["open"]
        assert len(client.get(each.waiting.url).context["page"].rows) == each.waiting.number == 2

    def test_changes_name_the_days(self, client, court, branch, committee):
        page = opened(client, committee, "court_block", court.pk, "changes")
        assert "2024-10-31 之后到 2024-11-22" in page.text
        assert {count.label: count.number for count in dict(page.context["groups"])["党员"]}["新增党员"] == 1

    def test_a_group_s_leader_is_told_of_members_and_meetings(self, client, branch):
        leader = factories.group_leader(factories.group(branch))
        found = opened(client, leader, "branch_block", branch.pk, "changes").context["groups"]
        assert [title for title, _ in found] == ["组织生活", "党员"]


@pytest.mark.parametrize("name", ["court", *BLOCKS])
def test_as_many_queries_for_many_branches(client, court, branch, committee, name, django_assert_max_num_queries):
    address = ("court", court.pk) if name == "court" else ("court_block", court.pk, name)
    opened(client, committee, *address)
    with django_assert_max_num_queries(90) as few:
        opened(client, committee, *address)
    for _ in range(3):
        more = rows.branch(court)
        factories.member(more)
        Case(more).claimed().measure(due_on=date(2024, 5, 1))
        files.file(more, born_on=None)
    with django_assert_max_num_queries(len(few)):
        opened(client, committee, *address)
