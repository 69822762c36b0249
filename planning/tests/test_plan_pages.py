"""The pages of a plan: typed together, kept when refused, filled, listed and counted."""

from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from activities.tests import factories as meetings
from branches.tests import factories as people
from core.models import SpecialDay
from planning.choices import PlanState
from planning.models import FixedDay
from planning.tests.factories import item, plan

pytestmark = pytest.mark.django_db


class TestPages:
    def formset(self, **rows):
        count = len({name.split("-")[0] for name in rows}) or 1
        fields = {f"form-{name}": value for name, value in rows.items()}
        return {"form-TOTAL_FORMS": count, "form-INITIAL_FORMS": 0, **fields}

    def sent(self, item, **changes):
        values = {"pk": item.pk, "version": item.version, "kind": item.kind.code, "month": item.month}
        values |= {"title": item.title, **changes}
        return {f"0-{name}": value for name, value in values.items()}

    def test_conflict_keeps_what_was_typed(self, branch, client):
        client.force_login(people.secretary(branch))
        row = item(branch, None, year=2026, month=3)
        address = f"/planning/branches/{branch.pk}/edit/?year=2026"
        assert client.post(address, self.formset(**self.sent(row, title="甲"))).status_code == 302
        late = client.post(address, self.formset(**self.sent(row, title="乙")))
        assert late.status_code == 409
        text = late.content.decode()
        assert ('value="乙"' in text, "主题“甲”" in text, 'name="form-0-version" value="2"' in text) == (
            True,
            True,
            True,
        )

    def test_a_new_row_sent_again_with_another_text_is_kept_and_saved_once_the_person_has_seen(self, branch, client):
        client.force_login(people.secretary(branch))
        address = f"/planning/branches/{branch.pk}/edit/?year=2026"
        new = {"0-key": uuid4(), "0-kind": "THEME_DAY", "0-month": 3}
        for title in ("甲", "乙"):
            assert client.post(address, self.formset(**new, **{"0-title": title})).status_code == 302
        late = client.post(address, self.formset(**new, **{"0-title": "丙"}))
        row = plan(branch).get()
        text = late.content.decode()
        assert (late.status_code, row.title, "主题“乙”" in text, 'value="丙"' in text) == (409, "乙", True, True)
        shown = {"0-pk": row.pk, "0-version": row.version}
        assert all(f'name="form-{name}" value="{value}"' in text for name, value in shown.items())
        client.post(address, self.formset(**new, **shown, **{"0-remove": "on"}))
        assert not plan(branch).exists()

    def test_a_new_row_that_was_saved_before_is_taken_out(self, branch, client):
        client.force_login(people.secretary(branch))
        address = f"/planning/branches/{branch.pk}/edit/?year=2026"
        new = {"0-key": uuid4(), "0-kind": "THEME_DAY", "0-month": 3}
        for remove in ({}, {"0-remove": "on"}):
            client.post(address, self.formset(**new, **remove))
        assert not plan(branch).exists()

    def test_faults_name_the_row(self, branch, client):
        client.force_login(people.secretary(branch))
        address = f"/planning/branches/{branch.pk}/edit/?year=2026"
        rows = {"0-kind": "THEME_DAY", "0-planned_on": "2025-03-05", "1-title": "没有类型"}
        answer = client.post(address, self.formset(**rows))
        text = answer.content.decode()
        assert answer.status_code == 422
        assert ("日期不在 2026 年" in text, "第 2 行类型：请选择类型" in text) == (True, True)

    def test_courts_item_stands_in_every_branch(self, branch, client):
        client.force_login(people.committee_account(branch.court))
        rows = {"0-kind": "THEME_DAY", "0-planned_on": "2026-07-01", "0-title": "重温入党誓词"}
        assert client.post(f"/planning/courts/{branch.court_id}/?year=2026", self.formset(**rows)).status_code == 302
        client.force_login(people.secretary(branch))
        assert "重温入党誓词" in client.get(f"/planning/branches/{branch.pk}/?year=2026").content.decode()

    def test_plan_leads_to_the_form_filled(self, branch, client):
        client.force_login(people.secretary(branch))
        on = date.today() - timedelta(days=1)
        asked = f"branch={branch.pk}&kind=THEME_DAY&held_on={on}&topic=学习党章&place=活动室"
        text = client.get(f"/activities/new/?{asked}").content.decode()
        assert [word in text for word in (f'value="{on}"', 'value="学习党章"', 'value="活动室"')] == [True] * 3
        assert client.get("/activities/new/?held_on=nonsense").status_code == 200

    def test_a_planned_day_that_has_become_a_holiday_is_marked(self, branch, client):
        client.force_login(people.secretary(branch))
        item(branch, date(2040, 5, 9))
        SpecialDay.objects.create(on=date(2040, 5, 9), name="临时放假")
        text = client.get(f"/planning/branches/{branch.pk}/?year=2040").content.decode()
        assert ("这一天是临时放假" in text, "有 1 项排在放假的日子" in text) == (True, True)

    def test_fixed_day_of_the_kind_that_the_address_names(self, branch, client):
        client.force_login(people.secretary(branch))
        address, day = f"/planning/branches/{branch.pk}/fixed-day/", {"every": "DATE", "day": "5"}
        assert [
            client.get(f"{address}?kind={kind}").status_code for kind in ("PARTY_LECTURE", "GROUP_MEETING", "x")
        ] == [
            200,
            404,
            404,
        ]
        assert client.post(f"{address}?kind=THEME_DAY", {**day, "kind": "THEME_DAY"}).status_code == 302
        other = client.post(f"{address}?kind=PARTY_LECTURE", {**day, "day": "9", "kind": "THEME_DAY"})
        assert (other.status_code, "已有固定日" in other.content.decode()) == (422, True)
        late = client.post(f"{address}?kind=THEME_DAY", {**day, "day": "9", "kind": "THEME_DAY", "version": "0"})
        assert (late.status_code, "每月几日" in late.content.decode()) == (409, True)
        FixedDay.objects.within(branch).delete()
        gone = client.post(f"{address}?kind=THEME_DAY", {**day, "kind": "THEME_DAY", "version": "1"})
        assert (gone.status_code, "已经删除" in gone.content.decode()) == (409, True)

    def test_figures_of_the_list_open_as_many_lines(self, branch, client, django_assert_max_num_queries):
        committee = people.committee_account(branch.court)
        client.force_login(committee)
        for day in (date(2026, 3, 5), date(2026, 4, 3), date(2026, 12, 4)):
            item(branch, day)
        item(branch.court, date(2026, 3, 9), "POLITICAL_STUDY")
        meetings.raw_activity("THEME_DAY", branch, date(2026, 3, 6))
        meetings.raw_activity("POLITICAL_STUDY", None, date(2026, 3, 9), court=branch.court)
        (row,) = client.get("/planning/?year=2026&q=第一").context["rows"]
        address = f"/planning/branches/{branch.pk}/?year=2026"
        for state, number in (("OWN", row.items), ("HELD", row.held), ("MISSED", row.missed), ("PLANNED", row.ahead)):
            assert len(client.get(f"{address}&state={state}").context["lines"]) == number
        assert client.get("/planning/?year=2026&q=没有").context["rows"] == []
        book = load_workbook(BytesIO(client.get("/planning/export.xlsx?year=2026&state=HELD").content))
        assert len(list(book.active.values)) == 1 + row.held
        for _ in range(3):
            item(people.branch(branch.court), date(2026, 3, 5))
        with django_assert_max_num_queries(20):
            assert len(client.get("/planning/?year=2026").context["rows"]) == 4

    def test_unknown_year_says_so(self, branch, client):
        client.force_login(people.secretary(branch))
        assert "还没有录入" in client.get(f"/planning/branches/{branch.pk}/?year=2040").content.decode()
        assert PlanState.MISSED.label == "未开展"
