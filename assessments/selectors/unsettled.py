"""What keeps an assessment from being closed, each with the page where it is settled, if people settle it."""

from dataclasses import dataclass
from datetime import date

from assessments.choices import AssessmentState, Waits
from assessments.models import Assessment
from assessments.selectors.assessments import open_objections
from assessments.selectors.links import objections_url, page_of
from assessments.selectors.sheets import Sheet

_WORDS = {
    Waits.TO_REVIEW: "还有{}项待评审。",
    Waits.NOT_KNOWN: "还有{}项情况不详，须由评审人逐项认定。",
    Waits.SECOND: "还有{}项评审等待另一人复核。",
}


@dataclass(frozen=True)
class Unsettled:
    words: str
    url: str


def unsettled(sheet: Sheet, on: date) -> list[Unsettled]:
    """In the order in which it is seen to; nothing for one that may be closed on `on`."""
    assessment = sheet.assessment
    found = [*waiting_points(sheet)]
    objections = open_objections(assessment)
    if objections:
        found.append(Unsettled(f"还有{objections}件异议没有答复。", objections_url(assessment)))
    until = assessment.objections_until
    if assessment.state == AssessmentState.PUBLISHED and until is not None and on <= until:
        found.append(Unsettled(f"异议期到{until.month}月{until.day}日，期满以后才能定稿。", ""))
    return [*found, *too_early(assessment, on)]


def too_early(assessment: Assessment, on: date) -> list[Unsettled]:
    """That it is not of the whole span: it is neither published nor closed so."""
    span = assessment.span
    if span.end >= on:
        return [Unsettled(f"{span.label}还没有结束，结束以后才能公布、定稿。", "")]
    if assessment.as_of >= span.end:
        return []
    again = "请重新计算" if assessment.state == AssessmentState.COMPUTED else "请重新开放，重新计算"
    return [Unsettled(f"考评只计算到{assessment.as_of:%Y-%m-%d}，{again}到{span.end:%Y-%m-%d}。", "")]


def waiting_points(sheet: Sheet) -> list[Unsettled]:
    """What waits for reviewers."""
    counts = {waits: sheet.count(waits) for waits in Waits}
    return [
        Unsettled(_WORDS[waits].format(count), page_of(sheet.assessment, "to_review", state=waits))
        for waits, count in counts.items()
        if count
    ]
