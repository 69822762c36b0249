"""What the frame calls the person signed in."""

from typing import Any

from branches.choices import Role
from branches.scoping import standing_of
from core.identity import Identity


def identity_of(user: Any) -> Identity:
    """Roles in the order of Role, and the first court or branch among the appointments in force. No query of its own:
    what the user may see was read before."""
    order = list(Role.values)
    ranked = sorted(standing_of(user).grants, key=lambda grant: order.index(grant.role))
    roles = tuple(dict.fromkeys(str(Role(grant.role).label) for grant in ranked))
    scopes = [" · ".join(grant.names) for grant in ranked]
    return Identity(roles=roles, scope=next(filter(None, scopes), ""))
