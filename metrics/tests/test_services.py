"""What the services keep, compute and refuse."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from branches.tests import factories as people
from core.errors import EditConflict, Refused
from core.models import AuditEvent
from metrics.choices import Form
from metrics.models import FigureCorrection, Metric, MetricFigure
from metrics.periods import Period
from metrics.services import (
    FigureFacts,
    MetricFacts,
    figure_enter,
    figure_void,
    metric_add,
    metric_change,
    metric_resume,
    metric_retire,
)
from metrics.tests.factories import NOON, figure, metric, own_metric

pytestmark = pytest.mark.django_db


@pytest.fixture
def court():
    return people.court()


class TestShipped:
    def test_twelve_with_their_parts_and_words(self):
        shipped = Metric.objects.unscoped("test").filter(court__isnull=True)
        assert shipped.count() == 12
        for each in shipped:
            each.full_clean()
            assert each.description
            assert bool(each.numerator_name) == (each.form == Form.RATIO)


class TestEntering:
    def test_a_rate_is_computed_and_never_kept(self, court):
        row = figure("CLOSING_RATE", court, 2024, "Y", 3157, 3302, source="司法统计")
        row = MetricFigure.objects.within(court).select_related("metric").get()
        assert (row.number, row.value) == (Decimal("95.61"), None)
        assert (row.form, row.is_share, row.entered_at) == ("RATIO", True, NOON)
        event = AuditEvent.objects.get(action="metrics.figure_enter")
        assert event.detail == {"numerator": 3157, "denominator": 3302}

    @pytest.mark.parametrize(
        ("parts", "percent"), [((1, 3), "33.33"), ((1, 800), "0.13"), ((2, 3), "66.67"), ((7, 7), "100.00")]
    )
    def test_rounded_half_up(self, court, parts, percent):
        assert figure("CLOSING_RATE", court, 2024, "M01", *parts).number == Decimal(percent)

    @pytest.mark.parametrize(
        ("code", "said", "field"),
        [
            ("CLOSING_RATE", (3303, 3302), "numerator"),
            ("CLOSING_RATE", (1, 0), "denominator"),
            ("CLOSING_RATE", (-1, 5), "numerator"),
            ("CLOSING_RATE", (1, None), "denominator"),
            ("CLOSING_RATE", ("1.005", 2), "numerator"),
            ("CLOSING_RATE", (95.61,), "value"),
            ("LONG_PENDING_CLOSED", (1, 2), "value"),
            ("LONG_PENDING_CLOSED", ("1.5",), "value"),
            ("LONG_PENDING_CLOSED", (None,), "value"),
            ("LONG_PENDING_CLOSED", ("NaN",), "value"),
            ("ENFORCEMENT_PAID", ("10000000000000",), "value"),
            ("CLOSING_RANK", (0,), "value"),
        ],
    )
    def test_what_a_form_does_not_allow(self, court, code, said, field):
        with pytest.raises(Refused) as refused:
            figure(code, court, 2024, "Y", *said)
        assert refused.value.field == field
        assert not MetricFigure.objects.within(court).exists()

    def test_spans_are_whole_months_that_are_there(self, court):
        for start, end in ((date(2024, 1, 2), date(2024, 1, 31)), (date(2024, 2, 1), date(2024, 4, 30))):
            facts = FigureFacts(Period(start, end), value=Decimal(1))
            with pytest.raises(Refused, match="时段应是"):
                figure_enter(metric=metric("CLOSING_RANK"), court=court, branch=None, facts=facts, by=None, at=NOON)
        figure("CLOSING_RANK", court, 2026, "C05", 3)  # the month that is running
        with pytest.raises(Refused, match="还没有结束"):
            figure("CLOSING_RANK", court, 2026, "H1", 3)

    def test_only_what_the_court_has(self, court):
        above = people.court()
        below = people.court(parent=above)
        own = own_metric(above)
        figure(own, below, 2024, "M01", 3)
        with pytest.raises(Refused, match="不在本院使用"):
            figure(own, court, 2024, "M01", 3)
        with pytest.raises(Refused, match="不在本院"):
            figure_enter(
                metric=metric("CLOSING_RANK"),
                court=court,
                branch=people.branch(above),
                facts=FigureFacts(Period.named(2024, "Y"), value=Decimal(1)),
                by=None,
                at=NOON,
            )
        metric_retire(metric=own, version=own.version, by=None)
        with pytest.raises(Refused, match="已经停用"):
            figure(own, above, 2024, "M01", 3)


class TestCorrecting:
    def test_the_same_again_is_one(self, court):
        first = figure("CLOSING_RATE", court, 2024, "Y", 3157, 3302)
        assert figure("CLOSING_RATE", court, 2024, "Y", "3157.00", 3302) == first
        assert not FigureCorrection.objects.within(court).exists()

    def test_what_it_said_is_kept_with_the_reason(self, court):
        first = figure("CLOSING_RATE", court, 2024, "Y", 3157, 3302, source="月报")
        with pytest.raises(EditConflict, match=r"已登记为 95\.61%（3157/3302）"):
            figure("CLOSING_RATE", court, 2024, "Y", 3160, 3302)
        with pytest.raises(Refused) as refused:
            figure("CLOSING_RATE", court, 2024, "Y", 3160, 3302, version=1)
        assert refused.value.field == "reason"
        second = figure("CLOSING_RATE", court, 2024, "Y", 3160, 3302, version=1, reason="漏统 3 件")
        assert (second.pk, second.version, second.numerator) == (first.pk, 2, 3160)
        kept = FigureCorrection.objects.within(court).get()
        assert (kept.version, kept.numerator, kept.source, kept.reason) == (1, 3157, "月报", "漏统 3 件")
        assert AuditEvent.objects.filter(action="metrics.figure_correct").count() == 1
        with pytest.raises(EditConflict):
            figure("CLOSING_RATE", court, 2024, "Y", 3161, 3302, version=1, reason="又漏了")

    def test_a_voided_one_leaves_its_span_free(self, court):
        row = figure("CLOSING_RANK", court, 2024, "Y", 3)
        with pytest.raises(Refused, match="作废原因"):
            figure_void(figure=row, version=1, reason=" ", by=None, at=NOON)
        figure_void(figure=row, version=1, reason="登错年份", by=None, at=NOON)
        with pytest.raises(Refused, match="已经作废"):
            figure_void(figure=row, version=2, reason="再作废", by=None, at=NOON)
        with pytest.raises(EditConflict):
            figure("CLOSING_RANK", court, 2024, "Y", 2, version=2, reason="更正")
        again = figure("CLOSING_RANK", court, 2024, "Y", 2)
        assert again.pk != row.pk

    def test_two_branches_and_the_court_each_have_their_own(self, court):
        branches = [people.branch(court), people.branch(court)]
        rows = [figure("CLOSING_RATE", owner, 2024, "Q1", 1, 2) for owner in (court, *branches)]
        assert len({row.pk for row in rows}) == 3


class TestDatabase:
    """What no service lets through, the database refuses, too."""

    def raw(self, court, of="CLOSING_RATE", **fields):
        of = metric(of)
        facts = {"form": of.form, "is_share": of.is_share, "start": date(2024, 1, 1), "end": date(2024, 1, 31)}
        return MetricFigure.objects.create(metric=of, court=court, entered_at=NOON, **(facts | fields))

    @pytest.mark.parametrize(
        "fields",
        [
            {"numerator": 3, "denominator": 2},
            {"numerator": 0, "denominator": 0},
            {"numerator": None, "denominator": 2},
            {"numerator": 1, "denominator": 2, "value": 50},
            {"of": "CLOSING_RANK", "value": 0},
            {"of": "CLOSING_RANK", "value": None},
            {"of": "LONG_PENDING_CLOSED", "value": -1},
            {"of": "CLOSING_RANK", "value": 1, "end": date(2023, 12, 31)},
            {"of": "CLOSING_RANK", "value": 1, "voided_at": NOON},
            {"of": "CLOSING_RANK", "value": 1, "form": "OTHER"},
        ],
    )
    def test_checks(self, court, fields):
        with pytest.raises(IntegrityError), transaction.atomic():
            self.raw(court, **fields)

    def test_one_of_a_span(self, court):
        branch = people.branch(court)
        for owner in ({}, {"branch": branch}):
            self.raw(court, "CLOSING_RANK", value=1, **owner)
            self.raw(court, "CLOSING_RANK", value=1, end=date(2024, 2, 29), **owner)
            self.raw(court, "CLOSING_RANK", value=1, voided_at=NOON, void_reason="错", **owner)
            with pytest.raises(IntegrityError), transaction.atomic():
                self.raw(court, "CLOSING_RANK", value=2, **owner)


class TestDefinitions:
    facts = MetricFacts(name="裁判文书上网率", form=Form.RATIO, numerator_name="已上网", denominator_name="应上网")

    def test_added_and_changed(self, court):
        row = metric_add(court=court, facts=self.facts, by=None)
        assert (row.court, row.unit, row.digits) == (court, "", 2)
        changed = MetricFacts(name="文书上网率", form=Form.RATIO, numerator_name="上网", denominator_name="生效")
        metric_change(metric=row, version=1, facts=changed, by=None)
        row.refresh_from_db()
        assert (row.name, row.denominator_name, row.version) == ("文书上网率", "生效", 2)
        with pytest.raises(EditConflict):
            metric_change(metric=row, version=1, facts=self.facts, by=None)

    @pytest.mark.parametrize(
        ("facts", "field"),
        [
            ({"name": " "}, "name"),
            ({"name": "结案率"}, "name"),
            ({"numerator_name": ""}, "numerator_name"),
            ({"denominator_name": ""}, "denominator_name"),
            ({"form": Form.COUNT}, "unit"),
        ],
    )
    def test_refused(self, court, facts, field):
        given = {"name": "上网率", "form": Form.RATIO, "numerator_name": "上网", "denominator_name": "生效"} | facts
        with pytest.raises(Refused) as refused:
            metric_add(court=court, facts=MetricFacts(**given), by=None)
        assert refused.value.field == field

    def test_digits_are_few(self, court):
        with pytest.raises(ValidationError):
            own_metric(court, digits=3)

    def test_what_figures_rest_on_stays(self, court):
        row = own_metric(court)
        figure(row, court, 2024, "M01", 3)
        with pytest.raises(Refused, match="停用后另设"):
            metric_change(metric=row, version=1, facts=MetricFacts(name="文书", form=Form.MONEY), by=None)
        metric_change(
            metric=row, version=1, facts=MetricFacts(name="文书", form=Form.COUNT, unit="篇", digits=0), by=None
        )

    def test_out_of_use_and_back(self, court):
        row = own_metric(court)
        metric_retire(metric=row, version=1, by=None)
        metric_resume(metric=row, version=2, by=None)
        assert Metric.objects.within(court).get().is_active
        with pytest.raises(Refused, match="通用"):
            metric_retire(metric=metric(), version=1, by=None)

    def test_what_a_form_does_not_ask_is_left_empty(self, court):
        row = own_metric(court, form=Form.RANK, unit="件", digits=2, numerator_name="甲", is_stock=True)
        assert (row.unit, row.digits, row.numerator_name, row.is_stock) == ("位", 0, "", False)
        money = own_metric(court, "案款", form=Form.MONEY, unit="万元", digits=0)
        assert (money.unit, money.digits) == ("元", 2)


def test_a_day_after_the_month_is_not_yet_over(court):
    """What counts is the month of the moment that the service is given."""
    facts = FigureFacts(Period.named(2026, "M06"), value=Decimal(1))
    asked = {"metric": metric("CLOSING_RANK"), "court": court, "branch": None, "facts": facts, "by": None}
    with pytest.raises(Refused):
        figure_enter(**asked, at=NOON)
    assert figure_enter(**asked, at=NOON + timedelta(days=15)).value == 1
