"""Entering, correcting and voiding a figure; the page of one figure."""

import pytest

from metrics.models import FigureCorrection, MetricFigure
from metrics.tests.factories import figure, metric, own_metric

NEW = "/metrics/new/"


def text(answer):
    return answer.content.decode()


def rows(court):
    return MetricFigure.objects.within(court)


class TestNew:
    def address(self, code="CLOSING_RATE", **more):
        query = "".join(f"&{name}={value}" for name, value in more.items())
        return f"{NEW}?metric={metric(code).pk}{query}"

    sent = {"year": "2025", "span": "Y", "numerator": "3157", "denominator": "3302", "source": "月报"}

    def test_entered_and_shown(self, place, as_user):
        client = as_user(place.committee)
        answer = client.post(self.address(), self.sent)
        row = rows(place.court).get()
        assert (row.numerator, row.branch, row.entered_by, row.source) == (3157, None, place.committee, "月报")
        assert answer.url.startswith(f"/metrics/{row.metric_id}/?court={place.court.pk}")
        assert "已登记：2025年结案率 95.61%。" in text(client.get(answer.url))

    def test_of_a_branch(self, place, as_user):
        client = as_user(place.committee)
        client.post(self.address(branch=place.branch.pk), self.sent)
        assert rows(place.branch).get().court == place.court
        assert client.get(self.address(branch=999999)).status_code == 404

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"numerator": "3303"}, "不能多于受理案件（3303/3302）"),
            ({"denominator": ""}, "请填写受理案件。"),
            ({"numerator": "很多"}, "审执结案件请填写数字。"),
            ({"span": "X"}, "时段"),
            ({"year": "2026"}, "还没有结束"),
            ({"year": ""}, "请填写年度。"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(self, place, as_user, changes, words):
        answer = as_user(place.committee).post(self.address(), self.sent | changes)
        assert answer.status_code == 422
        assert words in text(answer)
        assert 'value="月报"' in text(answer)
        assert not rows(place.court).exists()

    def test_the_same_span_again_is_a_correction(self, place, as_user):
        figure("CLOSING_RATE", place.court, 2025, "Y", 3100, 3302)
        client, sent = as_user(place.committee), self.sent | {"version": "0"}
        answer = client.post(self.address(), sent)
        assert answer.status_code == 409
        assert "已登记为 93.88%（3100/3302）" in text(answer)
        assert 'name="version" value="1"' in text(answer)
        assert [(each.label, each.saved, each.typed) for each in answer.context["differences"]] == [
            ("审执结案件", "3100", "3157"),
            ("数据来源", "（空）", "月报"),
        ]
        sent["version"] = "1"
        answer = client.post(self.address(), sent)
        assert answer.status_code == 422
        assert "请写明更正原因" in text(answer)
        assert client.post(self.address(), sent | {"reason": "补报 57 件"}).status_code == 302
        assert rows(place.court).get().numerator == 3157
        assert FigureCorrection.objects.within(place.court).get().corrected_by == place.committee

    def test_what_was_last_is_proposed(self, place, as_user):
        client = as_user(place.committee)
        first = client.get(NEW).context["form"]
        assert (first.metric, first.initial["year"], first.initial["span"]) == (metric(), 2026, "M04")
        figure("ENFORCEMENT_PAID", place.court, 2025, "M12", 5, source="执行局")
        form = client.get(NEW).context["form"]
        assert form.metric == metric("ENFORCEMENT_PAID")
        assert form.initial == {"year": 2026, "span": "M01", "source": "执行局"}
        assert [name for name in form.fields if name in ("numerator", "value")] == ["value"]

    def test_who(self, place, statuses):
        who = ("committee", "secretary", "leader", "reader")
        assert list(statuses(NEW, *who).values()) == [200, 403, 403, 403]
        assert set(statuses(NEW, "committee", method="put").values()) == {405}
        foreign = own_metric(place.below)
        assert statuses(f"{NEW}?metric={foreign.pk}", "committee") == {"committee": 404}
        assert statuses(f"{NEW}?court={place.below.pk}", "committee") == {"committee": 404}


class TestFigure:
    @pytest.fixture
    def row(self, place):
        figure("CLOSING_RATE", place.branch, 2025, "Y", 1, 2)
        return figure("CLOSING_RATE", place.branch, 2025, "Y", 3, 4, version=1, reason="补报", by=place.committee)

    def test_what_it_says_and_said(self, place, as_user, row):
        page = text(as_user(place.committee).get(f"/metrics/figures/{row.pk}/"))
        for words in ("75.00%", "50.00%", "1/2", "补报", "审执结案件", f"/metrics/figures/{row.pk}/correct/"):
            assert words in page
        own = text(as_user(place.secretary).get(f"/metrics/figures/{row.pk}/"))
        assert "75.00%" in own
        assert "/correct/" not in own
        assert f'href="/branches/{place.branch.pk}/"' in own

    def test_who(self, place, statuses, row):
        who = ("committee", "committee_above", "secretary", "other_secretary", "leader", "reader", "stranger")
        found = statuses(f"/metrics/figures/{row.pk}/", *who)
        assert list(found.values()) == [200, 404, 200, 404, 403, 403, 404]
        shared = figure("CLOSING_RATE", place.below, 2025, "Y", 1, 2)
        assert list(statuses(f"/metrics/figures/{shared.pk}/", "committee", "secretary").values()) == [200, 404]
        for name in ("correct", "void"):
            address = f"/metrics/figures/{row.pk}/{name}/"
            assert list(statuses(address, "committee", "secretary", "stranger").values()) == [200, 403, 404]
            assert statuses(f"/metrics/figures/{shared.pk}/{name}/", "committee") == {"committee": 403}
            assert statuses(f"/metrics/figures/999999/{name}/", "committee") == {"committee": 404}
            assert set(statuses(address, "committee", method="put").values()) == {405}

    def test_corrected(self, place, as_user, row):
        client, address = as_user(place.committee), f"/metrics/figures/{row.pk}/correct/"
        page = client.get(address)
        assert page.context["form"].initial["numerator"] == "3"
        sent = {"version": 2, "numerator": 5, "denominator": 6}
        assert client.post(address, sent).status_code == 422
        assert client.post(address, sent | {"reason": "再补"}).url == f"/metrics/figures/{row.pk}/"
        answer = client.post(address, sent | {"numerator": 1, "reason": "又补"})
        assert answer.status_code == 409
        assert [each.saved for each in answer.context["differences"]] == ["5"]

    def test_voided(self, place, as_user, row):
        client, address = as_user(place.committee), f"/metrics/figures/{row.pk}/void/"
        assert client.post(address, {"version": 2, "reason": ""}).status_code == 422
        assert client.post(address, {"version": 1, "reason": "登错"}).status_code == 409
        assert client.post(address, {"version": 2, "reason": "登错支部"}).status_code == 302
        page = text(client.get(f"/metrics/figures/{row.pk}/"))
        assert "登错支部" in page
        assert "/correct/" not in page
        assert client.post(address, {"version": 3, "reason": "再来"}).status_code == 422
