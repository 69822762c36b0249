"""The vocabulary of fields by kind: typed, refused in words, shown, summed, exported; events over several days."""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from activities.choices import HELD_STATES, ActivityState
from activities.details import VOCABULARY
from activities.models import Activity, ActivityKind
from activities.services import Incomplete, KindFacts, activity_submit, kind_create
from activities.tests import factories as meetings
from branches.tests import factories as people
from core.errors import Refused
from core.typed_fields import DECIMALS, FieldType, Unreadable, exported, shown, stored

NOT_HELD = [state for state in ActivityState if state not in HELD_STATES]
DAY = date(2024, 5, 8)
NEW = reverse("activities:new")
words = st.sampled_from(list(VOCABULARY.values()))
money = st.decimals(0, 10_000_000, places=2)


@given(words, st.text(max_size=40) | money.map(str) | st.integers().map(str) | st.dates().map(str))
def test_whatever_is_typed_is_kept_typed_or_refused_in_words(word, text):
    kept = None
    with suppress(Unreadable):
        kept = stored(word, text)
    if kept is None:
        with pytest.raises(Unreadable, match=f"^{word.label}"):
            stored(word, text)
        return
    assert stored(word, kept) == kept
    if word.type is FieldType.COUNT:
        assert isinstance(kept, int)
        assert kept >= 0
    elif word.type in DECIMALS:
        assert -Decimal(kept).as_tuple().exponent == DECIMALS[word.type][0]
    if word.type is not FieldType.PERSON:
        assert shown(word, kept) is not None
        assert exported(word, kept) is not None


@given(money)
def test_money_keeps_every_cent(amount):
    kept = stored(VOCABULARY["amount"], amount)
    assert Decimal(kept) == amount
    assert exported(VOCABULARY["amount"], kept) == amount


@pytest.mark.parametrize(
    ("code", "text", "words"),
    [
        ("amount", "12.345", "最多 2 位小数"),
        ("amount", "-1", "应在 0 到"),
        ("amount", "一万元", "请填写数字"),
        ("amount", "NaN", "应在 0 到"),
        ("person_times", "12人", "请填写整数"),
        ("person_times", "99999999999", "不能超过"),
        ("form", "ELSEWHERE", "从选项中选择"),
        ("rectify_by", "2024-13-01", "请填写日期"),
        ("theme", "长" * 101, "不能超过 100 字"),
    ],
)
def test_what_is_none_of_its_field_is_refused(code, text, words):
    with pytest.raises(Unreadable, match=words):
        stored(VOCABULARY[code], text)


# --- Kept with a record -------------------------------------------------------------------------


def faults(entry):
    with pytest.raises(Incomplete) as caught:
        activity_submit(entry=entry, by=None, at=meetings.noon(date(2024, 6, 30)), submission_key=uuid4())
    return {fault.field: fault.text for fault in caught.value.faults}


@pytest.mark.django_db
def test_a_lecture_keeps_its_lecturer_as_a_member_or_a_name():
    branch = people.branch()
    teacher = people.member(branch, "王讲师")
    details = {"lecturer": "王讲师", "lecturer_rank": "BRANCH_SECRETARY"}
    kept = meetings.activity("PARTY_LECTURE", branch, details=details)
    assert kept.details["lecturer"] == {"name": "王讲师", "member": teacher.pk}
    guest = meetings.activity("PARTY_LECTURE", branch, details={"lecturer": "外请专家"})
    assert guest.details["lecturer"] == {"name": "外请专家", "member": None}
    assert VOCABULARY.typed(kept.details) == details


@pytest.mark.django_db
def test_a_kind_refuses_what_it_does_not_ask_and_what_is_unreadable():
    branch = people.branch()
    people.members(branch, 3)
    assert "没有" in faults(meetings.entry("BRANCH_ASSEMBLY", branch, DAY, details={"amount": "3"}))["kind"]
    assert "没有" in faults(meetings.entry("PARTY_LECTURE", branch, DAY, details={"nonsense": "3"}))["kind"]
    found = faults(meetings.entry("PARTY_LECTURE", branch, DAY, details={"lecturer_rank": "KING"}))
    assert "主讲人身份" in found["detail_lecturer_rank"]


@pytest.mark.django_db
def test_a_kind_met_by_the_way_brings_its_fields():
    branch = people.branch()
    kept = meetings.activity("THEME_DAY", branch, also=["PARTY_LECTURE"], details={"lecturer": "书记"})
    assert kept.details["lecturer"]["name"] == "书记"


@pytest.mark.django_db
def test_a_reading_class_lasts_several_days_and_counts_in_the_month_of_its_first():
    court = people.court()
    entry = {"court": court, "held_on": date(2024, 4, 29), "ends_on": date(2024, 5, 6), "typed_due": 9}
    kept = meetings.activity(
        "READING_CLASS", at=meetings.noon(date(2024, 5, 10)), typed_present=9, study_hours=Decimal(40), **entry
    )
    assert kept.period == 2024 * 12 + 3
    assert kept.last_day == date(2024, 5, 6)
    assert kept.late_days is None  # counted from the last day
    base = {"court": court, "typed_due": 9, "typed_present": 9}
    wrong = [
        ({"ends_on": DAY - timedelta(1)}, "ends_on", "早于第一天"),
        ({"ends_on": date(2024, 7, 1)}, "ends_on", "才结束"),
        ({"ends_on": DAY + timedelta(31)}, "ends_on", "有 32 天"),
        ({"ends_on": DAY + timedelta(1), "study_hours": Decimal("24.5")}, "study_hours", "0 到 24"),
    ]
    for fields, field, words in wrong:
        assert words in faults(meetings.entry("READING_CLASS", held_on=DAY, **base, **fields))[field]
    assert "当天结束" in faults(meetings.entry("DONATION", held_on=DAY, ends_on=DAY + timedelta(1), **base))["ends_on"]


@pytest.mark.django_db
def test_a_court_chooses_what_its_own_kind_asks():
    court = people.court()
    facts = KindFacts(name="结对共建", short_name="共建", fields=("households", "amount"), several_days=True)
    kind = kind_create(court=court, facts=facts, by=None)
    assert ActivityKind.objects.within(court).get(pk=kind.pk).fields == ["households", "amount"]
    with pytest.raises(Refused, match="没有这样的填写内容"):
        kind_create(court=court, facts=KindFacts(name="别的", short_name="别的", fields=("nonsense",)), by=None)


# --- Pages --------------------------------------------------------------------------------------


def sent(place, **fields):
    return {
        "submission_key": str(uuid4()),
        "branch": str(place.branch.pk),
        "held_on": "2024-05-08",
        "topic": ["向灾区捐款"],
        "invited": [str(member.pk) for member in place.members[:2]],
        **fields,
    }


def test_the_form_asks_what_the_kind_asks_and_keeps_the_rest_unseen(place, as_user):
    client = as_user(place.secretary)
    asked = client.get(NEW, {"kind": "DONATION"}).text
    assert 'name="detail_amount"' in asked
    assert "金额（元）" in asked
    assert 'name="detail_lecturer"' not in asked
    typed_before = {"detail_amount": "88.50", "detail_donors": "3"}
    switched = client.post(reverse("activities:people"), sent(place, kind="PARTY_LECTURE", **typed_before)).text
    assert '<input type="hidden" name="detail_amount" value="88.50">' in switched
    assert 'id="id_detail_lecturer"' in switched


def test_a_donation_is_sent_shown_summed_and_exported(place, as_user):
    client = as_user(place.secretary)
    refused = client.post(NEW, sent(place, kind="DONATION", detail_amount="一百"))
    assert refused.status_code == 422
    assert "金额请填写数字" in refused.text
    assert 'value="一百"' in refused.text
    for amount in ("1200.50", "0.10"):
        done = client.post(NEW, sent(place, kind="DONATION", detail_amount=amount, detail_goods="", detail_donors="2"))
        assert done.status_code == 302
    record = Activity.objects.within(place.branch).first()
    assert record.details == {"amount": "0.10", "donors": 2}
    assert "0.10 元" in client.get(reverse("activities:detail", args=(record.pk,))).text
    listed = client.get(reverse("activities:list"), {"kind": "DONATION"}).text
    assert "1,200.60 元" in listed
    assert "4 人次" in listed
    assert "1,200.60" not in client.get(reverse("activities:list")).text
    book = load_workbook(BytesIO(client.get(reverse("activities:export"), {"kind": "DONATION"}).content))
    head, *rows = book.active.iter_rows(values_only=True)
    assert sorted(row[head.index("金额（元）")] for row in rows) == [0.1, 1200.5]


def test_the_page_of_kinds_offers_the_vocabulary(place, as_user):
    client = as_user(place.party_committee)
    values = {"name": "结对共建", "short_name": "共建", "roster": "BRANCH", "quorum": "NONE", "is_active": "on"}
    assert client.post(reverse("activities:kind_new"), {**values, "asked": ["amount"]}).status_code == 302
    kind = ActivityKind.objects.within(place.court).get()
    page = client.get(reverse("activities:kind", args=(kind.pk,)))
    assert kind.code not in page.text
    assert page.context["form"]["asked"].value() == ["amount"]


def test_sums_count_held_records_of_the_main_kind(place, as_user):
    held = {"details": {"amount": "100.00"}, "branch": place.branch}
    meetings.raw_activity("DONATION", **held)
    for state in NOT_HELD:
        meetings.raw_activity("DONATION", **held, state=state)
    meetings.raw_activity("VOLUNTEER", **held).fulfilments.create(kind=meetings.kind("DONATION"))
    page = as_user(place.secretary).get(reverse("activities:list"), {"kind": "DONATION"})
    assert {each.label: each.text for each in page.context["sums"]} == {
        "出席": "9 人次",
        "学时": "1",
        "金额": "100.00 元",
    }
    assert len(page.context["page"].rows) == 2 + len(NOT_HELD)


def test_what_a_kind_does_not_ask_is_named_in_words(place):
    found = faults(meetings.entry("THEME_DAY", place.branch, DAY, details={"amount": "3"}))
    assert "没有“金额”这一项" in found["kind"]
