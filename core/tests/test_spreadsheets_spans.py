"""Spans of months and numbers with units, as people write them into cells."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.spreadsheets.faults import BadValue
from core.spreadsheets.quantities import quantity
from core.spreadsheets.spans import month, span, span_in


@pytest.mark.parametrize(
    ("value", "months"),
    [
        ("2024年3月", (3, 3)),
        ("2024年03月份", (3, 3)),
        ("2024 年 3 月", (3, 3)),
        ("２０２４年３月", (3, 3)),
        ("2024.3", (3, 3)),
        ("2024-03", (3, 3)),
        ("2024/3", (3, 3)),
        ("202403", (3, 3)),
        (202403, (3, 3)),
        (2024.03, (3, 3)),
        (datetime(2024, 3, 1), (3, 3)),
        (45352.0, (3, 3)),
        ("二〇二四年十二月", (12, 12)),
        ("2024 3", (3, 3)),
        ("2024年 3月", (3, 3)),
        ("2024", (1, 12)),
        (2024, (1, 12)),
        ("2024年度", (1, 12)),
        ("2024年全年", (1, 12)),
        ("2024年第一季度", (1, 3)),
        ("2024年二季度", (4, 6)),
        ("2024年第3季度", (7, 9)),
        ("2024Q4", (10, 12)),
        ("2024 第一季度", (1, 3)),
        ("2024年上半年", (1, 6)),
        ("2024年度下半年", (7, 12)),
        ("2024年1-5月", (1, 5)),
        ("2024年1—5月", (1, 5)),
        ("2024年1月至5月累计", (1, 5)),
        ("2024年1月-2024年5月", (1, 5)),
        ("2024.1-5", (1, 5)),
    ],
)
def test_spans(value, months):
    found = span(value)
    assert (found.start.month, found.end.month) == months
    assert (found.start.year, found.start.day, found.end.year) == (2024, 1, 2024)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2024年3月5日", "不是时段"),
        ("2024-1-3", "不是时段"),
        ("3月", "不是时段"),
        ("24年3月", "不是时段"),
        ("第一季度", "不是时段"),
        ("去年", "不是时段"),
        ("年" * 99, "不是时段"),
        (True, "不是时段"),
        ("2024年13月", "年份或月份不对"),
        ("2024年5-3月", "年份或月份不对"),
        ("0024年", "年份或月份不对"),
        (2024.1, "分不清"),
        (date(2024, 3, 5), "是一天"),
    ],
)
def test_no_spans(value, words):
    with pytest.raises(BadValue, match=words):
        span(value)


def test_a_month_alone():
    for value in ("2024年3月", "2024-03-15", date(2024, 3, 31), 45352.0):
        assert month(value) == (date(2024, 3, 1), date(2024, 3, 31))
    with pytest.raises(BadValue, match="不是一个月"):
        month("2024年第一季度")
    with pytest.raises(BadValue):
        month("不知道")


@pytest.mark.parametrize(
    ("value", "number", "unit"),
    [
        (3157, "3157", ""),
        (95.61, "95.61", ""),
        (0.1 + 0.2, "0.3", ""),
        ("3157", "3157", ""),
        ("3,157件", "3157", "件"),
        ("3，157 件", "3157", "件"),
        ("13.5万元", "135000", "元"),
        ("1.2亿元", "120000000", "元"),
        ("3百万", "3000000", ""),
        ("95.61%", "95.61", "%"),
        ("95.61％", "95.61", "%"),
        ("第3位", "3", "位"),
        ("约20人次", "20", "人次"),
        ("-5", "-5", ""),
    ],
)
def test_quantities(value, number, unit):
    found = quantity(value)
    assert (found.number, found.unit) == (Decimal(number), unit)


@pytest.mark.parametrize("value", ["很多", "3/5", "1-2", "", "12,34", "1" * 99, "3.1.4", True, date(2024, 3, 1)])
def test_no_quantities(value):
    with pytest.raises(BadValue, match="不是数"):
        quantity(value)


@given(st.decimals(0, 10**9, places=2), st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8)]))
def test_what_is_written_is_read(number, scale):
    word, times = scale
    assert quantity(f"{number:,}{word}元") == (number * times, "元", times != 1)


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("2024年第一季度各党支部办案情况", (1, 3)),
        ("云州中院 2024年1-5月 业务数据 单位：件", (1, 5)),
        ("二〇二四年度一审服判息诉情况（第十二党支部）", (1, 12)),
        ("2024年3月31日统计", None),
        ("统计时间：2024年1月1日至3月31日", None),
        ("截至2024年3月", None),
        ("2024年与2023年对比", None),
        ("2024年第一季度、第二季度", None),
        ("2024年13月办案情况", None),
        ("2024年前5个月办案情况", None),
        ("2024年3月上旬", None),
        ("法〔2024〕3号", None),
        ("办案通报2024年第3期", None),
        ("办案情况", None),
    ],
)
def test_the_span_of_a_title(title, label):
    found = span_in(title)
    assert (found and (found.start.month, found.end.month)) == label
