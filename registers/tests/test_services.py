"""Entries and kinds: what the services keep, compose and refuse."""

import re
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branches.tests import factories as people
from core.errors import EditConflict, Refused
from core.models import AuditEvent
from core.typed_fields import FieldType, Unreadable, exported, shown, stored
from registers.models import KindSetting, RegisterEntry, RegisterKind
from registers.selectors.entries import history_of, sums_of
from registers.selectors.figures import contact_visits, honours_of, interviews_of
from registers.selectors.kinds import kinds_of
from registers.services import EntryFacts, KindFacts, entry_change, entry_withdraw, kind_change, kind_create, kind_set
from registers.tests.factories import entry, kind, own_kind
from registers.vocabulary import VOCABULARY

NOON = datetime(2026, 5, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def court(db):
    return people.court()


@pytest.fixture
def branch(court):
    return people.branch(court)


def change(row, version=None, **facts):
    facts = {"on": row.on, "title": row.title, "values": row.values, "member": row.member, "parent": row.parent} | facts
    return entry_change(entry=row, version=version or row.version, facts=EntryFacts(**facts), by=None)


def withdraw(row, reason="登记重复", version=None):
    return entry_withdraw(entry=row, version=version or row.version, reason=reason, by=None, at=NOON)


class TestValues:
    words = st.sampled_from([word for word in VOCABULARY.values() if word.type is not FieldType.CHOICE])

    @given(words, st.text(max_size=30) | st.decimals(0, 120, places=2).map(str) | st.dates().map(str))
    def test_what_is_stored_and_shown_comes_back(self, word, text):
        kept = None
        with suppress(Unreadable):
            kept = stored(word, text)
        if kept is None:
            with pytest.raises(Unreadable, match=f"^{re.escape(word.label)}"):
                stored(word, text)
            return
        typed = VOCABULARY.typed({word.code: kept})[word.code]
        assert stored(word, typed) == kept
        if word.is_number:
            assert exported(word, kept) == Decimal(text.strip())
            assert shown(word, kept).replace(",", "").startswith(typed)
        else:
            assert shown(word, kept) == typed

    def test_every_choice_comes_back(self):
        choices = [(word, code) for word in VOCABULARY.values() for code, _ in word.choices]
        assert all(stored(word, code) == code and shown(word, code) != code for word, code in choices)

    @pytest.mark.parametrize(
        ("code", "text", "kept", "words"),
        [
            ("contact_rate", "95.6", "95.60", "95.60%"),
            ("for_year", "2026", 2026, "2026"),
            ("funds", "13500", "13500.00", "13,500.00 元"),
            ("land", "1.5", "1.50", "1.50 亩"),
            ("helped", "30", 30, "30 人次"),
        ],
    )
    def test_numbers_carry_their_unit(self, code, text, kept, words):
        assert stored(VOCABULARY[code], text) == kept
        assert shown(VOCABULARY[code], kept) == words

    @pytest.mark.parametrize(("code", "text"), [("contact_rate", "100.01"), ("for_year", "26"), ("for_year", "1234")])
    def test_no_rate_beyond_all_and_no_short_year(self, code, text):
        with pytest.raises(Unreadable):
            stored(VOCABULARY[code], text)

    def test_a_wrong_value_is_refused_at_its_field(self, branch):
        pairing = entry("PAIRING", branch)
        with pytest.raises(Refused) as refused:
            entry("PAIRING_VISIT", branch, parent=pairing, values={"contact_rate": "200"})
        assert refused.value.field == "detail_contact_rate"
        with pytest.raises(Refused, match="没有这一项"):
            entry("HONOUR", branch, values={"grounds": "事由"})


class TestEntries:
    def test_an_interview_is_of_a_person_and_of_the_own_branch(self, court, branch):
        member = people.member(branch, "张三")
        row = entry("INTERVIEW", court, member=member, values={"grounds": "第一季度未达三星"})
        assert (row.title, row.branch, row.person) == (f"约谈：张三（{branch.name}）", branch, "张三")
        with pytest.raises(Refused, match="请选择被约谈人"):
            entry("INTERVIEW", court)
        with pytest.raises(Refused, match="不在本院"):
            entry("INTERVIEW", court, member=people.member())

    def test_a_contact_point_needs_its_branch_and_a_visit_its_point(self, court, branch):
        leader = people.member(people.branch(court), "王院长")
        with pytest.raises(Refused, match="请选择党支部"):
            entry("CONTACT_POINT", court, member=leader)
        point = entry("CONTACT_POINT", branch, member=leader)
        visit = entry("CONTACT_VISIT", court, parent=point)
        assert (visit.branch, visit.person) == (branch, "王院长")
        for wrong in (None, entry("HONOUR", branch)):
            with pytest.raises(Refused, match="请从那一条进入"):
                entry("CONTACT_VISIT", branch, parent=wrong)
        with pytest.raises(Refused, match="不能换人"):
            change(point, member=people.member(branch))

    def test_a_brand_stands_below_the_courts(self, court, branch):
        whole = entry("BRAND", court, title="159 党建品牌")
        second = entry("BRAND", court, title="五心", parent=whole)
        own = entry("BRAND", branch, title="先锋立案", parent=second)
        assert own.parent == second
        for wrong in (own, entry("HONOUR", court)):
            with pytest.raises(Refused, match="只能列在全院的另一条之下"):
                entry("BRAND", branch, parent=wrong)
        with pytest.raises(Refused, match="只能列在全院的另一条之下"):
            change(whole, parent=second)

    def test_titles_dates_and_branches_are_checked(self, court, branch):
        with pytest.raises(Refused, match="请填写品牌名称"):
            entry("BRAND", branch, title=" ")
        with pytest.raises(Refused, match="不能早于"):
            entry("INSTITUTION", branch, until=date(2026, 3, 4))
        with pytest.raises(Refused, match="不能登记在这里"):
            entry("FIRST_AGENDA", branch)

    def test_a_change_is_made_on_what_was_opened(self, branch):
        row = entry("HONOUR", branch, title="先进基层党组织", values={"level": "CITY"})
        change(row, title="先进党组织", values={"level": "CITY", "giver": "市委"})
        assert (row.version, row.values["giver"]) == (2, "市委")
        with pytest.raises(EditConflict):
            change(row, version=1, title="别的")
        changed, added = history_of(row)
        assert (changed.note, added.what) == ("改了标题、内容", "登记")
        assert "市委" not in str(AuditEvent.objects.get(action="registers.entry_change").detail)
        assert "市委" in row.search_text

    def test_fields_that_a_kind_no_longer_asks_stay_as_they_are(self, court, branch):
        row = entry("HONOUR", branch, values={"giver": "市委"})
        kind_set(court=court, kind=row.kind, version=0, name="荣誉", fields=("level",), is_active=True, by=None)
        change(row, values={"giver": "市委", "level": "CITY"})
        assert row.values == {"giver": "市委", "level": "CITY"}

    def test_person_and_title_that_a_kind_no_longer_asks_stay(self, court, branch):
        member = people.member(branch, "王五")
        made = own_kind(court, title_label="书名", person_label="负责人")
        row = entry(made, branch, title="论持久战", member=member)
        kind_change(kind=made, version=1, facts=KindFacts(name="读书角"), by=None)
        change(row, title="", member=None)
        assert (row.title, row.person, row.member) == ("论持久战", "王五", member)

    def test_a_composed_title_follows_the_person(self, court, branch):
        row = entry("INTERVIEW", court, member=people.member(branch, "张三"))
        change(row, member=people.member(branch, "李四"))
        assert row.title == f"约谈：李四（{branch.name}）"

    def test_what_is_about_a_person_is_of_no_other_branch(self, court, branch):
        member, other = people.member(branch, "张三"), people.branch(court)
        with pytest.raises(Refused, match="张三在"):
            entry("INTERVIEW", other, member=member)
        row = entry("INTERVIEW", branch, member=member)
        with pytest.raises(Refused, match="请重新选择"):
            change(row, member=people.member(other))
        member.branch = other
        member.save()
        change(row, values={"grounds": "补记"})
        assert (row.branch, row.person) == (branch, "张三")

    def test_withdrawn_with_a_reason_from_below_upwards(self, branch):
        pairing = entry("PAIRING", branch)
        visit = entry("PAIRING_VISIT", branch, parent=pairing, values={"funds": "100"})
        with pytest.raises(Refused, match="下面还有 1 条"):
            withdraw(pairing)
        with pytest.raises(Refused, match="写明撤销原因"):
            withdraw(visit, " ")
        withdraw(visit)
        withdraw(pairing)
        assert pairing.is_withdrawn
        assert RegisterEntry.objects.within(branch).count() == 2
        with pytest.raises(Refused, match="已经撤销"):
            change(pairing)
        with pytest.raises(Refused, match="已经撤销"):
            withdraw(pairing)
        with pytest.raises(Refused, match="上级的一条已经撤销"):
            entry("PAIRING_VISIT", branch, parent=pairing)
        assert history_of(visit)[0].note == "登记重复"


class TestSums:
    def test_each_number_is_summed_with_its_unit_and_rates_are_not(self, branch):
        pairing = entry("PAIRING", branch)
        for funds, helped in (("100.10", "3"), ("0.2", "4")):
            values = {"funds": funds, "helped": helped, "contact_rate": "90"}
            entry("PAIRING_VISIT", branch, parent=pairing, values=values)
        withdraw(entry("PAIRING_VISIT", branch, parent=pairing, values={"funds": "1000"}))
        rows = RegisterEntry.objects.within(branch)
        found = sums_of(rows.filter(kind__code="PAIRING_VISIT"), kind("PAIRING_VISIT"))
        assert found == [("投入资金", "100.30 元"), ("帮助群众", "7 人次")]
        assert sums_of(rows, kind("HONOUR")) == []

    def test_what_other_apps_ask(self, court, branch):
        leader = people.member(branch)
        point = entry("CONTACT_POINT", branch, member=leader)
        entry("CONTACT_VISIT", branch, parent=point, values={"people_met": "5", "problems_found": "2"})
        entry("CONTACT_VISIT", branch, date(2025, 12, 31), parent=point, values={"people_met": "50"})
        entry("INTERVIEW", court, member=leader)
        entry("HONOUR", branch)
        for owner in (court, branch):
            visits = contact_visits(owner, *YEAR)
            assert len(visits) == 1
            assert visits.sums == [("走访座谈", "5 人次"), ("发现问题", "2 个")]
            assert (interviews_of(owner, *YEAR).count(), honours_of(owner, *YEAR).count()) == (1, 1)
        assert contact_visits(people.branch(court), *YEAR).rows == []


class TestKinds:
    def test_a_court_sets_what_every_court_has(self, court):
        shipped = kind("HONOUR")
        given = {"court": court, "kind": shipped, "by": None}
        kind_set(version=0, name="荣誉", fields=("level",), is_active=False, **given)
        as_set = {each.code: each for each in kinds_of(people.committee_account(court), court)}["HONOUR"]
        assert (as_set.name, as_set.fields, as_set.is_active) == ("荣誉", ["level"], False)
        with pytest.raises(Refused, match="已经停用"):
            entry("HONOUR", court)
        with pytest.raises(EditConflict):
            kind_set(version=0, name="奖", fields=(), is_active=True, **given)
        kind_set(version=1, name="奖", fields=(), is_active=True, **given)
        assert KindSetting.objects.within(court).get().version == 2
        assert kind("HONOUR").name == "院外荣誉"
        other = people.court()
        assert "院外荣誉" in [each.name for each in kinds_of(people.committee_account(other), other)]

    def test_a_court_has_its_own(self, court):
        made = own_kind(court, fields=("funds",), title_label="名称")
        second = own_kind(court, "借阅", parent=made)
        assert [each.name for each in kinds_of(people.committee_account(court), court)][-2:] == ["读书角", "借阅"]
        facts = KindFacts(name="图书角", title_label="名称", fields=("funds", "helped"))
        kind_change(kind=made, version=1, facts=facts, by=None)
        assert RegisterKind.objects.within(court).get(pk=made.pk).fields == ["funds", "helped"]
        entry(made, court)
        with pytest.raises(Refused, match="不能再改"):
            kind_change(kind=made, version=2, facts=KindFacts(name="图书角", subject="PERSON"), by=None)
        with pytest.raises(Refused, match="另选"):
            own_kind(court, "再下一层", parent=second)
        with pytest.raises(EditConflict):
            kind_change(kind=made, version=1, facts=facts, by=None)

    @pytest.mark.parametrize("name", ["约谈", "读书角", "荣誉"])
    def test_no_two_of_one_name(self, court, name):
        own_kind(court)
        kind_set(court=court, kind=kind("HONOUR"), version=0, name="荣誉", fields=(), is_active=True, by=None)
        with pytest.raises(Refused, match="已有名为"):
            own_kind(court, name)

    def test_only_words_of_the_vocabulary(self, court):
        with pytest.raises(Refused, match="没有这样的登记内容"):
            kind_create(court=court, facts=KindFacts(name="别的", fields=("nonsense",)), by=None)
        with pytest.raises(Refused, match="本院自己的"):
            kind_set(court=court, kind=own_kind(court), version=0, name="新", fields=(), is_active=True, by=None)
        with pytest.raises(Refused, match="通用"):
            kind_change(kind=kind("HONOUR"), version=1, facts=KindFacts(name="新"), by=None)

    def test_every_shipped_kind_asks_words_that_there_are(self, db):
        shipped = RegisterKind.objects.unscoped("test").filter(court=None)
        assert shipped.count() == 14
        assert [(each.code, VOCABULARY.unknown_codes(each.fields)) for each in shipped] == [
            (each.code, []) for each in shipped
        ]
