"""A court's own kinds and norms, and since when a branch keeps records."""

from dataclasses import replace
from datetime import date

import pytest

from activities.choices import NormUnit, PeriodLength, Roster
from activities.models import Norm
from activities.services import (
    KindFacts,
    NormFacts,
    coverage_state,
    kind_change,
    kind_create,
    norm_end,
    norm_override,
)
from activities.tests import factories as meetings
from branches.tests import factories as people
from core.errors import Refused
from core.models import AuditEvent

pytestmark = pytest.mark.django_db

FACTS = KindFacts(name="青年论坛", short_name="论坛")
MONTHLY = NormFacts(NormUnit.BRANCH, 1, PeriodLength.MONTH, "本院组织生活办法", date(2024, 1, 1))


def test_a_kind_gets_a_code_of_its_own():
    court = people.court()
    made = kind_create(court=court, facts=FACTS, by=None)
    assert made.code == f"C{court.pk}_QINGNIANLUNTAN"
    assert made.order > meetings.kind("INNOVATION").order


@pytest.mark.parametrize("name", ["青年论坛", "主题党日"])
def test_a_name_is_taken_once(name):
    court = people.court()
    kind_create(court=court, facts=FACTS, by=None)
    with pytest.raises(Refused, match="已有名为"):
        kind_create(court=court, facts=replace(FACTS, name=name), by=None)


def test_two_courts_may_use_one_name():
    first = kind_create(court=people.court(), facts=FACTS, by=None)
    second = kind_create(court=people.court(), facts=FACTS, by=None)
    assert first.code != second.code


def test_a_kinds_rules_stay_once_a_record_rests_on_them():
    branch = people.branch()
    kind = kind_create(court=branch.court, facts=FACTS, by=None)
    kind_change(kind=kind, facts=replace(FACTS, roster=Roster.INVITED), by=None)
    meetings.activity(branch=branch, kind=kind)
    renamed = kind_change(kind=kind, facts=replace(FACTS, name="论坛周", roster=Roster.INVITED), by=None)
    assert renamed.name == "论坛周"
    with pytest.raises(Refused, match="不能再改"):
        kind_change(kind=kind, facts=FACTS, by=None)


def test_a_general_kind_is_nobodys_to_change():
    with pytest.raises(Refused, match="通用类型"):
        kind_change(kind=meetings.kind(), facts=FACTS, by=None)


def test_a_courts_norm_ends_the_one_before():
    court = people.court()
    kind = meetings.kind("BRANCH_ASSEMBLY")
    first = norm_override(court=court, kind=kind, facts=MONTHLY, by=None)
    second = norm_override(court=court, kind=kind, facts=replace(MONTHLY, effective_from=date(2024, 7, 1)), by=None)
    first.refresh_from_db()
    assert (first.effective_to, second.effective_to) == (date(2024, 6, 30), None)
    between = norm_override(court=court, kind=kind, facts=replace(MONTHLY, effective_from=date(2024, 4, 1)), by=None)
    first.refresh_from_db()
    assert (first.effective_to, between.effective_to) == (date(2024, 3, 31), date(2024, 6, 30))


def test_the_same_day_again_replaces_it():
    court, kind = people.court(), meetings.kind("BRANCH_ASSEMBLY")
    norm_override(court=court, kind=kind, facts=MONTHLY, by=None)
    norm_override(court=court, kind=kind, facts=replace(MONTHLY, times=2), by=None)
    assert [norm.times for norm in Norm.objects.within(court)] == [2]


def test_a_norm_ends_but_not_before_it_began():
    court = people.court()
    norm = norm_override(court=court, kind=meetings.kind(), facts=MONTHLY, by=None)
    with pytest.raises(Refused, match="不能早于"):
        norm_end(norm=norm, on=date(2023, 12, 31), by=None)
    assert norm_end(norm=norm, on=date(2024, 6, 30), by=None).effective_to == date(2024, 6, 30)
    general = Norm.objects.unscoped("test").filter(court=None).first()
    with pytest.raises(Refused, match="通用规定"):
        norm_end(norm=general, on=date(2024, 6, 30), by=None)


def test_coverage_is_stated_and_restated():
    branch = people.branch(founded_on=date(2022, 1, 1))
    on = date(2024, 5, 8)
    first = coverage_state(branch=branch, since=date(2024, 1, 1), by=None, on=on)
    again = coverage_state(branch=branch, since=date(2023, 1, 1), by=None, on=on)
    coverage_state(branch=branch, since=date(2023, 1, 1), by=None, on=on)
    assert (again.pk, again.starts_on, again.ends_on) == (first.pk, date(2023, 1, 1), None)
    events = AuditEvent.objects.filter(action="activities.coverage_state").order_by("id")
    assert [event.detail["before"] for event in events] == [None, "2024-01-01"]
    for impossible in (date(2021, 1, 1), date(2024, 5, 9)):
        with pytest.raises(Refused):
            coverage_state(branch=branch, since=impossible, by=None, on=on)
