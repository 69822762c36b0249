"""What the frame calls the person signed in."""

from typing import Any

from branches.choices import Role
from core.clock import today
from core.dates import in_force
from core.identity import Identity


def identity_of(user: Any) -> Identity:
    """Roles in the order of Role, and the first court or branch among the appointments in force. One query."""
    rows = user.appointments.filter(in_force(today())).values_list("role", "court__name", "branch__name", "group__name")
    order = list(Role.values)
    ranked = sorted(rows, key=lambda row: order.index(row[0]))
    roles = tuple(dict.fromkeys(Role(role).label for role, *_ in ranked))
    scopes = [_scope(court, branch, group) for _, court, branch, group in ranked]
    return Identity(roles=roles, scope=next(filter(None, scopes), ""))


def _scope(court: str | None, branch: str | None, group: str | None) -> str:
    return " · ".join(filter(None, (court, branch, group)))
