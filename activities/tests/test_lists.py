"""The smaller lists: each is filtered, sorted, exported, says so when it is empty, and asks no more for many rows."""

from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from activities.choices import CorrectionState
from activities.models import Correction, PeriodLock
from activities.selectors.history import corrections_to_review, waiting_counts
from activities.services.topics import topic_create
from activities.tests import factories as meetings
from branches.services.leadership import leadership_start
from branches.tests import factories as people
from core.clock import now


def _record(place, number):
    kind = ("THEME_DAY", "STUDY")[number % 2]
    return meetings.raw_activity(kind, place.branch, date(2024, 4, 1 + number), submitted_at=now())


def _correction(place, number):
    return Correction.objects.create(
        activity=_record(place, number),
        state=CorrectionState.ASKED,
        reason="漏记",
        before={"facts": {"place": "甲"}},
        after={"facts": {"place": "乙"}},
        asked_by=place.secretary,
        asked_at=now(),
        submission_key=uuid4(),
    )


def _draft(place, number):
    kind = ("THEME_DAY", "STUDY")[number % 2]
    return meetings.draft(place.branch, by=place.secretary, data={"kind": [kind], "topic": ["一"]})


def _lock(place, number):
    fields = {
        "court": place.court,
        "year": 2023 - number,
        "quarter": 1,
        "reason": "考核",
        "locked_on": date(2024, 1, 5),
    }
    return PeriodLock.objects.create(**fields)


def _branch(place, number):
    return meetings.coverage(people.branch(place.court, f"新支部{number}"))


def _topic(place, number):
    facts = {"name": f"专题{number}", "starts_on": None, "ends_on": None, "is_active": number % 2 == 0}
    return topic_create(court=place.court, branch=None, facts=facts, by=None)


def _member(place, number):
    return people.member(place.branch, f"王党员{number}")


def _leader(place, number):
    kind = ("MEMBER", "LEADER")[number % 2]
    return leadership_start(court=place.court, member=people.member(place.branch, f"王{number}"), kind=kind, by=None)


def _kind(place, number):
    return meetings.own_kind(place.court, f"共建{number}", is_active=number % 2 == 0)


# list, export, what makes a row, a filter that leaves some of several, one that leaves none, a name that sorts
LISTS = [
    ("waiting", "waiting_export", _record, {"kind": "STUDY"}, {"late": "yes"}, "submitted_at"),
    ("corrections", "correction_export", _correction, {"kind": "STUDY"}, {"kind": "GROUP_MEETING"}, "held_on"),
    ("drafts", "draft_export", _draft, {"kind": "STUDY"}, {"kind": "GROUP_MEETING"}, "created_by"),
    ("locks", "lock_export", _lock, {"year": "2022"}, {"state": "OPEN"}, "locked_on"),
    ("coverages", "coverage_export", _branch, {"stated": "no"}, {"q": "没有这个"}, "since"),
    ("topics", "topic_export", _topic, {"state": "OVER"}, {"owner": "BRANCH"}, "held"),
    ("study", "study_export", _member, {"post": "OFFICER"}, {"hours": "ENOUGH"}, "name"),
    ("talks", "talk_export", _member, {"q": "王"}, {"state": "DONE"}, "name"),
    ("leaders", "leaders_export", _leader, {"rank": "LEADER"}, {"rank": "SECRETARY"}, "branch"),
    ("kinds", "kind_export", _kind, {"owner": "OWN"}, {"q": "没有这个"}, "roster"),
]


def reader(place, name):
    return place.secretary if name == "drafts" else place.party_committee


def exported(client, name, query):
    book = load_workbook(BytesIO(client.get(reverse(f"activities:{name}"), query).content), read_only=True)
    return len(list(book.active.iter_rows(min_row=2, values_only=True)))


@pytest.mark.parametrize(("name", "export", "make", "some", "none", "sort"), LISTS, ids=[each[0] for each in LISTS])
def test_a_list(place, as_user, name, export, make, some, none, sort):
    client, address = as_user(reader(place, name)), reverse(f"activities:{name}")
    make(place, 0)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        whole = len(client.get(address).context["page"].rows)
    for number in range(1, 4):
        make(place, number)
    with CaptureQueriesContext(connection) as many:
        page = client.get(address)
    assert len(many) == len(few), [each["sql"] for each in many.captured_queries][-3:]
    rows = page.context["page"].rows
    assert len(rows) == whole + 3 == exported(client, export, {})

    left = client.get(address, some)
    assert 0 < len(left.context["page"].rows) < len(rows)
    assert left.context["chips"]
    assert exported(client, export, some) == len(left.context["page"].rows)
    empty = client.get(address, none)
    assert not empty.context["page"].rows
    assert "全部清除" in empty.text

    assert any(head.query.endswith(f"sort={sort}") for head in page.context["heads"])
    for order in (sort, f"-{sort}"):
        assert len(client.get(address, {"sort": order}).context["page"].rows) == len(rows)
    for nonsense in ({"sort": "x"}, {"cursor": "x"}, {"page": "x"}, dict.fromkeys(some, "x" * 200)):
        assert client.get(address, nonsense).status_code == 200


def test_persons_are_not_ranked_by_their_hours(place, as_user):
    page = as_user(place.party_committee).get(reverse("activities:study"))
    assert [head.label for head in page.context["heads"] if head.query] == ["姓名"]


def test_corrections_are_counted_as_they_are_listed(place, as_user, django_assert_num_queries):
    """Not the own ones, nor those of records that the user submitted or answers for."""
    rows = [_correction(place, number) for number in range(4)]
    own, of_mine = rows[:2]
    Correction.objects.within(place.court).filter(pk=own.pk).update(asked_by=place.party_committee)
    of_mine.activity.submitted_by = place.party_committee
    of_mine.activity.save()
    assert set(corrections_to_review(place.party_committee)) == set(rows[2:])
    assert waiting_counts(place.party_committee)["corrections"] == 2
    assert as_user(place.secretary).get(reverse("activities:corrections")).status_code == 403
    page = as_user(place.party_committee).get(reverse("activities:waiting"))
    assert "另有 2 项更正等待审批" in page.text
    assert "地点" in as_user(place.party_committee).get(reverse("activities:corrections")).text


def test_a_record_shows_its_way_page_by_page(place, as_user):
    """However often it was corrected, the page reads a few steps."""
    record = meetings.activity(branch=place.branch, by=place.secretary)
    for number in range(25):
        Correction.objects.create(
            activity=record,
            state=CorrectionState.APPLIED,
            reason=f"第{number}次",
            before={"facts": {"place": "甲"}},
            after={"facts": {"place": "乙"}},
            asked_by=place.secretary,
            asked_at=now(),
            submission_key=uuid4(),
        )
    client = as_user(place.secretary)
    address = reverse("activities:detail", args=(record.pk,))
    first = client.get(address)
    second = client.get(address + first.context["events"].next)
    assert [len(page.context["events"].rows) for page in (first, second)] == [20, 6]
    assert [len(page.context["changes"]) for page in (first, second)] == [20, 5]
