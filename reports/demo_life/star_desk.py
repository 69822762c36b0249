"""What the parts of the demo about stars share: its years and quarters, its people, and how a score is given."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils.timezone import make_aware

from accounts.models import User
from assessments.models import Assessment, Review
from assessments.periods import Span
from assessments.services.compute import assess
from assessments.services.reviews import Given, review_give
from branches.choices import Role
from branches.models import Appointment, Branch, Court

# So many days into a year its first quarter is over and assessed; before, the demo is still about the year before.
FIRST_QUARTER_SEEN = timedelta(100)
MOST_QUARTERS = 3


class Desk:
    """`year` is the one whose quarters are assessed; the stars that hang on the walls are of the year before."""

    def __init__(self, court: Court, on: date) -> None:
        self.court, self.on = court, on
        self.year = (on - FIRST_QUARTER_SEEN).year
        self.branches = list(Branch.objects.within(court).select_related("court").order_by("order", "pk"))
        held = list(Appointment.objects.within(court).filter(group=None).select_related("user").order_by("user"))
        self.officers: dict[int, User] = {
            row.branch_id: row.user for row in held if row.role == Role.SECRETARY and row.branch_id
        }
        self.committee, self.second = [row.user for row in held if row.role == Role.COMMITTEE][:2]

    def quarters(self) -> list[Span]:
        """Those from the year's first one on that are over, at most the last three."""
        spans = [Span(year, quarter) for year in (self.year, self.year + 1) for quarter in (1, 2, 3, 4)]
        return [span for span in spans if span.end < self.on][-MOST_QUARTERS:]

    def there_on(self, day: date) -> list[tuple[int, Branch]]:
        """The branches of that day, each with its place among all of them."""
        return [(place, branch) for place, branch in enumerate(self.branches) if branch.exists_on(day)]

    def compute(self, span: Span, on: date) -> Assessment:
        (made,) = assess(court=self.court, span=span, as_of=span.as_of(on), by=self.committee, on=on, at=ten(on))
        return made

    def give(
        self,
        assessment: Assessment,
        branch: Branch,
        code: str,
        points: str,
        evidence: str,
        reason: str = "",
        *,
        on: date,
    ) -> Review:
        """`reason`: where the data said something else."""
        given = Given(Decimal(points), evidence, reason)
        facts: dict[str, Any] = {"assessment": assessment, "branch": branch, "code": code, "given": given}
        return review_give(**facts, by=self.committee, on=on, at=ten(on))


def ten(on: date) -> datetime:
    return make_aware(datetime.combine(on, time(10)))
