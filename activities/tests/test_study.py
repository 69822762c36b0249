"""Study hours: from activities attended and learning elsewhere, against what is expected; nobody is ranked."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from activities.models import StudyRecord
from activities.selectors.study import study_table
from activities.services import Incomplete
from activities.services.study import study_change, study_record, study_remove
from activities.tests import factories as meetings
from branches.choices import MemberStatus
from branches.services.leadership import leadership_start
from branches.tests import factories as people
from core.clock import today
from core.errors import EditConflict, Refused

TODAY = date(2024, 5, 10)
STUDY = reverse("activities:study")
NEW = reverse("activities:study_record_new")


def facts(**fields):
    usual = {"title": "网络课程", "organizer": "干部学院", "source": "ONLINE", "is_training": False}
    days = {"starts_on": date(2024, 3, 4), "ends_on": date(2024, 3, 5), "hours": Decimal(8)}
    return {**usual, **days, **fields}


def row_of(owner, member, year=2024, on=TODAY):
    return study_table(owner, year=year, on=on, member=member).rows[0]


def test_hours_come_from_attendance_and_learning_elsewhere(place):
    member, absent = place.members[:2]
    meetings.activity("PARTY_LECTURE", place.branch, study_hours=Decimal(2), absent=[absent])
    meetings.activity("THEME_DAY", place.branch, date(2023, 12, 8), study_hours=Decimal(3))  # another year
    study_record(members=[member], facts=facts(is_training=True), by=None, on=TODAY)
    row = row_of(place.branch, member)
    assert (row.attended, row.elsewhere, row.hours, row.trainings) == (2, 8, 10, 1)
    assert (row.expected, row.lacking, row.trainings_expected) == (32, 22, None)
    assert row_of(place.branch, absent).hours == 0
    assert row_of(place.branch, member, year=2023).attended == 3


def test_who_is_in_post_on_the_day_has_more_to_learn(place):
    secretary, deputy, former = place.committee
    assert (row_of(place.branch, secretary).expected, row_of(place.branch, secretary).trainings_expected) == (56, 1)
    deputy.posts.update(starts_on=date(2024, 2, 1))
    former.posts.update(ends_on=date(2024, 4, 30))
    assert [row_of(place.branch, each).expected for each in (deputy, former)] == [56, 32]
    assert row_of(place.branch, former, on=date(2024, 4, 30)).expected == 56
    meetings.activity("SECRETARY_TRAINING", place.branch, invited=[secretary])
    by_the_way = meetings.activity("POLITICAL_STUDY", place.branch, invited=[secretary])
    by_the_way.fulfilments.create(kind=meetings.kind("SECRETARY_TRAINING"))
    assert row_of(place.branch, secretary).trainings == 2


def test_a_past_year_is_of_the_branch_of_its_end(place, as_user):
    """A member who has moved on since: the row, its hours and its expectation stand where the year was spent."""
    moved = place.members[1]
    meetings.activity("PARTY_LECTURE", place.branch, date(2023, 6, 8), study_hours=Decimal(2))
    moved.memberships.update(ends_on=date(2024, 3, 31))
    moved.memberships.create(court=place.court, branch=place.other, starts_on=date(2024, 4, 1))
    moved.branch = place.other
    moved.save()
    address = reverse("activities:study_member", args=(moved.pk,))
    for user in (place.party_committee, place.neighbour, people.member_account(moved)):
        assert as_user(user).get(address).context["row"].branch_id == place.other.pk
    past = as_user(place.party_committee).get(address, {"year": 2023})
    assert (past.context["row"].branch_id, past.context["row"].attended) == (place.branch.pk, 2)
    assert "第一党支部" in past.text
    unseen = as_user(place.neighbour).get(address, {"year": 2023})  # its records are another branch's
    assert (unseen.status_code, unseen.context["row"]) == (200, None)


def test_of_members_who_joined_in_the_year_nothing_is_expected(place):
    moved = people.member(place.branch, starts_on=date(2024, 3, 1))
    fresh = people.member(place.branch, joined_on=date(2024, 2, 1), status=MemberStatus.PROBATIONARY)
    for member in (moved, fresh):
        assert row_of(place.branch, member).expected is None
    within = people.member(place.other, starts_on=date(2024, 3, 1))
    stay = within.memberships.create(
        court=place.court, branch=place.branch, starts_on=date(2020, 1, 1), ends_on=date(2024, 2, 29)
    )
    assert stay.pk
    assert row_of(place.other, within).expected == 32  # moved within the court: no year is broken


def test_the_table_follows_the_roster_and_asks_as_much_for_one_as_for_many(place):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as caught:
            study_table(place.court, year=2024, on=TODAY)
        return len(caught)

    few = queries()
    newest = people.members(place.branch, 5)[-1]
    study_record(members=[newest], facts=facts(), by=None, on=TODAY)
    assert queries() == few
    rows = study_table(place.branch, year=2024, on=TODAY).rows
    assert rows[-1].member_id == newest.pk  # many hours move nobody up


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"hours": Decimal(25)}, "hours", "0.5 到 24"),
        ({"hours": Decimal("1.3")}, "hours", "0.5 为一档"),
        ({"ends_on": date(2024, 3, 1)}, "ends_on", "早于"),
        ({"ends_on": date(2024, 6, 1)}, "ends_on", "结束后再登记"),
        ({"starts_on": date(2023, 12, 30)}, "ends_on", "分开登记"),
    ],
)
def test_what_cannot_be_is_refused(place, fields, field, words):
    with pytest.raises(Refused, match=words) as caught:
        study_record(members=place.members[:1], facts=facts(**fields), by=None, on=TODAY)
    assert caught.value.field == field


def test_learning_is_entered_once_changed_and_taken_away(place):
    (record,) = study_record(members=place.members[:1], facts=facts(), by=None, on=TODAY)
    with pytest.raises(Refused, match="已经登记过"):
        study_record(members=place.members[:2], facts=facts(), by=None, on=TODAY)
    assert StudyRecord.objects.within(place.court).count() == 1
    study_change(record=record, facts=facts(hours=Decimal(6)), by=None, on=TODAY, version=1)
    with pytest.raises(EditConflict):
        study_change(record=record, facts=facts(hours=Decimal(7)), by=None, on=TODAY, version=1)
    study_remove(record=record, by=None)
    assert not StudyRecord.objects.within(place.court).exists()


# --- Pages --------------------------------------------------------------------------------------


def test_an_officer_enters_for_several_and_each_sees_the_own(place, as_user):
    client = as_user(place.secretary)
    first, second = place.members[:2]
    sent = {
        "members": [first.pk, second.pk],
        "title": "网络课程",
        "source": "ONLINE",
        "starts_on": "2024-03-04",
        "hours": "4",
    }
    assert client.get(NEW, {"member": first.pk}).status_code == 200
    assert client.post(NEW, sent).status_code == 302
    assert [row.hours for row in StudyRecord.objects.within(place.branch)] == [4, 4]
    page = client.get(STUDY)
    assert "不排名" in page.text
    book = load_workbook(BytesIO(client.get(reverse("activities:study_export")).content))
    assert [row[5] for row in book.active.iter_rows(min_row=2, values_only=True)].count(4) == 2
    own = as_user(place.member)
    mine = own.get(reverse("activities:study_member", args=(first.pk,)))
    assert "网络课程" in mine.text
    assert "登记其他学习" not in mine.text
    assert own.get(reverse("activities:study_member", args=(second.pk,))).status_code == 404
    assert own.get(STUDY).status_code == 403
    assert as_user(place.leader).get(STUDY).status_code == 403


def test_a_change_made_meanwhile_is_shown(place, as_user):
    (record,) = study_record(members=place.members[:1], facts=facts(), by=None, on=TODAY)
    study_change(record=record, facts=facts(hours=Decimal(6)), by=None, on=TODAY)
    StudyRecord.objects.within(place.court).update(version=2)
    address = reverse("activities:study_record", args=(record.pk,))
    sent = {"title": "改名", "source": "ONLINE", "starts_on": "2024-03-04", "hours": "5", "version": "1"}
    page = as_user(place.party_committee).post(address, sent)
    assert page.status_code == 409
    assert 'value="改名"' in page.text


def test_the_lectures_of_the_party_secretary_are_counted_for_the_court(place, as_user):
    """By whom the court notes as its secretary on the day, in whichever branch the lecture was given."""
    client = as_user(place.party_committee)
    meetings.activity("PARTY_LECTURE", place.branch, details={"lecturer": "院长", "lecturer_rank": "MEMBER"})
    assert client.get(STUDY).context["lectures"]["held"] is None  # nobody is noted as one: not known
    leader = people.member(place.other, "王院长")
    leadership_start(court=place.court, member=leader, kind="SECRETARY", starts_on=date(2024, 3, 1), by=None)
    given = {"details": {"lecturer": "王院长", "lecturer_rank": "MEMBER"}}
    meetings.activity("PARTY_LECTURE", place.branch, date(2024, 2, 8), **given)  # before
    kept = meetings.activity("PARTY_LECTURE", place.branch, **given)
    assert kept.details == {
        "lecturer": {"name": "王院长", "member": leader.pk},
        "lecturer_rank": "LEADING_GROUP_SECRETARY",
    }
    joint = uuid4()
    for branch in (place.branch, place.other):
        meetings.raw_activity("PARTY_LECTURE", branch, details=kept.details, joint_key=joint)
    lectures = client.get(STUDY).context["lectures"]
    assert (lectures["held"], lectures["expected"]) == (2, 1)
    (line,) = client.get(lectures["url"]).context["page"].rows
    assert line["line"].lectures == client.get(line["lectures_url"]).context["page"].count.value == 2


def test_somebody_else_is_not_the_party_secretary(place):
    leader = people.member(place.other, "王院长")
    leadership_start(court=place.court, member=leader, kind="SECRETARY", by=None)
    said = {"lecturer": "李庭长", "lecturer_rank": "LEADING_GROUP_SECRETARY"}
    with pytest.raises(Incomplete, match="登记的党组书记是王院长，不是李庭长"):
        meetings.activity("PARTY_LECTURE", place.branch, details=said)


def test_a_members_page_shows_hours_and_meetings_of_the_year(place, as_user):
    member, away = place.members[:2]
    meetings.activity("PARTY_LECTURE", place.branch, today(), study_hours=Decimal(20), absent=[away])
    client = as_user(place.secretary)
    assert reverse("activities:study_panel", args=[member.pk]) in client.get(member_page(member)).content.decode()
    shown, of_absent = (panel_of(client, each) for each in (member, away))
    assert "20 学时" in shown
    assert "到会 1 次，应到 1 次" in shown
    assert "到会 0 次，应到 1 次" in of_absent


def member_page(member):
    return reverse("branches:member_detail", args=[member.pk])


def panel_of(client, member):
    return client.get(reverse("activities:study_panel", args=[member.pk])).content.decode()
