"""The demo court's quarters: the first closed, the next published with objections, the last still reviewed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from assessments.models import Assessment
from assessments.periods import Span
from assessments.selectors.sheets import sheet_within
from assessments.selectors.unsettled import unsettled
from assessments.services.own_words import objection_answer, objection_raise, self_assess
from assessments.services.reviews import review_confirm
from assessments.services.workflow import assessment_close, assessment_publish
from branches.models import Branch
from reports.demo_life.star_desk import Desk, ten

# What a quarter's reviewers give, indicator → evidence and points; the branches take them in turn.
GIVEN = {
    "C6": ("与三名党员交谈，了解学习情况", ("2.80", "2.50", "2.00", "3.00")),
    "E1": ("查阅融合案例和审判执行数据", ("4.50", "4.00", "3.50", "3.00", "4.80")),
}
# A change of this much waits for a second reviewer.
CHANGED, BY_SECOND = "B5", "1.00"
ALIKE = ("两次主题党日的记录和照片相同", "内容雷同，只认一次。")


def load(desk: Desk) -> None:
    """The last quarters up to now, each brought as far as its place asks."""
    stages: tuple[Callable[[Desk, Span], None], ...] = (_closed, _published, _in_review)
    spans = desk.quarters()
    for stage, span in zip(stages[len(stages) - len(spans) :], spans, strict=True):
        stage(desk, span)


def _closed(desk: Desk, span: Span) -> None:
    """A change that a second reviewer agreed to, and an objection that was answered; then the quarter is closed."""
    made = _computed(desk, span)
    _review_all(desk, made, desk.branches, span.end + timedelta(10))
    waiting = _doubt(desk, made, desk.branches[4], span.end + timedelta(11))
    words = "看过原始照片，同意。"
    review_confirm(review=waiting, agrees=True, words=words, by=desk.second, on=span.end + timedelta(12))
    published_on = span.end + timedelta(14)
    made = _publish(desk, made, published_on)
    _object(desk, made, desk.branches[4], CHANGED, published_on + timedelta(2), answered=False)
    on = published_on + timedelta(12)
    # Loaded in the first months of a year, the demo has no plans of the year before: something is not known.
    if not unsettled(sheet_within(made), on):
        assessment_close(assessment=made, version=made.version, by=desk.committee, on=on)


def _published(desk: Desk, span: Span) -> None:
    """Published this week, so that branches may still object; one objection waits for its answer."""
    made = _computed(desk, span)
    first = desk.branches[0]
    _say_own(desk, made, first, span.end + timedelta(8))
    _review_all(desk, made, desk.branches, span.end + timedelta(10))
    made = _publish(desk, made, max(span.end + timedelta(1), desk.on - timedelta(3)))
    _object(desk, made, desk.branches[3], "E1", desk.on, answered=True)
    _object(desk, made, desk.branches[2], "C6", desk.on)


def _in_review(desk: Desk, span: Span) -> None:
    """Half of the branches are reviewed; one review waits for a second one."""
    made = _computed(desk, span)
    on = min(span.end + timedelta(10), desk.on)
    _say_own(desk, made, desk.branches[0], on)
    _review_all(desk, made, desk.branches[1:6], on)
    _doubt(desk, made, desk.branches[3], on)


def _computed(desk: Desk, span: Span) -> Assessment:
    return desk.compute(span, min(span.end + timedelta(6), desk.on))


def _review_all(desk: Desk, assessment: Assessment, branches: list[Branch], on: date) -> None:
    for code, (evidence, points) in GIVEN.items():
        for branch in branches:
            if branch.exists_on(assessment.span.end):
                given = points[branch.order % len(points)]
                desk.give(assessment, branch, code, given, evidence, on=min(on, desk.on))


def _doubt(desk: Desk, assessment: Assessment, branch: Branch, on: date) -> Any:
    return desk.give(assessment, branch, CHANGED, BY_SECOND, *ALIKE, on=min(on, desk.on))


def _say_own(desk: Desk, assessment: Assessment, branch: Branch, on: date) -> None:
    entries = {
        "C6": {"points": "3.00", "text": "每月一次“学习+案例”研讨，党员轮流主讲。"},
        "E1": {"points": "4.50", "text": "“先锋立案”窗口当日立案率提高，群众送锦旗 3 面。"},
    }
    facts: dict[str, Any] = {"entries": entries, "version": 0, "by": desk.officers[branch.pk]}
    self_assess(assessment=assessment, branch=branch, on=min(on, desk.on), **facts)


def _publish(desk: Desk, assessment: Assessment, on: date) -> Assessment:
    assessment.refresh_from_db()
    return assessment_publish(assessment=assessment, version=assessment.version, by=desk.committee, on=on, at=ten(on))


def _object(
    desk: Desk, assessment: Assessment, branch: Branch, code: str, on: date, *, answered: bool | None = None
) -> None:
    """`answered`: whether the committee agreed; None: it has not said."""
    facts: dict[str, Any] = {"assessment": assessment, "branch": branch, "code": code, "on": on, "at": ten(on)}
    text = "本季度的成果和活动还有补充材料，请重新核对。"
    objection = objection_raise(text=text, by=desk.officers[branch.pk], **facts)
    if answered is None:
        return
    answer = "材料属实，请评审人据此重新评审。" if answered else "已核对原始记录，两次内容确系相同，维持原得分。"
    on = min(on + timedelta(3), desk.on)
    objection_answer(objection=objection, accepted=answered, answer=answer, by=desk.committee, on=on, at=ten(on))
