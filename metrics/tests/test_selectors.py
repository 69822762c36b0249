"""What figures say of a span, of several courts, and how it changed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branches.tests import factories as people
from metrics.models import MetricFigure, number_of
from metrics.periods import Period
from metrics.selectors.arithmetic import answer_of, change_of
from metrics.selectors.figures import book_of, change, changes_in, figure_for, figure_of_courts, figures_of
from metrics.services import figure_void
from metrics.tests.factories import NOON, figure, metric
from metrics.wording import exact, told

YEAR = (date(2024, 1, 1), date(2024, 12, 31))
MONTHS = [f"M{month:02}" for month in range(1, 13)]


def span(code, year=2024):
    period = Period.named(year, code)
    return {"start": period.start, "end": period.end}


@pytest.fixture
def court(db):
    return people.court()


class TestOneSpan:
    def test_the_exact_figure_wins_over_its_parts(self, court):
        for month in MONTHS:
            figure("LONG_PENDING_CLOSED", court, 2024, month, 10)
        total = figure_for(metric("LONG_PENDING_CLOSED"), court, **span("Y"))
        assert (total.number, len(total.figures)) == (120, 12)
        figure("LONG_PENDING_CLOSED", court, 2024, "Y", 119)
        total = figure_for(metric("LONG_PENDING_CLOSED"), court, **span("Y"))
        assert (total.number, len(total.figures), total.is_sum) == (119, 1, False)

    def test_ratios_add_numerators_and_denominators(self, court):
        figure("CLOSING_RATE", court, 2024, "Q1", 1, 3)
        figure("CLOSING_RATE", court, 2024, "M04", 1, 1)
        figure("CLOSING_RATE", court, 2024, "M05", 0, 2)
        answer = figure_for(metric(), court, start=date(2024, 1, 1), end=date(2024, 5, 31))
        assert (answer.numerator, answer.denominator, answer.number) == (2, 6, Decimal("33.33"))

    def test_over_years(self, court):
        for year in range(2017, 2024):
            figure("ENFORCEMENT_PAID", court, year, "Y", "1000000.50")
        figure("ENFORCEMENT_PAID", court, 2024, "C05", "500000")
        answer = figure_for(metric("ENFORCEMENT_PAID"), court, start=date(2017, 1, 1), end=date(2024, 5, 31))
        assert answer.number == Decimal("7500003.50")
        assert answer.period.label == "2017年1月至2024年5月"

    @pytest.mark.parametrize(
        ("months", "why"),
        [
            ((), "没有2024年第一季度的数据"),
            (("M01", "M03"), "缺2024年2月的数据"),
            (("C02", "Q2"), "缺2024年3月的数据"),
        ],
    )
    def test_a_gap_is_named(self, court, months, why):
        for month in months:
            figure("LONG_PENDING_CLOSED", court, 2024, month, 10)
        answer = figure_for(metric("LONG_PENDING_CLOSED"), court, **span("Q1"))
        assert (answer.number, answer.why) == (None, why)

    def test_what_overlaps_is_no_sum(self, court):
        for code in ("C04", "Q2", "H2"):
            figure("LONG_PENDING_CLOSED", court, 2024, code, 10)
        answer = figure_for(metric("LONG_PENDING_CLOSED"), court, **span("Y"))
        assert answer.why == "已登记的时段互相重叠，拼不成2024年"

    @pytest.mark.parametrize("code", ["CLOSING_RANK", "FIRST_INSTANCE_ACCEPTED_RATE"])
    def test_ranks_and_bare_rates_never_add_up(self, court, code):
        for month in ("M01", "M02", "M03"):
            figure(code, court, 2024, month, 3)
        answer = figure_for(metric(code), court, **span("Q1"))
        assert answer.number is None
        assert "不能相加" in answer.why
        assert figure_for(metric(code), court, **span("M02")).number == 3

    def test_what_is_left_at_the_end_is_the_last_figure(self, court):
        for month, left in (("M01", 9), ("M02", 8), ("M03", 7)):
            figure("LONG_PENDING_LEFT", court, 2024, month, left)
        assert figure_for(metric("LONG_PENDING_LEFT"), court, **span("Q1")).number == 7
        assert figure_for(metric("LONG_PENDING_LEFT"), court, **span("Q2")).why == "没有2024年第二季度的数据"

    def test_branches_and_voided_figures_are_apart(self, court):
        branch = people.branch(court)
        figure("LONG_PENDING_CLOSED", branch, 2024, "M01", 4)
        wrong = figure("LONG_PENDING_CLOSED", court, 2024, "M01", 99)
        figure_void(figure=wrong, version=1, reason="错", by=None, at=NOON)
        assert figure_for(metric("LONG_PENDING_CLOSED"), branch, **span("M01")).number == 4
        assert figure_for(metric("LONG_PENDING_CLOSED"), court, **span("M01")).why
        assert list(figures_of(court)) == []

    def test_one_query(self, court, django_assert_num_queries):
        of = metric("LONG_PENDING_CLOSED")
        for year in (2023, 2024):
            for month in MONTHS:
                figure(of, court, year, month, 10)
        with django_assert_num_queries(1):
            change(of, court, start=YEAR[0], end=YEAR[1])


class TestProperties:
    parts = st.lists(st.integers(1, 5000), min_size=12, max_size=12)

    def row(self, of, period, **said):
        return MetricFigure(metric=of, start=period.start, end=period.end, **said)

    @pytest.mark.django_db
    @given(parts=parts, quarters=st.sets(st.integers(1, 4)))
    def test_the_months_are_the_year_however_they_are_grouped(self, parts, quarters):
        of, rows = metric(), []
        parts = [(part * 7 // 9, part) for part in parts]
        for quarter in range(1, 5):
            months = range(quarter * 3 - 2, quarter * 3 + 1)
            groups = [months] if quarter in quarters else [[month] for month in months]
            for group in groups:
                start, end = (Period.named(2024, f"M{month:02}") for month in (group[0], group[-1]))
                numerator, denominator = (sum(parts[month - 1][part] for month in group) for part in (0, 1))
                period = Period(start.start, end.end)
                rows.append(self.row(of, period, numerator=Decimal(numerator), denominator=Decimal(denominator)))
        answer = answer_of(of, Period.named(2024, "Y"), rows)
        told_as = (answer.numerator, answer.denominator)
        assert told_as == (sum(pair[0] for pair in parts), sum(pair[1] for pair in parts))
        assert answer_of(of, Period.named(2024, "Y"), rows[1:]).why

    @pytest.mark.django_db
    @given(st.integers(0, 10**9), st.integers(1, 10**9))
    def test_percent_is_rounded_half_up(self, numerator, denominator):
        percent = number_of(metric(), Decimal(numerator), Decimal(denominator), None)
        # By whole numbers: a hundredth more as soon as the rest is half of one.
        hundredths, rest = divmod(numerator * 10_000, denominator)
        assert percent * 100 == hundredths + (2 * rest >= denominator)

    @pytest.mark.django_db
    @given(st.decimals(0, 10**6, places=2), st.decimals(1, 10**6, places=2))
    def test_a_change_in_percent_leads_back(self, now, before):
        of, period = metric("ENFORCEMENT_PAID"), Period.named(2024, "Y")
        answers = [answer_of(of, period, [self.row(of, period, value=value)]) for value in (now, before)]
        amount = change_of(*answers).amount
        assert abs(before * (100 + amount) / 100 - now) <= before / Decimal(20_000) + Decimal("0.0001")


class TestChange:
    def test_a_rate_in_points_a_count_in_percent_a_rank_in_places(self, court):
        for code, before, now in (
            ("CLOSING_RATE", (3000, 3200), (3157, 3302)),
            ("LONG_PENDING_CLOSED", (760,), (689,)),
            ("CLOSING_RANK", (12,), (9,)),
        ):
            figure(code, court, 2023, "Y", *before)
            figure(code, court, 2024, "Y", *now)
        found = {
            code: change(metric(code), court, start=YEAR[0], end=YEAR[1]).year
            for code in ("CLOSING_RATE", "LONG_PENDING_CLOSED", "CLOSING_RANK")
        }
        assert {code: (each.amount, each.unit) for code, each in found.items()} == {
            "CLOSING_RATE": (Decimal("1.86"), "个百分点"),  # 95.61 - 93.75
            "LONG_PENDING_CLOSED": (Decimal("-9.34"), "%"),
            "CLOSING_RANK": (-3, "位"),
        }

    def test_the_year_before_and_the_span_before(self, court):
        for year, code, value in ((2023, "Q2", 10), (2024, "Q1", 20), (2024, "Q2", 15)):
            figure("LONG_PENDING_CLOSED", court, year, code, value)
        book, of = book_of(court), metric("LONG_PENDING_CLOSED")
        found = changes_in(book, of, Period.named(2024, "Q2"))
        assert (found.year.amount, found.before.amount) == (50, -25)
        assert (found.year.before.period.label, found.before.before.period.label) == (
            "2023年第二季度",
            "2024年第一季度",
        )
        assert changes_in(book, of, Period.named(2024, "Q1")).year.amount is None

    def test_nothing_is_no_base(self, court):
        figure("LONG_PENDING_CLOSED", court, 2023, "Y", 0)
        figure("LONG_PENDING_CLOSED", court, 2024, "Y", 5)
        assert change(metric("LONG_PENDING_CLOSED"), court, start=YEAR[0], end=YEAR[1]).year.amount is None


class TestCourts:
    @pytest.fixture
    def courts(self, court):
        below = [people.court(parent=court, shares_records=share) for share in (True, True, False)]
        return [court, *below]

    def test_sums_say_of_how_many(self, courts, django_assert_num_queries):
        for each, value in zip(courts, (5, 7, None, 11), strict=True):
            if value:
                figure("LONG_PENDING_CLOSED", each, 2024, "Y", value)
        of = metric("LONG_PENDING_CLOSED")
        with django_assert_num_queries(2):
            found = figure_of_courts(of, courts[0], start=YEAR[0], end=YEAR[1])
        assert (found.total.number, found.total.courts, found.total.courts_unknown) == (23, 3, 1)
        assert [answer.number for _, answer in found.courts] == [5, 7, None, 11]

    def test_ratios_add_up_and_ranks_do_not(self, courts):
        for each in courts[:3]:
            figure("CLOSING_RATE", each, 2024, "Y", 1, 4)
            figure("CLOSING_RANK", each, 2024, "Y", 3)
        year = {"start": YEAR[0], "end": YEAR[1]}
        assert figure_of_courts(metric(), courts[0], **year).total.number == 25
        ranks = figure_of_courts(metric("CLOSING_RANK"), courts[0], **year)
        assert ranks.total.number is None
        assert [answer.number for _, answer in ranks.courts] == [3, 3, 3, None]

    def test_nobody_knows(self, courts):
        found = figure_of_courts(metric(), courts[0], start=YEAR[0], end=YEAR[1])
        assert found.total.why == "各院都没有2024年的数据"


class TestWords:
    @pytest.mark.parametrize(
        ("code", "number", "short", "full"),
        [
            ("CLOSING_RATE", "95.60", "95.60%", "95.60%"),
            ("FIRST_INSTANCE_ACCEPTED_RATE", "97.00", "97%", "97%"),
            ("LONG_PENDING_CLOSED", "689", "689 件", "689 件"),
            ("ENFORCEMENT_PAID", "135000.00", "13.5 万元", "135,000.00 元"),
            ("ENFORCEMENT_PAID", "234567890.12", "2.35 亿元", "234,567,890.12 元"),
            ("ENFORCEMENT_PAID", "9999.50", "9999.5 元", "9,999.50 元"),
            ("CLOSING_RANK", "3", "第 3 位", "第 3 位"),
        ],
    )
    @pytest.mark.django_db
    def test_told(self, code, number, short, full):
        assert (told(metric(code), Decimal(number)), exact(metric(code), Decimal(number))) == (short, full)

    @pytest.mark.django_db
    def test_not_known(self):
        assert told(metric(), None) == "不详"
        with pytest.raises(ValueError, match="numerator"):
            number_of(metric(), None, None, None)
        with pytest.raises(ValueError, match="value"):
            number_of(metric("CLOSING_RANK"), None, None, None)
