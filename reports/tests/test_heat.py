"""Laying the engine's answer out over months."""

from datetime import date

import pytest

from activities.engine import BranchFigures
from activities.tests import rows
from branches.choices import BranchKind
from branches.tests import factories
from core.heat import Heat
from reports.heat import heat_cells, last_twelve_months, month_labels, row_total, year_window

pytestmark = pytest.mark.django_db


def cells(branch, code, *, as_of=date(2024, 12, 31), numbers=None, **question):
    figures = rows.ask(branch.court, as_of=as_of, **question).kinds[code].branches[branch.pk]
    return heat_cells(figures, numbers or year_window(2024), as_of, lambda period: f"/{period.code}")


@pytest.fixture
def branch():
    return rows.branch(factories.court())


def test_a_monthly_norm_fills_twelve_cells(branch):
    rows.activity(branch, "THEME_DAY", date(2024, 3, 5))
    found = cells(branch, "THEME_DAY")
    assert [each.state for each in found] == [Heat.UNMET, Heat.UNMET, Heat.MET, *[Heat.UNMET] * 9]
    assert (found[2].text, found[2].url, found[2].note) == ("1/1", "/2024-03", "共开 1 次")


def test_a_quarterly_norm_is_three_months_wide(branch):
    assert [(each.span, each.text) for each in cells(branch, "BRANCH_ASSEMBLY")] == [(3, "0/1")] * 4


def test_retired_branches_stand_in_the_same_map(branch):
    retired = rows.branch(branch.court, kind=BranchKind.RETIRED)
    assert sum(each.span for each in cells(retired, "THEME_DAY")) == sum(
        each.span for each in cells(branch, "THEME_DAY")
    )


def test_partly_open_blank_and_unknown(branch):
    group, _ = factories.group(branch), factories.group(branch)
    rows.activity(branch, "GROUP_MEETING", date(2024, 1, 9), group=group)
    found = cells(branch, "GROUP_MEETING", as_of=date(2024, 2, 10))
    assert [each.state for each in found[:4]] == [Heat.PARTLY, Heat.OPEN, Heat.NOT_DUE, Heat.NOT_DUE]
    uncovered = rows.branch(branch.court, covered_from=None)
    assert {(each.state, each.text) for each in cells(uncovered, "THEME_DAY")} == {(Heat.UNKNOWN, "不详")}


def test_a_meeting_without_quorum_says_so(branch):
    rows.activity(branch, "BRANCH_ASSEMBLY", date(2024, 3, 5), has_quorum=False)
    assert "1 次未达法定人数" in cells(branch, "BRANCH_ASSEMBLY")[0].note


def test_a_window_that_cuts_a_quarter(branch):
    numbers = last_twelve_months(date(2024, 11, 20))
    found = cells(
        branch,
        "BRANCH_ASSEMBLY",
        numbers=numbers,
        start=date(2023, 12, 1),
        end=date(2024, 12, 31),
        as_of=date(2024, 11, 20),
    )
    assert [each.span for each in found] == [1, 3, 3, 3, 2]
    assert month_labels(numbers)[0] == "12月"


@pytest.mark.parametrize(
    ("due", "met", "unknown", "text"),
    [(12, 10, 0, "10/12"), (0, 0, 3, "不详"), (0, 0, 0, "—"), (1, 1, 4, "1/1 （4项不详）")],
)
def test_a_sum_never_shows_the_unknown_as_zero(due, met, unknown, text):
    assert row_total(BranchFigures(due=due, met=met, not_known=unknown)) == text
