"""How much a file may hold: a reader makes room for every cell up to the last one, so the last one is asked first."""

from core.spreadsheets.faults import UnreadableFile

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 500
MAX_CELLS = 4_000_000
# A longer text is no date, number, heading or name; patterns need not be tried on it.
MAX_WORD = 60


class Room:
    """Adds up the cells of a file's sheets, and refuses it when they are too many."""

    def __init__(self) -> None:
        self.left = MAX_CELLS

    def take(self, place: str, rows: int, columns: int) -> None:
        """`place` names the sheet or file. Raises UnreadableFile."""
        self.left -= rows * columns
        if rows > MAX_ROWS or columns > MAX_COLUMNS or self.left < 0:
            raise UnreadableFile(
                f"{place}太大：最多 {MAX_ROWS} 行、{MAX_COLUMNS} 列、{MAX_CELLS // 10_000} 万格。"
                "请删去远处多余的内容，或拆分后再导入。"
            )
