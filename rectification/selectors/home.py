"""What the first pages say of rectification, in one line."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from branches.models import Branch, Court
from rectification.choices import MeasureState, ProblemState
from rectification.links import measures_url, problems_url
from rectification.selectors.supervision.facts import facts_on
from rectification.selectors.supervision.sums import Totals, totals_of


@dataclass(frozen=True)
class HomeLine:
    """`urls`: what each figure counts. For a committee's court what waits for its answer stands in the line too."""

    totals: Totals
    urls: dict[str, str]
    is_court: bool


def home_line(owner: Court | Branch, on: date) -> HomeLine | None:
    """The figures of a court or a branch on `on`; None where it has neither problem nor measure."""
    totals = totals_of(facts_on(owner, on))
    if not totals.problems and not totals.duties.measures:
        return None
    is_court = isinstance(owner, Court)
    name = "court" if is_court else "branch"
    of: dict[str, Any] = {"on": on, name: owner.pk}
    urls = {
        "problems": problems_url(**of),
        "closed": problems_url(state=ProblemState.CLOSED, **of),
        "measures": measures_url(**of),
        "done": measures_url(state=MeasureState.DONE, **of),
        "on_schedule": measures_url(state=MeasureState.ON_SCHEDULE, **of),
        "overdue": measures_url(state=MeasureState.OVERDUE, **of),
        "close_outs": problems_url(state=ProblemState.CLOSE_ASKED, **of),
        "extensions": measures_url(waiting=1, **of),
        "supervision": f"{reverse('rectification:supervision')}?{name}={owner.pk}",
    }
    return HomeLine(totals, urls, is_court)
