"""The metrics that a court has, and the courts whose metrics somebody keeps."""

from typing import Any

from django.db.models import Q, QuerySet

from branches.choices import Role
from branches.models import Branch, Court
from branches.scoping import standing_of
from metrics.models import Metric


def courts_of(user: Any) -> QuerySet[Court]:
    """The courts in which the user is of the committee."""
    ids = [grant.court_id for grant in standing_of(user).holding(Role.COMMITTEE) if grant.court_id]
    return Court.objects.visible_to(user).filter(pk__in=ids).order_by("path")


def metrics_of(court: Court) -> QuerySet[Metric]:
    """Those of the whole system, of the court and of those above it; the ones that are not in use, too."""
    around = [int(part) for part in (court.path or "").strip("/").split("/") if part]
    rows = Metric.objects.unscoped("metrics of every court, and of given courts")
    return rows.filter(Q(court__isnull=True) | Q(court__in=around)).order_by("order", "pk")


def branches_of(user: Any, court: Court) -> QuerySet[Branch]:
    """Of which branches figures may be entered."""
    return Branch.objects.visible_to(user).filter(court=court).order_by("order", "pk")
