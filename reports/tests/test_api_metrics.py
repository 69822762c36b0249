"""Business figures as another system reads them: of the own court, and of those below that share their records."""

import json

import pytest
from django.core.management import call_command

from metrics.models import Metric
from metrics.tests.factories import figure, metric, own_metric
from reports.choices import ApiScope
from reports.tests.reader import Reader, below, branch_of

pytestmark = pytest.mark.django_db


def line_of(answer: dict, name: str) -> dict:
    return next(each for each in answer["metrics"] if each["name"] == name)


class TestCourtMetrics:
    def test_a_rate_beside_the_year_and_the_span_before(self, upper):
        figure("CLOSING_RATE", upper, 2023, "Q4", 1, 2)
        figure("CLOSING_RATE", upper, 2024, "Q3", 3, 4, source="司法统计季报")
        figure("CLOSING_RATE", upper, 2024, "M10", 40, 50, source="司法统计月报")
        figure("CLOSING_RATE", upper, 2024, "M11", 40, 50, source="司法统计月报")
        figure("CLOSING_RATE", upper, 2024, "M12", 9, 100, source="高院通报")
        answer = Reader(upper).read(f"courts/{upper.pk}/metrics", quarter="2024Q4")
        assert (answer["court"], answer["start"], answer["end"]) == ("中院", "2024-10-01", "2024-12-31")
        assert line_of(answer, metric().name) == {
            "name": metric().name,
            "form": "RATIO",
            "unit": "%",
            "numerator": 89,
            "denominator": 200,
            "percent": 44.5,
            "numerator_name": "审执结案件",
            "denominator_name": "受理案件",
            "parts_unit": "件",
            "year_before": {
                "start": "2023-10-01",
                "end": "2023-12-31",
                "figure": 50,
                "change": -5.5,
                "unit": "个百分点",
            },
            "span_before": {
                "start": "2024-07-01",
                "end": "2024-09-30",
                "figure": 75,
                "change": -30.5,
                "unit": "个百分点",
            },
            "sources": ["司法统计月报", "高院通报"],
            "unknown": "",
        }

    def test_an_amount_of_the_courts_own(self, upper):
        documents = own_metric(upper)
        figure(documents, upper, 2023, "Y", 80)
        figure(documents, upper, 2024, "Y", 100)
        line = line_of(Reader(upper).read(f"courts/{upper.pk}/metrics", year=2024), documents.name)
        assert (line["value"], line["unit"], line["sources"]) == (100, "篇", [])
        assert not {"percent", "numerator_name", "parts_unit"} & set(line)
        assert (line["year_before"]["change"], line["year_before"]["unit"]) == (25, "%")

    def test_what_is_not_known_says_why(self, upper):
        figure("CLOSING_RATE", upper, 2024, "M10", 1, 2)
        line = line_of(Reader(upper).read(f"courts/{upper.pk}/metrics", quarter="2024Q4"), metric().name)
        assert (line["percent"], line["numerator"], line["span_before"]["change"]) == (None, None, None)
        assert line["unknown"] == "缺2024年11月、2024年12月的数据"

    def test_one_not_in_use_stands_where_it_has_a_figure(self, upper):
        documents = own_metric(upper)
        figure(documents, upper, 2023, "Y", 80)
        Metric.objects.within(upper).update(is_active=False)
        reader, address = Reader(upper), f"courts/{upper.pk}/metrics"
        assert documents.name in str(reader.read(address, year=2023))
        assert documents.name not in str(reader.read(address, year=2024))

    def test_figures_of_branches_are_not_the_courts(self, upper):
        figure("CLOSING_RATE", branch_of(upper), 2024, "Y", 1, 2)
        assert line_of(Reader(upper).read(f"courts/{upper.pk}/metrics", year=2024), metric().name)["percent"] is None

    def test_of_a_court_below_only_where_it_shares(self, upper):
        agreeing, silent = below(upper, "同意院"), below(upper, "不同意院")
        for court in (agreeing, silent):
            figure("CLOSING_RATE", court, 2024, "Y", 1, 2)
        reader = Reader(upper)
        assert line_of(reader.read(f"courts/{agreeing.pk}/metrics", year=2024), metric().name)["percent"] == 50
        assert "没有同意共享" in reader.refused(403, f"courts/{silent.pk}/metrics", year=2024)

    def test_whole_months_alone(self, upper):
        refused = Reader(upper).refused(422, f"courts/{upper.pk}/metrics", start="2024-10-01", end="2024-11-15")
        assert "参数 start：业务指标按整月登记" in refused
        answer = Reader(upper).read(f"courts/{upper.pk}/metrics", start="2024-10-01", end="2024-11-30")
        assert answer["end"] == "2024-11-30"

    @pytest.mark.parametrize(
        ("asked", "named"),
        [({}, "year"), ({"quarter": "2024Q5"}, "quarter"), ({"year": 2024, "as_of": "2024-06-30"}, "as_of")],
    )
    def test_a_bad_parameter_is_named(self, upper, asked, named):
        assert f"参数 {named}：" in Reader(upper).refused(422, f"courts/{upper.pk}/metrics", **asked)

    def test_without_the_scope(self, upper):
        reader = Reader(upper, *set(ApiScope.values) - {ApiScope.METRICS})
        assert "业务指标" in reader.refused(403, f"courts/{upper.pk}/metrics", year=2024)

    def test_as_many_queries_for_three_figures_as_for_one(self, upper, counted):
        reader, address = Reader(upper), f"courts/{upper.pk}/metrics?year=2024"
        figure("CLOSING_RATE", upper, 2024, "Q1", 1, 2)
        one = counted(reader, address)
        figure("CLOSING_RATE", upper, 2024, "Q2", 1, 2)
        figure(own_metric(upper), upper, 2024, "Y", 7)
        assert counted(reader, address) == one


class TestAmongFigures:
    @pytest.fixture
    def told(self, upper):
        figure("CLOSING_RATE", upper, 2024, "Q4", 1, 2)
        for name in ("同意院", "不同意院"):
            figure("CLOSING_RATE", below(upper, name), 2024, "Q4", 3, 4)
        figure(own_metric(upper), upper, 2024, "Q4", 7)
        return upper

    @pytest.mark.parametrize("with_below", [False, True])
    def test_as_the_report_command_prints_them(self, told, capsys, with_below):
        call_command("report", court="中院", quarter="2024Q4", format="json", with_below=with_below)
        printed = json.loads(capsys.readouterr().out)["metrics"]
        assert len(printed) == 2
        asked = {"quarter": "2024Q4", "with_below": str(with_below).lower()}
        assert Reader(told).read(f"courts/{told.pk}/figures", **asked)["metrics"] == printed

    def test_only_with_their_scope(self, told):
        reader = Reader(told, ApiScope.COURT_FIGURES)
        assert "metrics" not in reader.read(f"courts/{told.pk}/figures", quarter="2024Q4")

    def test_of_a_branch(self, told):
        branch = branch_of(told)
        figure("CLOSING_RATE", branch, 2024, "Q4", 1, 4)
        told_of = Reader(told).read(f"branches/{branch.pk}/figures", quarter="2024Q4")["metrics"]
        assert told_of == {metric().name: {"numerator": 1, "denominator": 4, "percent": 25}}
