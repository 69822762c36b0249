"""Pages of registers: who sees what, the list with its sums, export and print, the forms, settings."""

from datetime import date
from io import BytesIO
from types import SimpleNamespace

import pytest
import time_machine
from docx import Document
from openpyxl import load_workbook

from branches.tests import factories as people
from core.models import AuditEvent
from registers.models import KindSetting, RegisterEntry, RegisterKind
from registers.services import kind_set
from registers.tests.factories import entry, kind, own_kind
from registers.views.entries import SORTS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-05-20T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def place():
    """A court with two branches, their officers, a group's leader, a member; a committee elsewhere."""
    court = people.court()
    branch, other = people.branch(court, "立案庭党支部"), people.branch(court, "刑庭党支部")
    return SimpleNamespace(
        court=court,
        branch=branch,
        other=other,
        member=people.member(branch, "张三"),
        committee=people.committee_account(court),
        secretary=people.secretary(branch),
        other_secretary=people.secretary(other),
        leader=people.group_leader(people.group(branch)),
        reader=people.member_account(people.member(branch)),
        stranger=people.committee_account(people.court()),
    )


@pytest.fixture
def as_user(client):
    def signed_in(user):
        client.force_login(user)
        return client

    return signed_in


def text(answer):
    return answer.content.decode()


def listed(code):
    return f"/registers/{kind(code).pk}/"


class TestWhoSees:
    def test_an_interview_is_seen_by_the_committee_and_the_own_officers_alone(self, place, as_user):
        row = entry("INTERVIEW", place.court, member=place.member, values={"grounds": "未达三星"})
        address = f"/registers/entries/{row.pk}/"
        seen = {
            "committee": 200,
            "secretary": 200,
            "other_secretary": 404,
            "stranger": 404,
            "leader": 403,
            "reader": 403,
        }
        for who, status in seen.items():
            assert as_user(getattr(place, who)).get(address).status_code == status, who
        assert row not in RegisterEntry.objects.visible_to(place.leader)
        assert "约谈：张三" not in text(as_user(place.other_secretary).get(listed("INTERVIEW")))

    def test_what_is_published_is_read_by_all_officers_of_the_court(self, place, as_user):
        row = entry("BRAND", place.branch, title="先锋立案", values={"idea": "少跑一趟"})
        entry("PAIRING", place.branch, title="结对社区")
        page = text(as_user(place.other_secretary).get(f"/registers/entries/{row.pk}/"))
        assert "少跑一趟" in page
        assert "/edit/" not in page
        assert "history-head" not in page
        assert "先锋立案" in text(as_user(place.other_secretary).get(listed("BRAND")))
        assert "结对社区" not in text(as_user(place.other_secretary).get(listed("PAIRING")))
        assert row not in RegisterEntry.objects.visible_to(place.stranger)
        assert row not in RegisterEntry.objects.visible_to(place.leader)
        address = f"/registers/entries/{row.pk}/edit/"
        assert as_user(place.other_secretary).get(address).status_code == 403
        as_user(place.secretary).post(f"/registers/entries/{row.pk}/withdraw/", {"version": 1, "reason": "改用新品牌"})
        assert as_user(place.other_secretary).get(f"/registers/entries/{row.pk}/").status_code == 404
        assert "改用新品牌" in text(as_user(place.secretary).get(f"/registers/entries/{row.pk}/"))

    def test_addresses_of_nothing_and_of_others(self, place, as_user):
        foreign = own_kind(people.court())
        for address in (f"/registers/{foreign.pk}/", "/registers/999999/", "/registers/entries/999999/"):
            assert as_user(place.committee).get(address).status_code == 404
        for address in ("/registers/", listed("BRAND")):
            assert as_user(place.committee).post(address).status_code == 405
            assert as_user(place.leader).get(address).status_code == 403
        assert as_user(place.committee).get("/registers/?court=999999").status_code == 404


class TestSentTwice:
    def test_the_same_new_entry_is_kept_once(self, place, as_user):
        address = f"/registers/{kind('BRAND').pk}/new/"
        page = as_user(place.secretary).get(address)
        key = page.context["form"].initial["submission_key"]
        sent = {"title": "先锋立案", "on": "2026-05-19", "branch": place.branch.pk, "submission_key": key}
        first, second = (as_user(place.secretary).post(address, sent) for _ in range(2))
        assert (first.status_code, second.url) == (302, first.url)
        assert RegisterEntry.objects.within(place.court).count() == 1


class TestOverview:
    def test_counts_of_each_register_and_where_to_add(self, place, as_user, django_assert_num_queries):
        entry("HONOUR", place.branch, date(2025, 7, 1))
        client = as_user(place.committee)
        client.get("/registers/")
        counts = []
        for _ in range(2):
            with django_assert_num_queries(15, exact=False) as queries:
                page = client.get("/registers/")
            counts.append(len(queries))
            for number in range(3):
                entry("BRAND", place.branch, title=f"品牌{number}")
        assert counts[0] == counts[1]
        rows = {row.kind.code: row for row, *_ in page.context["rows"]}
        assert (rows["HONOUR"].entries, rows["HONOUR"].this_year) == (1, 0)
        assert f"{listed('INTERVIEW')}new/" in text(page)
        own = text(as_user(place.secretary).get("/registers/"))
        assert f"{listed('BRAND')}new/" in own
        assert f"{listed('INTERVIEW')}new/" not in own

    def test_the_panel_of_a_branch(self, place, as_user):
        entry("HONOUR", place.branch)
        address = f"/registers/branches/{place.branch.pk}/panel/"
        panel = text(as_user(place.secretary).get(address))
        assert "院外荣誉" in panel
        assert f"branch={place.branch.pk}" in panel
        assert "还没有登记" in text(as_user(place.other_secretary).get(f"/registers/branches/{place.other.pk}/panel/"))
        assert as_user(place.other_secretary).get(address).status_code == 404
        assert as_user(place.leader).get(address).status_code == 403


class TestList:
    def test_as_many_queries_for_one_as_for_many(self, place, as_user, django_assert_max_num_queries):
        point = entry("CONTACT_POINT", place.branch, member=place.member)
        client, found = as_user(place.committee), []
        client.get(listed("CONTACT_POINT"))  # the first page of a session asks a little more
        for _ in range(2):
            entry("CONTACT_VISIT", place.branch, parent=point, values={"people_met": "3"})
            entry("CONTACT_POINT", place.other, member=place.member)
            with django_assert_max_num_queries(40) as queries:
                client.get(listed("CONTACT_POINT"))
                client.get(listed("CONTACT_VISIT"))
            found.append(len(queries))
        assert found[0] == found[1]

    def test_a_brand_counts_its_contests_and_shows_the_brands_below(self, place, as_user):
        whole = entry("BRAND", place.court, title="1+7 云法先锋")
        own = entry("BRAND", place.branch, title="先锋立案", parent=whole)
        entry("BRAND_CONTEST", place.branch, parent=own, title="擂台赛")
        client = as_user(place.committee)
        counts = {row.title: count for row, _, count in client.get(listed("BRAND")).context["lines"]}
        assert counts == {"1+7 云法先锋": 0, "先锋立案": 1}
        page = text(client.get(f"/registers/entries/{whole.pk}/"))
        assert "先锋立案" in page
        assert "立案庭党支部" in page
        assert f"{listed('BRAND')}new/?court={place.court.pk}&amp;parent={whole.pk}" in page

    def test_filters_and_sums(self, place, as_user):
        pairing = entry("PAIRING", place.branch, title="幸福社区")
        for title, on, funds in (("义诊", "2026-03-05", "100"), ("普法", "2025-03-05", "20.5")):
            values = {"funds": funds, "contact_rate": "95.61", "note": "送法进社区" if title == "普法" else ""}
            values = {code: value for code, value in values.items() if value}
            entry("PAIRING_VISIT", place.branch, date.fromisoformat(on), parent=pairing, title=title, values=values)
        client, address = as_user(place.committee), listed("PAIRING_VISIT")
        assert "投入资金 <b>120.50 元</b>" in text(client.get(address))
        for query in ("year=2025", "q=送法", "to=2025-12-31", "q=普法&sort=title"):
            page = text(client.get(f"{address}?{query}"))
            assert "普法" in page
            assert "义诊" not in page
            assert "投入资金 <b>20.50 元</b>" in page
        assert "没有符合条件的登记" in text(client.get(f"{address}?branch={place.other.pk}"))
        assert "95.61%" in text(client.get(address))

    def test_sorted_by_every_head_also_where_it_is_empty(self, place, as_user):
        entry("PROMISE", place.court)
        entry("PROMISE", place.branch, until=date(2026, 12, 31), member=place.member)
        client, address = as_user(place.committee), listed("PROMISE")
        for name in SORTS:
            up, down = (client.get(f"{address}?sort={sort}").context["page"].rows for sort in (name, f"-{name}"))
            assert up == down[::-1], name
        up = client.get(f"{address}?sort=until").context["page"].rows
        assert [row.until for row in up] == [None, date(2026, 12, 31)]

    def test_ended_and_withdrawn(self, place, as_user):
        entry("INSTITUTION", place.court, title="旧制度", until=date(2026, 4, 1))
        entry("INSTITUTION", place.court, title="新制度")
        gone = entry("INSTITUTION", place.court, title="误登")
        client, address = as_user(place.committee), listed("INSTITUTION")
        client.post(f"/registers/entries/{gone.pk}/withdraw/", {"version": 1, "reason": "误登"})
        expected = {
            "": {"旧制度", "新制度"},
            "?state=CURRENT": {"新制度"},
            "?state=ENDED": {"旧制度"},
            "?state=WITHDRAWN": {"误登"},
        }
        for query, titles in expected.items():
            assert {row.title for row in client.get(f"{address}{query}").context["page"].rows} == titles

    def test_the_export_has_units_in_its_heads_and_no_formulas(self, place, as_user):
        pairing = entry("PAIRING", place.branch, title="=1+1")
        entry("PAIRING_VISIT", place.branch, parent=pairing, title="+义诊", values={"funds": "100", "note": "@note"})
        answer = as_user(place.secretary).get(f"{listed('PAIRING_VISIT')}export.xlsx")
        head, line = load_workbook(BytesIO(answer.content)).active.iter_rows()
        row = {cell.value: value for cell, value in zip(head, line, strict=True)}
        assert row["投入资金（元）"].value == 100
        assert (row["活动名称"].value, row["活动名称"].data_type) == ("+义诊", "s")
        assert row["说明"].data_type == "s"
        assert row["列在哪一条之下"].value == "=1+1"
        assert AuditEvent.objects.filter(action="registers.export_entries", court_id=place.court.pk).exists()

    def test_printed_as_filtered(self, place, as_user):
        entry("BRAND", place.branch, title="先锋立案", values={"level": "CITY"})
        entry("BRAND", place.other, title="公正刑庭")
        client, query = as_user(place.committee), f"?branch={place.branch.pk}"
        assert client.get(f"{listed('BRAND')}print.pdf{query}").content.startswith(b"%PDF")
        document = Document(BytesIO(client.get(f"{listed('BRAND')}print.docx{query}").content))
        cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
        assert "先锋立案" in cells
        assert "级别：市级" in cells
        assert "公正刑庭" not in cells
        assert AuditEvent.objects.filter(action="registers.print_entries").count() == 2
        assert as_user(place.leader).get(f"{listed('BRAND')}print.pdf").status_code == 403


class TestForms:
    def test_an_officer_adds_to_the_own_branch(self, place, as_user):
        address = f"{listed('HONOUR')}new/"
        data = {"title": "先进基层党组织", "on": "2026-05-01", "detail_level": "CITY", "branch": place.other.pk}
        answer = as_user(place.secretary).post(address, data)
        row = RegisterEntry.objects.within(place.court).get()
        assert answer.url == f"/registers/entries/{row.pk}/"
        assert (row.branch, row.values) == (place.branch, {"level": "CITY"})
        assert as_user(place.leader).get(address).status_code == 403
        assert as_user(place.secretary).get(f"{address}?branch={place.other.pk}").status_code == 404
        assert as_user(place.secretary).get(f"{listed('INTERVIEW')}new/").status_code == 403

    def test_the_committee_says_whose_it_is(self, place, as_user):
        client = as_user(place.committee)
        data = {"member": place.member.pk, "on": "2026-05-01", "detail_talked_by": "李书记"}
        client.post(f"{listed('INTERVIEW')}new/", data)
        assert RegisterEntry.objects.within(place.branch).get().person == "张三"
        client.post(f"{listed('CONTACT_POINT')}new/", data | {"branch": place.other.pk})
        assert RegisterEntry.objects.within(place.other).get().kind == kind("CONTACT_POINT")
        refused = client.post(f"{listed('CONTACT_POINT')}new/", data)
        assert refused.status_code == 422
        assert "请选择党支部" in text(refused)

    def test_all_that_is_wrong_is_said_at_once_and_what_was_typed_stays(self, place, as_user):
        pairing = entry("PAIRING", place.branch)
        address = f"{listed('PAIRING_VISIT')}new/?parent={pairing.pk}"
        data = {"title": "义诊", "on": "2026-05-01", "detail_funds": "一百元", "detail_contact_rate": "200"}
        answer = as_user(place.secretary).post(address, data)
        assert answer.status_code == 422
        for words in ("投入资金请填写数字", "联系率应在 0 到 100.00", "一百元"):
            assert words in text(answer)
        assert as_user(place.secretary).post(address, data | {"detail_funds": "100", "detail_contact_rate": "9.5"}).url
        assert RegisterEntry.objects.within(place.branch).filter(parent=pairing).count() == 1

    def test_what_stands_below_is_added_from_there(self, place, as_user):
        pairing = entry("PAIRING", place.branch, title="幸福社区")
        client = as_user(place.secretary)
        assert client.get(f"{listed('PAIRING_VISIT')}new/").status_code == 404
        assert client.get(f"{listed('PAIRING_VISIT')}new/?parent=999999").status_code == 404
        page = text(client.get(f"/registers/entries/{pairing.pk}/"))
        assert f"{listed('PAIRING_VISIT')}new/?court={place.court.pk}&amp;parent={pairing.pk}" in page
        foreign = entry("PAIRING", place.other)
        assert client.get(f"{listed('PAIRING_VISIT')}new/?parent={foreign.pk}").status_code == 404

    def test_two_who_change_one_entry(self, place, as_user):
        row = entry("HONOUR", place.branch, title="先进", values={"giver": "区委", "level": "CITY"})
        client, address = as_user(place.secretary), f"/registers/entries/{row.pk}/edit/"
        assert 'value="区委"' in text(client.get(address))
        form = {"title": "先进", "on": "2026-03-05", "version": 1, "detail_giver": "区委"}
        assert client.post(address, form | {"detail_giver": "市委"}).status_code == 302
        answer = client.post(address, form | {"detail_giver": "省委", "detail_level": "PROVINCE"})
        assert answer.status_code == 409
        shown = {each.label: (each.saved, each.typed) for each in answer.context["differences"]}
        assert shown == {"授予单位": ("市委", "省委"), "级别": ("（空）", "省级")}
        again = form | {"detail_giver": "省委", "version": answer.context["form"]["version"].value()}
        assert client.post(address, again).status_code == 302
        assert RegisterEntry.objects.within(place.branch).get().values == {"giver": "省委"}

    def test_an_unchanged_page_keeps_who_has_moved_since(self, place, as_user):
        row = entry("HONOUR", place.branch, title="先进", member=place.member)
        place.member.branch = place.other
        place.member.save()
        client, address = as_user(place.secretary), f"/registers/entries/{row.pk}/edit/"
        shown = client.get(address).context["form"]
        form = {name: shown[name].value() or "" for name in ("title", "on", "member", "version")}
        assert f'<option value="{place.member.pk}" selected>' in str(shown["member"])
        assert client.post(address, form).status_code == 302
        row.refresh_from_db()
        assert (row.person, row.member) == ("张三", place.member)

    def test_withdrawing_asks_for_a_reason(self, place, as_user):
        row = entry("HONOUR", place.branch)
        address = f"/registers/entries/{row.pk}/withdraw/"
        client = as_user(place.secretary)
        assert client.post(address, {"version": 1}).status_code == 422
        assert client.post(address, {"version": 7, "reason": "误登"}).status_code == 409
        assert client.post(address, {"version": 1, "reason": "误登"}).status_code == 302
        assert as_user(place.stranger).get(address).status_code == 404
        assert as_user(place.leader).get(address).status_code == 403


class TestSettings:
    def test_a_court_renames_and_chooses_fields(self, place, as_user):
        client, address = as_user(place.committee), f"/registers/kinds/{kind('HONOUR').pk}/"
        assert client.get("/registers/kinds/").status_code == 200
        form = {"name": "荣誉", "is_active": "on", "asked": ["level"], "version": 0}
        assert client.post(address, form).status_code == 302
        assert KindSetting.objects.within(place.court).get().fields == ["level"]
        assert "荣誉" in text(as_user(place.secretary).get(listed("HONOUR")))
        answer = as_user(place.committee).post(address, form | {"asked": ["giver"]})
        assert answer.status_code == 409
        assert ("登记的内容", "级别", "授予单位") in [
            (each.label, each.saved, each.typed) for each in answer.context["differences"]
        ]
        for who in (place.secretary, place.leader):
            assert as_user(who).get(address).status_code == 403

    def test_a_court_makes_and_changes_its_own(self, place, as_user):
        client = as_user(place.committee)
        form = {"name": "读书角", "subject": "BRANCH", "written_by": "BRANCH", "date_label": "日期", "is_active": "on"}
        assert client.post("/registers/kinds/new/", form | {"name": "约谈"}).status_code == 422
        assert client.post("/registers/kinds/new/", form | {"title_label": "书名"}).status_code == 302
        made = RegisterKind.objects.within(place.court).get()
        address = f"/registers/kinds/{made.pk}/"
        assert client.post(address, form | {"name": "图书角", "asked": ["helped"], "version": 1}).status_code == 302
        assert client.post(address, form | {"version": 1}).status_code == 409
        assert "图书角" in text(as_user(place.secretary).get("/registers/"))
        assert as_user(place.stranger).get(address).status_code == 404

    def test_what_is_switched_off_takes_no_more(self, place, as_user):
        given = {"court": place.court, "kind": kind("ROOM"), "version": 0, "name": "阵地", "fields": (), "by": None}
        kind_set(is_active=False, **given)
        client = as_user(place.secretary)
        assert "阵地" not in text(client.get("/registers/"))
        answer = client.post(f"{listed('ROOM')}new/", {"title": "活动室", "on": "2026-05-01"})
        assert answer.status_code == 422
        assert "已经停用" in text(answer)
