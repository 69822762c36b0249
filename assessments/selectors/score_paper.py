"""What the paper of a branch's scores says: a table for each aspect, then reviews and objections."""

from collections.abc import Iterator
from typing import Any

from assessments.choices import ReviewState
from assessments.selectors.score_page import Item, Part, ScorePage
from assessments.selectors.sentences import figure
from core.documents.parts import PaperTable


def score_data(page: ScorePage) -> dict[str, Any]:
    assessment = page.assessment
    state = assessment.get_state_display()
    tables = [*map(_of_part, page.parts), _reviews(page), _objections(page)]
    return {
        "title": f"{page.score.branch}{assessment}",
        "court": assessment.court.name,
        "until": f"{page.in_words}，截至{assessment.as_of:%Y-%m-%d}，{state}",
        "tables": [table.data() for table in tables if table.rows],
    }


def _of_part(part: Part) -> PaperTable:
    rows = [(str(item.indicator), item.points, "；".join(_about(item))) for item in part.items]
    sums = part.sums
    note = f"小计 {figure(sums.points)}/{figure(sums.known_of)} 分"
    note += f"，另有 {sums.unknown} 项没有得分。" if sums.unknown else "。"
    return PaperTable(part.name, ("指标", "得分", "情况"), rows, (44, 20, 92), note)


def _about(item: Item) -> Iterator[str]:
    yield item.label
    if item.inputs:
        yield item.inputs
    if item.missing:
        yield item.missing
    if item.entry.get("why"):
        yield item.entry["why"]
    if item.computed:
        yield f"系统按记录计算 {item.computed} 分，经评审改定"


def _reviews(page: ScorePage) -> PaperTable:
    """Those that count; what waits or was refused is the committee's."""
    rows = [
        (
            item.indicator.code,
            "不适用" if review.points is None else figure(review.points),
            review.evidence,
            f"{review.on:%Y-%m-%d}",
        )
        for part in page.parts
        for item in part.items
        for review in item.reviews
        if review.state == ReviewState.STANDS
    ]
    return PaperTable("评审", ("指标", "得分", "依据", "日期"), rows, (18, 22, 86, 30))


def _objections(page: ScorePage) -> PaperTable:
    rows = [
        (row.code or "整个考评", row.text, row.get_state_display(), row.answer or "尚未答复") for row in page.objections
    ]
    return PaperTable("异议和答复", ("指标", "异议", "状态", "答复"), rows, (22, 56, 22, 56))
