"""What goes along when a member comes to another branch: a higher app registers it, the move calls it."""

from collections.abc import Callable
from typing import Any

from branches.models import Branch, Member

# Given the member, the branch that the member is in now, and by whom.
Follower = Callable[[Member, Branch, Any], None]
_followers: list[Follower] = []


def register(follower: Follower) -> None:
    """Let `follower` run in the transaction of every move between branches."""
    if follower not in _followers:
        _followers.append(follower)


def follow(member: Member, branch: Branch, by: Any) -> None:
    for follower in _followers:
        follower(member, branch, by)
