"""The list, its export and one record."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from activities.choices import Origin
from activities.services import Vote
from activities.tests import factories as meetings
from branches.choices import CourtLevel
from branches.models import ImportBatch
from branches.tests import factories as people
from core.models import AuditEvent

LIST = reverse("activities:list")
EXPORT = reverse("activities:export")


def detail(activity):
    return reverse("activities:detail", args=(activity.pk,))


def shown(page):
    return {row.pk for row in page.context["page"].rows}


def test_the_list_shows_what_the_user_sees(place, as_user):
    own = meetings.raw_activity(branch=place.branch)
    other = meetings.raw_activity(branch=place.other)
    wide = meetings.raw_activity("POLITICAL_STUDY", court=place.court)
    meetings.raw_activity()
    assert shown(as_user(place.secretary).get(LIST)) == {own.pk}
    assert shown(as_user(place.party_committee).get(LIST)) == {own.pk, other.pk, wide.pk}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "文件 三楼"}, {"place"}),
        ({"q": "秘密计划"}, {"content"}),
        ({"kind": "THEME_DAY"}, {"theme", "also"}),
        ({"from": "2024-03-01", "to": "2024-03-31"}, {"march"}),
        ({"quorum": "no"}, {"short"}),
        ({"late": "yes"}, {"late"}),
        ({"origin": "IMPORTED"}, {"imported"}),
    ],
)
def test_filters(place, as_user, query, found):
    plain = {"branch": place.branch, "has_quorum": True, "topic": "其他"}
    rows = {
        "place": meetings.raw_activity(**{**plain, "topic": "学习文件"}, place="三楼会议室"),
        "content": meetings.raw_activity(**plain, content="讨论秘密计划"),
        "theme": meetings.raw_activity("THEME_DAY", **plain),
        "also": meetings.raw_activity(**plain),
        "march": meetings.raw_activity(**plain, held_on=date(2024, 3, 15)),
        "short": meetings.raw_activity(**{**plain, "has_quorum": False}),
        "late": meetings.raw_activity(**plain, late_days=9),
        "imported": meetings.raw_activity(**plain, origin=Origin.IMPORTED),
    }
    rows["also"].fulfilments.create(kind=meetings.kind("THEME_DAY"))
    page = as_user(place.secretary).get(LIST, query)
    assert shown(page) == {rows[name].pk for name in found}
    assert page.context["chips"]


def test_branch_and_group_by_their_ids(place, as_user):
    of_group = meetings.raw_activity("GROUP_MEETING", place.branch, group=place.group)
    meetings.raw_activity("GROUP_MEETING", place.branch)
    meetings.raw_activity("GROUP_MEETING", place.other)
    query = {"branch": place.branch.pk, "group": place.group.pk, "kind": "GROUP_MEETING"}
    assert shown(as_user(place.party_committee).get(LIST, query)) == {of_group.pk}


@pytest.mark.parametrize(
    "query",
    [{"kind": "x"}, {"branch": "0"}, {"branch": "x"}, {"from": "x"}, {"sort": "x"}, {"cursor": "x"}, {"q": "长" * 999}],
)
def test_nonsense_in_the_address_breaks_nothing(place, as_user, query):
    assert as_user(place.secretary).get(LIST, query).status_code == 200


def test_pages_follow_each_other(place, as_user):
    for day in range(1, 29):
        for kind in ("THEME_DAY", "STUDY"):
            meetings.raw_activity(kind, place.branch, date(2024, 4, day))
    client = as_user(place.secretary)
    first = client.get(LIST)
    second = client.get(LIST + first.context["page"].next)
    assert len(shown(first)) == 50
    assert len(shown(second)) == 6
    assert not shown(first) & shown(second)


def test_the_list_asks_as_much_for_one_as_for_many(place, as_user, django_assert_num_queries):
    client = as_user(place.secretary)
    meetings.raw_activity("GROUP_MEETING", place.branch, group=place.group)
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    for _ in range(10):
        meetings.raw_activity("GROUP_MEETING", place.branch, group=place.group)
    with django_assert_num_queries(len(one)):
        client.get(LIST)


def test_the_export_holds_what_is_filtered_and_no_formula(place, as_user):
    meetings.raw_activity("THEME_DAY", place.branch, topic="=1+1", content="正文")
    meetings.raw_activity("STUDY", place.branch)
    meetings.raw_activity("THEME_DAY", place.other)
    answer = as_user(place.secretary).get(EXPORT, {"kind": "THEME_DAY"})
    sheet = load_workbook(BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 2
    topic = rows[0].index("议题")
    assert rows[1][topic] == "=1+1"
    assert sheet.cell(2, topic + 1).data_type == "s"
    assert AuditEvent.objects.get(action="activities.export_activities").detail["rows"] == 1


def test_the_export_asks_as_much_for_one_as_for_many(place, as_user, django_assert_num_queries):
    client = as_user(place.secretary)
    meetings.activity("THEME_DAY", place.branch, also=["PARTY_LECTURE"])
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(EXPORT)
    for _ in range(4):
        meetings.activity("THEME_DAY", place.branch, also=["PARTY_LECTURE"])
    with django_assert_num_queries(len(one)):
        client.get(EXPORT)


def test_a_record_shows_all_of_it(place, as_user):
    kept = meetings.activity(
        "BRANCH_ASSEMBLY",
        place.branch,
        date(2024, 5, 8),
        by=place.secretary,
        absent=[place.members[0]],
        also=["PARTY_LECTURE"],
        topic="议题一\n议题二",
        content="会上讨论了很多",
        resolutions=[Vote("通过工作计划", 6)],
    )
    page = as_user(place.secretary).get(detail(kept))
    assert page.status_code == 200
    for words in (
        *("已提交", "议题一", "议题二", "会上讨论了很多", "通过工作计划", "党课", "2024年第二季度", "张书记"),
        *(place.members[0].name, "开庭", "第一党小组", "未编入党小组", "三楼会议室"),
    ):
        assert words in page.text
    assert [row.passed for row in page.context["resolutions"]] == [True]


def test_short_of_quorum_and_late_are_said(place, as_user):
    kept = meetings.raw_activity(branch=place.branch, has_quorum=False, late_days=12)
    page = as_user(place.secretary).get(detail(kept))
    assert "未达法定人数，不算达标" in page.text
    assert "会后第 12 天提交" in page.text


def test_an_imported_record_names_its_row_and_its_differences(place, as_user):
    batch = ImportBatch.objects.create(
        court=place.court, subject="ACTIVITIES", filename="台账.xlsx", digest="0", row_count=1
    )
    kept = meetings.raw_activity(
        branch=place.branch,
        origin=Origin.IMPORTED,
        import_batch=batch,
        source_sheet="组织生活",
        source_row=7,
        ledger_due=12,
        ledger_present=9,
    )
    page = as_user(place.secretary).get(detail(kept))
    assert page.context["ledger"] == [("应到", 12, 10, 2), ("实到", 9, 9, 0)]
    for words in ("台账.xlsx", "组织生活", "第 7 行", "多 2 人", "一致"):
        assert words in page.text
    unknown = meetings.raw_activity(branch=place.branch, ledger_due=12, due_count=None, present_count=None)
    assert as_user(place.secretary).get(detail(unknown)).context["ledger"] == [("应到", 12, None, None)]


def test_a_court_wide_record_lists_by_branch(place, as_user):
    kept = meetings.activity("POLITICAL_STUDY", court=place.court, invited=[place.members[0]])
    page = as_user(place.party_committee).get(detail(kept))
    assert [group.label for group in page.context["groups"]] == ["第一党支部"]
    assert as_user(place.secretary).get(detail(kept)).status_code == 404


def test_a_record_asks_as_much_for_few_people_as_for_many(place, as_user, django_assert_num_queries):
    client = as_user(place.secretary)
    few = meetings.activity("COMMITTEE_MEETING", place.branch)
    people.members(place.branch, 10, group=place.group)
    many = meetings.activity("BRANCH_ASSEMBLY", place.branch)
    client.get(detail(few))
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(detail(few))
    with django_assert_num_queries(len(one)):
        client.get(detail(many))


def test_a_leader_sees_the_own_groups_records(place, as_user):
    own = meetings.activity("GROUP_MEETING", place.branch, group=place.group)
    foreign = meetings.raw_activity(branch=place.branch)
    client = as_user(place.leader)
    assert shown(client.get(LIST)) == {own.pk}
    assert client.get(detail(own)).status_code == 200
    assert client.get(detail(foreign)).status_code == 404


def test_a_court_above_reads_what_is_shared_without_names(place, as_user):
    upper = people.court(level=CourtLevel.INTERMEDIATE)
    lower = people.court(parent=upper, shares_records=True)
    branch = people.branch(lower)
    people.members(branch, 2)
    kept = meetings.activity("BRANCH_ASSEMBLY", branch, absent=[people.member(branch, "下级党员")])
    client = as_user(people.committee_account(upper))
    page = client.get(detail(kept))
    assert page.status_code == 200
    assert "下级党员" not in page.text
    lower.shares_records = False
    lower.save()
    assert client.get(detail(kept)).status_code == 404


@pytest.mark.parametrize("who", ["neighbour", "stranger"])
def test_a_strangers_record_is_not_there(place, as_user, who):
    kept = meetings.raw_activity(branch=place.branch, topic="机密议题")
    client = as_user(getattr(place, who))
    assert client.get(detail(kept)).status_code == 404
    assert "机密议题" not in client.get(LIST).text
    assert client.get(detail(kept)).text == client.get(reverse("activities:detail", args=(10**9,))).text


@pytest.mark.parametrize("who", ["member", "administrator", "auditor"])
def test_others_read_no_minutes(place, as_user, who):
    kept = meetings.raw_activity(branch=place.branch)
    client = as_user(getattr(place, who))
    for url in (LIST, EXPORT, detail(kept)):
        assert client.get(url).status_code == 403


def test_wrong_methods(place, as_user):
    kept = meetings.raw_activity(branch=place.branch)
    client = as_user(place.secretary)
    for url in (LIST, EXPORT, detail(kept)):
        assert client.post(url).status_code == 405


def test_a_leader_is_offered_no_sums_over_the_branch(place, as_user):
    menus = {who: as_user(getattr(place, who)).get(reverse("activities:list")).text for who in ("leader", "secretary")}
    assert [reverse("activities:study") in menu for menu in menus.values()] == [False, True]
    assert [reverse("activities:talks") in menu for menu in menus.values()] == [False, True]
