"""Tells the data rows of a sheet from blank lines, totals, section titles and footers."""

import re

from core.spreadsheets import parse
from core.spreadsheets.cells import Broken, Value, half_width, is_blank, plain_heading, text_of
from core.spreadsheets.columns import Mapping
from core.spreadsheets.quantities import quantity
from core.spreadsheets.read import Table
from core.spreadsheets.spec import Spec

NUMERIC = (parse.count, parse.hours, parse.points, quantity)
TOTAL = re.compile(
    r"(?:本页|全院|全年|本年|累计|支部)?(?:合计|总计|小计|共计|总数|累计|总人数)(?:[::]?\s*\D{0,4}(\d+)\D{0,4})?"
)
GRAND = re.compile(r"合计|总计|共计|总数|总人数")
FOOTER = re.compile(
    r"(?:填表|填报|填写|制表|造表|审核|审批|审定|复核|经办|负责|支部书记|书记|联系|盖章|日期|说明|注|备注|附注|注意|统计|报送|上报|单位)"
    r"[^::]{0,8}[::].*",
    re.DOTALL,
)
SECTION_WIDTH = 3
SIGNATURES = 4


class Lines:
    """The rows below a head. `data` holds the indexes of the data rows."""

    def __init__(self, table: Table, head: int, mapping: Mapping, spec: Spec) -> None:
        self.table, self.mapping, self.spec = table, mapping, spec
        self.mapped = [heading.index for headings in mapping.placed.values() for heading in headings]
        self.kept = self.mapped + list(mapping.unplaced)
        self.headings = [plain_heading(heading.text) for heading in mapping.headings]
        self.wide = {top for top, left, _, right in table.merged if right - left >= SECTION_WIDTH - 1}
        self.totals: list[tuple[int, int]] = []
        self.sections: list[tuple[int, str]] = []
        self.data: list[int] = []
        in_footer = False
        for index in range(head + 1, len(table.rows)):
            row = table.rows[index]
            if self._is_total(index, row) or self._is_empty(row) or self._is_head(row):
                continue
            alone = self._stands_alone(row)
            in_footer = self._is_footer(row) or (alone and in_footer)
            if in_footer:
                continue
            if alone and index in self.wide:
                self.sections.append((index, self._first(row)))
            else:
                self.data.append(index)

    def rows_with(self, column: int) -> list[int]:
        """The rows of data that have something in the column; from 1, as the file counts them."""
        return [index + 1 for index in self.data if _filled(self.table.rows[index][column])]

    def remarks(self) -> list[str]:
        sheet, rows = self.mapping.sheet, len(self.data)
        totals = [
            f"工作表“{sheet}”第 {index + 1} 行的合计是 {total}，实际数据有 {rows} 行。"
            for index, total in self.totals
            if total != rows
        ]
        sections = [
            f"工作表“{sheet}”第 {index + 1} 行是跨列的小标题“{title}”，未作为数据。" for index, title in self.sections
        ]
        return totals + sections

    def _is_empty(self, row: list[Value]) -> bool:
        """Blank in every column that counts: a template's prepared serial numbers alone are no data."""
        return not any(_filled(row[index]) for index in self.kept)

    def _first(self, row: list[Value]) -> str:
        return next((half_width(text_of(value)) for value in row if text_of(value)), "")

    def _is_total(self, index: int, row: list[Value]) -> bool:
        first = re.sub(r"\s+", "", self._first(row))
        match = TOTAL.fullmatch(first)
        if not match:
            return False
        if GRAND.search(first):
            number = int(match[1]) if match[1] else self._number_beside(row)
            if number is not None:
                self.totals.append((index, number))
        return True

    def _number_beside(self, row: list[Value]) -> int | None:
        """A count of rows stands beside the word; a sum of a numeric column is another thing."""
        numeric = {
            heading.index
            for code, headings in self.mapping.placed.items()
            if self.spec.field(code).parser in NUMERIC
            for heading in headings
        }
        first = self._first(row)
        for column, value in enumerate(row):
            text = half_width(text_of(value))
            if text and text != first:
                match = re.fullmatch(r"(\d+)\s*(?:人|名|次|条|项|个|场)?", text)
                return int(match[1]) if match and column not in numeric else None
        return None

    def _is_head(self, row: list[Value]) -> bool:
        """The head again, as on every printed page."""
        return all(plain_heading(text_of(value)) == heading for value, heading in zip(row, self.headings, strict=True))

    def _stands_alone(self, row: list[Value]) -> bool:
        """One text only, perhaps spread over merged columns."""
        first = ""
        for value in row:
            text = text_of(value) if value != "" else ""
            if text and first and text != first:
                return False
            first = first or text
        return True

    def _is_footer(self, row: list[Value]) -> bool:
        """“填表人:张三   审核人:李四   日期:…” in one cell or over several; a note may go on in lines of its own."""
        if not FOOTER.fullmatch(self._first(row)):
            return False
        return sum(1 for value in row if text_of(value)) <= SIGNATURES


def _filled(value: Value) -> bool:
    return isinstance(value, Broken) or not is_blank(value)
