"""Who leads a court on a given day: the one answer to what makes somebody a leader (党组书记, 院领导)."""

from datetime import date

from branches.choices import LeadershipKind
from branches.models import Court, Leadership
from core.dates import in_force

IN_RANK = {kind: place for place, kind in enumerate(LeadershipKind)}


def leaders_on(court: Court, on: date) -> list[Leadership]:
    """The leaders of a court that the caller fetched for a user, with their members, the first in rank first."""
    rows = Leadership.objects.within(court).filter(in_force(on)).select_related("member")
    return sorted(rows, key=lambda row: (IN_RANK[LeadershipKind(row.kind)], row.pk))
