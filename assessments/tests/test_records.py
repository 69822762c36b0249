"""From a score to the records that it was counted from."""

from datetime import date

import pytest

from activities.choices import ActivityState
from activities.models import Activity
from activities.tests import factories as meetings
from assessments.rulebook import Line
from assessments.selectors.records import all_records, records_url
from assessments.selectors.standards import rulebook_of
from assessments.tests.factories import Case, assessed, score_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    made = Case()
    meetings.raw_activity("THEME_DAY", made.first, date(2024, 2, 5), topic="学习党章\n志愿服务")
    meetings.raw_activity("THEME_DAY", made.first, date(2024, 1, 5))
    return made


def test_records_in_the_order_of_their_days(case):
    score = score_of(assessed(case.court), case.first)
    found = all_records(case.committee, score)["B5"]
    assert [link.title for link in found] == ["主题党日：学习文件", "主题党日：学习党章"]
    assert [link.on for link in found] == [date(2024, 1, 5), date(2024, 2, 5)]
    assert all(link.url.startswith("/activities/") for link in found)
    assert all_records(case.committee, score).keys() == {"B5"}


def test_what_became_of_them_since(case):
    score = score_of(assessed(case.court), case.first)
    rows = Activity.objects.within(case.first).order_by("held_on")
    rows.filter(held_on=date(2024, 1, 5)).update(state=ActivityState.CANCELLED)
    rows.filter(held_on=date(2024, 2, 5)).delete()
    gone, hidden = all_records(case.secretary, score)["B5"]
    assert gone.remark == "已作废"
    assert (hidden.title, hidden.url) == ("另有 1 条组织生活记录已删除，或者不在您的查看范围内", "")


def test_nobody_is_shown_what_the_scope_hides(case):
    score = score_of(assessed(case.court), case.first)
    (only,) = all_records(case.other, score)["B5"]
    assert only.title == "另有 2 条组织生活记录已删除，或者不在您的查看范围内"


def test_one_query_for_each_model_however_many_rows(case, django_assert_num_queries):
    score = score_of(assessed(case.court), case.first)
    standing = case.committee
    all_records(standing, score)  # who the reader is
    with django_assert_num_queries(1):
        all_records(standing, score)


def test_the_list_behind_an_indicator(case, client):
    assessment = assessed(case.court)
    score = score_of(assessment, case.first)
    line = rulebook_of(assessment.standard).line("B5")
    url = records_url(score, line)
    client.force_login(case.committee)
    page = client.get(url)
    assert "kind=THEME_DAY" in url
    assert page.status_code == 200
    assert "2024-01-05" in page.content.decode()
    assert records_url(score, rulebook_of(assessment.standard).line("C6")) == ""


@pytest.mark.parametrize(
    ("code", "params"),
    [
        ("HELD_COUNT", {"kind": "VOLUNTEER"}),
        ("MEASURES_ON_TIME", {}),
        ("OVERDUE_MEASURES", {}),
        ("INSPECTION_FINDINGS", {}),
        ("PLAN_DONE", {"kinds": ["STUDY"]}),
    ],
)
def test_lists_open(case, client, code, params):
    score = score_of(assessed(case.court), case.first)
    rule = rulebook_of(score.assessment.standard).lines[0].rule
    line = Line("X", "", "A", rule, code, params, is_gate=False, yearly=False)
    client.force_login(case.committee)
    assert client.get(records_url(score, line)).status_code == 200
