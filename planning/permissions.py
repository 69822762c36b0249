"""Who may see and change plans, and subscribe to a calendar. Courts above have no part in it."""

from typing import Any

from branches.choices import BUSINESS_ROLES, Role
from branches.permissions import is_committee_of, is_officer_of
from branches.scoping import standing_of
from core.access import permission


@permission("planning.view_calendar")
def view_calendar(user: Any, subject: Any = None) -> bool:
    """Everybody with a business role; whose plans stand in it is the scope's answer."""
    return standing_of(user).holds(*BUSINESS_ROLES)


@permission("planning.subscribe")
def subscribe(user: Any, subject: Any = None) -> bool:
    return view_calendar(user, subject)


@permission("planning.view_plans")
def view_plans(user: Any, subject: Any = None) -> bool:
    """Committees and branch officers; `subject` is a Branch: one of the own court, or the officer's own."""
    standing = standing_of(user)
    if subject is None:
        return standing.holds(Role.COMMITTEE, Role.SECRETARY)
    own = any(grant.branch_id == subject.pk for grant in standing.holding(Role.SECRETARY))
    return own or is_committee_of(user, subject)


@permission("planning.change_plan")
def change_plan(user: Any, subject: Any = None) -> bool:
    """A branch's plan is its officers' (not a group's leader's); nobody is asked to approve it."""
    return is_officer_of(user, subject)


@permission("planning.change_court_plan")
def change_court_plan(user: Any, subject: Any = None) -> bool:
    """What all branches of a court plan together is the committee's; `subject` is a Court."""
    return is_committee_of(user, subject)


@permission("planning.export_plan")
def export_plan(user: Any, subject: Any = None) -> bool:
    return view_plans(user, subject)
