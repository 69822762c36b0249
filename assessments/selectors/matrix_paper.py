"""What the paper of an assessment's table says: the totals, then a table for each aspect, whose codes its legend
names."""

from typing import Any

from assessments.selectors.matrix import Matrix, points_in_words, sums_in_words
from core.documents.parts import PaperTable

_NAME, _ALL = 32, 156


def matrix_data(shown: Matrix) -> dict[str, Any]:
    assessment = shown.sheet.assessment
    state = assessment.get_state_display()
    tables = [_totals(shown), *(_of_aspect(shown, aspect) for aspect in _aspects(shown))]
    return {
        "title": f"{assessment}总表",
        "court": assessment.court.name,
        "until": f"截至{assessment.as_of:%Y-%m-%d}，第{assessment.revision}次计算，{state}",
        "tables": [table.data() for table in tables],
    }


def _aspects(shown: Matrix) -> list[str]:
    return list(dict.fromkeys(column.aspect for column in shown.columns))


def _totals(shown: Matrix) -> PaperTable:
    sums = [column for column in shown.columns if column.line is None]
    rows = [
        (
            row.branch.name,
            *(sums_in_words(shown.sums(row, column)) for column in sums),
            sums_in_words(shown.sums(row)),
            str(sum(row.waits(line.code) is not None for line in shown.lines)),
        )
        for row in shown.rows
    ]
    heads = ("党支部", *(column.label for column in sums), "合计", "待评审、不详")
    return PaperTable("合计", heads, rows, _widths(len(heads)), "得分/满分，只计已知的部分。")


def _of_aspect(shown: Matrix, aspect: str) -> PaperTable:
    columns = [column for column in shown.columns if column.aspect == aspect]
    lines = [column.line for column in columns if column.line]
    rows = [
        (
            row.branch.name,
            *(points_in_words(row, line) for line in lines),
            sums_in_words(shown.sums(row, columns[-1])),
        )
        for row in shown.rows
    ]
    heads = ("党支部", *(line.code for line in lines), "小计")
    legend = "；".join(column.title for column in columns if column.line)
    return PaperTable(columns[-1].aspect_name, heads, rows, _widths(len(heads)), legend=legend)


def _widths(count: int) -> tuple[int, ...]:
    """The names, and the rest alike."""
    each = (_ALL - _NAME) // (count - 1)
    return (_NAME, *(each,) * (count - 1))
