"""Everybody who walks: each with one appointment at most, so that a fault names the role that let it through."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from accounts.models import User
from branches.choices import Role
from branches.models import Appointment
from tests.access.world import NOW, SYSTEM, World, owners

TODAY = NOW.date()


@dataclass(frozen=True)
class Actor:
    """`at` is the place of the appointment; `days` its last day counted from today, None without an end."""

    code: str
    role: str | None = None
    at: str = SYSTEM
    days: int | None = None
    signed_in: bool = True
    member: str | None = None


ACTORS = {
    actor.code: actor
    for actor in (
        Actor("nobody", signed_in=False),
        Actor("unappointed"),
        Actor("former_secretary_a", Role.SECRETARY, "A", days=-1),
        Actor("administrator", Role.ADMINISTRATOR),
        Actor("administrator_own", Role.ADMINISTRATOR, "own"),
        Actor("auditor", Role.AUDITOR),
        Actor("auditor_own", Role.AUDITOR, "own"),
        Actor("committee_high", Role.COMMITTEE, "high"),
        Actor("committee_own", Role.COMMITTEE, "own"),
        Actor("committee_sister", Role.COMMITTEE, "sister"),
        Actor("committee_agreeing", Role.COMMITTEE, "agreeing"),
        Actor("secretary_a", Role.SECRETARY, "A", days=30),
        Actor("secretary_b", Role.SECRETARY, "B"),
        Actor("leader_a1", Role.SECRETARY, "A1"),
        Actor("member_a1", Role.MEMBER, "A", member="A1"),
        Actor("member_b", Role.MEMBER, "B", member="B"),
    )
}

# The same standing as another actor's, in another place: these go with the long walks.
REPEATING = ("administrator_own", "auditor_own", "committee_agreeing", "secretary_b", "member_b")
WALKERS = [pytest.param(code, marks=pytest.mark.walk) if code in REPEATING else code for code in ACTORS]


def add_actors(world: World) -> World:
    """Accounts and appointments of all actors, marked like every other row."""
    for actor in ACTORS.values():
        if actor.signed_in:
            _add(world, actor)
    return world


def _add(world: World, actor: Actor) -> None:
    user = world.plant(User, actor.at, password_changed_at=NOW)
    world.users[actor.code] = user
    if actor.member:
        member = world.members[actor.member]
        member.user = user
        member.save()
    if actor.role:
        codes = owners(actor.at)
        world.plant(
            *(Appointment, actor.at),
            user=user,
            role=actor.role,
            court=world.courts.get(codes["court"]),
            branch=world.branches.get(codes["branch"]),
            group=world.groups.get(codes["group"]),
            starts_on=TODAY - timedelta(days=60),
            ends_on=None if actor.days is None else TODAY + timedelta(days=actor.days),
        )


def user_of(world: World, code: str) -> User | None:
    """The actor's account as a new request would read it; None for nobody."""
    user = world.users.get(code)
    return User.objects.get(pk=user.pk) if user else None
