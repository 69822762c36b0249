from datetime import date

import pytest

from core.spreadsheets import UsageError, load
from core.spreadsheets.specs import ACTIVITIES, MEMBERS
from core.tests.spreadsheet_files import LEDGER_HEAD, csv_bytes, ledger_row, with_sheet_xml, workbook, xls, xlsx

TITLE = ["某法院2024年组织生活台账"]


def ledger(*rows, head=LEDGER_HEAD, overrides=None, **options):
    return load(xlsx([TITLE, [], head, *rows], **options), "台账.xlsx", ACTIVITIES, overrides)


def small(head, *rows, overrides=None):
    return load(xlsx([head, *rows]), "台账.xlsx", ACTIVITIES, overrides)


def lines(loaded):
    return [str(fault) for fault in loaded.faults]


def placed(loaded):
    return {code: [heading.label for heading in found] for code, found in loaded.mappings[0].placed.items()}


def test_a_good_row_comes_with_its_place_and_its_own_text():
    loaded = ledger(ledger_row())
    assert lines(loaded) == []
    (record,) = loaded.records
    assert (record.sheet, record.row) == ("台账", 4)
    assert record.values["held_on"].on == date(2024, 1, 3)
    assert record.values["present"] == 18
    assert record.raw["held_on"] == "2024年1月3日"
    assert record.raw["present"] == "18人"
    assert record.values["group"] == ""
    assert len(loaded.digest) == 64


def test_a_fault_names_sheet_row_column_and_what_to_do():
    loaded = ledger(ledger_row(), ledger_row(E="2024-02-30"), sheet="三会一课台账")
    assert lines(loaded) == ["工作表“三会一课台账” 第 5 行 E 列（时间）：2024-02-30 不是有效日期，请改为实际日期。"]
    assert [record.row for record in loaded.records] == [4]


def test_every_fault_is_named_in_the_order_of_the_file():
    loaded = ledger(ledger_row(E="昨天", I="许多"), ledger_row(B=None), ledger_row(D="/", K="2人"))
    assert [(fault.row, fault.column) for fault in loaded.faults] == [(4, "E"), (4, "I"), (5, "B"), (6, "D"), (6, "K")]
    assert "“党支部”不能为空" in lines(loaded)[2]


def test_a_long_list_of_faults_is_cut():
    loaded = ledger(*[ledger_row(E="昨天")] * 30)
    assert len(loaded.faults.lines(limit=10)) == 11
    assert loaded.faults.lines(limit=10)[-1].startswith("另有 20 处")
    assert len(loaded.faults.lines()) == 30


def test_all_file_types_give_the_same_records():
    rows = [LEDGER_HEAD, ledger_row(I="19"), ledger_row(K="无", I="20")]
    files = [xlsx(rows), xls(rows), csv_bytes(rows), csv_bytes(rows, encoding="gb18030", delimiter=";")]
    first, *others = [[(r.row, r.values) for r in load(content, "x", ACTIVITIES).records] for content in files]
    assert len(first) == 2
    assert all(other == first for other in others)


@pytest.mark.parametrize(
    "head",
    [
        ("支部", "会议类型", "召开时间", "应到", "实到", "缺席情况", "议题"),
        ("*所属党支部", "组织生活类型", "活动\n时间", "应到人数（人）", "实到人数（人）", "请假人员及原因", "会议内容"),
        ("党支部名称", "类别", "日期", "应参加人数", "实际参加人数", "未到人员", "主题"),
        ("召开支部", "活动形式", "会议（活动）时间", "应出席", "出席人数", "缺席人员（原因）", "主要议题"),
        (
            "所在支部名称",
            "会议类别名称",
            "会议召开日期",
            "应到党员人数",
            "实到党员人数",
            "缺席人员姓名及原因",
            "学习内容",
        ),
    ],
)
def test_columns_are_known_by_what_courts_call_them(head):
    loaded = small(head, ["第一党支部", "党课", "2024.1.3", 22, "22人", "无", "学习"])
    assert lines(loaded) == []
    values = loaded.records[0].values
    assert (values["branch"], values["due"], values["present"]) == ("第一党支部", 22, 22)
    assert "学习" in (values["topic"], values["content"])


def test_a_roster_of_another_court():
    head = [
        "编号",
        "名字",
        "性别",
        "出生年月",
        "所在党组织",
        "人员类别",
        "加入党组织时间",
        "转为正式党员时间",
        "部门",
        "行政职务",
        "手机号码",
        "公民身份号码",
        "党龄",
    ]
    row = [
        1,
        "张 三",
        "男",
        "1987.06",
        "第一党支部",
        "正式党员",
        "2010-11-17",
        "2011.11.17",
        "刑一庭",
        "庭长",
        13900001818,
        "11010519491231002X",
        13,
    ]
    loaded = load(xlsx([head, row]), "x", MEMBERS)
    assert lines(loaded) == []
    values = loaded.records[0].values
    assert values["name"] == "张三"
    assert values["born_on"] == (date(1987, 6, 1), True)
    assert values["department"] == "刑一庭 庭长"
    assert values["phone"] == "13900001818"
    assert values["identity_number"] == "11010519491231002X"
    assert [heading.text for heading in loaded.mappings[0].left_out] == ["编号", "党龄"]


def test_an_unknown_column_with_data_is_a_fault_that_says_how_to_place_it():
    head = [*LEDGER_HEAD, "督导组"]
    loaded = ledger([*ledger_row(), "甲组"], head=head)
    (line,) = lines(loaded)
    assert line.startswith("工作表“台账” 第 3 行 O 列（督导组）：“督导组”列放不到任何字段")
    assert "--column 督导组=-" in line
    assert "地点=place" in line
    assert lines(ledger([*ledger_row(), None], head=head)) == []
    assert lines(ledger([*ledger_row(), "甲组"], head=head, overrides={"督导组": "-"})) == []


def test_a_column_without_a_heading_goes_by_its_letter():
    loaded = ledger([*ledger_row(), "甲组"])
    assert "O 列有数据但没有标题（第 4 行）" in lines(loaded)[0]
    assert "--column O列=-" in lines(loaded)[0]
    assert lines(ledger([*ledger_row(), "甲组"], overrides={"O列": "-"})) == []


def test_an_ambiguous_heading_is_asked_never_guessed():
    head = ["党支部", "类型", "时间", "人数"]
    row = ["第一党支部", "党课", "2024.1.3", 22]
    (line,) = lines(small(head, row))
    assert "可能是“应到人数”（due） 或 “实到人数”（present）" in line
    loaded = small(head, row, overrides={"人数": "present"})
    assert loaded.records[0].values["present"] == 22
    assert small(head, row, overrides={"人数": "实到人数"}).records[0].values["present"] == 22


def test_two_columns_for_one_field_are_a_fault():
    head = ["党支部", "类型", "时间", "应到人数", "应参加人数"]
    row = ["第一党支部", "党课", "2024.1.3", 22, 23]
    (line,) = lines(small(head, row))
    assert "D 列“应到人数”、E 列“应参加人数”都像“应到人数”" in line
    loaded = small(head, row, overrides={"应参加人数": "due", "应到人数": "-"})
    assert loaded.records[0].values["due"] == 23


def test_an_override_wins_over_a_guess():
    head = ["党支部", "类型", "时间", "应到人数", "核定人数"]
    row = ["第一党支部", "党课", "2024.1.3", 22, 23]
    loaded = small(head, row, overrides={"核定人数": "due"})
    assert "“应到人数”已有别的列" in lines(loaded)[0]
    assert lines(small(head, row, overrides={"核定人数": "due", "应到人数": "-"})) == []


def test_day_and_hour_in_two_columns_are_put_together():
    loaded = small(["党支部", "类型", "日期", "时间"], ["第一党支部", "党课", date(2024, 1, 3), "15:00"])
    assert loaded.records[0].values["held_on"].at.hour == 15


def test_a_missing_required_column_is_a_fault():
    (line,) = lines(small(["党支部", "时间", "地点", "主持人"], ["第一党支部", "2024.1.3", "会议室", "张三"]))
    assert "没有找到“会议（活动）类型”列" in line
    assert "--column 标题=kind" in line


def test_wrong_overrides_are_misuse():
    with pytest.raises(UsageError, match="没有“nonsense”这个字段。可用的字段：党支部=branch"):
        ledger(ledger_row(), overrides={"时间": "nonsense"})
    with pytest.raises(UsageError, match="没有标题为“不存在”的列。文件里的标题：序号、党支部"):
        ledger(ledger_row(), overrides={"不存在": "-"})


def test_an_override_helps_to_find_the_head():
    head, row = ["甲", "乙", "丙"], ["第一党支部", "党课", "2024.1.3"]
    assert "找不到组织生活台账的标题行" in lines(small(head, row))[0]
    assert len(small(head, row, overrides={"甲": "branch", "乙": "kind", "丙": "held_on"}).records) == 1


def test_a_head_of_two_lines_with_merged_cells():
    upper = ["党支部", "类型", "时间", "参会人数", None, "入会"]
    lower = [None, None, None, "应到", "实到", "地点"]
    row = ["第一党支部", "党课", "2024.1.3", 22, 21, "会议室"]
    merged = load(
        xlsx([TITLE, upper, lower, row], merged=["A1:F1", "A2:A3", "B2:B3", "C2:C3", "D2:E2"]), "x", ACTIVITIES
    )
    plain = load(csv_bytes([TITLE, upper, lower, row]), "x.csv", ACTIVITIES)
    for loaded in (merged, plain):
        assert lines(loaded) == []
        values = loaded.records[0].values
        assert (values["due"], values["present"], values["place"]) == (22, 21, "会议室")


def test_the_line_above_tells_a_vague_heading():
    upper = ["姓名", "党支部", "入党", "转正"]
    lower = [None, None, "时间", "时间"]
    loaded = load(csv_bytes([upper, lower, ["张三", "第一党支部", "2010-1-1", "2011-1-1"]]), "x.csv", MEMBERS)
    assert lines(loaded) == []
    assert loaded.records[0].values["confirmed_on"] == date(2011, 1, 1)


def test_totals_footers_blank_and_repeated_head_lines_are_no_data():
    loaded = ledger(
        ledger_row(),
        [None] * 14,
        LEDGER_HEAD,
        ledger_row(A=2),
        [3],
        ["小计", "5次"],
        ["合 计", "2次"],
        ["填表人：张三", None, "审核人：李四"],
        ["注：1.本表按季填报；"],
        ["2.一式两份。"],
    )
    assert lines(loaded) == []
    assert [record.row for record in loaded.records] == [4, 7]
    assert loaded.remarks == []


@pytest.mark.parametrize("total", [["合计", "216人"], ["合计：216人"], ["总计216条"], ["合计", 216]])
def test_a_total_that_disagrees_is_remarked(total):
    loaded = ledger(ledger_row(), total)
    assert lines(loaded) == []
    assert loaded.remarks == ["工作表“台账”第 5 行的合计是 216，实际数据有 1 行。"]


def test_a_sum_of_people_is_no_count_of_rows():
    assert ledger(ledger_row(), ["合计", *[None] * 7, 190, 180]).remarks == []


def test_a_title_across_the_data_is_remarked():
    loaded = ledger(ledger_row(), ["一、第二季度"], ledger_row(), merged=["A5:N5"])
    assert lines(loaded) == []
    assert [record.row for record in loaded.records] == [4, 6]
    assert loaded.remarks == ["工作表“台账”第 5 行是跨列的小标题“一、第二季度”，未作为数据。"]


def test_merged_data_cells_hold_for_every_row():
    loaded = ledger(ledger_row(), ledger_row(B=None, A=2), merged=["B4:B5"])
    assert [record.values["branch"] for record in loaded.records] == ["第一党支部", "第一党支部"]


def test_all_sheets_with_the_head_are_read_and_others_remarked():
    rows = [LEDGER_HEAD, ledger_row()]
    sheets = {"一季度": rows, "二季度": [TITLE, *rows], "说明": [["填表说明"], ["按季填报"]], "底稿": rows, "空": []}
    loaded = load(workbook(sheets, hidden=["底稿"]), "x", ACTIVITIES)
    assert [(record.sheet, record.row) for record in loaded.records] == [("一季度", 2), ("二季度", 3)]
    assert loaded.remarks == ["工作表“底稿”是隐藏的，没有读取。", "工作表“说明”没有组织生活台账的标题行，没有读取。"]


def test_faults_follow_the_order_of_the_sheets():
    bad = [LEDGER_HEAD, ledger_row(E="昨天")]
    loaded = load(workbook({"二": bad, "一": bad}), "x", ACTIVITIES)
    assert [fault.sheet for fault in loaded.faults] == ["二", "一"]


def test_a_file_that_cannot_be_read_is_one_fault(tmp_path):
    assert lines(load(b"", "台账.xlsx", ACTIVITIES)) == [
        "文件“台账.xlsx”：文件是空的，没有任何内容。请检查是否选错了文件。"
    ]
    assert "打不开文件" in lines(load(tmp_path / "none.xlsx", "none.xlsx", ACTIVITIES))[0]
    assert "找不到" in lines(load(xlsx([[]]), "台账.xlsx", ACTIVITIES))[0]


def test_a_formula_never_computed_matters_in_mapped_columns_only():
    def cells(*values):
        return "".join(f'<c t="inlineStr"><is><t>{value}</t></is></c>' for value in values)

    formula = "<c><f>A1</f><v/></c>"
    head = f"<row>{cells('党支部', '类型', '时间', '应到', '序号')}</row>"
    row = f"<row>{cells('第一党支部', '党课', '2024.1.3')}{{}}{{}}</row>"
    loaded = load(with_sheet_xml(head + row.format(formula, formula)), "x", ACTIVITIES)
    assert [(fault.row, fault.column, fault.heading) for fault in loaded.faults] == [(2, "D", "应到")]
    assert "没有它的计算结果" in lines(loaded)[0]
    assert lines(load(with_sheet_xml(head + row.format("<c><v>9</v></c>", formula)), "x", ACTIVITIES)) == []


def test_errors_in_mapped_columns_are_faults():
    rows = [LEDGER_HEAD, ledger_row(I="#REF!"), ledger_row(A="#N/A"), ledger_row(E="########")]
    for content in (csv_bytes(rows), xlsx(rows)):
        loaded = load(content, "x", ACTIVITIES)
        assert [(fault.row, fault.column) for fault in loaded.faults] == [(2, "I"), (4, "E")]


def test_dates_stored_as_numbers_are_converted_and_remarked():
    loaded = ledger(ledger_row(E=45294))
    assert loaded.records[0].values["held_on"].on == date(2024, 1, 3)
    assert loaded.remarks == ["工作表“台账”的“时间”列有 1 处日期是数字，已按序号换算。"]


def test_an_importer_adds_faults_at_a_record():
    record = ledger(ledger_row()).records[0]
    assert (
        str(record.fault("absentees", "“江轩平”不在名册。"))
        == "工作表“台账” 第 4 行 K 列（缺席人员及原因）：“江轩平”不在名册。"
    )
