"""Work of assessments in the background."""

from celery import shared_task

from assessments.periods import Span
from assessments.selectors.ended import chunks_due, court_by_key, spans_ended
from assessments.services.ended import assess_ended as compute_ended
from core.clock import now, today
from core.queueing import hand_over
from notices.jobs import DELIVER


@shared_task
def assess_ended_quarters() -> int:
    """Hand over the courts that have no assessment yet, chunk by chunk; answers how many chunks. One that fails leaves
    the others, and is handed over again the next day."""
    due = [(chunk, span) for span in spans_ended(today()) for chunk in chunks_due(span)]
    for chunk, span in due:
        hand_over("assessments.tasks.assess_ended", chunk.court_id, chunk.with_below, span.code)
    return len(due)


@shared_task
def assess_ended(court_id: int, with_below: bool, span: str) -> None:
    court = court_by_key(court_id)
    if compute_ended(court=court, with_below=with_below, span=Span.named(span), on=today(), at=now()):
        hand_over(DELIVER)
