from datetime import date, datetime, time
from decimal import Decimal

import pytest

from core.spreadsheets import parse
from core.spreadsheets.faults import BadValue
from core.spreadsheets.numerals import number


@pytest.mark.parametrize(
    "value",
    [
        datetime(2024, 1, 3),
        date(2024, 1, 3),
        "2024年1月3日",
        "2024.01.03",
        "2024-01-03",
        "2024/1/3",
        "20240103",
        20240103.0,
        45294.0,
        "2024年01月03号",
        "2024 年 1 月 3 日",
        "二〇二四年一月三日",
        "2024.1.3（周三）",
        "2024-01-03 00:00:00",
        "2024年1月3日星期三",
        " 2024-1-3 ",
        "2024.1.3.",
        "２０２４年１月３日",
    ],
)
def test_a_date_in_every_style(value):
    assert parse.day(value) == date(2024, 1, 3)


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("2024年1月3日下午3点", time(15)),
        ("2024年1月3日15:30", time(15, 30)),
        ("2024-01-03 09:00:00", time(9)),
        ("2024-01-03T15:00", time(15)),
        ("2024年1月3日上午9时30分", time(9, 30)),
        ("2024年1月3日下午两点半", time(14, 30)),
        ("2024-01-03 15:00-16:30", time(15)),
        ("2024.1.3 15:00—17:00", time(15)),
        ("2024年1月3日上午", None),
        ("2024年1月3日（星期三）下午", None),
        (datetime(2024, 1, 3, 8, 30), time(8, 30)),
        ("2024年1月3日中午12点", time(12)),
        ("2024年元月3日晚7点", time(19)),
    ],
)
def test_the_hour_behind_a_date(value, at):
    assert parse.moment(value) == (date(2024, 1, 3), at)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("2024-02-30", "2024-02-30 不是有效日期"),
        ("2023年2月29日", "不是有效日期"),
        ("24.1.3", "年份只有两位"),
        ("24年1月3日", "年份只有两位"),
        ("2024.06", "只有年月"),
        ("2024年6月", "只有年月"),
        ("6月3日", "没有年份"),
        ("2024年1月3日-5日", "一段日期"),
        ("2024.1.3-2024.1.5", "一段日期"),
        ("2024年1月3日、4日", "一段日期"),
        ("2024-1-3~5", "一段日期"),
        ("昨天", "不是日期"),
        (123.5, "不是日期"),
        (12.5, "没有年份"),
        (7.0, "不是日期"),
        ("0202-01-03", "年份不合常理"),
        (True, "不是日期"),
        ("45294", "不是日期"),
        ("2024年1月3日第二会议室", "看不懂"),
        ("2024-01-03 25:00", "时间不存在"),
        (time(9, 0), "不是日期"),
        (20241301.0, "不是有效日期"),
    ],
)
def test_what_is_no_date_says_why(value, says):
    with pytest.raises(BadValue, match=says):
        parse.moment(value)


@pytest.mark.parametrize(
    "value", ["1987.06", "1987年6月", "1987-6", "198706", 1987.06, "1987/06", "1987年6月份", 198706.0]
)
def test_a_month_alone_is_taken_where_allowed(value):
    assert parse.day_or_month(value) == (date(1987, 6, 1), True)


def test_a_full_date_is_no_month_alone():
    assert parse.day_or_month("1987.06.19") == (date(1987, 6, 19), False)


def test_a_number_that_may_be_january_or_october_is_asked():
    with pytest.raises(BadValue, match="分不清是 1 月还是 10 月"):
        parse.day_or_month(1987.1)
    assert parse.day_or_month("1987.1").on == date(1987, 1, 1)


@pytest.mark.parametrize(
    "value",
    [22, 22.0, "22", "22人", "22 人", "２２", "２２人", "二十二人", "22名", "22人次", "共22人", "22.0"],
)
def test_a_count_in_every_style(value):
    assert parse.count(value) == 22


@pytest.mark.parametrize(
    "value", [-1, 2.5, "-3", "2.5人", "几个人", "22人23", date(2024, 1, 3), True, "1e3", "22/25", float("nan")]
)
def test_what_is_no_count(value):
    with pytest.raises(BadValue, match="不是人数"):
        parse.count(value)


@pytest.mark.parametrize(
    ("value", "hours"),
    [
        (2, "2"),
        ("2学时", "2"),
        ("1.5小时", "1.5"),
        ("2", "2"),
        ("两个学时", "2"),
        (0.5, "0.5"),
        (0, "0"),
        ("2课时", "2"),
    ],
)
def test_study_hours(value, hours):
    assert parse.hours(value) == Decimal(hours)


@pytest.mark.parametrize("value", [-1, "很多", "NaN", "inf", 1e9, "2学时半", date(2024, 1, 3)])
def test_what_is_no_study_hours(value):
    with pytest.raises(BadValue, match="不是学时"):
        parse.hours(value)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("杜红娜（病假）、萧馨艳（开庭）", [("杜红娜", "病假"), ("萧馨艳", "开庭")]),
        ("杜红娜（病假），萧馨艳（开庭）", [("杜红娜", "病假"), ("萧馨艳", "开庭")]),
        ("杜红娜(病假),萧馨艳(开庭)", [("杜红娜", "病假"), ("萧馨艳", "开庭")]),
        ("张三(病假)李四(开庭)", [("张三", "病假"), ("李四", "开庭")]),
        ("（1）张三 病假；（2）李四 开庭", [("张三", "病假"), ("李四", "开庭")]),
        ("1.张三（病假）2.李四（开庭）", [("张三", "病假"), ("李四", "开庭")]),
        ("张三住院", [("张三", "住院")]),
        ("无故缺席：张三", [("张三", "无故缺席")]),
        ("杜红娜；萧馨艳\n张三", [("杜红娜", ""), ("萧馨艳", ""), ("张三", "")]),
        ("张三、李四（病假）", [("张三", ""), ("李四", "病假")]),
        ("张三、李四（均病假）", [("张三", "病假"), ("李四", "病假")]),
        ("张三（病假，住院）、李四", [("张三", "病假，住院"), ("李四", "")]),
        ("病假：张三、李四", [("张三", "病假"), ("李四", "病假")]),
        ("病假：张三、李四；开庭：王五", [("张三", "病假"), ("李四", "病假"), ("王五", "开庭")]),
        ("张三：病假", [("张三", "病假")]),
        ("张三 李四", [("张三", ""), ("李四", "")]),
        ("张 三 李 四", [("张三", ""), ("李四", "")]),
        ("张 三、李小四", [("张三", ""), ("李小四", "")]),
        ("张三 病假", [("张三", "病假")]),
        ("张三因公出差", [("张三", "因公出差")]),
        ("张三病假、李四出差", [("张三", "病假"), ("李四", "出差")]),
        ("张三【病假】李四[开庭]", [("张三", "病假"), ("李四", "开庭")]),
        ("缺席2人：张三、李四（病假）", [("张三", ""), ("李四", "病假")]),
        ("阿依古丽·买买提（事假）", [("阿依古丽·买买提", "事假")]),
        ("张三同志（病假）。", [("张三", "病假")]),
    ],
)
def test_absentees(text, people):
    assert [tuple(one) for one in parse.absentees(text)] == people


@pytest.mark.parametrize(
    "text",
    [
        "无",
        "/",
        "—",
        "",
        " ",
        "无缺席",
        "全部到齐",
        "全员到齐",
        "0",
        "0人",
        "无人缺席",
        "全体党员到会",
        0,
        "无请假人员",
        "全勤",
    ],
)
def test_nobody_was_missing(text):
    assert parse.absentees(text) == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2人", "没有姓名"),
        (2, "没有姓名"),
        ("缺席2人", "没有姓名"),
        ("张三（病假", "括号没有成对"),
        ("张三）病假", "括号没有成对"),
        ("（病假）", "没有姓名"),
        ("张三等3人", "不像姓名"),
        ("病假", "不像姓名"),
        ("张三、2人", "不像姓名"),
        ("张", "不像姓名"),
        ("刑庭：张三", "看不懂"),
        ("张三，病假", "不像姓名"),
    ],
)
def test_absentees_that_cannot_be_told(text, says):
    with pytest.raises(BadValue, match=says):
        parse.absentees(text)


def test_names_lose_the_spaces_that_line_them_up():
    assert parse.person_name("张 三") == "张三"
    assert parse.person_name(" 张 三 ") == "张三"
    assert parse.person_name("阿依古丽·买买提") == "阿依古丽·买买提"
    with pytest.raises(BadValue, match="不像姓名"):
        parse.person_name("张三2")


def test_sex_and_yes_or_no():
    assert [parse.sex(value) for value in ("男", "女", "女性", " 男 ")] == ["MALE", "FEMALE", "FEMALE", "MALE"]
    assert [parse.yes_no(value) for value in ("是", "否", "√", True, "已销号", "×")] == [
        True,
        False,
        True,
        True,
        True,
        False,
    ]
    for parser, wrong in ((parse.sex, "未知"), (parse.yes_no, "也许")):
        with pytest.raises(BadValue, match=wrong):
            parser(wrong)


def test_a_phone_number_stays_as_it_is_written():
    assert parse.phone(13900001818.0) == "13900001818"
    assert parse.phone("0571-88888888") == "0571-88888888"
    assert parse.phone("139 0000 1818") == "139 0000 1818"
    with pytest.raises(BadValue, match="缩写"):
        parse.phone("1.39E+10")
    with pytest.raises(BadValue, match="不是电话号码"):
        parse.phone("问张三")


def test_an_identity_number_is_checked():
    assert parse.identity_number("11010519491231002x") == "11010519491231002X"
    with pytest.raises(BadValue, match="校验位"):
        parse.identity_number("110105194912310021")
    with pytest.raises(BadValue, match="18 位"):
        parse.identity_number("1101051949")
    with pytest.raises(BadValue, match="末几位已丢失"):
        parse.identity_number(1.10105194912310e17)


def test_text_keeps_what_was_written():
    assert parse.text("  第二会议室 ") == "第二会议室"
    assert parse.text(301.0) == "301"
    assert parse.text(date(2024, 1, 3)) == "2024-01-03"
    assert parse.word("第一 党 支部") == "第一党支部"


@pytest.mark.parametrize(
    ("text", "value"),
    [("十", 10), ("二十二", 22), ("一百零三", 103), ("二〇二四", 2024), ("两", 2), ("第", None), ("", None)],
)
def test_chinese_numerals(text, value):
    assert number(text) == value
