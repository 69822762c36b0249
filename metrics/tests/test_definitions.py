"""Pages of what is measured: the list, a court's own, out of use and back."""

import pytest

from branches.choices import CourtLevel
from branches.models import Court
from branches.services.courts import court_change
from branches.tests import factories as people
from core.errors import Refused
from metrics.models import Metric
from metrics.selectors.definitions import metrics_of
from metrics.services.definitions import MetricFacts, metric_change
from metrics.tests.factories import figure, metric, own_metric

LIST, NEW = "/metrics/definitions/", "/metrics/definitions/new/"
SENT = {
    "name": "文书上网率",
    "form": "RATIO",
    "numerator_name": "已上网",
    "denominator_name": "应上网",
    "is_share": "on",
    "digits": "1",
    "better": "UP",
}


def own(court):
    return Metric.objects.within(court).get()


class TestList:
    def test_general_ones_own_ones_and_those_from_above(self, place, as_user):
        own_metric(place.court)
        own_metric(place.above, "高院设的")
        page = as_user(place.committee).get(LIST).content.decode()
        for words in ("结案率", "审执结案件/受理案件", "裁判文书上网数", "自设", "高院设的", "上级法院", "（时点数）"):
            assert words in page
        assert "裁判文书上网数" not in as_user(place.stranger).get(LIST).content.decode()

    @pytest.mark.parametrize("address", [LIST, NEW])
    def test_who(self, statuses, address):
        found = statuses(address, "committee", "secretary", "leader", "reader")
        assert list(found.values()) == [200, 403, 403, 403]
        assert statuses(address, "committee", method="put") == {"committee": 405}

    def test_as_many_queries_for_one_as_for_many(self, place, as_user, django_assert_max_num_queries):
        client, found = as_user(place.committee), []
        client.get(LIST)
        for names in (("甲",), ("乙", "丙")):
            for name in names:
                own_metric(place.court, name)
                own_metric(place.above, f"上{name}")
            with django_assert_max_num_queries(20) as queries:
                client.get(LIST)
            found.append(len(queries))
        assert found[0] == found[1]


class TestForms:
    def test_added(self, place, as_user):
        assert as_user(place.committee).post(NEW, SENT).status_code == 302
        row = own(place.court)
        assert (row.name, row.is_share, row.digits, row.unit) == ("文书上网率", True, 1, "")

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"name": ""}, "请填写名称。"),
            ({"name": "结案率"}, "已有名为“结案率”的指标"),
            ({"denominator_name": ""}, "请写明分母是什么"),
            ({"form": "COUNT"}, "请填写单位"),
        ],
    )
    def test_refused(self, place, as_user, changes, words):
        answer = as_user(place.committee).post(NEW, SENT | changes)
        assert answer.status_code == 422
        assert words in answer.content.decode()

    def test_changed(self, place, as_user):
        row = own_metric(place.court)
        client, address = as_user(place.committee), f"{LIST}{row.pk}/"
        sent = {"name": "文书上网", "form": "COUNT", "unit": "篇", "digits": "0", "better": "UP", "version": 1}
        assert client.get(address).context["form"].initial["unit"] == "篇"
        assert client.post(address, sent).status_code == 302
        answer = client.post(address, sent | {"name": "又一个"})
        assert answer.status_code == 409
        assert answer.context["differences"][0].saved == "文书上网"
        figure(own(place.court), place.court, 2025, "Y", 3)
        for change in ({"form": "MONEY"}, {"unit": "万篇"}, {"digits": "1"}):
            answer = client.post(address, sent | change | {"version": 2})
            assert "已经登记过数据" in str(answer.context["form"].errors[next(iter(change))])
        assert client.post(address, sent | {"description": "按季度", "version": 2}).status_code == 302

    def test_what_a_ratio_is_made_of_stays(self, place, as_user):
        client = as_user(place.committee)
        client.post(NEW, SENT)
        row = own(place.court)
        figure(row, place.court, 2025, "Y", 9, 10)
        answer = client.post(f"{LIST}{row.pk}/", SENT | {"numerator_name": "未上网", "version": 1})
        assert "已经登记过数据" in str(answer.context["form"].errors["numerator_name"])

    def test_out_of_use_and_back(self, place, as_user):
        row = own_metric(place.court)
        client, address = as_user(place.committee), f"{LIST}{row.pk}/switch/"
        assert "停用后不能再登记" in client.get(address).content.decode()
        assert client.post(address, {"version": 1}).status_code == 302
        assert not own(place.court).is_active
        assert "停用" in client.get(LIST).content.decode()
        assert client.post(address, {"version": 1}).status_code == 409
        client.post(address, {"version": 2})
        assert own(place.court).is_active

    def test_who(self, place, statuses):
        row = own_metric(place.court)
        for address in (f"{LIST}{row.pk}/", f"{LIST}{row.pk}/switch/"):
            who = ("committee", "committee_above", "committee_below", "stranger", "secretary")
            assert list(statuses(address, *who).values()) == [200, 403, 403, 404, 403]
            assert statuses(address, "committee", method="put") == {"committee": 405}
        for pk in (metric().pk, 999999):
            assert statuses(f"{LIST}{pk}/", "committee") == {"committee": 404}


def test_one_name_is_one_metric_from_the_top_to_the_bottom(place):
    """Tables and reports go by the name: a court above takes none that a court below has, nor the other way."""
    lower = own_metric(place.court, "调研文章")
    own_metric(place.below, "信息简报")
    for court, name in ((place.above, "调研文章"), (place.below, "调研文章"), (place.court, "信息简报")):
        with pytest.raises(Refused, match="名为"):
            own_metric(court, name)
    facts = MetricFacts(name="信息简报", form="COUNT", unit="篇")
    with pytest.raises(Refused, match="临江法院已自设"):
        metric_change(metric=lower, version=lower.version, facts=facts, by=None)
    own_metric(people.court("另一法院", parent=place.above), "调研文章")


def test_a_court_is_not_moved_to_where_a_name_of_its_metrics_is_taken(place):
    """Neither its own nor one of a court below it."""
    other = people.court("另一高院", level=CourtLevel.HIGH)
    own_metric(other, "调研文章")
    below = own_metric(place.below, "调研文章")
    own_metric(place.court, "信息简报")
    facts = {"version": 1, "by": None, "name": place.court.name, "level": "INTERMEDIATE", "order": 0}
    with pytest.raises(Refused, match=r"临江法院和另一高院都自设了指标“调研文章”，.*改名") as refused:
        court_change(court=place.court, parent=other, **facts)
    assert refused.value.field == "parent"
    metric_change(metric=below, version=1, facts=MetricFacts(name="文章", form="COUNT", unit="篇"), by=None)
    court = court_change(court=Court.objects.within(place.court).get(), parent=other, **facts)
    assert {row.name for row in metrics_of(court).filter(court__isnull=False)} == {"信息简报", "调研文章"}


def test_a_court_that_was_moved_meanwhile_has_the_names_of_where_it_stands_now(place):
    """Who set a metric while its court was moved waited with the court as it had been."""
    other = people.court("另一高院", level=CourtLevel.HIGH)
    own_metric(other, "调研文章")
    before = Court.objects.within(place.court).get()
    facts = {"version": 1, "by": None, "name": place.court.name, "level": "INTERMEDIATE", "order": 0}
    court_change(court=Court.objects.within(place.court).get(), parent=other, **facts)
    with pytest.raises(Refused, match="已有名为“调研文章”的指标"):
        own_metric(before, "调研文章")
