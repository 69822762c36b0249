"""A table with a column for each span of a year: what is read of it, and what is told of it."""

from decimal import Decimal

import pytest

from branches.tests import factories as people
from core.tests.spreadsheet_files import xlsx
from metrics.tests.factories import own_metric
from metrics.tests.test_import import bring, rows_of
from metrics.tests.test_import_wide import faults

pytestmark = pytest.mark.django_db

HEAD = ["指标", "单位", "一季度", "第二季度", "1-6月", "全年"]
TABLE = [
    ["2024年主要业务数据", "", "", "", "", ""],
    HEAD,
    ["受理案件", "件", 100, 120, 220, 500],
    ["审执结案件", "件", 50, 60, 110, 400],
    ["结案率", "", "50%", 0.5, "", "80%"],
    ["发放执行案款（万元）", "", 1.5, "2亿元", "", ""],
    ["结案率全国排名", "位", "", "", "", 3],
]


@pytest.fixture
def court():
    found = people.court()
    people.branch(found, "立案庭党支部")
    return found


def changed(row, *cells):
    rows = [list(each) for each in TABLE]
    for column, value in cells:
        rows[row - 1][column] = value
    return rows


@pytest.mark.parametrize("content", [TABLE, xlsx(TABLE)])
def test_each_cell_is_a_figure(court, content):
    outcome = bring(court, content)
    assert outcome.counts == ["业务数据 7 个（3 个指标）"]
    assert "“一季度”“第二季度”“1-6月”“全年”没有写年份，按标题行上面写的，都读作2024年的数" in outcome.remarks[0]
    assert sorted((name, label, number) for name, _, label, number in rows_of(court)) == [
        ("发放执行案款", "2024年第一季度", 15_000),
        ("发放执行案款", "2024年第二季度", 200_000_000),
        ("结案率", "2024年", 80),
        ("结案率", "2024年上半年", 50),
        ("结案率", "2024年第一季度", 50),
        ("结案率", "2024年第二季度", 50),
        ("结案率全国排名", "2024年", 3),
    ]
    assert bring(court, content).counts == []


def test_the_year_of_a_heading_or_of_a_row_and_whose(court):
    head = ["项目", "党支部", "年度", "1月（件）", "2023年12月(件)", "1-2月"]
    rows = [head, ["诉前调解成功案件", "立案庭党支部", 2024, 7, 5, 9], ["诉前调解成功案件", "", 2025, 8, "", ""]]
    bring(court, rows)
    assert sorted((whom, label, number) for _, whom, label, number in rows_of(court)) == [
        ("全院", "2025年1月", 8),
        ("立案庭党支部", "2023年12月", 5),
        ("立案庭党支部", "2024年1—2月", 9),
        ("立案庭党支部", "2024年1月", 7),
    ]


def test_a_part_that_is_a_metric_too_is_both(court):
    own_metric(court, "受理案件", unit="件")
    bring(court, [["指标", "2024年"], ["受理案件", 10], ["审执结案件", 5]])
    assert sorted((name, number) for name, _, _, number in rows_of(court)) == [("受理案件", 10), ("结案率", 50)]


def test_brackets_of_a_span_may_name_its_months(court):
    bring(court, [["指标", "2024年一季度（1-3月）", "2024年1-5月（累计）"], ["诉前调解成功案件", 3, 5]])
    assert [label for _, _, label, _ in rows_of(court)] == ["2024年第一季度", "2024年1—5月"]


def test_a_word_is_placed_and_so_is_a_heading(court):
    rows = [["指标", "时段", "年报数"], ["案款", "2024年", "3万元"]]
    assert bring(court, rows, columns={"年报数": "全年"}, metrics={"案款": "发放执行案款"}).row_count == 1
    assert rows_of(court) == [("发放执行案款", "全院", "2024年", Decimal(30000))]


@pytest.mark.parametrize(
    ("rows", "place", "words"),
    [
        ([*changed(3, (2, 40))[:4], *TABLE[5:]], (4, "C"), "审执结案件不能多于受理案件"),
        (changed(5, (3, "60%")), (4, "D"), "写的是 60%，按 60/120 算是 50.00%"),
        (changed(4, (3, "")), (3, "A"), "还缺“审执结案件”的数"),
        (changed(7, (0, "排名")), (7, "A"), "不是已有的指标"),
        (changed(7, (1, "件")), (7, "B"), "单位是“件”"),
        (changed(7, (0, "受理案件")), (7, "F"), "与第 3 行是同一项"),
        (changed(1, (0, "主要业务数据")), (3, "C"), "没有写是哪一年"),
        (changed(1, (0, "2023年、2024年对比")), (3, "C"), "没有写是哪一年"),
        ([["支部", "时段", "受理案件", "审执结案件", "1月"], ["全院", "2024年", 9, 5, 3]], (1, "E"), "要有“指标”列"),
        (changed(2, (1, "数值")), (2, "B"), "说的是哪一个分不清"),
        (changed(2, (2, "3月（累计）")), (2, "C"), "括号里的“累计”不是单位"),
        (changed(2, (5, "全年（目标）")), (2, "F"), "括号里的“目标”不是单位"),
        (changed(2, (3, "1季度")), (2, "D"), "都像“第一季度”"),
    ],
)
def test_each_fault_is_named_with_its_cell(court, rows, place, words):
    assert [(row, column) for row, column, message in faults(court, rows) if words in message][:1] == [place]
