"""A ledger with one bad row in every way: each is named by sheet, row and column, and nothing is imported."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.management import call_command

from activities.models import Activity, Attendance, Coverage, Fulfilment
from activities.tests.ledger_files import HEAD, LEDGER, court_with_roster, meeting
from branches.models import Branch, ImportBatch, PartyGroup
from branches.tests import factories
from branches.tests.roster_files import run
from core.models import AuditEvent
from core.tests.spreadsheet_files import csv_bytes, with_sheet_xml, workbook, xlsx, zipped

pytestmark = pytest.mark.django_db


@pytest.fixture
def court():
    return court_with_roster()


@pytest.fixture
def refused(court, tmp_path):
    """Imports what must be refused, as a dry run and in earnest; gives the lines of standard error."""

    def run_import(rows, *options, name="台账.xlsx"):
        before = everything()
        content = rows if isinstance(rows, bytes) else xlsx(rows)
        dry = run(tmp_path, content, "import_activities", "--court=某法院", "--dry-run", *options, name=name)
        code, said, errors = run(tmp_path, content, "import_activities", "--court=某法院", *options, name=name)
        assert (code, said) == (1, "")
        assert dry == (1, "", errors)
        assert everything() == before
        return errors.splitlines()

    return run_import


def everything():
    models = (Activity, Attendance, Fulfilment, Coverage, ImportBatch, AuditEvent)
    return [getattr(model, "all_rows", model._default_manager).count() for model in models]


# What is changed in an otherwise good row 7 of the sheet, and what is said of it.
BAD_ROWS = {
    "impossible date": ({"held_on": "2024-02-30"}, "E 列（时间）：2024-02-30 不是有效日期"),
    "no date": ({"held_on": None}, "E 列（时间）：“时间”不能为空"),
    "month only": ({"held_on": "2024年3月"}, "E 列（时间）：2024年3月 只有年月"),
    "a day to come": ({"held_on": "2099-01-01"}, "E 列（时间）：2099-01-01 还没有到"),
    "unknown branch": ({"branch": "第九党支部"}, "B 列（党支部）：“第九党支部”不是本院的党支部。请用 --branch"),
    "no branch": ({"branch": None}, "B 列（党支部）：“党支部”不能为空"),
    "two branches": ({"branch": "第一党支部、第二党支部"}, "B 列（党支部）：一行写了 2 个党支部"),
    "unknown kind": ({"kind": "茶话会"}, "D 列（会议（活动）类型）：“茶话会”不是已有的类型"),
    "half-known kinds": ({"kind": "党课、茶话会"}, "D 列（会议（活动）类型）：“党课、茶话会”不是已有的类型"),
    "missing kind": ({"kind": None}, "D 列（会议（活动）类型）：“会议（活动）类型”不能为空"),
    "present more than due": ({"present": 9, "absentees": None}, "J 列（实到人数）：实到 9 人多于应到 8 人"),
    "no number": ({"due": "若干"}, "I 列（应到人数）：“若干”不是人数"),
    "negative number": ({"due": -8}, "I 列（应到人数）：“-8”不是人数"),
    "absentee who is no member": (
        {"absentees": "马无名（病假）"},
        "K 列（缺席人员及原因）：“马无名”不是本院党员，请核对。",
    ),
    "misspelt absentee": ({"absentees": "杜江红"}, "K 列（缺席人员及原因）：“杜江红”不是本院党员，是否指“杜红”？"),
    "absentee of another branch": (
        {"absentees": "夏思"},
        "K 列（缺席人员及原因）：“夏思”在 2024-05-08 不是第一党支部的党员",
    ),
    "absentee of another group": (
        {"kind": "党小组会", "group": "第二党小组", "due": 3, "present": 2, "absentees": "曹博"},
        "K 列（缺席人员及原因）：“曹博”在 2024-05-08 不是第一党支部第二党小组的党员",
    ),
    "absentee not of the committee": (
        {"kind": "支委会", "due": 3, "present": 2, "absentees": "汪健"},
        "K 列（缺席人员及原因）：“汪健”在 2024-05-08 不是第一党支部的支委会成员",
    ),
    "absentee twice": ({"present": 6, "absentees": "曹博、曹博"}, "K 列（缺席人员及原因）：“曹博”写了两次"),
    "more absentees than missing": (
        {"absentees": "曹博、汪健"},
        "K 列（缺席人员及原因）：应到 8 人，实到 7 人，缺席名单却有 2 人。",
    ),
    "absentees without a name": ({"absentees": "1人"}, "K 列（缺席人员及原因）：只有人数“1人”，没有姓名"),
    "reason too long": ({"absentees": f"曹博（{'忙' * 51}）"}, "K 列（缺席人员及原因）：“曹博”的缺席原因超过 50 个字"),
    "group meeting without its group": ({"kind": "党小组会"}, "C 列（党小组）：党小组会要写明党小组"),
    "unknown group": (
        {"kind": "党小组会", "group": "第2党小组"},
        "C 列（党小组）：第一党支部没有名为“第2党小组”的党小组，是否指“第二党小组”？请统一写法。",
    ),
    "assembly of a group": ({"group": "第一党小组"}, "C 列（党小组）：支部党员大会不是党小组的会议"),
    "group of the whole court": (
        {"branch": "全院", "kind": "政治学习", "group": "第一党小组"},
        "C 列（党小组）：全院活动不属于党小组",
    ),
    "committee of the whole court": (
        {"branch": "全院", "kind": "支委会"},
        "B 列（党支部）：支部委员会会议不是全院的活动",
    ),
    "hours": ({"hours": "两天"}, "N 列（学时）：“两天”不是学时"),
    "hours too fine": ({"hours": 1.25}, "N 列（学时）：学时 1.25 最多写一位小数"),
    "place too long": ({"place": "远" * 101}, "F 列（地点）：有 101 个字，最多 100 个字"),
    "error of a formula": ({"due": "#REF!"}, "I 列（应到人数）：单元格显示为错误值 #REF!"),
}


@pytest.mark.parametrize("case", BAD_ROWS)
def test_a_bad_row_is_named(refused, case):
    changes, why = BAD_ROWS[case]
    rows = [*LEDGER[:-1], meeting(**{"held_on": "2024-05-08", **changes})]
    (line,) = refused(rows)
    assert line.startswith(f"工作表“台账” 第 8 行 {why}"), line


def test_every_bad_row_is_named_on_a_line_of_its_own(refused):
    changes = [changes for changes, _ in BAD_ROWS.values()]
    # Row 3 is good and row 4 repeats it; from row 5 on every way to be bad.
    rows = [
        ["台账"],
        HEAD,
        meeting(),
        meeting(no=2),
        *(meeting(topic=str(i), **each) for i, each in enumerate(changes)),
    ]
    lines = refused(rows)
    assert lines[0].startswith("工作表“台账” 第 4 行 E 列（时间）：与第 3 行完全相同（序号除外），请删去一行")
    assert [line.split(" 行")[0] for line in lines] == [f"工作表“台账” 第 {row}" for row in range(4, 5 + len(changes))]


def test_an_equal_row_in_another_sheet(refused):
    (line,) = refused(workbook({"上半年": [HEAD, meeting()], "下半年": [HEAD, meeting(no=7)]}))
    assert line.startswith("工作表“下半年” 第 2 行 E 列（时间）：与工作表“上半年”第 2 行完全相同")


def test_namesakes_on_one_roster_are_asked_about(court, refused):
    factories.member(Branch.objects.within(court).get(name="第一党支部"), "曹博")
    (line,) = refused([HEAD, meeting()])
    assert "K 列（缺席人员及原因）：第一党支部的党员有 2 名“曹博”，分不清是哪一位" in line


def test_before_a_branch_or_a_group_was_founded(court, refused):
    Branch.objects.within(court).filter(name="第一党支部").update(founded_on=date(2024, 2, 1))
    (line,) = refused([HEAD, meeting()])
    assert "E 列（时间）：2024-01-03 不在“第一党支部”存续期间" in line
    Branch.objects.within(court).update(founded_on=None)
    PartyGroup.objects.within(court).update(dissolved_on=date(2023, 1, 1))
    (line,) = refused([HEAD, meeting(kind="党小组会", group="第一党小组", due=None, present=None, absentees=None)])
    assert "E 列（时间）：2024-01-03 不在“第一党小组”存续期间" in line


def test_a_formula_that_was_never_computed(refused):
    cells = "".join(
        f'<c r="{"ABCDEFGHIJKLMN"[i]}1" t="inlineStr"><is><t>{text}</t></is></c>' for i, text in enumerate(HEAD)
    )
    texts = {"B": "第一党支部", "D": "主题党日", "E": "2024-01-03"}
    row = "".join(f'<c r="{letter}2" t="inlineStr"><is><t>{text}</t></is></c>' for letter, text in texts.items())
    xml = f'<row r="1">{cells}</row><row r="2">{row}<c r="I2"><f>5+3</f></c></row>'
    (line,) = refused(with_sheet_xml(xml))
    assert line.startswith("工作表“台账” 第 2 行 I 列（应到人数）：单元格是公式，但文件里没有它的计算结果")


def test_a_formula_written_by_a_program(refused, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(HEAD)
    book.active.append(meeting(due="=5+3"))
    book.save(tmp_path / "formula.xlsx")
    (line,) = refused((tmp_path / "formula.xlsx").read_bytes())
    assert "第 2 行 I 列（应到人数）：单元格是公式" in line


UNREADABLE = {
    "empty file": (b"", "台账.xlsx", "文件“台账.xlsx”：文件是空的"),
    "empty workbook": (xlsx([]), "台账.xlsx", "中找不到组织生活台账的标题行"),
    "head only": (xlsx([HEAD]), "台账.xlsx", "标题行下面没有数据"),
    "another table": (xlsx([["品名", "数量"], ["纸", 3]]), "台账.xlsx", "中找不到组织生活台账的标题行"),
    "a .docx renamed": (
        zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}),
        "台账.xlsx",
        "文件“台账.xlsx”：这是 Word 文档，不是表格",
    ),
    "60 MB of zeros zipped": (
        zipped({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b"\0" * 60_000_000}),
        "台账.xlsx",
        "文件“台账.xlsx”：文件解压后超过",
    ),
    "half a file": (xlsx(LEDGER)[:3000], "台账.xlsx", "文件“台账.xlsx”：文件已损坏"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "台账.xlsx", "文件“台账.xlsx”：这是图片，不是表格"),
    "UTF-16 by mistake": (csv_bytes(LEDGER, encoding="utf-16-le"), "台账.csv", "文件“台账.csv”：这不是表格文件"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_a_file_that_is_no_ledger(refused, case):
    content, name, why = UNREADABLE[case]
    (line,) = refused(content, name=name)
    assert why in line


def test_a_file_that_is_not_there(court, tmp_path):
    errors = io.StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("import_activities", str(tmp_path / "没有.xlsx"), "--court=某法院", stderr=errors)
    assert left.value.code == 1
    assert errors.getvalue().startswith("打不开文件“没有.xlsx”")


def test_a_column_that_can_not_be_placed(refused):
    (line,) = refused([[*HEAD, "满意度"], [*meeting(), "很好"]])
    assert line.startswith("工作表“台账” 第 1 行 O 列（满意度）")
    assert "--column 满意度=" in line


def test_a_missing_column(refused):
    lines = refused([HEAD[:3] + HEAD[4:], meeting()[:3] + meeting()[4:]])
    assert any("没有找到“会议（活动）类型”列" in line for line in lines)
