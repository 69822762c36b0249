"""What stands in the way of a rating's publication, in words, and what its points were made without."""

from collections.abc import Iterable

from assessments.choices import AssessmentState
from assessments.models import Assessment, Rating, StarChange, StarRating
from assessments.periods import Span
from assessments.selectors.plates import contradicting
from assessments.selectors.year import assessments_of


def obstacles_of(rating: Rating, rows: Iterable[StarRating]) -> list[str]:
    """Why the rating with these rows may not be published yet, each by a sentence (2 queries, 5 where plates of
    the year were entered by hand)."""
    rows = list(rows)
    applied = [row for row in rows if row.applied_for]
    without_points = [row.branch.name for row in applied if row.points is None and not row.provisional]
    unknown = [row.branch.name for row in applied if row.provisional]
    return [
        *_unsettled(assessments_of(rating.court, rating.year)),
        *_said(without_points, "已申报，但年度考评里没有得分，请重新计算年终考评，或由支部撤回申报。"),
        *_said(unknown, "还有待评审或情况不详的项目，请逐项评审、重新评定以后再公布。"),
        *(_of_plate(plate) for plate in contradicting(rating, rows)),
    ]


def missing_quarters(rating: Rating) -> list[str]:
    """The quarters of the year that were not assessed (1 query)."""
    there = {row.quarter for row in assessments_of(rating.court, rating.year)}
    return [Span(rating.year, quarter).label for quarter in range(1, 5) if quarter not in there]


def _unsettled(assessments: Iterable[Assessment]) -> list[str]:
    """Branches read their points with their stars: of the year all is settled, of the quarters all is shown."""
    told = []
    for row in assessments:
        if row.span.is_year and not row.is_closed:
            told.append(f"{row}还没有定稿，请先公布、定稿。")
        elif row.state == AssessmentState.COMPUTED:
            told.append(f"{row}还没有公布，请先公布。")
    return told


def _of_plate(plate: StarChange) -> str:
    entered = f"{plate}（{plate.on:%Y-%m-%d}，{plate.year}年度）"
    why = "与本次评定不一致，或同一年度登记了两次"
    return f"已手工登记{entered}，{why}，请先在“星级牌匾”里作废这条登记并写明原因。"


def _said(names: list[str], words: str) -> list[str]:
    return [f"{'、'.join(names)}{words}"] if names else []
