"""Leaders in the organisational life of their own branch: figures that open the records behind them."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from activities.models import Activity
from activities.selectors.leaders import Attended, leader_report
from activities.tests import factories
from branches.models import Leadership
from branches.services.leadership import leadership_end, leadership_start
from branches.tests import factories as people
from core.errors import Refused

YEAR = {"start": date(2024, 1, 1), "end": date(2024, 12, 31)}
LEADERS = "/activities/leaders/"


@pytest.fixture
def led(place):
    """The first committee member is the secretary of the 党组 since March; two lectures, one on a theme day."""
    leader, absent = place.committee[0], {"absent": [place.committee[0]]}
    place.row = leadership_start(
        court=place.court, member=leader, kind="SECRETARY", title="院长", starts_on=date(2024, 3, 1), by=None
    )
    on_theme_day = {"also": ["PARTY_LECTURE"], "details": {"lecturer": leader.name}}
    factories.activity("THEME_DAY", place.branch, date(2024, 2, 5))  # before
    factories.activity("THEME_DAY", place.branch, date(2024, 3, 5), **on_theme_day)
    factories.activity("THEME_DAY", place.branch, date(2024, 4, 5), **absent)
    factories.activity("PARTY_LECTURE", place.branch, date(2024, 4, 9), details={"lecturer": "外请专家"})
    factories.activity("COMMITTEE_MEETING", place.branch, date(2024, 4, 10))  # there as an officer
    place.leader_member = leader
    return place


def test_meetings_as_an_ordinary_member_within_the_time_of_leading(led):
    report = leader_report(led.party_committee, led.court, **YEAR)
    (line,) = report.lines
    figures = {kind.code: line.kinds[kind.pk] for kind in report.kinds}
    assert figures == {"PARTY_LECTURE": Attended(2, 2), "THEME_DAY": Attended(1, 2)}
    assert line.total == Attended(2, 3)  # the lecture on the theme day once
    assert (line.lectures, line.lectures_due) == (1, 0)  # no whole year has passed
    assert (line.first, line.last) == (date(2024, 3, 1), date(2024, 12, 31))


def test_a_whole_year_owes_the_secretary_a_lecture(led):
    Leadership.objects.within(led.court).update(starts_on=date(2022, 5, 1))
    report = leader_report(led.party_committee, led.court, start=date(2022, 1, 1), end=date(2024, 5, 10))
    assert (report.lines[0].lectures, report.lines[0].lectures_due) == (1, 1)


def test_each_figure_opens_the_records_it_counts(led, as_user):
    client = as_user(led.party_committee)
    factories.activity("THEME_DAY", led.branch, date(2024, 5, 6))
    Activity.objects.within(led.branch).filter(held_on=date(2024, 5, 6)).update(state="SENT_BACK")
    page = client.get(LEADERS, {"from": "2024-01-01", "to": "2024-05-10"})
    (line,) = page.context["page"].rows
    for figures, url in line["cells"]:
        assert client.get(url).context["page"].count.value == figures.due
    assert client.get(line["lectures_url"]).context["page"].count.value == 1
    answer = client.get(f"{LEADERS}export.xlsx?from=2024-01-01&to=2024-05-10")
    heads, row = load_workbook(BytesIO(answer.getvalue()), read_only=True).active.iter_rows(values_only=True)
    told = dict(zip(heads, row, strict=True))
    assert [told[name] for name in ("应参加", "实际参加", "主题党日应参加", "讲党课")] == [3, 2, 2, 1]


def test_as_many_queries_for_many_leaders(led, as_user):
    client = as_user(led.party_committee)
    client.get(LEADERS)
    with CaptureQueriesContext(connection) as one:
        client.get(LEADERS)
    for member in (*led.committee[1:], *led.members):
        leadership_start(court=led.court, member=member, kind="LEADER", by=None)
    with CaptureQueriesContext(connection) as many:
        client.get(LEADERS)
    assert len(many) == len(one)


def test_days_that_can_not_be_are_named(led, as_user):
    page = as_user(led.party_committee).get(LEADERS, {"from": "2024-05-01", "to": "2024-04-01"})
    assert "截止日期早于起始日期" in page.text


def test_the_committee_notes_leaders_and_their_last_day(led, as_user):
    client = as_user(led.party_committee)
    sent = {"member": led.members[0].pk, "kind": "MEMBER", "title": "副院长", "starts_on": "2024-01-01"}
    assert client.post(f"{LEADERS}new/", sent).status_code == 302
    again = client.post(f"{LEADERS}new/", sent)
    assert "已登记为党组成员，请先登记其截止日期" in again.text
    row = Leadership.objects.within(led.court).get(member=led.members[0])
    assert client.post(f"{LEADERS}{row.pk}/end/", {"last_on": "2023-12-31"}).status_code == 422
    assert client.post(f"{LEADERS}{row.pk}/end/", {"last_on": "2024-05-01"}).status_code == 302
    assert "至 2024-05-01" in client.get(LEADERS).text


def test_a_member_of_another_court_leads_not_here(led):
    with pytest.raises(Refused, match="不是本院的党员"):
        leadership_start(court=led.court, member=people.member(people.branch()), kind="LEADER", by=None)
    leadership_end(leadership=led.row, last_on=date(2024, 5, 1), by=None)
    with pytest.raises(Refused, match="已经登记过截止日期"):
        leadership_end(leadership=led.row, last_on=date(2024, 5, 2), by=None)
