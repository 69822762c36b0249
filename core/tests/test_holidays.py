"""Days off and days worked instead: as published, as edited, and said to be unknown where nobody entered them."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from openpyxl import load_workbook

from branches.tests import factories as people
from core.errors import EditConflict, Refused
from core.holidays import DayTable, day_table, is_workday, next_workday
from core.holidays.services import day_change, day_create, day_remove, published_days, year_fill
from core.models import AuditEvent, SpecialDay

DAYS = {day.on: day for year in range(2024, 2027) for day in published_days(year)}
TABLE = DayTable(DAYS, frozenset({2024, 2025, 2026}))


@pytest.mark.django_db
class TestTable:
    def test_shipped_years(self):
        assert is_workday(date(2024, 10, 12))  # a Saturday worked for the National Day
        assert not is_workday(date(2024, 10, 1))
        assert next_workday(date(2026, 10, 1)) == date(2026, 10, 8)
        assert day_table(2024, 2024).remark(date(2024, 10, 12)) == "国庆节调休上班"
        assert day_table(2025, 2026).unknown_years(2025, 2026) == []

    def test_unknown_year_goes_by_weekdays_and_says_so(self):
        table = day_table(2030, 2030)
        assert table.unknown_years(2030) == [2030]
        assert next_workday(date(2030, 10, 5)) == date(2030, 10, 7)
        assert table.remark(date(2030, 10, 5)) == "双休日"

    def test_year_is_filled_once(self):
        assert year_fill(year=2023, by=None) == len(published_days(2023))
        assert year_fill(year=2023, by=None) == 0
        with pytest.raises(Refused, match="2031 年"):
            year_fill(year=2031, by=None)

    def test_filling_keeps_what_was_entered(self):
        day_create(on=date(2023, 10, 1), is_workday=False, name="国庆日", by=None)
        year_fill(year=2023, by=None)
        assert SpecialDay.objects.get(on=date(2023, 10, 1)).name == "国庆日"

    def test_change_on_an_old_version_is_refused(self):
        day = day_create(on=date(2027, 10, 1), is_workday=False, name="国庆节", by=None)
        day_change(day=day, version=1, by=None, name="国庆")
        with pytest.raises(EditConflict):
            day_change(day=SpecialDay.objects.get(pk=day.pk), version=1, by=None, name="国庆日")
        day_remove(day=day, by=None)
        assert AuditEvent.objects.filter(action__startswith="core.holiday_").count() == 3


@pytest.mark.django_db
def test_page_is_edited_by_the_installations_administrator(client):
    client.force_login(people.administrator())
    client.post("/holidays/fill/", {"year": 2022})
    assert "国庆节" in client.get("/holidays/?year=2022").content.decode()
    exported = load_workbook(BytesIO(client.get("/holidays/export.xlsx?year=2022").content)).active.values
    assert (datetime(2022, 10, 1), "放假", "国庆节") in list(exported)
    courts = load_workbook(BytesIO(client.get("/branches/courts/export.xlsx?q=没有这个法院").content)).active.values
    assert [row[0] for row in courts] == ["法院"]
    sent = {"on": "2022-10-01", "name": "国庆节"}
    twice = client.post("/holidays/new/", sent)
    assert (twice.status_code, "已经登记过" in twice.content.decode()) == (422, True)
    assert "还没有录入" in client.get("/holidays/?year=2040").content.decode()


class TestProperties(TestCase):
    @given(st.dates(date(2024, 1, 1), date(2026, 12, 31)))
    def test_next_workday_is_the_first_one(self, on):
        found = TABLE.next_workday(on)
        assert TABLE.is_workday(found)
        assert not any(TABLE.is_workday(on + timedelta(days=step)) for step in range((found - on).days))

    @given(st.dates(date(2024, 1, 1), date(2026, 12, 31)))
    def test_workday_in_month_stays_in_the_month(self, on):
        found = TABLE.workday_in_month(on)
        assert TABLE.is_workday(found)
        assert (found.year, found.month) == (on.year, on.month)
        assert not TABLE.is_workday(on) or found == on
