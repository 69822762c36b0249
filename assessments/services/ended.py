"""Assessments that the scheduler makes: of spans that are over, for courts that have none, each once."""

from datetime import date, datetime

from django.db import transaction

from assessments.models import Assessment
from assessments.periods import Span
from assessments.selectors.links import page_of
from assessments.selectors.sheets import sheets_within
from assessments.services.compute import assess
from branches.models import Court
from notices.choices import Rule
from notices.services.messages import Telling, tell_committee


@transaction.atomic
def assess_ended(*, court: Court, with_below: bool, span: Span, on: date, at: datetime) -> list[Assessment]:
    """Compute what is missing of a court (`with_below`: and of those below it), and tell each committee. What is there
    is left alone, so that a task that runs twice tells once."""
    as_of = span.as_of(on)
    made = assess(court=court, span=span, as_of=as_of, by=None, on=on, at=at, with_below=with_below, only_new=True)
    sheets = sheets_within(made)
    for assessment in made:
        waiting = len(sheets[assessment.pk].waiting())
        words = (
            f"已按星级标准计算，{waiting}项待评审或情况不详，请评审后公布。"
            if waiting
            else "已按星级标准计算，请核对后公布。"
        )
        title = f"{assessment}待评审"
        telling = Telling(Rule.ASSESSMENT_COMPUTED, str(assessment.pk), title, words, page_of(assessment))
        tell_committee(assessment.court, telling, at=at)
    return made
