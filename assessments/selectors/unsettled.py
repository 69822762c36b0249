"""What keeps an assessment from being closed, each with the page where it is settled, if people settle it."""

from dataclasses import dataclass
from datetime import date

from assessments.choices import AssessmentState, Waits
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
    if assessment.span.end >= on:
        found.append(Unsettled(f"{assessment.span.label}还没有结束，结束以后才能定稿。", ""))
    return found


def waiting_points(sheet: Sheet) -> list[Unsettled]:
    """What waits for reviewers."""
    counts = {waits: sheet.count(waits) for waits in Waits}
    return [
        Unsettled(_WORDS[waits].format(count), page_of(sheet.assessment, "to_review", state=waits))
        for waits, count in counts.items()
        if count
    ]
