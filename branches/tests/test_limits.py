"""Figures that rules set: which one holds on which day, and a court's own in place of the general one."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from branches.choices import LimitCode, MemberStatus
from branches.models import Limit
from branches.selectors.branches import branches_with_figures
from branches.selectors.limits import limit_on, limit_value, limits_on
from branches.selectors.warnings import warned, with_warnings
from branches.services.limits import LimitFacts, limit_end, limit_override
from branches.tests import factories
from core.dates import months_after
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


@pytest.mark.parametrize(
    ("code", "value", "words"),
    [
        ("PUBLICITY_DAYS", "2.5", "应为整数，0 至 9999"),
        ("PUBLICITY_DAYS", "-1", "现填 -1"),
        ("ELECTION_QUORUM_PERCENT", "101", "应为0 至 100"),
        ("ELECTION_ELECTED_PERCENT", "100", "应为0 至 99.9"),
        ("TERM_YEARS", "0", "应为整数，1 至 20"),
        ("COMMITTEE_SEATS_LEAST", "6", "不能大于“支委会人数（通常不超过） 5人”"),
        ("COMMITTEE_SEATS_MOST", "4", "不能小于“支委会人数（通常不超过） 5人”"),
    ],
)
def test_a_figure_that_cannot_be_is_refused(court, code, value, words):
    with pytest.raises(Refused, match=words):
        limit_override(court=court, code=code, facts=facts(value), by=None)
    assert not Limit.objects.within(court).exists()


def test_halves_and_edges_that_can_be(court):
    for code, value in (("ELECTION_QUORUM_PERCENT", "66.7"), ("STUDY_HOURS_MEMBER", "32.5"), ("PUBLICITY_DAYS", "0")):
        assert limit_override(court=court, code=code, facts=facts(value), by=None).value == Decimal(value)


def test_a_court_s_own_months_decide_when_it_is_reminded(court):
    """Nine months ahead in one court, six in the others."""
    code = LimitCode.ELECTION_REMINDER_MONTHS
    limit_override(court=court, code=code, facts=facts(9), by=None)
    other, on = factories.court(), date(2024, 7, 2)
    for of, months in ((court, 8), (court, 10), (other, 5), (other, 8)):
        factories.term(factories.branch(of, f"{months} 个月"), date(2022, 1, 1), months_after(on, months))
    upper = [factories.committee_account(each) for each in (court, other)]
    found = [
        [row.name for row in warned(with_warnings(branches_with_figures(user, on), on), "ELECTION_SOON")]
        for user in upper
    ]
    assert found == [["8 个月"], ["5 个月"]]


def test_a_court_s_own_days_decide_which_probations_are_ending(court):
    """A hundred days ahead in one court, as many as usual in the other."""
    code, on, other = LimitCode.PROBATION_NOTICE_DAYS, date(2024, 7, 2), factories.court()
    limit_override(court=court, code=code, facts=facts(100), by=None)
    for branch in (factories.branch(court), factories.branch(other)):
        for days in (20, 90, 110):
            joined_on = on + timedelta(days) - timedelta(365)
            factories.member(branch, status=MemberStatus.PROBATIONARY, joined_on=joined_on)
    upper = [factories.committee_account(each) for each in (court, other)]
    assert [branches_with_figures(user, on).get().probations_ending for user in upper] == [2, 1]


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


def test_the_figures_are_exported_with_a_court_s_own(court, client):
    limit_override(court=court, code=CODE, facts=facts(7), by=None)
    client.force_login(factories.committee_account(court))
    page = client.get(reverse("branches:limit_list"), {"court": court.pk}).content.decode()
    assert reverse("branches:limit_export") in page
    found = client.get(reverse("branches:limit_export"), {"court": court.pk})
    rows = [row[:4] for row in load_workbook(BytesIO(found.content)).active.values]
    assert ("公示工作日（不少于）", "本院", 7, "个工作日") in rows
    assert len(rows) == len(LimitCode.values) + 2
    assert client.get(reverse("branches:limit_export"), {"court": "x"}).status_code == 404
