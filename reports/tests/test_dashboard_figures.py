"""The figures of the dashboards: right on their day, and each opens as many rows as it says."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from activities.tests import rows
from assessments.tests.rated import Place
from branches.choices import MembershipEnd
from branches.models import Membership
from branches.tests import factories
from development.choices import StepKind
from development.tests import factories as files
from notices.services import notice_acknowledge
from notices.tests import factories as notices
from rectification.tests.factories import Case
from reports.selectors.changes import CAME, LEFT, MOVED, changes_between, last_month_end
from reports.selectors.members import members_by
from reports.selectors.notices import notice_figures
from reports.selectors.pipeline import pipeline
from reports.selectors.stars import last_star_year, stars_by_level

pytestmark = pytest.mark.django_db
TODAY = date(2024, 11, 22)
APRIL, MAY = date(2024, 4, 30), date(2024, 5, 31)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2024-11-22T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def court():
    return factories.court("甲中级法院")


@pytest.fixture
def branch(court):
    return rows.branch(court, name="第一党支部")


def numbers(counts):
    return {each.label: each.number for each in counts}


def listed(client, url):
    return len(client.get(url).context["page"].rows)


class TestMembers:
    @pytest.fixture
    def people(self, branch):
        member = factories.member
        return [
            member(branch, born_on=date(1988, 11, 23), sex="MALE", nation="汉族", education="大学本科"),
            member(branch, born_on=date(1988, 11, 22), sex="FEMALE", nation="回族", education="省委党校研究生"),
            member(branch, born_on=date(1970, 1, 1), education="大学专科", status="PROBATIONARY"),
            member(branch, born_on=None, education="函授", confirmed_on=date(2024, 6, 1)),
            member(branch, born_on=date(1950, 1, 1), nation="汉族", joined_on=date(2024, 8, 1)),
        ]

    def test_each_is_told_apart_and_opens_its_rows(self, client, court, branch, people):
        factories.member(rows.branch(factories.court()))
        found = members_by(court, TODAY)
        assert numbers(found.kinds) == {"正式党员": 4, "预备党员": 1}
        assert numbers(found.ages) == {
            "35岁及以下": 1,
            "36至45岁": 1,
            "46至55岁": 1,
            "56岁及以上": 1,
            "不详": 1,
        }
        assert numbers(found.education) == {
            "研究生": 1,
            "大学本科": 1,
            "大专": 1,
            "中专、高中及以下": 0,
            "其他": 1,
            "不详": 1,
        }
        assert numbers(found.sexes) == {"男": 1, "女": 1, "不详": 3}
        assert numbers(found.nations) == {"汉族": 2, "回族": 1, "不详": 2}
        client.force_login(factories.committee_account(court))
        every = [found.total, *found.kinds, *found.ages, *found.education, *found.sexes, *found.nations]
        for count in every:
            assert (listed(client, count.url) if count.url else 0) == count.number, count

    def test_of_a_day_that_is_past(self, client, court, branch, people):
        other = rows.branch(court)
        moved = people[0].memberships.get()
        moved.ends_on, moved.ended_by = date(2024, 9, 30), MembershipEnd.MOVED
        moved.save()
        Membership.objects.create(court=court, branch=other, member=people[0], starts_on=date(2024, 10, 1))
        people[0].branch = other
        people[0].save()
        found = members_by(branch, MAY)
        assert found.total.number == 4  # one joined in August; one was still here
        assert numbers(found.kinds) == {"正式党员": 2, "预备党员": 2}  # one was confirmed in June
        client.force_login(factories.committee_account(court))
        for count in (found.total, *found.kinds, *found.ages):
            assert (listed(client, count.url) if count.url else 0) == count.number, count
        page = client.get(found.kinds[1].url)
        assert [row.status_then for row in page.context["page"].rows] == ["预备党员"] * 2
        assert {row.branch_name for row in client.get(found.total.url).context["page"].rows} == {"第一党支部"}

    def test_with_the_courts_below_nothing_opens(self, court, branch, people):
        below = rows.branch(factories.court(parent=court))
        factories.member(below)
        assert members_by(court, TODAY).total.number == 5
        found = members_by(court, TODAY, with_below=True)
        assert found.total.number == 6
        assert not any(each.url for each in (found.total, *found.kinds, *found.nations))
        assert not members_by(court, TODAY, opens=False).total.url

    def test_one_query(self, court, branch, people, django_assert_num_queries):
        with django_assert_num_queries(1):
            members_by(court, TODAY)


class TestPipeline:
    def test_today_and_of_a_day_that_is_past(self, client, court, branch):
        with time_machine.travel("2026-11-20T10:00:00+08:00", tick=False):
            files.file(branch, until=StepKind.ADMISSION_APPROVAL, name="张三")
            files.file(branch, until=StepKind.TALK, name="李四")
            stopped = files.file(branch, until=StepKind.TALK, name="王五")
            files.take(stopped, StepKind.STOPPED, date(2023, 2, 1), note="本人申请")
            today = pipeline(court, date(2026, 11, 20))
            assert [each.number for each in today] == [1, 0, 0, 1, 0]
            then = pipeline(court, date(2024, 4, 1))
            assert [each.number for each in then] == [1, 0, 1, 0, 0]
            assert [each.number for each in pipeline(branch, date(2023, 1, 25))] == [3, 0, 0, 0, 0]
            assert sum(each.number for each in pipeline(court, date(2022, 1, 1))) == 0
            client.force_login(factories.committee_account(court))
            for count in (*today, *then, *pipeline(branch, date(2023, 1, 25))):
                assert (listed(client, count.url) if count.url else 0) == count.number, count
            (row,) = client.get(then[2].url).context["page"].rows
            assert (row.name, row.get_stage_display()) == ("张三", "发展对象")

    def test_with_the_courts_below_nothing_opens(self, court, branch):
        files.file(rows.branch(factories.court(parent=court)))
        (first, *_) = pipeline(court, date(2026, 11, 20), with_below=True)
        assert (first.number, first.url) == (1, "")

    def test_as_many_queries_for_many_files(self, court, branch, django_assert_num_queries):
        for _ in range(3):
            files.file(branch, until=StepKind.ACTIVIST_FIXED, born_on=None)
            with django_assert_num_queries(2):
                pipeline(court, date(2023, 2, 1))


class TestStars:
    def test_levels_and_what_changed(self, client):
        place = Place(4, five_share=100)
        place.publish(place.rated(95, 85, 75, 85, year=2023), on=date(2024, 1, 10))
        with time_machine.travel("2025-01-12T10:00:00+08:00", tick=False):
            rating = place.publish(place.rated(85, 95, 75, 85, applied={3: None}))
            assert last_star_year(place.court, date(2025, 1, 9)) == 2023
            assert last_star_year(place.court, date(2025, 1, 10)) == 2024
            assert stars_by_level(place.court, 2024, date(2025, 1, 9)) is None
            found = stars_by_level(place.court, 2024, date(2025, 1, 10))
            assert numbers(found.levels) == {
                "五星级": 1,
                "四星级": 1,
                "三星级": 1,
                "二星级": 0,
                "一星级": 0,
                "未评定": 1,
            }
            assert numbers(found.changes) == {"升星": 1, "降星": 1, "复星": 0, "首次评定": 0}
            moves = [(move.branch.name, move.before, move.after, move.change.label) for move in found.moves]
            assert moves == [("第1支部", 5, 4, "降星"), ("第2支部", 4, 5, "升星")]
            client.force_login(place.committee)
            for count in (*found.levels, *found.changes):
                if count.url:
                    assert len(client.get(count.url).context["rows"]) == count.number, count
            assert found.url == reverse("assessments:rating", args=[rating.pk])

    def test_with_the_courts_below(self):
        above = factories.court()
        for points in (95, 85):
            place = Place(1, factories.court(parent=above), five_share=100)
            place.publish(place.rated(points))
        found = stars_by_level(above, 2024, date(2025, 2, 1), with_below=True)
        assert [each.number for each in found.levels[:2]] == [1, 1]
        assert found.moves == []
        assert stars_by_level(above, 2024, date(2025, 2, 1)) is None


class TestNotices:
    def test_of_a_span_as_of_a_day(self, client):
        case = notices.Case()
        notice = case.issued()
        other = case.issued(notices.reply(), notices.reply("报送计划"), month=date(2024, 8, 1))
        notice_acknowledge(
            receipt=case.receipt(notice), on=date(2024, 7, 5), at=notices.at(date(2024, 7, 5)), by=case.secretary
        )
        found = notice_figures(case.court, date(2024, 7, 1), date(2024, 7, 31), date(2024, 7, 5))
        counts = (found.issued, found.items, found.receipts, found.signed, found.done)
        assert [each.number for each in counts] == [2, 3, 4, 1, 0]
        assert [(each.notice, each.waiting.number, each.open.number) for each in found.open] == [
            (other, 2, 2),
            (notice, 1, 2),
        ]
        client.force_login(case.committee)
        for count in (found.issued, found.receipts, found.signed, *(each.waiting for each in found.open)):
            assert listed(client, count.url) == count.number, count
        assert notice_figures(case.court, date(2024, 7, 1), date(2024, 7, 31), date(2024, 7, 4)).signed.number == 0
        assert notice_figures(case.court, date(2024, 8, 1), date(2024, 8, 31), TODAY).issued.number == 0

    def test_of_a_branch(self, client):
        case = notices.Case()
        case.issued()
        found = notice_figures(case.first, date(2024, 7, 1), date(2024, 7, 31), date(2024, 7, 31))
        assert (found.issued.number, found.items.number, found.receipts.number) == (1, 1, 1)
        assert not found.items.url
        case.issued(month=date(2024, 8, 1), addressees=[case.second])
        again = notice_figures(case.first, date(2024, 7, 1), date(2024, 7, 31), date(2024, 7, 31))
        for reader in (case.secretary, case.committee):
            client.force_login(reader)
            assert listed(client, again.issued.url) == again.issued.number == 1

    def test_as_many_queries_for_many_branches(self, django_assert_num_queries):
        case = notices.Case()
        span = (date(2024, 7, 1), date(2024, 7, 31), date(2024, 7, 31))
        case.issued(notices.owed(), notices.reply())
        with django_assert_num_queries(13) as few:
            notice_figures(case.court, *span)
        for _ in range(3):
            rows.branch(case.court)
        case.issued(notices.owed(), notices.reply(), month=date(2024, 8, 1))
        with django_assert_num_queries(len(few)):
            notice_figures(case.court, *span)


class TestChanges:
    def test_members_who_came_moved_and_left(self, client, court, branch):
        other = rows.branch(court)
        factories.member(branch)
        moved, left = factories.member(branch), factories.member(branch)
        for member, ended_by in ((moved, MembershipEnd.MOVED), (left, MembershipEnd.TRANSFERRED)):
            member.memberships.update(ends_on=date(2024, 5, 10), ended_by=ended_by)
        Membership.objects.create(court=court, branch=other, member=moved, starts_on=date(2024, 5, 11))
        factories.member(branch, starts_on=date(2024, 5, 1))
        factories.member(branch, joined_on=date(2024, 5, 31))
        client.force_login(factories.committee_account(court))
        for owner, expected in (
            (court, {CAME: 2, MOVED: 1, LEFT: 1}),
            (branch, {CAME: 2, LEFT: 2}),
            (other, {CAME: 1, LEFT: 0}),
        ):
            found = changes_between(owner, APRIL, MAY).members
            assert numbers(found) == expected
            for count in found:
                assert (listed(client, count.url) if count.url else 0) == count.number, (owner, count)

    def test_problems_and_measures(self, client, court, branch):
        case = Case(branch).claimed()  # found on 1 April
        case.done(case.measure(), on=date(2024, 5, 20))
        case.measure("座谈", due_on=date(2024, 5, 30))
        case.measure("走访", due_on=date(2024, 5, 31))
        client.force_login(case.finder)
        for owner in (court, branch):
            found = changes_between(owner, APRIL, MAY)
            assert numbers(found.problems) == {"新增问题": 0, "销号问题": 0}
            assert numbers(found.measures) == {"完成措施": 1, "新逾期措施": 1}
            earlier = changes_between(owner, date(2024, 3, 31), APRIL)
            assert numbers(earlier.problems) == {"新增问题": 1, "销号问题": 0}
            for count in (*found.measures, *earlier.problems):
                assert (listed(client, count.url) if count.url else 0) == count.number, count

    def test_a_closed_problem_opens(self, client, court, branch):
        case = Case(branch).closed()
        client.force_login(case.finder)
        closed = changes_between(court, APRIL, MAY).problems[1]
        assert (closed.number, listed(client, closed.url)) == (1, 1)

    def test_what_fell_due(self, client, court, branch):
        rows.activity(branch, "THEME_DAY", date(2024, 5, 8))
        found = changes_between(branch, APRIL, MAY).life
        assert numbers(found) == {"到期应开": 1, "达标": 1, "欠开": 0}
        client.force_login(factories.secretary(branch))
        answer = client.get(found[0].url).context
        assert sum(each["figures"].due for each in answer["kinds"]) == 1
        assert str(answer["question"]).startswith("2024年5月，截至 2024年5月31日")
        assert not changes_between(branch, MAY, date(2024, 6, 15)).life[0].url
        assert not changes_between(court, date(2024, 3, 31), MAY).life[0].url

    @time_machine.travel("2025-01-12T10:00:00+08:00", tick=False)
    def test_stars_that_were_published_in_these_days(self, client):
        place = Place(2, five_share=100)
        place.publish(place.rated(95, 85, year=2023), on=date(2024, 1, 10))
        place.publish(place.rated(95, 95), on=date(2025, 1, 10))
        found = changes_between(place.court, date(2024, 12, 31), date(2025, 1, 10)).stars
        assert numbers(found) == {"升星": 1, "降星": 0, "复星": 0}
        client.force_login(place.committee)
        assert [row.rated.branch for row in client.get(found[0].url).context["rows"]] == [place.branches[1]]
        assert changes_between(place.court, date(2025, 1, 10), date(2025, 1, 31)).stars == []

    def test_nothing_opens_where_nobody_may(self, court, branch):
        case = Case(branch).claimed()
        case.done(case.measure(), on=date(2024, 5, 20))
        factories.member(branch, starts_on=date(2024, 5, 1))
        shut = changes_between(court, APRIL, MAY, opens=False, opens_roster=lambda day: False)
        below = changes_between(court, APRIL, MAY, with_below=True)
        for each in (shut, below):
            assert not any(count.url for count in (*each.members, *each.measures, *each.problems))
            assert each.members[0].number == 1

    def test_as_many_queries_for_many_branches(self, court, branch, django_assert_max_num_queries):
        with django_assert_max_num_queries(30) as few:
            changes_between(court, APRIL, MAY)
        for _ in range(3):
            Case(rows.branch(court)).claimed()
        with django_assert_max_num_queries(len(few)):
            changes_between(court, APRIL, MAY)

    def test_the_end_of_the_month_before(self):
        assert [last_month_end(day) for day in (date(2024, 3, 31), date(2024, 1, 1))] == [
            date(2024, 2, 29),
            date(2023, 12, 31),
        ]
