"""First pages and reports: what each role finds, and what it does not."""

from datetime import date, datetime
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from activities.tests import factories as meetings
from activities.tests import rows
from branches.choices import Role
from branches.tests import factories
from rectification.tests.factories import Case

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2024-11-22T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def court():
    return factories.court("甲中级法院")


@pytest.fixture
def branch(court):
    branch = rows.branch(court, name="第一党支部")
    rows.activity(branch, "THEME_DAY", date(2024, 3, 5), due_count=3, present_count=2)
    return branch


def opened(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(f"reports:{name}", args=args), query)


def text(response):
    return response.content.decode()


class TestHome:
    def test_the_secretary_finds_what_is_due_with_days_left_and_its_button(self, client, branch):
        page = text(opened(client, factories.secretary(branch), "home"))
        assert "还有 8 天" in page  # the theme day of November
        assert f"{reverse('activities:new')}?kind=THEME_DAY&amp;branch={branch.pk}" in page
        assert "欠" in page

    def test_the_secretary_goes_on_with_a_draft(self, client, branch):
        kept = meetings.draft(branch, data={"kind": ["THEME_DAY"], "topic": ["参观纪念馆"]})
        page = text(opened(client, factories.secretary(branch), "home"))
        assert reverse("activities:draft", args=[kept.pk]) in page
        assert "主题党日：参观纪念馆" in page

    def test_a_group_s_leader_finds_the_own_group_s_meetings_only(self, client, branch):
        own, other = factories.group(branch, "甲小组"), factories.group(branch, "乙小组")
        page = text(opened(client, factories.group_leader(own), "home"))
        assert f"kind=GROUP_MEETING&amp;branch={branch.pk}&amp;group={own.pk}" in page
        assert f"group={other.pk}" not in page
        assert "记主题党日" not in page

    def test_a_branch_that_never_said_since_when_is_asked(self, client, court):
        bare = rows.branch(court, covered_from=None)
        page = text(opened(client, factories.secretary(bare), "home"))
        assert reverse("activities:coverage", args=[bare.pk]) in page

    def test_the_committee_finds_its_court(self, client, court, branch):
        page = text(opened(client, factories.committee_account(court), "home"))
        assert "甲中级法院组织生活" in page
        assert "第一党支部" in page

    def test_a_member_finds_the_own_attendance(self, client, branch):
        person = factories.member(branch)
        rows.talk(branch, date(2024, 4, 1), person)
        page = text(opened(client, factories.member_account(person), "home"))
        assert "我的出席和学时" in page
        assert "2024-04-01" in page

    def test_the_administrator_finds_configuration_and_no_minutes(self, client, court):
        page = text(opened(client, factories.administrator(), "home"))
        assert "账号与职责" in page
        assert reverse("reports:index") not in page

    def test_the_auditor_is_led_to_the_trail(self, client):
        assert opened(client, factories.auditor(), "home").url == reverse("branches:audit_list")

    def test_somebody_without_a_role_is_told_whom_to_ask(self, client):
        assert "还没有给您分配职责" in text(opened(client, factories.user(), "home"))

    def test_nobody_is_asked_to_sign_in(self, client):
        response = client.get(reverse("reports:home"))
        assert response.status_code == 302
        assert response.url.startswith(reverse("accounts:login"))


class TestCourt:
    def test_each_cell_opens_its_records(self, client, court, branch):
        response = opened(client, factories.committee_account(court), "court", court.pk, kind="THEME_DAY", year=2024)
        link = (
            f"{reverse('activities:list')}?kind=THEME_DAY&amp;from=2024-03-01&amp;to=2024-03-31&amp;branch={branch.pk}"
        )
        assert link in text(response)
        assert response.context["current"].met == 1
        assert response.context["current"].due == 10

    def test_a_court_s_figure_opens_as_many_records_as_it_says(self, client, court, branch):
        below = rows.branch(factories.court("乙区法院", parent=court, shares_records=True), name="第一党支部")
        rows.activity(below, "THEME_DAY", date(2024, 3, 6), due_count=3, present_count=3)
        rows.activity(branch, "THEME_DAY", date(2024, 6, 5), due_count=3, present_count=3)
        response = opened(client, factories.committee_account(court), "court_year", court.pk, as_of="2024-05-31")
        (line,) = [each for each in response.context["kinds"] if each["figures"].kind.code == "THEME_DAY"]
        records = client.get(line["url"]).context["page"]
        assert len(records.rows) == line["figures"].held == 1

    def test_the_branches_behind_come_with_how_much(self, client, court, branch):
        rows.branch(court, name="新支部", founded_on=date(2024, 11, 1))
        response = opened(client, factories.committee_account(court), "court", court.pk)
        (behind,) = response.context["behind"]
        assert behind.branch == branch
        assert behind.total == 9 + 3 + 3  # theme days, assemblies, lectures

    def test_as_of_restates(self, client, court, branch):
        user = factories.committee_account(court)
        response = opened(client, user, "court", court.pk, kind="THEME_DAY", as_of="2024-03-04")
        assert (response.context["current"].held, response.context["current"].due) == (0, 2)
        assert "按当日情况重新计算" in text(response)

    @pytest.mark.parametrize(
        "query", [{"year": "abc"}, {"year": "1800"}, {"as_of": "2024-13-01"}, {"as_of": "2023-01-01"}]
    )
    def test_nonsense_in_the_address_is_named_and_the_default_stands(self, client, court, branch, query):
        response = opened(client, factories.committee_account(court), "court", court.pk, **query)
        assert response.status_code == 200
        assert 'data-kind="error"' in text(response)
        assert response.context["question"].year == 2024

    def test_an_empty_court_says_what_to_do(self, client, court):
        assert "还没有党支部" in text(opened(client, factories.committee_account(court), "court", court.pk))

    def test_the_court_above_sees_sums_and_branches_only_where_agreed(self, client, branch):
        above = factories.court()
        below = factories.court(parent=above)
        rows.branch(below, name="下级支部")
        user = factories.committee_account(above)
        for shares in (False, True):
            below.shares_records = shares
            below.save()
            for name in ("court", "court_year"):
                page = opened(client, user, name, below.pk)
                assert page.status_code == 200
                assert ("下级支部" in text(page)) == shares

    @pytest.mark.parametrize("name", ["court", "court_year", "court_year_export", "below", "below_export"])
    def test_who_may_open_it(self, client, court, branch, name):
        above = factories.court("上级法院")
        own = factories.court(parent=above)
        user = factories.committee_account(own)
        assert opened(client, user, name, own.pk).status_code == 200
        assert opened(client, user, name, above.pk).status_code == 403
        assert opened(client, user, name, court.pk).status_code == 404
        assert opened(client, user, name, 0).status_code == 404
        assert client.post(reverse(f"reports:{name}", args=[own.pk])).status_code == 405
        assert opened(client, factories.secretary(rows.branch(own)), name, own.pk).status_code == 403


class TestBranch:
    @pytest.mark.parametrize("name", ["branch", "branch_panel", "branch_export"])
    def test_who_may_open_it(self, client, court, branch, name):
        other = rows.branch(court)
        user = factories.secretary(branch)
        assert opened(client, user, name, branch.pk).status_code == 200
        assert opened(client, user, name, other.pk).status_code == 404
        assert opened(client, user, name, 0).status_code == 404
        assert client.post(reverse(f"reports:{name}", args=[branch.pk])).status_code == 405
        person = factories.member(branch)
        assert opened(client, factories.member_account(person), name, branch.pk).status_code == 403
        assert opened(client, factories.committee_account(court), name, branch.pk).status_code == 200

    def test_figures_open_and_the_export_says_the_same(self, client, branch):
        user = factories.secretary(branch)
        page = text(opened(client, user, "branch", branch.pk))
        assert f"kind=THEME_DAY&amp;from=2024-01-01&amp;to=2024-11-22&amp;branch={branch.pk}" in page
        workbook = load_workbook(BytesIO(opened(client, user, "branch_export", branch.pk).content))
        lines = {line[0]: line for line in workbook.active.iter_rows(values_only=True)}
        assert lines["主题党日"][2:5] == (1, 10, 1)

    def test_the_number_of_queries_does_not_grow(self, client, court, branch, django_assert_max_num_queries):
        user = factories.committee_account(court)
        opened(client, user, "court", court.pk)
        with django_assert_max_num_queries(60) as few:
            opened(client, user, "court", court.pk)
        for _ in range(4):
            more = rows.branch(court)
            factories.group(more)
            rows.activity(more, "THEME_DAY", date(2024, 5, 6))
        with django_assert_max_num_queries(60) as many:
            opened(client, user, "court", court.pk)
        assert len(many) == len(few)


class TestIndexAndMine:
    def test_the_list_names_what_may_be_opened(self, client, court, branch):
        rows.branch(factories.court(), name="外院支部")
        page = text(opened(client, factories.committee_account(court), "index"))
        assert reverse("reports:court", args=[court.pk]) in page
        assert reverse("reports:branch", args=[branch.pk]) in page
        assert "外院支部" not in page

    def test_only_those_with_reports_open_the_list(self, client, branch):
        person = factories.member(branch)
        assert opened(client, factories.member_account(person), "index").status_code == 403

    def test_the_own_year_is_one_s_own(self, client, court, branch):
        person, other = factories.member(branch), factories.member(branch)
        rows.talk(branch, date(2024, 4, 1), person)
        rows.talk(branch, date(2024, 5, 1), other)
        page = text(opened(client, factories.member_account(person), "mine"))
        assert "2024-04-01" in page
        assert "2024-05-01" not in page
        assert "这一年还没有您的出席记录" in text(opened(client, factories.member_account(other), "mine", year=2020))

    def test_an_account_without_a_member_has_none(self, client, court):
        account = factories.user()
        factories.appoint(account, Role.MEMBER, court=court)
        assert opened(client, account, "mine").status_code == 403

    def test_branches_are_found_by_name_in_a_fixed_number_of_queries(
        self, client, court, branch, django_assert_max_num_queries
    ):
        committee = factories.committee_account(court)
        for number in range(5):
            factories.branch(court, name=f"第{number}号支部")
        client.force_login(committee)
        with django_assert_max_num_queries(16):
            everything = client.get("/reports/")
        assert len(everything.context["page"].rows) == 6
        found = client.get("/reports/?q=第一")
        assert [row.pk for row in found.context["page"].rows] == [branch.pk]
        assert "去掉上面的一些条件" in client.get("/reports/?q=没有").content.decode()

    def test_ones_own_attendance_is_filtered_and_exported(self, client, branch):
        person = factories.member(branch)
        rows.talk(branch, date(2024, 4, 5), person)
        account = factories.member_account(person)
        assert [
            len(opened(client, account, "mine", state=state).context["rows"]) for state in ("present", "absent")
        ] == [
            1,
            0,
        ]
        sheet = load_workbook(BytesIO(opened(client, account, "mine_export").content)).active
        assert [row[:2] for row in sheet.values][1:] == [(datetime(2024, 4, 5), "谈心谈话")]


class TestRectification:
    def test_the_figures_of_the_day_open_their_lists(self, client, court, branch):
        case = Case(branch).claimed()
        case.done(case.measure(), on=date(2024, 5, 20))
        case.measure("座谈", due_on=date(2024, 5, 31))
        for name, args, by, of in (
            ("court_year", [court.pk], case.finder, f"court={court.pk}"),
            ("court_block", [court.pk, "rectification"], case.finder, f"court={court.pk}"),
            ("branch_block", [branch.pk, "rectification"], case.secretary, f"branch={branch.pk}"),
        ):
            page = text(opened(client, by, name, *args, year=2024, as_of="2024-06-01"))
            assert "未按时完成 <b>1</b>" in page
            address = f"{reverse('rectification:measures')}?on=2024-06-01&state=OVERDUE&{of}"
            assert address.replace("&", "&amp;") in page
            assert "座谈" in client.get(address).content.decode()

    def test_a_court_without_branches_has_no_empty_tables_and_charts(self, client, court):
        page = text(opened(client, factories.committee_account(court), "court_year", court.pk, year=2024))
        assert "还没有应开展的组织生活" in page
        assert "chart-kinds" not in page
        assert "参加/应到人次" not in page

    def test_where_nothing_is_kept_nothing_is_said(self, client, court, branch):
        page = text(opened(client, factories.committee_account(court), "court_year", court.pk, year=2024))
        assert "rectification-head" not in page

    def test_a_group_s_leader_is_told_nothing_of_it(self, client, branch):
        Case(branch)
        leader = factories.group_leader(factories.group(branch))
        page = text(opened(client, leader, "branch", branch.pk))
        assert "问题销号" not in page
        assert reverse("reports:branch_block", args=[branch.pk, "rectification"]) not in page
        assert opened(client, leader, "branch_block", branch.pk, "rectification").status_code == 403
