"""Who may do what with campaigns: the committee makes them, branches say how they do their tasks."""

from typing import Any

from branches.choices import Role
from branches.permissions import is_committee_of, is_officer_of
from branches.scoping import standing_of
from core.access import permission


@permission("campaigns.view_campaigns")
def view_campaigns(user: Any, subject: Any = None) -> bool:
    """Committees and branch officers; `subject` may be a Branch: the officer's own, or one of the committee's court."""
    standing = standing_of(user)
    if subject is None or subject._meta.model_name != "branch":
        return standing.holds(Role.COMMITTEE, Role.SECRETARY)
    own = any(grant.branch_id == subject.pk for grant in standing.holding(Role.SECRETARY))
    return own or is_committee_of(user, subject)


@permission("campaigns.export_campaign")
def export_campaign(user: Any, subject: Any = None) -> bool:
    return view_campaigns(user, subject)


@permission("campaigns.export_campaigns")
def export_campaigns(user: Any, subject: Any = None) -> bool:
    return view_campaigns(user, subject)


@permission("campaigns.manage_campaigns")
def manage_campaigns(user: Any, subject: Any = None) -> bool:
    """The court's committee; `subject` belongs to the court."""
    return is_committee_of(user, subject)


@permission("campaigns.change_line")
def change_line(user: Any, subject: Any = None) -> bool:
    """What a branch says of its tasks is its officers'; of the court's own tasks the committee speaks (manage)."""
    return is_officer_of(user, subject)
