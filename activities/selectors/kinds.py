"""The tables of kinds and norms as a court has them, and since when its branches keep records."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from activities.models import ActivityKind, Coverage, Norm
from activities.selectors.places import branches_to_log_for, kinds_of
from branches.choices import Role
from branches.models import Branch, Court
from branches.scoping import standing_of
from core.dates import in_force


@dataclass(frozen=True)
class KindRow:
    """A kind with its general norms and the court's own, each list in the order of branch kind and date."""

    kind: ActivityKind
    general: list[Norm] = field(default_factory=list)
    own: list[Norm] = field(default_factory=list)


def kind_rows(user: Any, court: Court) -> list[KindRow]:
    """Every kind the court may use, with its norms (2 queries)."""
    kinds = list(kinds_of(user, court).select_related("court"))
    norms = Norm.objects.visible_to(user).filter(Q(court__isnull=True) | Q(court=court), kind__in=kinds)
    by_kind: defaultdict[tuple[int, bool], list[Norm]] = defaultdict(list)
    for norm in norms.order_by("branch_kind", "effective_from", "id"):
        by_kind[norm.kind_id, norm.court_id is None].append(norm)
    return [KindRow(kind, by_kind[kind.pk, True], by_kind[kind.pk, False]) for kind in kinds]


def own_courts(user: Any) -> QuerySet[Court]:
    """The courts that the user's roles are held for; every court for an administrator of the whole installation."""
    grants = standing_of(user).grants
    courts = Court.objects.visible_to(user).order_by("path")
    if any(grant.court_id is None for grant in grants):
        return courts
    below = Q()
    for grant in grants:
        below |= Q(pk=grant.court_id)
        if grant.role == Role.ADMINISTRATOR:
            below |= Q(path__startswith=grant.court_path)
    return courts.filter(below)


def coverage_of(user: Any, branch: Branch) -> list[Coverage]:
    """The spans of which the branch keeps records here, the earliest first."""
    rows = Coverage.objects.visible_to(user).filter(branch=branch).select_related("recorded_by", "import_batch")
    return list(rows)


def uncovered_branch(user: Any, on: date) -> Branch | None:
    """A branch of the user's own for which nobody has said since when it keeps its records here."""
    covered = Coverage.objects.visible_to(user).filter(in_force(on)).values("branch_id")
    return branches_to_log_for(user).exclude(pk__in=covered).first()
