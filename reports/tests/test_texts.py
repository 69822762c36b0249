"""What a report's text says: marks, figures in words, what does not agree."""

from decimal import Decimal
from time import perf_counter
from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reports.choices import SectionCode
from reports.document import PieceState
from reports.selectors.named import NamedFigure, SumRule
from reports.texts.checks import bare_numbers, faults_of
from reports.texts.drafts import Drafting, draft
from reports.texts.render import paragraphs_of
from reports.texts.tokens import Token, read, tokens_of
from reports.texts.words import difference, exact, rounded, written

FIGURES = {
    each.name: each
    for each in (
        NamedFigure("党课", 30, "次", "/activities/?kind=PARTY_LECTURE"),
        NamedFigure("政治学习", 27, "次", "/activities/?kind=POLITICAL_STUDY"),
        NamedFigure("募捐·金额", Decimal("135000.00"), "元", "/activities/?kind=DONATION"),
        NamedFigure("整改措施", 46, "个", "/rectification/measures/"),
        NamedFigure("已完成措施", 11, "个"),
        NamedFigure("序时推进措施", 35, "个"),
        NamedFigure("未按时完成措施", 0, "个"),
        NamedFigure("结案率", None, "%", why="没有2024年的数据"),
    )
}
RULE = SumRule("整改措施", ("已完成措施", "序时推进措施", "未按时完成措施"))


def look_up(token):
    return FIGURES.get(token.name)


def said(text):
    return "\n".join("".join(piece.text for piece in line) for line in paragraphs_of(text, look_up))


def figure_in(text):
    return next(piece for line in paragraphs_of(text, look_up) for piece in line if piece.name)


def told(text):
    return [fault.text for fault in faults_of([("检视整改", text)], look_up, [RULE])]


class TestMarks:
    def test_a_figure_stands_in_its_place_with_its_unit_and_its_records(self):
        assert said("全年上党课{党课}，效果明显。") == "全年上党课30次，效果明显。"
        piece = figure_in("上党课{党课}")
        assert (piece.state, piece.exact, piece.url) == (PieceState.LIVE, "30次", "/activities/?kind=PARTY_LECTURE")

    def test_a_typed_figure_that_the_records_bear_out_is_no_difference(self):
        assert figure_in("{党课=30}").state == PieceState.TYPED
        assert figure_in("{党课=31}").state == PieceState.DIFFERS
        assert "系统记录是 30次" in figure_in("{党课=31}").why

    def test_round_words_have_the_exact_figure_beside_them(self):
        piece = figure_in("政治学习{政治学习≈}")
        assert (piece.text, piece.exact, piece.state) == ("20余次", "27次", PieceState.ROUNDED)

    def test_a_round_figure_that_is_exact_is_no_rounding(self):
        assert figure_in("{党课≈}").state == PieceState.LIVE

    def test_what_is_not_known_is_never_nothing(self):
        piece = figure_in("结案率{结案率}")
        assert (piece.text, piece.state, piece.why) == ("不详", PieceState.UNKNOWN, "没有2024年的数据")

    def test_a_number_typed_over_what_is_not_known_is_said(self):
        piece = figure_in("{结案率=95}")
        assert (piece.text, piece.state) == ("95%", PieceState.DIFFERS)
        assert piece.why == "手写 95%，系统里的数据不详：没有2024年的数据"
        assert told("{结案率=95}") == ["结案率 手写为 95%，系统里的数据不详。"]

    def test_a_name_that_nothing_has_stays_as_it_was_typed(self):
        piece = figure_in("{党棵}")
        assert (piece.text, piece.state) == ("{党棵}", PieceState.NAMELESS)

    def test_since_a_year(self):
        assert tokens_of("{约谈@2017}") == [Token("约谈", since=2017)]

    @pytest.mark.parametrize(
        "text",
        [
            "{",
            "}",
            "{}",
            "{a",
            "{{党课}",
            "{党课=}",
            "{党课=x}",
            "{党\n课}",
            "{党课=,}",
            "{党课=-,}",
            "{党课=30次}",
            "{ }",
            "{ =1}",
        ],
    )
    def test_what_is_no_mark_is_text(self, text):
        assert "".join(str(part) for part in read(text)) == text

    @example("{ }")
    @given(st.text(alphabet="{}=≈@0129.,-党课 结案率次\n", max_size=60))
    def test_any_text_is_read_and_nothing_is_lost(self, text):
        """Of a mark only noughts and thin spaces are written anew; reading twice gives the same."""
        for line in text.split("\n"):
            parts = list(read(line))
            again = "".join(map(str, parts))
            assert [str(part) for part in read(again)] == [str(part) for part in parts]
            assert "".join(part for part in parts if isinstance(part, str)) in line or len(parts) > 1
        paragraphs_of(text, look_up)
        faults_of([("其他", text)], look_up, [RULE])


class TestWords:
    @pytest.mark.parametrize(
        ("value", "unit", "words"),
        [
            (7, "次", "7次"),
            (10, "次", "10次"),
            (27, "次", "20余次"),
            (80, "人次", "80人次"),
            (83, "人次", "80余人次"),
            (99, "期", "90余期"),
            (100, "次", "100次"),
            (512, "人次", "500余人次"),
            (1534, "条", "1500余条"),
            (4723, "人次", "4700余人次"),
            (Decimal("32450.00"), "元", "3.2万余元"),
            (Decimal("135000.00"), "元", "13.5万元"),
            (Decimal("4768000000"), "元", "47.6亿余元"),
            (Decimal("85.95"), "%", "86%"),
            (Decimal("74.00"), "%", "74%"),
            (6, "位", "第6位"),
            (None, "次", "不详"),
        ],
    )
    def test_rounding_by_the_stated_rule(self, value, unit, words):
        assert rounded(value, unit) == words

    @pytest.mark.parametrize(
        ("value", "unit", "words"),
        [
            (Decimal("95.61"), "%", "95.61%"),
            (Decimal("9999.99"), "元", "9999.99元"),
            (Decimal("135000"), "元", "13.5万元"),
            (Decimal("4768000000"), "元", "47.68亿元"),
            (Decimal("54.00"), "亩", "54亩"),
            (40, "次", "40次"),
            (Decimal("-9.34"), "±%", "下降9.34%"),
            (Decimal("1.04"), "±个百分点", "上升1.04个百分点"),
            (0, "±%", "持平"),
            (-6, "±位", "前移6位"),
            (20240601, "日期", "6月1日"),
        ],
    )
    def test_written_as_a_text_says_it(self, value, unit, words):
        assert written(value, unit) == words

    @pytest.mark.parametrize(
        ("now", "before", "unit", "words"),
        [
            (3, 1, "次", "增加2次"),
            (1, 3, "次", "减少2次"),
            (3, 3, "次", "持平"),
            (6, 9, "位", "前移3位"),
            (Decimal("95.61"), Decimal("94.57"), "%", "上升1.04个百分点"),
            (None, 3, "次", "—"),
            (Decimal("1.5"), Decimal("1.0"), "±%", "—"),
            (20240601, 20230601, "日期", "—"),
        ],
    )
    def test_beside_the_span_before(self, now, before, unit, words):
        assert difference(now, before, unit) == words

    def test_the_exact_figure_is_never_shortened(self):
        assert exact(Decimal("135000.50"), "元") == "135000.5元"

    @given(st.integers(0, 10**7))
    def test_round_words_never_say_more_than_there_is(self, value):
        words = rounded(value, "次")
        number = int("".join(letter for letter in words if letter.isdigit()))
        assert number <= value
        assert ("余" in words) == (number < value)


class TestWhatDoesNotAgree:
    def test_figures_of_the_records_agree_with_themselves(self):
        assert told("{整改措施}中已完成{已完成措施}、序时推进{序时推进措施}、未按时完成{未按时完成措施}。") == []

    def test_what_stands_behind_the_parts_is_no_part(self):
        assert told("现有措施{已完成措施}，其中超期{未按时完成措施}，别的{序时推进措施}。") == []
        assert told("现有措施{已完成措施}，其中超期{未按时完成措施}，别的35个。") != []

    def test_a_typed_total_that_its_parts_do_not_make(self):
        faults = told("整改措施{整改措施=47}，已完成{已完成措施}")
        assert "整改措施 手写为 47个，系统记录是 46个。" in faults
        assert any("11 + 35 + 0 ≠ 47" in fault for fault in faults)

    def test_parts_and_total_typed_alike_make_a_sum_but_are_marked(self):
        faults = told("{整改措施=47}，已完成{已完成措施=12}")
        assert not any("≠" in fault for fault in faults)
        assert len(faults) == 2

    def test_a_sentence_whose_numbers_were_all_typed_by_hand(self):
        for text in (
            "46个整改措施中已完成11个、序时推进34个。",
            "整改措施46个，其中已完成11个、序时推进34个。",
            "共有整改措施46个，已完成11个，序时推进34个。",
        ):
            assert any("11 + 34 ≠ 46" in fault for fault in told(text)), text
        assert told("46个整改措施中已完成11个、序时推进35个、未按时完成0个。") == []
        assert any("700 + 400 ≠ 1046" in fault for fault in told("1,046个问题，其中甲700个、乙400个。"))

    def test_three_parts_claim_to_be_all(self):
        assert any("11 + 35 + 0 ≠ 47" in fault for fault in told("47个措施中已办结11个、正在推进35个、超期0个。"))
        assert told("47名党员中有预备党员3名、女党员20名、退休10名。") == []

    def test_parts_that_leave_some_out_are_no_fault(self):
        assert told("46名党员中有预备党员3名、女党员20名。") == []
        assert any("30 + 20 ≠ 46" in fault for fault in told("46名党员中有预备党员30名、女党员20名。"))

    @pytest.mark.parametrize("text", ["{党课=30次}", "{党课 = 30}", "{党课@24}", "上党课{党课"])
    def test_what_looks_like_a_figure_and_is_none_is_never_printed(self, text):
        fault = faults_of([("其他", text)], look_up, [RULE])[0]
        assert fault.is_bar
        assert "认不出来" in fault.text

    def test_another_unit_is_no_part(self):
        assert told("13个问题中已销号1个，开展活动5次、学习3次。") == []

    def test_a_sentence_is_checked_beside_another_with_a_fault(self):
        by_hand = "整改措施46个，其中已完成11个、序时推进34个。"
        first, second = SumRule("党课", ("政治学习", "募捐·金额")), RULE
        faults = faults_of([("其他", "{党课=2}\n" + by_hand)], look_up, [first, second])
        assert sum("11 + 34 ≠ 46" in fault.text for fault in faults) == 1
        faults = faults_of(
            [("其他", "{整改措施=46}，其中{已完成措施}、{序时推进措施=34}。\n" + by_hand)], look_up, [RULE]
        )
        assert sorted("≠" in fault.text for fault in faults) == [False, True, True]

    @pytest.mark.parametrize("text", ["{党课}次", "{党课=12}次。", "募捐{募捐·金额}万元", "{党课≈}次", "{结案率}%"])
    def test_a_unit_written_behind_a_figure_that_brings_it(self, text):
        assert sum("自带单位" in fault for fault in told(text)) == 1

    def test_a_number_of_a_page_s_length_takes_no_time(self):
        started = perf_counter()
        told("9" * 20_000 + "个")
        assert perf_counter() - started < 1

    def test_a_figure_with_other_words_behind_it_is_no_fault(self):
        assert told("{党课}，{政治学习}{党课}人\n次") == []

    def test_the_drafted_overview_is_none_where_somebody_says_a_figure_by_hand(self):
        told_of = {"党支部数": 12, "离退休党支部数": 2, "党小组数": 15, "党员数": 300, "预备党员数": 3}
        figures = {name: NamedFigure(name, number, "个") for name, number in told_of.items()}
        asked = SimpleNamespace(branch=None, with_below=False)
        text = draft(SectionCode.OVERVIEW, Drafting(asked, figures, "全年")).replace("党支部数}", "党支部数=12}", 1)
        assert text.startswith("现有党支部{党支部数=12}，其中离退休党支部")
        assert faults_of([("概况", text)], lambda token: figures.get(token.name), []) == []

    def test_a_list_of_kinds_is_no_sum(self):
        assert told("集中学习21次、理论学习中心组学习3次、政治学习5次。") == []

    def test_a_name_that_nothing_has_is_named(self):
        assert told("{党棵}") == ["没有叫“党棵”的数据，请从数据表里选一个。"]

    def test_numbers_that_open_nothing_are_listed(self):
        assert bare_numbers("开展{党课}，培训4次，受教育500余人次，第十三条。") == ["4次", "500余人次"]
