"""Figures that rules set: which one holds on which day, and a court's own in place of the general one."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from branches.choices import LimitCode
from branches.models import Limit
from branches.selectors.limits import limit_on, limit_value, limits_on
from branches.services.limits import LimitFacts, limit_end, limit_override
from branches.tests import factories
from core.errors import Refused
from core.models import AuditEvent

pytestmark = pytest.mark.django_db

CODE = LimitCode.PUBLICITY_DAYS
JULY = date(2024, 7, 1)


def facts(value, effective_from=JULY):
    return LimitFacts(value=Decimal(value), effective_from=effective_from, source="本院发展党员工作办法")


@pytest.fixture
def court():
    return factories.court("云州市中级人民法院")


def test_every_code_has_a_general_figure_with_its_source(court):
    found = limits_on(LimitCode.values, court, JULY)
    assert set(found) == set(LimitCode.values)
    assert all(row.source and row.unit for row in found.values())


def test_a_court_s_own_figure_holds_from_its_day_for_that_court_alone(court):
    limit_override(court=court, code=CODE, facts=facts(7), by=None)
    other = factories.court("海州市中级人民法院")
    assert limit_value(CODE, court, date(2024, 6, 30)) == 5
    assert limit_value(CODE, court, JULY) == 7
    assert limit_value(CODE, other, JULY) == limit_value(CODE, None, JULY) == 5


def test_a_second_figure_ends_the_first_and_the_same_day_replaces_it(court):
    limit_override(court=court, code=CODE, facts=facts(7), by=None)
    limit_override(court=court, code=CODE, facts=facts(8, date(2024, 10, 1)), by=None)
    limit_override(court=court, code=CODE, facts=facts(9, date(2024, 10, 1)), by=None)
    days = (date(2024, 9, 30), date(2024, 10, 1))
    assert [limit_value(CODE, court, on) for on in days] == [7, 9]
    assert Limit.objects.within(court).count() == 2


def test_an_ended_figure_gives_way_to_the_general_one(court):
    row = limit_override(court=court, code=CODE, facts=facts(7), by=None)
    with pytest.raises(Refused):
        limit_end(limit=row, on=date(2024, 6, 1), by=None)
    limit_end(limit=row, on=date(2024, 7, 31), by=None)
    assert [limit_value(CODE, court, date(2024, month, 31)) for month in (7, 8)] == [7, 5]
    assert set(AuditEvent.objects.values_list("action", flat=True)) == {"limit.override", "limit.end"}


def test_before_a_rule_s_first_day_its_first_figure_is_used(court):
    assert limit_value(LimitCode.ELECTION_QUORUM_PERCENT, court, date(1990, 1, 1)) == 80


def test_a_general_figure_is_nobody_s_to_end(court):
    with pytest.raises(Refused, match="通用数值不能终止"):
        limit_end(limit=limit_on(CODE, court, JULY), on=JULY, by=None)


def test_the_committee_sets_a_figure_on_the_page(court, client):
    client.force_login(factories.committee_account(court))
    address = reverse("branches:limit_set", args=[court.pk, CODE])
    sent = {"value": "7", "effective_from": "2024-07-01", "source": "本院办法"}
    assert client.post(address, {**sent, "value": "很多"}).status_code == 422
    assert client.post(address, sent).status_code == 302
    page = client.get(reverse("branches:limit_list")).content.decode()
    assert "7个工作日" in page
    assert "本院办法" in page
    assert client.get(reverse("branches:limit_set", args=[court.pk, "NO_SUCH"])).status_code == 404
