"""Imports that a user sees."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from branches.choices import JOBS_OPEN, Role
from branches.models import Branch, Court, ImportBatch, ImportJob
from branches.scoping import standing_of


@dataclass(frozen=True)
class Place:
    """Where a user may import: a court, or a branch of it."""

    court: Court
    branch: Branch | None = None

    def __str__(self) -> str:
        return str(self.branch or self.court)


def import_places(user: Any) -> list[Place]:
    """The courts whose committee the user is of; else the branches that the user is an officer of."""
    standing = standing_of(user)
    courts = {grant.court_id for grant in standing.holding(Role.COMMITTEE) if grant.court_id}
    officer = [grant for grant in standing.holding(Role.SECRETARY) if grant.group_id is None]
    branches = {grant.branch_id for grant in officer if grant.branch_id}
    own_courts = Court.objects.visible_to(user).filter(pk__in=courts)
    own_branches = Branch.objects.visible_to(user).filter(pk__in=branches).exclude(court_id__in=courts)
    return [
        *(Place(court) for court in own_courts),
        *(Place(branch.court, branch) for branch in own_branches.select_related("court")),
    ]


def open_jobs(user: Any) -> QuerySet[ImportJob]:
    """Uploads that are not done with, without the long parts of what was found."""
    rows = ImportJob.objects.visible_to(user).filter(state__in=JOBS_OPEN)
    return rows.select_related("court", "branch", "created_by").defer("report", "faults", "choices")


def batches_of(user: Any) -> QuerySet[ImportBatch]:
    return ImportBatch.objects.visible_to(user).select_related("court", "branch", "created_by", "undone_by")
