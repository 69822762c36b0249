"""The registers that a court keeps, as it has set them."""

from typing import Any

from django.db.models import Q, QuerySet

from branches.choices import Role
from branches.models import Branch, Court
from branches.models.courts import existing_on
from branches.permissions import is_committee_of, is_officer_of
from branches.scoping import standing_of
from registers.choices import Subject, Writer
from registers.models import KindSetting, RegisterKind


def courts_of(user: Any) -> QuerySet[Court]:
    """The courts in which the user is of the committee, or an officer of a branch."""
    grants = standing_of(user).holding(Role.COMMITTEE, Role.SECRETARY)
    ids = [grant.court_id for grant in grants if grant.group_id is None and grant.court_id]
    return Court.objects.visible_to(user).filter(pk__in=ids).order_by("path")


def kinds_of(user: Any, court: Court) -> list[RegisterKind]:
    """Every register of the court as it has set it, those switched off too; what stands below another follows it
    (2 queries)."""
    rows = RegisterKind.objects.visible_to(user).filter(Q(court__isnull=True) | Q(court=court))
    settings = {each.kind_id: each for each in KindSetting.objects.visible_to(user).filter(court=court)}
    kinds = [kind.as_set(settings.get(kind.pk)) for kind in rows]
    below: dict[int, list[RegisterKind]] = {}
    for kind in kinds:
        if kind.parent_id:
            below.setdefault(kind.parent_id, []).append(kind)
    return [each for kind in kinds if not kind.parent_id for each in (kind, *below.get(kind.pk, ()))]


def kind_as_set(court: Court, kind: RegisterKind) -> RegisterKind:
    """The kind as the court has set it (1 query)."""
    return kind.as_set(KindSetting.objects.within(court).filter(kind=kind).first())


def below_of(user: Any, court: Court, kind: RegisterKind) -> list[RegisterKind]:
    """The registers whose entries stand below those of `kind` and that are not switched off."""
    return [each for each in kinds_of(user, court) if each.parent_id == kind.pk and each.is_active]


def may_add_to(user: Any, court: Court, kind: RegisterKind) -> bool:
    """Whether there is any entry of the kind in the court that the user may add."""
    if not kind.is_active:
        return False
    return is_committee_of(user, court) or (kind.written_by == Writer.BRANCH and bool(_own_branches(user, court)))


def branches_to_write(user: Any, court: Court, kind: RegisterKind) -> list[Branch]:
    """The branches for which the user may add an entry of the kind."""
    if kind.subject == Subject.COURT:
        return []
    if not is_committee_of(user, court):
        return _own_branches(user, court) if kind.written_by == Writer.BRANCH else []
    rows = Branch.objects.visible_to(user).filter(existing_on(standing_of(user).on), court=court)
    return list(rows.order_by("order", "pk"))


def _own_branches(user: Any, court: Court) -> list[Branch]:
    rows = Branch.objects.visible_to(user).filter(court=court).order_by("order", "pk")
    return [branch for branch in rows if is_officer_of(user, branch)]
