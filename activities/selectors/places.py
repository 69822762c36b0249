"""For whom a user may log meetings, of which kinds."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from activities.choices import HeldAs, Roster
from activities.models import Activity, ActivityDraft, ActivityKind
from branches.choices import Role
from branches.models import Branch, Court, PartyGroup
from branches.models.courts import existing_on
from branches.scoping import Grant, standing_of


def branches_to_log_for(user: Any) -> QuerySet[Branch]:
    """Branches whose officer, or whose group's leader, the user is."""
    ids = [grant.branch_id for grant in standing_of(user).holding(Role.SECRETARY) if grant.branch_id is not None]
    return Branch.objects.visible_to(user).filter(pk__in=ids).select_related("court")


def court_to_log_for(user: Any) -> Court | None:
    """The court whose committee the user is of: for activities without a branch."""
    ids = [grant.court_id for grant in standing_of(user).holding(Role.COMMITTEE) if grant.court_id is not None]
    return Court.objects.visible_to(user).filter(pk__in=ids).first()


def groups_to_log_for(user: Any, branch: Branch, on: date) -> QuerySet[PartyGroup]:
    """The branch's groups on `on`; to a group's leader the own group alone."""
    groups = PartyGroup.objects.visible_to(user).filter(branch=branch).filter(existing_on(on))
    led = _led_groups(user, branch)
    return groups.filter(pk__in=led) if led else groups


def branches_to_invite(user: Any, branch: Branch | None, on: date) -> QuerySet[Branch]:
    """The other branches of the court on `on`, by name alone: an officer may hold a meeting together with them.

    None for a group's leader, and for a court-wide event.
    """
    if branch is None or _led_groups(user, branch):
        return Branch.objects.visible_to(user).none()
    return Branch.objects.within(branch.court).filter(existing_on(on)).exclude(pk=branch.pk)


def is_joining(user: Any, submission_key: str) -> bool:
    """Whether the form of that key completes a meeting that another branch wrote down."""
    try:
        key = UUID(submission_key)
    except ValueError:
        return False
    return ActivityDraft.objects.visible_to(user).filter(submission_key=key, joint__isnull=False).exists()


def kinds_to_log(
    user: Any, court: Court, branch: Branch | None, record: Activity | None = None
) -> QuerySet[ActivityKind]:
    """Kinds in use in the court that the user may log: all for a branch, a leader's own meetings, a court's events.

    To change a `record` also the kinds that it has, retired or not.
    """
    kinds = kinds_of(user, court).filter(Q(is_active=True) | Q(pk__in=record.kind_ids if record else ()))
    if branch is None:
        return kinds.filter(roster=Roster.INVITED)
    return kinds.filter(Q(roster=Roster.GROUP) | Q(form_is_chosen=True)) if _led_groups(user, branch) else kinds


def forms_to_log(user: Any, branch: Branch | None, kind: ActivityKind | None) -> list[str]:
    """The forms in which the user may log a kind that leaves it open; a group's leader the group's own."""
    if branch is None or kind is None or not kind.form_is_chosen:
        return []
    return [HeldAs.GROUP] if _led_groups(user, branch) else list(HeldAs.values)


def kinds_of(user: Any, court: Court) -> QuerySet[ActivityKind]:
    """The general kinds, those of the court, and of courts above it."""
    above = [int(part) for part in str(court.path).strip("/").split("/") if part]
    return ActivityKind.objects.visible_to(user).filter(Q(court__isnull=True) | Q(court_id__in=above))


def _led_groups(user: Any, branch: Branch) -> list[int]:
    """The groups the user leads in the branch; empty for an officer of the whole branch."""
    grants: list[Grant] = [grant for grant in standing_of(user).holding(Role.SECRETARY) if grant.branch_id == branch.pk]
    led = [grant.group_id for grant in grants if grant.group_id is not None]
    return led if len(led) == len(grants) else []
