"""The list of figures, its export, and what a branch's page shows."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from core.models import AuditEvent
from metrics.services import figure_void
from metrics.tests.factories import NOON, figure, own_metric
from metrics.views.figures import SORTS

ADDRESS = "/metrics/"
EVERYBODY = ("committee", "stranger", "secretary", "leader", "reader")


def listed(client, query=""):
    return [row.period.label for row in client.get(f"{ADDRESS}{query}").context["page"].rows]


class TestWho:
    @pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}export.xlsx"])
    def test_the_committee_alone(self, statuses, address):
        seen = {"committee": 200, "stranger": 200, "secretary": 403, "leader": 403, "reader": 403}
        assert statuses(address, *EVERYBODY) == seen
        assert set(statuses(address, "committee", method="post").values()) == {405}

    def test_each_sees_the_own_court(self, place, as_user):
        figure("CLOSING_RATE", place.below, 2025, "Y", 1, 2)
        assert listed(as_user(place.committee)) == []
        assert listed(as_user(place.committee_below)) == ["2025年"]
        for query in (f"?court={place.below.pk}", "?court=999999", "?court=x"):
            assert as_user(place.committee).get(f"{ADDRESS}{query}").status_code == 404


class TestList:
    def test_as_many_queries_for_one_as_for_many(self, place, as_user, django_assert_max_num_queries):
        client, found = as_user(place.committee), []
        figure("CLOSING_RATE", place.court, 2025, "M01", 1, 2, by=place.committee)
        client.get(ADDRESS)  # the first page of a session asks a little more
        for month in ("M02", "M03"):
            figure("CLOSING_RATE", place.branch, 2025, month, 1, 2, by=place.secretary)
            figure("ENFORCEMENT_PAID", place.other, 2025, month, 1)
            with django_assert_max_num_queries(30) as queries:
                client.get(ADDRESS)
            found.append(len(queries))
        assert found[0] == found[1]

    def test_how_figures_are_told(self, place, as_user):
        figure("CLOSING_RATE", place.court, 2025, "Y", 3157, 3302, source="月报")
        figure("ENFORCEMENT_PAID", place.branch, 2025, "Y", "135000")
        page = as_user(place.committee).get(ADDRESS).content.decode()
        for words in ("95.61%", "3157/3302", "13.5 万元", "135,000.00 元", "立案庭党支部", "全院", "月报"):
            assert words in page

    def test_filters(self, place, as_user):
        own = own_metric(place.court)
        figure("CLOSING_RATE", place.court, 2024, "M03", 1, 2)
        figure("CLOSING_RATE", place.branch, 2025, "Q1", 1, 2)
        figure("ENFORCEMENT_PAID", place.court, 2025, "H1", 5)
        figure(own, place.court, 2025, "C05", 7)
        wrong = figure("CLOSING_RANK", place.court, 2025, "Y", 3)
        figure_void(figure=wrong, version=1, reason="错", by=place.committee, at=NOON)
        client = as_user(place.committee)
        expected = {
            "": ["2025年上半年", "2025年1—5月", "2025年第一季度", "2024年3月"],
            f"?metric={own.pk}": ["2025年1—5月"],
            f"?branch={place.branch.pk}": ["2025年第一季度"],
            "?branch=court": ["2025年上半年", "2025年1—5月", "2024年3月"],
            "?form=MONEY": ["2025年上半年"],
            "?year=2024": ["2024年3月"],
            "?length=CUMULATIVE": ["2025年1—5月"],
            "?length=MONTH": ["2024年3月"],
            "?state=VOIDED": ["2025年"],
        }
        for query, labels in expected.items():
            assert listed(client, query) == labels, query
        page = client.get(f"{ADDRESS}?branch=court&form=RATIO").content.decode()
        assert "范围：全院" in page
        assert "没有符合条件的数据" in client.get(f"{ADDRESS}?year=1999").content.decode()

    def test_sorted_by_every_head(self, place, as_user):
        figure("CLOSING_RATE", place.branch, 2025, "M01", 1, 2)
        figure("CLOSING_RANK", place.court, 2025, "M02", 1)
        client = as_user(place.committee)
        for name in SORTS:
            assert listed(client, f"?sort={name}") == listed(client, f"?sort=-{name}")[::-1], name

    def test_nothing_yet(self, place, as_user):
        page = as_user(place.committee).get(ADDRESS).content.decode()
        assert "还没有登记业务数据" in page
        assert f"/metrics/new/?court={place.court.pk}" in page


class TestExport:
    def test_as_filtered_with_figures_as_numbers(self, place, as_user):
        figure("CLOSING_RATE", place.court, 2025, "Y", 3157, 3302, note="=1+1")
        figure("ENFORCEMENT_PAID", place.branch, 2025, "Y", "135000.50")
        answer = as_user(place.committee).get(f"{ADDRESS}export.xlsx?sort=metric")
        head, first, second = load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True)
        assert dict(zip(head, first, strict=True)) | {"登记时间": None} == {
            "指标": "结案率",
            "党支部": "全院",
            "时段": "2025年",
            "分子": 3157,
            "分母": 3302,
            "数值": 95.61,
            "单位": "%",
            "数据来源": None,
            "备注": "=1+1",
            "登记人": None,
            "登记时间": None,
            "作废原因": None,
        }
        assert dict(zip(head, second, strict=True))["数值"] == 135000.5
        assert AuditEvent.objects.filter(action="metrics.figure_export", court_id=place.court.pk).exists()


class TestPanel:
    def test_the_latest_of_each_metric(self, place, as_user):
        figure("CLOSING_RATE", place.branch, 2025, "M01", 1, 2)
        last = figure("CLOSING_RATE", place.branch, 2025, "M02", 3, 4)
        address = f"/metrics/branches/{place.branch.pk}/panel/"
        page = as_user(place.secretary).get(address).content.decode()
        assert f"/metrics/figures/{last.pk}/" in page
        assert "75.00%" in page
        assert "50.00%" not in page
        assert "全部业务数据" not in page
        assert "全部业务数据" in as_user(place.committee).get(address).content.decode()

    def test_who(self, place, statuses):
        who = ("committee", "secretary", "other_secretary", "leader", "reader", "stranger")
        found = statuses(f"/metrics/branches/{place.branch.pk}/panel/", *who)
        assert found == dict(zip(who, (200, 200, 404, 403, 403, 404), strict=True))

    def test_nothing_yet(self, place, as_user):
        page = as_user(place.secretary).get(f"/metrics/branches/{place.branch.pk}/panel/").content.decode()
        assert "还没有登记这个支部的业务数据" in page


def test_the_rail_leads_here(place, as_user):
    assert 'href="/metrics/"' in as_user(place.committee).get("/").content.decode()
    assert 'href="/metrics/"' not in as_user(place.secretary).get("/").content.decode()
