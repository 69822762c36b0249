"""Properties that hold for any input: what is written comes back, and nothing a cell or a file holds raises."""

from contextlib import suppress
from datetime import date, datetime, time
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.spreadsheets import BadValue, Loaded, Record, WordMap, load, parse, place_words, suggest, wordings
from core.spreadsheets.specs import ACTIVITIES, MEMBERS
from core.tests.spreadsheet_files import LEDGER_HEAD, csv_bytes, ledger_row, xls, xlsx

DAYS = st.dates(date(1911, 1, 1), date(2099, 12, 31))
STYLES = (
    "{d:%Y}-{d:%m}-{d:%d}",
    "{d:%Y}.{d:%m}.{d:%d}",
    "{d:%Y}/{d.month}/{d.day}",
    "{d:%Y}年{d.month}月{d.day}日",
    "{d:%Y}{d:%m}{d:%d}",
    "{d:%Y} 年 {d.month} 月 {d.day} 日",
    "{d:%Y}年{d:%m}月{d:%d}号",
    " {d:%Y}-{d.month}-{d.day} ",
)
FULL_WIDTH = {code: code + 0xFEE0 for code in range(ord("!"), ord("~") + 1)}
NAMES = st.text(st.sampled_from("张王李赵刘陈杨黄周吴晓春梅英建国丽华"), min_size=2, max_size=4)
REASONS = st.sampled_from(["病假", "事假", "开庭", "出差", "外地培训", ""])
SIGNS = "0123456789０１２年月日时点分人上下午-./:：()（）、,，;；  \n第一二三十张李病假无合计#=+@"
CELL_TEXT = st.text(st.sampled_from(SIGNS) | st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=30)
VALUES = (
    CELL_TEXT
    | st.integers()
    | st.floats()
    | st.booleans()
    | st.dates()
    | st.datetimes()
    | st.times()
    | st.timedeltas()
    | DAYS.flatmap(
        lambda d: st.sampled_from([style.format(d=d) for style in STYLES]).flatmap(lambda t: CELL_TEXT.map(t.__add__))
    )
)
PARSERS = [
    parse.absentees,
    parse.count,
    parse.day,
    parse.day_or_month,
    parse.hours,
    parse.identity_number,
    parse.moment,
    parse.person_name,
    parse.phone,
    parse.sex,
    parse.text,
    parse.word,
    parse.yes_no,
]


@given(DAYS, st.sampled_from(STYLES), st.booleans())
def test_a_date_comes_back_from_every_style(day, style, wide):
    text = style.format(d=day)
    assert parse.day(text.translate(FULL_WIDTH) if wide else text) == day
    assert parse.day_or_month(text) == (day, False)


@given(DAYS, st.integers(0, 23), st.integers(0, 59))
def test_a_moment_comes_back(day, hour, minute):
    at = time(hour, minute)
    for text in (
        f"{day:%Y-%m-%d} {at:%H:%M}",
        f"{day:%Y}年{day.month}月{day.day}日 {hour}时{minute}分",
        f"{day:%Y.%m.%d}{at:%H:%M}",
    ):
        if not text[10:].startswith(("0", "1", "2")):
            assert parse.moment(text) == (day, at)
    assert parse.moment(datetime.combine(day, at)).on == day


@given(
    st.integers(0, 10**6), st.sampled_from(["{}", "{}人", "{} 人", "{}名", "共{}人", "{}人次", "{}.0"]), st.booleans()
)
def test_a_count_comes_back(number, style, wide):
    text = style.format(number)
    assert parse.count(text.translate(FULL_WIDTH) if wide else text) == number
    assert parse.count(float(number)) == number


@given(
    st.lists(st.tuples(NAMES, REASONS), max_size=8),
    st.sampled_from(["、", ",", "，", ";", "；", "\n", "、 "]),
    st.sampled_from(["()", "（）", "【】", "[]"]),
)
def test_absentees_come_back(people, separator, brackets):
    text = separator.join(f"{name}{brackets[0]}{reason}{brackets[1]}" if reason else name for name, reason in people)
    assert [tuple(one) for one in parse.absentees(text)] == people


@pytest.mark.parametrize("parser", PARSERS)
@settings(max_examples=200)
@given(value=VALUES)
def test_a_parser_returns_or_says_in_words_what_is_wrong(parser, value):
    said = "。"
    try:
        parser(value)
    except BadValue as error:
        said = str(error)
    assert said.endswith("。")


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(DAYS, st.sampled_from(STYLES), st.integers(0, 200), st.lists(st.tuples(NAMES, REASONS), max_size=3)),
        min_size=1,
        max_size=5,
    )
)
def test_every_file_type_gives_the_same_records(facts):
    rows = [LEDGER_HEAD]
    for day, style, number, people in facts:
        absent = "、".join(f"{name}({reason})" for name, reason in people)
        rows.append(ledger_row(E=style.format(d=day), I=number, J=f"{number}人", K=absent))
    contents = [xlsx(rows), xls(rows), csv_bytes(rows), csv_bytes(rows, encoding="gb18030", delimiter="\t")]
    results = [load(content, "台账", ACTIVITIES) for content in contents]
    assert [str(fault) for result in results for fault in result.faults] == []
    first, *others = [[(record.row, record.values) for record in result.records] for result in results]
    assert [row[1]["held_on"].on for row in first] == [fact[0] for fact in facts]
    assert all(other == first for other in others)


CELLS = (
    CELL_TEXT
    | st.none()
    | st.integers(-(10**12), 10**12)
    | st.floats(-1e9, 1e9)
    | st.booleans()
    | DAYS
    | st.sampled_from(["#REF!", "=A1", "合计"])
)


@settings(max_examples=20, deadline=None)
@given(st.sampled_from([MEMBERS, ACTIVITIES]), st.booleans(), st.lists(st.lists(CELLS, max_size=15), max_size=12))
def test_whatever_the_cells_hold_there_are_records_or_faults(spec, with_head, rows):
    head = [[one.label for one in spec.fields]] if with_head else []
    for content in (xlsx(head + rows), csv_bytes(head + rows)):
        loaded = load(content, "台账", spec)
        assert isinstance(loaded, Loaded)
        assert all(
            isinstance(record, Record) and set(record.values) == {one.code for one in spec.fields}
            for record in loaded.records
        )
        assert all(str(fault) for fault in loaded.faults)
        if not with_head:
            assert not loaded.records or loaded.mappings


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(["xlsx", "xls", "csv"]),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=6),
    st.floats(0.2, 1),
)
def test_a_damaged_file_is_read_or_refused(kind, changes, kept):
    content = bytearray({"xlsx": xlsx, "xls": xls, "csv": csv_bytes}[kind]([LEDGER_HEAD, ledger_row()]))
    for place, value in changes:
        content[int(place * (len(content) - 1))] = value
    loaded = load(bytes(content[: int(len(content) * kept)]), "台账", ACTIVITIES)
    assert loaded.records or len(loaded.faults) or loaded.mappings


@given(CELL_TEXT, st.lists(CELL_TEXT, max_size=5))
def test_words_never_raise(word, names):
    words = WordMap(wordings.KINDS)
    assert set(words.find_all(word)) <= set(wordings.KINDS)
    assert set(suggest(word, names)) <= set(names)


def test_placing_words_keeps_blank_cells():
    loaded = load(xlsx([LEDGER_HEAD, ledger_row(), ledger_row(C="第一党小组")]), "台账", ACTIVITIES)
    place_words(loaded, "group", WordMap({"第一党小组": ()}), option="--group", unknown="不在名册")
    assert [record.values["group"] for record in loaded.records] == ["", ("第一党小组",)]


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize(
    "text",
    [
        " " * 32_000 + "x",
        "1" * 32_000,
        "(" * 32_000,
        "张三、" * 10_000 + "(",
        "共" + " " * 32_000 + "x",
        "1/" + " " * 32_000 + "x",
    ],
)
def test_a_cell_as_long_as_a_cell_may_be_takes_no_time(parser, text):
    started = perf_counter()
    with suppress(BadValue):
        parser(text)
    assert perf_counter() - started < 2
