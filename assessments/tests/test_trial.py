"""A draft tried on a quarter: points and stars of all branches beside those by the standard in force."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.tests import factories as meetings
from assessments.choices import ReviewState, StandardState
from assessments.models import Review, Standard
from assessments.periods import Span
from assessments.selectors.trial import TrialRow, trial
from assessments.services.standards import standard_draft
from assessments.tests.factories import Q1, TODAY, Case, assessed, standard
from assessments.tests.rated import PLAIN, Place
from branches.tests import factories as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    """The first branch held its theme days, the second none; nobody held an assembly."""
    made = Case()
    for month in (1, 2, 3):
        meetings.raw_activity("THEME_DAY", made.first, date(2024, month, 10))
    Standard.objects.within(made.court).update(tie_aspects=["B"])
    made.standard.refresh_from_db()
    return made


@pytest.fixture
def draft(case: Case) -> Standard:
    made = standard_draft(court=case.court, year=2025, source=case.standard, name="草案", by=case.committee)
    made.indicators.filter(code="B1").delete()
    return made


def rows_of(case: Case, draft: Standard) -> dict[str, TrialRow]:
    return {row.branch.name: row for row in trial(case.court, draft, Q1, TODAY).rows}


def test_both_standards_stand_beside_each_other(case: Case, draft: Standard) -> None:
    row = rows_of(case, draft)["第一党支部"]
    assert (row.now.sums.points, row.now.sums.known_of) == (4, 9)
    assert (row.draft.sums.points, row.draft.sums.known_of) == (4, 4)
    assert str(row.more) == "55.56"
    assert (row.now.stars, row.draft.stars) == (1, 4)  # two branches have no place for five stars


def test_a_new_gate_that_is_failed_is_named(case: Case, draft: Standard) -> None:
    draft.indicators.filter(code="B5").update(is_gate=True)
    rows = rows_of(case, draft)
    assert rows["第一党支部"].gates == ()
    assert rows["第二党支部"].gates == ("B5 指标B5",)


def test_reviews_count_where_the_indicator_is_worth_as_much(case: Case, draft: Standard) -> None:
    given = {"code": "C6", "points": 3, "evidence": "实地查看", "state": ReviewState.STANDS, "on": TODAY}
    Review.objects.create(
        assessment=assessed(case.court), court=case.court, branch=case.first, recorded_by=case.committee, **given
    )
    row = rows_of(case, draft)["第一党支部"]
    assert (row.now.sums.points, row.draft.sums.points) == (7, 7)
    draft.indicators.filter(code="C6").update(points=2)
    row = rows_of(case, draft)["第一党支部"]
    assert (row.now.sums.points, row.draft.sums.points, row.draft.sums.unknown) == (7, 4, 1)


def test_a_year_counts_the_quarters_by_the_weight_of_each_standard() -> None:
    place = Place(1, quarters_weight=40)
    place.scored(60, quarter=4)
    place.scored(95)
    facts = {"edition": 2, "state": StandardState.DRAFT, "adopted_on": None, "quarters_weight": 100}
    draft = standard(place.court, 2024, PLAIN, **facts)
    (row,) = trial(place.court, draft, Span(2024), date(2024, 12, 31)).rows
    place.apply(5)
    assert place.row(place.rate()).points == row.now.percent == 81
    assert row.draft.percent == 60
    assert row.draft.stars < row.now.stars


def test_page_and_export(client: Client, case: Case, draft: Standard) -> None:
    client.force_login(case.committee)
    text = client.get(reverse("assessments:standard_trial", args=[draft.pk]), {"span": "", "sort": "-more"})
    assert text.status_code == 200
    assert "试算不保存" in text.content.decode()
    assert client.get(reverse("assessments:trial_export", args=[draft.pk])).status_code == 200
    assert client.post(reverse("assessments:standard_trial", args=[draft.pk])).status_code == 405
    assert client.get(reverse("assessments:standard_trial", args=[10**6])).status_code == 404


def test_the_draft_s_page_leads_to_it_and_that_of_an_adopted_one_does_not(
    client: Client, case: Case, draft: Standard
) -> None:
    client.force_login(case.committee)
    for shown, leads in ((draft, True), (case.standard, False)):
        page = client.get(reverse("assessments:standard", args=[shown.pk])).content.decode()
        assert (reverse("assessments:standard_trial", args=[shown.pk]) in page) == leads


def test_branches_try_nothing_and_other_courts_see_nothing(client: Client, case: Case, draft: Standard) -> None:
    client.force_login(case.secretary)
    assert client.get(reverse("assessments:standard_trial", args=[case.standard.pk])).status_code == 403
    client.force_login(Case().committee)
    assert client.get(reverse("assessments:standard_trial", args=[draft.pk])).status_code == 404


def test_more_branches_take_no_more_queries(case: Case, draft: Standard) -> None:
    with CaptureQueriesContext(connection) as one:
        trial(case.court, draft, Q1, TODAY)
    for number in range(3, 6):
        meetings.coverage(people.branch(case.court, f"第{number}党支部"))
    with CaptureQueriesContext(connection) as many:
        trial(case.court, draft, Q1, TODAY)
    assert len(many) == len(one)
