"""The wall of a meeting room: sums alone, kept fresh by itself, and never a way round the end of a session."""

from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse

from activities.tests import rows
from assessments.tests.rated import Place
from branches.tests import factories
from rectification.tests.factories import Case
from reports.selectors.wall import wall_of

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def moment():
    with time_machine.travel("2024-11-22T10:00:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def court():
    return factories.court("甲中级法院")


@pytest.fixture
def branch(court):
    branch = rows.branch(court, name="第一党支部")
    rows.activity(branch, "THEME_DAY", date(2024, 3, 5))
    return branch


def address(court, name="wall"):
    return reverse(f"reports:{name}", args=[court.pk])


@pytest.fixture
def wall(client, court, moment):
    """The committee has just opened it."""
    client.force_login(factories.committee_account(court))
    return client.get(address(court))


class TestPage:
    def test_what_stands_on_it(self, client, court, branch, wall):
        case = Case(branch).claimed()
        case.measure("座谈", due_on=date(2024, 5, 31), owner_name="张三")
        for name in ("wall", "wall_figures"):
            page = client.get(address(court, name))
            assert "更新于" in page.text
            assert "未按时完成 1 条" in page.text
            for named in ("座谈", "张三", "第一党支部", "<a href"):
                assert (
                    named
                    not in page.context["wall"].heat_map + page.text.partition("wall-grid")[2].partition("footer")[0]
                )

    def test_held_and_due_by_the_month_in_which_the_period_ends(self, court, branch):
        other = rows.branch(court)
        rows.activity(other, "THEME_DAY", date(2024, 11, 5))
        found = wall_of(court, date(2024, 11, 22))
        assert 'title="主题党日 3月，部分完成，1/2"' in found.heat_map
        assert 'title="主题党日 1月，未完成，0/2"' in found.heat_map
        assert 'title="主题党日 11月，进行中，1/2"' in found.heat_map
        assert 'title="党课 12月，进行中，0/2"' in found.heat_map
        assert "主题党日 12月" not in found.heat_map
        due = {each.kind.code: (each.enough, each.of, each.left) for each in found.due}
        assert due == {"THEME_DAY": (1, 2, 1)}
        assert found.days_left == 8

    def test_what_is_not_known_is_not_done(self, court, branch):
        """One branch met what was due, of the others nothing is known until November."""
        for _ in range(2):
            rows.branch(court, covered_from=date(2024, 11, 1))
        found = wall_of(court, date(2024, 11, 22))
        assert 'title="主题党日 3月，部分完成，1/1，另有 2 项不详"' in found.heat_map
        assert "1/10 （20项不详）" in found.heat_map
        assert found.cards[0].note.endswith(f"，另有 {found.cards[0].not_known} 项不详")
        theme_day = wall_of(court, date(2024, 10, 31))
        assert {each.kind.code: each.not_known for each in theme_day.due}["THEME_DAY"] == 2

    def test_the_stars_of_the_last_published_year(self):
        place = Place(2, five_share=100)
        place.publish(place.rated(95, 85))
        found = wall_of(place.court, date(2025, 2, 1))
        assert [(each.label, each.number, each.url) for each in found.stars.levels[:2]] == [
            ("五星级", 1, ""),
            ("四星级", 1, ""),
        ]

    def test_a_court_without_anything_says_so(self, wall):
        for words in ("还没有应开展的组织生活", "本月没有到期的组织生活", "还没有登记整改措施", "还没有公布星级评定"):
            assert words in wall.text

    def test_as_many_queries_for_many_branches(self, court, branch, django_assert_max_num_queries):
        Case(branch).claimed()
        with django_assert_max_num_queries(60) as few:
            wall_of(court, date(2024, 11, 22))
        for _ in range(3):
            Case(rows.branch(court)).claimed()
        with django_assert_max_num_queries(len(few)):
            wall_of(court, date(2024, 11, 22))

    def test_the_court_s_page_leads_to_it(self, client, court, wall):
        assert address(court) in client.get(reverse("reports:court", args=[court.pk])).text


class TestWho:
    @pytest.mark.parametrize("name", ["wall", "wall_figures"])
    def test_may_open_it(self, client, branch, name):
        above = factories.court("上级法院")
        own = factories.court(parent=above)
        lower = factories.court(parent=own)
        client.force_login(factories.committee_account(own))
        codes = [client.get(address(each, name)).status_code for each in (own, lower, above, branch.court)]
        assert codes == [200, 200, 403, 404]
        assert client.get(reverse(f"reports:{name}", args=[0])).status_code == 404
        client.force_login(factories.secretary(branch))
        assert client.get(address(branch.court, name)).status_code == 403

    def test_other_methods(self, client, court, wall):
        assert client.put(address(court)).status_code == 405
        assert client.post(address(court, "wall_figures")).status_code == 405


class TestHowLong:
    def test_the_page_says_when_it_stops(self, client, court, wall, moment):
        assert "本页面将于 10:30 停止刷新" in wall.text
        moment.shift(20 * MINUTE)
        assert 'data-until="10:30"' in client.get(address(court, "wall_figures")).text

    @pytest.mark.parametrize("headers", [{}, {"X-Background": "0"}, {"HX-Request": "true"}])
    def test_refreshing_alone_ends_after_half_an_hour(self, client, court, wall, moment, headers):
        for _ in range(30):
            moment.shift(MINUTE)
            assert client.get(address(court, "wall_figures"), headers=headers).status_code == 200
        moment.shift(MINUTE)
        refused = client.get(address(court, "wall_figures"), headers=headers)
        assert refused.status_code == 302
        assert refused.url.startswith(settings.LOGIN_URL if "/" in settings.LOGIN_URL else reverse(settings.LOGIN_URL))
        assert client.get(address(court)).status_code == 302

    def test_to_go_on_is_an_act(self, client, court, wall, moment):
        moment.shift(25 * MINUTE)
        assert client.post(address(court)).url == address(court)
        assert "本页面将于 10:55 停止刷新" in client.get(address(court)).text
        for _ in range(29):
            moment.shift(MINUTE)
            assert client.get(address(court, "wall_figures")).status_code == 200

    def test_going_on_ends_after_eight_hours_all_the_same(self, client, court, wall, moment):
        for _ in range(23):
            moment.shift(20 * MINUTE)
            client.post(address(court))
        assert "本页面将于 18:00 停止刷新" in client.get(address(court)).text
        moment.shift(21 * MINUTE)
        assert client.get(address(court, "wall_figures")).status_code == 302

    def test_work_in_another_tab_keeps_the_session_as_ever(self, client, court, wall, moment):
        moment.shift(20 * MINUTE)
        client.get(reverse("reports:court", args=[court.pk]))
        assert 'data-until="10:50"' in client.get(address(court, "wall_figures")).text
