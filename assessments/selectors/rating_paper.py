"""What the papers of a rating say: the table of the branches, the certificate of a plate."""

from datetime import date
from typing import Any

from assessments.models import Rating, StarChange
from assessments.selectors.rating_page import RatingPage, RatingRow
from core.documents.parts import PaperTable

# The first column is the committee's alone.
HEADS = ("顺序", "党支部", "申报", "得分", "否决性条件", "星级", "变动", "理由", "后续")
WIDTHS = (9, 18, 10, 12, 18, 10, 10, 48, 21)


def rating_data(rating: Rating, shown: RatingPage) -> dict[str, Any]:
    told = f"{in_words(rating.published_on)}公布" if rating.published_on else "（评定中，未公布）"
    note = f"{shown.cap_words}。同分时依次比较{shown.tie_words}。"
    first = 0 if shown.is_ordered else 1
    cells = [_cells(row)[first:] for row in shown.rows]
    table = PaperTable("各支部星级", HEADS[first:], cells, WIDTHS[first:], note)
    return {"title": str(rating), "court": rating.court.name, "until": told, "tables": [table.data()]}


def certificate_data(plate: StarChange) -> dict[str, Any]:
    stars = f"{plate.get_stars_display()}党支部"
    return {
        "title": "星级证书",
        "whom": plate.branch.name,
        "paragraphs": [f"在{plate.year}年度星级党支部评定中，被评为“{stars}”。", "特发此证。"],
        "number": plate.plate_number,
        "signed_by": f"{plate.court}机关党委",
        "awarded_on": in_words(plate.on),
    }


def in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _cells(row: RatingRow) -> tuple[str, ...]:
    rated = row.rated
    return (
        str(rated.position or "—"),
        rated.branch.name,
        rated.get_applied_for_display() or "未申报",
        "不详" if rated.points is None else f"{rated.points}",
        row.gates or "—",
        rated.get_stars_display() or "未评定",
        f"{row.sign}{rated.get_change_display()}" if rated.change else "—",
        "".join(rated.reasons),
        "、".join(rated.consequences) or "—",
    )
