"""Work of this app in the background."""

from celery import shared_task

from core.clock import today
from planning.selectors.plans import courts_with_fixed_days
from planning.services import days_follow_holidays


@shared_task
def follow_holidays() -> None:
    """Set the fixed days of all courts to where the table of holidays of now has them; again: nothing moves."""
    for court in courts_with_fixed_days():
        days_follow_holidays(court=court, on=today())
