"""The page of one metric: the span asked for, how it changed, its course, the courts below."""

from branches.tests import factories as people
from metrics.periods import Period
from metrics.selectors.course import course_of, latest_of
from metrics.selectors.figures import book_of
from metrics.services import metric_retire
from metrics.tests.factories import figure, metric, own_metric


def address(code="CLOSING_RATE", **query):
    of = metric(code) if isinstance(code, str) else code
    return f"/metrics/{of.pk}/?" + "&".join(f"{name}={value}" for name, value in query.items())


def cards(client, *asked, **query):
    found = client.get(address(*asked, **query)).context["cards"]
    return {card["label"]: " ".join(filter(None, (card["number"], card.get("unit")))) for card in found}


class TestSpan:
    def test_the_last_one_with_its_changes(self, place, as_user):
        for year, parts in ((2024, (3000, 3200)), (2025, (3157, 3302))):
            figure("CLOSING_RATE", place.court, year, "Y", *parts)
        client = as_user(place.committee)
        assert cards(client) == {
            "2025年": "95.61%",
            "同比": "+1.86 个百分点",
            "环比": "+1.86 个百分点",
            "2024年以来": "94.69%",
        }
        assert cards(client, year=2024)["2024年"] == "93.75%"
        page = client.get(address(year=2024)).content.decode()
        assert "没有2023年的数据" in page

    def test_a_span_that_is_added_up_says_so(self, place, as_user):
        for month in ("M01", "M02", "M03"):
            figure("LONG_PENDING_CLOSED", place.branch, 2025, month, 10)
        asked = {"branch": place.branch.pk, "year": 2025, "span": "Q1"}
        page = as_user(place.committee).get(address("LONG_PENDING_CLOSED", **asked))
        assert page.context["cards"][0] == {
            "label": "2025年第一季度",
            "number": "30 件",
            "note": "由 3 个时段相加",
            "exact": "30 件",
        }

    def test_parts_that_do_not_add_up_to_the_whole_are_pointed_out(self, place, as_user):
        client = as_user(place.committee)
        for quarter in ("Q1", "Q2", "Q3", "Q4"):
            figure("LONG_PENDING_CLOSED", place.court, 2025, quarter, 172)
            figure("CLOSING_RATE", place.court, 2025, quarter, 1, 2)
            figure("LONG_PENDING_LEFT", place.court, 2025, quarter, 9)
        figure("CLOSING_RATE", place.court, 2025, "Y", 4, 8)
        figure("LONG_PENDING_LEFT", place.court, 2025, "Y", 8)
        row = figure("LONG_PENDING_CLOSED", place.court, 2025, "Y", 689)
        page = client.get(address("LONG_PENDING_CLOSED")).content.decode()
        assert "2025年另有 4 个时段的数，相加是 688 件，与这里登记的不一致，请核对。" in page
        for code in ("CLOSING_RATE", "LONG_PENDING_LEFT"):
            assert client.get(address(code, year=2025, span="Y")).context["doubt"] == ""
        figure("LONG_PENDING_CLOSED", place.court, 2025, "Y", 688, version=row.version, reason="多报 1 件")
        assert client.get(address("LONG_PENDING_CLOSED")).context["doubt"] == ""
        figure("CLOSING_RATE", place.court, 2025, "H1", 3, 4)
        doubt = client.get(address("CLOSING_RATE", year=2025, span="H1")).context["doubt"]
        assert "相加是 50.00%（2/4）" in doubt

    def test_nothing_yet(self, place, as_user):
        client = as_user(place.committee)
        assert cards(client) == {"2026年4月": "不详", "同比": "不详", "环比": "不详"}
        assert "还没有登记这个指标的数据" in client.get(address()).content.decode()
        assert cards(client, year="x", span="Q9")["2026年4月"] == "不详"

    def test_out_of_use(self, place, as_user):
        own = own_metric(place.court)
        metric_retire(metric=own, version=1, by=None)
        page = as_user(place.committee).get(address(own)).content.decode()
        assert "已经停用" in page
        assert "/metrics/new/" not in page


class TestCourse:
    def test_spans_of_one_length_with_the_gaps(self, place):
        for month in ("M01", "M02", "M04"):
            figure("LONG_PENDING_CLOSED", place.court, 2025, month, 10)
        figure("LONG_PENDING_CLOSED", place.court, 2025, "C05", 50)
        book, of = book_of(place.court), metric("LONG_PENDING_CLOSED")
        assert latest_of(book, of) == Period.named(2025, "C05")
        for code in ("C05", "M04", "Y"):
            course = course_of(book, of, Period.named(2025, code))
            assert [answer.number for answer in course] == [10, 10, None, 10], code
        assert [answer.period.code for answer in course_of(book, of, Period.named(2025, "M02"))] == ["M01", "M02"]

    def test_cumulative_ones_alone(self, place):
        for code in ("C04", "C02"):
            figure("LONG_PENDING_CLOSED", place.court, 2025, code, 10)
        course = course_of(book_of(place.court), metric("LONG_PENDING_CLOSED"), Period.named(2025, "C04"))
        assert [answer.period.code for answer in course] == ["C02", "C04"]

    def test_a_chart_with_its_table(self, place, as_user):
        for month, rank in (("M01", 9), ("M02", 7)):
            figure("CLOSING_RANK", place.court, 2025, month, rank)
        chart = as_user(place.committee).get(address("CLOSING_RANK")).context["chart"]
        assert chart["rows"] == [["2025年1月", "第 9 位"], ["2025年2月", "第 7 位"]]
        assert chart["option"]["yAxis"]["inverse"] is True
        figure("CLOSING_RATE", place.court, 2025, "M01", 1, 2)
        chart = as_user(place.committee).get(address()).context["chart"]
        assert chart["rows"] == [["2025年1月", "50.00%", "1/2"]]
        assert "option" not in chart


class TestBelow:
    def test_how_many_courts_have_it(self, place, as_user):
        unshared = people.court("不公开法院", parent=place.court)
        figure("CLOSING_RATE", unshared, 2025, "Y", 3, 4)
        people.court("没填的法院", parent=place.court)
        figure("CLOSING_RATE", place.court, 2025, "Y", 1, 4)
        figure("CLOSING_RATE", place.below, 2025, "Y", 3, 4)
        page = as_user(place.committee).get(address()).content.decode()
        for words in (
            "2025年本院和下级法院合计：58.33%",
            "3 家法院有数据，不详 1 家",
            "不公开法院",
            "临江法院",
        ):
            assert words in page
        assert as_user(place.committee).get(address(branch=place.branch.pk)).context["below"] is None
        assert as_user(place.committee_below).get(address()).context["below"] is None

    def test_many_courts_come_page_by_page_and_count_all(self, place, as_user):
        for number in range(60):
            lower = people.court(f"第{number:02}法院", parent=place.court)
        figure("CLOSING_RATE", lower, 2025, "Y", 3, 4)
        client = as_user(place.committee)
        first, second = (client.get(address(), {"year": 2025, "span": "Y", "page": page}) for page in (1, 2))
        assert [len(page.context["below"]["lines"]) for page in (first, second)] == [50, 12]
        for page in (first, second):
            assert "1 家法院有数据，不详 61 家" in page.content.decode()
        assert "page=2" in first.content.decode()


class TestWho:
    def test_addresses(self, place, statuses):
        who = ("committee", "committee_above", "secretary", "leader", "reader")
        assert list(statuses(address(), *who).values()) == [200, 200, 403, 403, 403]
        own = own_metric(place.court)
        found = statuses(address(own), "committee", "committee_below", "committee_above", "stranger")
        assert list(found.values()) == [200, 200, 404, 404]
        assert statuses("/metrics/999999/", "committee") == {"committee": 404}
        assert statuses(address(branch=999999), "committee") == {"committee": 404}
        assert statuses(address(), "committee", method="post") == {"committee": 405}

    def test_as_many_queries_for_one_as_for_many(self, place, as_user, django_assert_max_num_queries):
        client, found = as_user(place.committee), []
        figure("CLOSING_RATE", place.court, 2025, "M01", 1, 2)
        client.get(address())
        for months in (("M02",), ("M03", "M04")):
            for month in months:
                row = figure("CLOSING_RATE", place.court, 2025, month, 1, 2)
                figure("CLOSING_RATE", place.court, 2025, month, 2, 2, version=row.version, reason="补")
                figure("CLOSING_RATE", place.below, 2025, month, 1, 2)
            with django_assert_max_num_queries(30) as queries:
                client.get(address())
            found.append(len(queries))
        assert found[0] == found[1]
