"""What is counted of business metrics: the branch's own figure, else the court's; what is not known."""

import pytest
from django.http import QueryDict

from assessments.forms.indicators import IndicatorForm
from assessments.periods import Span
from assessments.selectors.inputs import input_of
from assessments.selectors.records import KINDS
from assessments.selectors.standards import standard_of
from assessments.selectors.vocabulary import vocabulary_of
from assessments.tests.factories import Q1, YEAR
from assessments.tests.reading import answer, answers, parts
from branches.tests import factories as people
from metrics.services import figure_void
from metrics.tests.factories import NOON, figure, own_metric

pytestmark = pytest.mark.django_db
RATE, COUNT = {"metric": "CLOSING_RATE"}, {"metric": "LONG_PENDING_CLOSED"}


@pytest.fixture
def court():
    return people.court()


class TestPercent:
    def test_the_branch_s_own_figure_else_the_court_s(self, court):
        first, second = people.branch(court), people.branch(court)
        own = figure("CLOSING_RATE", first, 2024, "Q1", 19, 20)
        whole = figure("CLOSING_RATE", court, 2024, "Q1", 90, 100)
        found = answers(court, "METRIC_PERCENT", Q1, **RATE)
        assert (parts(found[first.pk]), parts(found[second.pk])) == ((19, 20, 0), (90, 100, 0))
        assert found[first.pk].records == {"metrics.metricfigure": [own.pk]}
        assert found[second.pk].records == {"metrics.metricfigure": [whole.pk]}

    def test_months_add_up_and_a_gap_is_not_known(self, court):
        branch = people.branch(court)
        rows = [figure("CLOSING_RATE", branch, 2024, month, 9, 10) for month in ("M01", "M02")]
        assert answer(branch, "METRIC_PERCENT", Q1, **RATE).why == "缺2024年3月的数据"
        rows.append(figure("CLOSING_RATE", branch, 2024, "M03", "9.5", 10))
        found = answer(branch, "METRIC_PERCENT", Q1, **RATE)
        assert parts(found) == (2750, 3000, 0)
        assert found.records == {"metrics.metricfigure": [row.pk for row in rows]}

    def test_a_rate_alone_is_so_many_of_a_hundred(self, court):
        branch = people.branch(court)
        figure("FIRST_INSTANCE_ACCEPTED_RATE", branch, 2024, "Y", 97)
        figure("FIRST_INSTANCE_ACCEPTED_RATE", branch, 2024, "Q1", "97.5")
        asked = {"metric": "FIRST_INSTANCE_ACCEPTED_RATE"}
        assert parts(answer(branch, "METRIC_PERCENT", YEAR, **asked)) == (97, 100, 0)
        assert parts(answer(branch, "METRIC_PERCENT", Q1, **asked)) == (9750, 10000, 0)

    def test_what_is_not_entered_or_voided_is_not_known(self, court):
        branch = people.branch(court)
        assert answer(branch, "METRIC_PERCENT", Q1, **RATE).why == "没有登记这一时段的业务数据"
        row = figure("CLOSING_RATE", court, 2024, "Q1", 1, 2)
        figure_void(figure=row, version=1, reason="错", by=None, at=NOON)
        figure("CLOSING_RATE", people.court(), 2024, "Q1", 1, 2)
        figure("CLOSING_RANK", court, 2024, "Q1", 3)
        assert answer(branch, "METRIC_PERCENT", Q1, **RATE).why == "没有登记这一时段的业务数据"
        figure("CLOSING_RATE", court, 2024, "M01", 1, 2)
        assert answer(branch, "METRIC_PERCENT", Q1, **RATE).why == "缺2024年2月、2024年3月的数据"


class TestValue:
    def test_a_number_in_its_unit(self, court):
        branch = people.branch(court)
        for month in ("M01", "M02", "M03"):
            figure("LONG_PENDING_CLOSED", branch, 2024, month, 4)
        assert answer(branch, "METRIC_VALUE", Q1, **COUNT).met == 12
        assert answer(branch, "METRIC_VALUE", Span(2024, 2), **COUNT).why == "没有登记这一时段的业务数据"
        figure("ENFORCEMENT_PAID", court, 2024, "Q1", "1500.60")
        assert answer(branch, "METRIC_VALUE", Q1, metric="ENFORCEMENT_PAID").met == 1501


def test_what_an_indicator_may_name(court):
    own_metric(court, "上诉率", form="RATE", better="DOWN")
    own = own_metric(court, "普法讲座", unit="场")
    vocabulary = vocabulary_of(court)
    assert "CLOSING_RATE" in vocabulary.rates
    assert "上诉率" not in vocabulary.rates.values()
    assert vocabulary.numbers[own.code] == "普法讲座"
    assert own.code not in vocabulary_of(people.court()).numbers
    assert input_of("METRIC_PERCENT").in_words(RATE, vocabulary.names) == "业务指标“结案率”"


def test_the_form_of_an_indicator_asks_which_metric(court):
    vocabulary = vocabulary_of(court)
    for way, code, has, has_not in (
        ("SHARE", "METRIC_PERCENT", "CLOSING_RATE", "ENFORCEMENT_PAID"),
        ("COUNT", "METRIC_VALUE", "ENFORCEMENT_PAID", "CLOSING_RATE"),
    ):
        data = QueryDict(f"way={way}&input={code}&param_metric={has}&points=5&each=1")
        form = IndicatorForm(data, standard=standard_of(court, 2024), vocabulary=vocabulary)
        offered = [value for value, _ in form.fields["param_metric"].choices]
        assert has in offered
        assert has_not not in offered
        assert f"业务指标“{vocabulary.names[has]}”" in form.rule[0]


def test_the_records_open_on_their_pages(court):
    branch = people.branch(court)
    own = figure("CLOSING_RATE", branch, 2024, "Q1", 3157, 3302)
    whole = figure("CLOSING_RATE", court, 2024, "Q1", 1, 2)
    kind = KINDS["metrics.metricfigure"]
    seen = kind.rows(people.secretary(branch)).filter(pk__in=[own.pk, whole.pk])
    assert [row.pk for row in seen] == [own.pk]
    link = kind.link(seen[0])
    assert (link.title, link.url) == ("结案率 2024年第一季度：95.61%", f"/metrics/figures/{own.pk}/")
