"""An annual report of 30 pages as PDF, beside an empty one made by the same compiler in the same run.

Prints the pages, the seconds from the document to the last byte, and the ratio; fails below 30 pages or above a second.
"""

import os
import random
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "courts_party.settings")
os.environ["DATA_DIR"] = tempfile.mkdtemp()

import django  # the settings are named first

django.setup()

from pypdf import PdfReader

from reports.document import Cell, Chart, ChartForm, Piece, ReportDocument, Section, Series, Table
from reports.papers import report_pdf

ROUNDS, PAGES, SECONDS = 7, 30, 1.0
KINDS = ("支部党员大会", "支委会", "党小组会", "党课", "主题党日", "组织生活会")
BRANCHES = [f"第{number}审判庭党支部" for number in range(1, 36)]
MONTHS = [f"{month}月" for month in range(1, 13)]
TEXT = "全年共召开支部党员大会{}次，按季度应开140次，达标{}次，另有2次不详；参加{}人次，到会率95.61%。"
EMPTY = ReportDocument(title="空白", owner="示例法院", until="", state="", sections=[])


def report(chance: random.Random) -> ReportDocument:
    """New figures every time: a compiler that has seen them before would only repeat itself."""
    sections = [_section(chance, f"组织生活情况（{number}）") for number in range(1, 9)]
    return ReportDocument(
        "2024年度党建工作报告", "示例法院", "截至2024年12月31日", "草稿", sections, ["不详的不计入。"]
    )


def _section(chance: random.Random, heading: str) -> Section:
    rows = [[Cell(name), *(_number(chance) for _ in KINDS)] for name in BRANCHES]
    short = [[Cell(name), *(_number(chance) for _ in MONTHS)] for name in KINDS]
    tables = [
        Table("各支部各类组织生活达标情况", ["党支部", *KINDS], rows, "单位：次。"),
        Table("各月达标情况", ["类型", *MONTHS], short),
    ]
    charts = [
        Chart(
            "a", "应开与达标", ChartForm.BARS, "次", [*KINDS], [_series(chance, "应开", 6), _series(chance, "达标", 6)]
        ),
        Chart(
            "b",
            "各支部整改",
            ChartForm.STACKED,
            "项",
            BRANCHES,
            [_series(chance, "已销号", 35), _series(chance, "整改中", 35)],
        ),
        Chart(
            "c", "各月到会率", ChartForm.LINES, "%", MONTHS, [_series(chance, "本院", 12), _series(chance, "辖区", 12)]
        ),
    ]
    words = [[Piece(TEXT.format(chance.random(), chance.random(), chance.random()))] for _ in range(4)]
    return Section("life", heading, words, tables, charts)


def _number(chance: random.Random) -> Cell:
    value = chance.randint(0, 40)
    return Cell(str(value), value=value)


def _series(chance: random.Random, name: str, count: int) -> Series:
    return Series(name, [chance.choice([None, *range(1, 60)]) for _ in range(count)])


def timed(document: ReportDocument) -> tuple[float, bytes]:
    start = perf_counter()
    made = report_pdf(document)
    return perf_counter() - start, made


def main() -> None:
    chance = random.Random(8)
    empty, whole = [], []
    for number in range(ROUNDS + 1):
        one = timed(EMPTY)
        all_of_it = timed(report(chance))
        if number:  # the first round reads the fonts
            empty.append(one[0])
            whole.append(all_of_it[0])
    pages = len(PdfReader(BytesIO(all_of_it[1])).pages)
    seconds, page = min(whole), min(empty)
    print(f"report: {pages} pages in {seconds:.3f} s at best; an empty page {page:.3f} s; ratio {seconds / page:.0f}")
    assert pages >= PAGES
    assert seconds < SECONDS


if __name__ == "__main__":
    main()
