"""A duty review as its result sheet says it."""

from typing import Any

from assessments.duty import in_words
from assessments.models import DutyReview
from assessments.selectors.duty import votes_of
from core.documents.plain import paragraphs


def duty_review_data(review: DutyReview) -> dict[str, Any]:
    """What the paper holds: who reported, the votes, what they come to."""
    votes = votes_of(review)
    place = f"{review.court}　{review.branch}" if review.branch else str(review.court)
    return {
        "title": f"{review.year}年度{review.get_tier_display()}述职评议结果",
        "place": place + ("（已作废）" if review.voided_at else ""),
        "person": review.person_name,
        "held_on": _day(review.held_on),
        "present": f"{review.present}人",
        "cast": f"{votes.cast}张",
        "unvoted": f"{review.present - votes.cast}人",
        "votes": [{"grade": grade.label, "number": f"{number}张"} for grade, number in votes.by_grade],
        "result": review.get_result_display(),
        "result_words": in_words(votes),
        "comment": paragraphs(review.comment),
        "signatures": ["主持人", "计票人"],
    }


def _day(day: Any) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
