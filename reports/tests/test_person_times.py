"""One event that meets several obligations counts for each, and its person-times once, wherever they are summed."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from activities.models import Fulfilment
from activities.tests import rows
from branches.tests import factories
from reports.heat import heat_cells, row_total, year_window

DAY = date(2024, 3, 5)


@pytest.mark.django_db
def test_in_the_report_the_heat_map_and_the_list(capsys, client):
    court = factories.court("云州法院")
    branch = rows.branch(court, name="第一党支部")
    event = rows.activity(branch, "THEME_DAY", DAY, due_count=20, present_count=18, guest_count=500)
    for code in ("PARTY_LECTURE", "STUDY"):
        Fulfilment.objects.create(activity=event, kind=rows.kind(code))

    call_command("report", "--court", court.name, "--year", "2024", "--format", "json")
    told = json.loads(capsys.readouterr().out)["activities"]
    assert [told[code]["held"] for code in ("THEME_DAY", "PARTY_LECTURE", "STUDY")] == [1, 1, 1]
    assert sum(kind["person_times"] for kind in told.values()) == 18
    assert sum(kind["expected_person_times"] for kind in told.values()) == 20

    answer = rows.ask(court, as_of=date(2024, 12, 31))
    for code in ("THEME_DAY", "PARTY_LECTURE"):
        figures = answer.kinds[code].branches[branch.pk]
        cells = heat_cells(figures, year_window(2024), date(2024, 12, 31), lambda period: "")
        assert [cell.text[0] for cell in cells].count("1") == 1
        assert row_total(figures)

    client.force_login(factories.committee_account(court))
    page = client.get("/activities/").context["page"]
    assert (page.count.value, [row.present_count for row in page.rows]) == (1, [18])
    for code in ("THEME_DAY", "PARTY_LECTURE", "STUDY"):
        assert client.get("/activities/", {"kind": code}).context["page"].count.value == 1
