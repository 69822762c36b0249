"""Pages, cursors, sorting and chips of lists, on the audit trail's rows."""

import base64
import json

import django_filters
import pytest
from django.db.models.functions import Length
from django.http import QueryDict
from django.test import RequestFactory

from accounts.models import User
from core.listing import chips_of, counted, heads_of, in_order, keyset_page_of, ordering, query_with
from core.models import AuditEvent, Outcome

SORTS = {
    "action": ("action",),
    "id": ("id",),
    "label": ("subject_label", "id"),
    "court": ("court_id", "id"),  # may be empty
    "actor": ("actor__username", "id"),  # of a related row that may be none
    "length": ("length", "id"),  # an annotation
    "at": ("at", "id"),  # to the microsecond
}


def get(query=""):
    return RequestFactory().get(f"/{query}")


def rows():
    return AuditEvent.objects.annotate(length=Length("subject_label")).select_related("actor")


@pytest.fixture
def events(db):
    actors = {name: User.objects.create(username=name) for name in ("jia", "yi")}
    facts = [
        ("甲", 2, "yi"),
        ("乙乙", None, None),
        ("甲", 1, "jia"),
        ("丙", None, "yi"),
        ("乙乙", 2, None),
        ("甲", 1, "jia"),
    ]
    return [
        AuditEvent.objects.create(
            action=f"a{number}", subject_label=label, court_id=court, actor=actors.get(actor), outcome=Outcome.DONE
        )
        for number, (label, court, actor) in enumerate([*facts, ("丙", None, "jia")])
    ]


def walk(query, sort):
    """The actions of every page, following `next`, then back again, following `previous`."""
    forth, back = [], []
    while True:
        page = keyset_page_of(get(query), rows(), sorts=SORTS, default=sort, size=3)
        forth.append([row.action for row in page.rows])
        if not page.next:
            break
        query = page.next
    while True:
        back.append([row.action for row in page.rows])
        if not page.previous:
            break
        page = keyset_page_of(get(page.previous), rows(), sorts=SORTS, default=sort, size=3)
    return forth, back[::-1]


def by_hand(events, sort):
    """The events in order, what is empty first."""
    values = {
        "label": lambda event: event.subject_label,
        "court": lambda event: event.court_id or 0,
        "actor": lambda event: event.actor.username if event.actor else "",
        "length": lambda event: len(event.subject_label),
    }
    value = values.get(sort.removeprefix("-"), lambda event: event.pk)
    return sorted(events, key=lambda event: (value(event), event.pk), reverse=sort.startswith("-"))


@pytest.mark.parametrize("sort", [sign + name for name in SORTS for sign in ("", "-")])
def test_pages_show_every_row_once_in_order(events, sort):
    forth, back = walk("?q=x", sort)
    expected = [event.action for event in by_hand(events, sort)]
    assert [action for page in forth for action in page] == expected
    assert [action for page in back for action in page] == expected
    assert [len(page) for page in forth] == [3, 3, 1]
    exported = in_order(get(f"?sort={sort}"), rows(), sorts=SORTS, default="id")
    assert [event.action for event in exported] == expected


@pytest.mark.parametrize("cursor", ["x", "W10", "eyJhIjoxfQ", "WyJmIiwgInoiXQ", "WyJmIiwgImEiLCAieiJd", "é"])
def test_a_cursor_that_makes_no_sense_starts_at_the_first_row(events, cursor):
    page = keyset_page_of(get(f"?cursor={cursor}"), AuditEvent.objects.all(), sorts=SORTS, default="action", size=3)
    assert [row.action for row in page.rows] == ["a0", "a1", "a2"]


@pytest.mark.parametrize(
    ("sort", "position"),
    [
        ("id", ["f", float("inf")]),
        ("length", ["f", float("-inf"), 1]),
        ("action", ["f", "\ud800", 1]),
        ("action", ["f", "\0", 1]),  # PostgreSQL takes none
        ("at", ["f", "0001-01-01T00:00:00+14:00", 1]),
    ],
)
def test_a_cursor_that_no_page_gave_starts_at_the_first_row(events, sort, position):
    cursor = base64.urlsafe_b64encode(json.dumps(position).encode()).decode()
    page = keyset_page_of(get(f"?sort={sort}&cursor={cursor}"), rows(), sorts=SORTS, default="action", size=7)
    assert {row.action for row in page.rows} == {row.action for row in events}


def test_a_cursor_of_another_order_starts_at_the_first_row(events):
    cursor = QueryDict(keyset_page_of(get(), rows(), sorts=SORTS, default="action", size=3).next[1:])["cursor"]
    for sort, first in (("action", "a3"), ("-id", "a6"), ("at", "a0")):
        page = keyset_page_of(get(f"?sort={sort}&cursor={cursor}"), rows(), sorts=SORTS, default="id", size=3)
        assert page.rows[0].action == first


def test_counting_stops_at_the_cap(events):
    rows = AuditEvent.objects.all()
    assert str(counted(rows)) == "7"
    assert str(counted(rows, cap=7)) == "7"
    assert str(counted(rows, cap=6)) == "6+"


def test_only_names_of_the_whitelist_sort():
    assert ordering(get("?sort=-label"), SORTS, "action") == ("-subject_label", "-id")
    assert ordering(get("?sort=action"), SORTS, "-id") == ("action", "pk")
    assert ordering(get("?sort=actor__password"), SORTS, "-id") == ("-id",)


def test_heads_sort_by_their_column_and_turn_its_order_round():
    columns = [("action", "操作"), ("detail", "详情")]
    action, detail = heads_of(get("?q=1&page=3&sort=action"), columns, sorts=SORTS, default="-id", figures=("detail",))
    assert (action.direction, action.query) == ("ascending", "?q=1&sort=-action")
    assert (detail.query, detail.is_figure) == ("", True)
    assert heads_of(get(), columns, sorts=SORTS, default="-action")[0].query == "?sort=action"


def test_a_change_of_the_filter_leads_back_to_the_first_page():
    assert query_with(get("?q=1&page=3"), q=None) == "?"
    assert query_with(get("?q=1&cursor=abc"), kind="x") == "?q=1&kind=x"


class EventFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(field_name="action", label="查找")
    outcome = django_filters.ChoiceFilter(choices=Outcome.choices, label="结果")
    at = django_filters.DateFromToRangeFilter(label="时间")

    class Meta:
        model = AuditEvent
        fields = ()


def test_chips_say_what_is_filtered_and_take_it_away(events):
    request = get("?q=a1&outcome=DONE&at_after=2024-01-01&page=2")
    chips = chips_of(request, EventFilter(request.GET, AuditEvent.objects.all()))
    assert [(chip.label, chip.value) for chip in chips[:2]] == [("查找", "a1"), ("结果", "已完成")]
    assert chips[0].query == "?outcome=DONE&at_after=2024-01-01"
    assert (chips[2].value, chips[2].query) == ("2024-01-01 至 ", "?q=a1&outcome=DONE")


def test_a_refused_filter_is_no_chip(events):
    request = get("?outcome=NONSENSE&q=a1")
    chips = chips_of(request, EventFilter(request.GET, AuditEvent.objects.all()))
    assert [chip.label for chip in chips] == ["查找"]
