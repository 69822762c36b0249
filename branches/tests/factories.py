"""Rows for tests: `branch()` makes its court, `member(branch)` a membership from the beginning."""

from datetime import date
from itertools import count
from typing import Any

from accounts.models import User
from branches.choices import COMMITTEE_POSTS, BranchKind, CourtLevel, MemberStatus, PostKind, Role
from branches.models import (
    Appointment,
    Branch,
    CommitteeTerm,
    Court,
    GeneralBranch,
    Member,
    Membership,
    PartyGroup,
    Post,
)
from core.dates import months_after

LONG_AGO = date(2015, 1, 1)
_numbers = count(1)


def court(name: str = "", *, level: str = CourtLevel.BASIC, parent: Court | None = None, **fields: Any) -> Court:
    made = Court.objects.create(name=name or f"第{next(_numbers)}法院", level=level, parent=parent, **fields)
    made.path = f"{parent.path if parent else '/'}{made.pk}/"
    made.save(update_fields=["path"])
    return made


def general_branch(of: Court | None = None, name: str = "", **fields: Any) -> GeneralBranch:
    return GeneralBranch.objects.create(court=of or court(), name=name or f"第{next(_numbers)}党总支", **fields)


def branch(of: Court | None = None, name: str = "", *, kind: str = BranchKind.SERVING, **fields: Any) -> Branch:
    """A branch that has been there from the beginning, its posts recorded."""
    number = next(_numbers)
    fields = {"order": number, "posts_recorded": True, **fields}
    return Branch.objects.create(court=of or court(), name=name or f"第{number}党支部", kind=kind, **fields)


def group(of: Branch | None = None, name: str = "", **fields: Any) -> PartyGroup:
    of = of or branch()
    return PartyGroup.objects.create(court=of.court, branch=of, name=name or f"第{next(_numbers)}党小组", **fields)


def member(
    of: Branch | None = None,
    name: str = "",
    *,
    group: PartyGroup | None = None,
    starts_on: date | None = None,
    status: str = MemberStatus.FORMAL,
    **fields: Any,
) -> Member:
    """A member of the branch since `starts_on` (None: from the beginning)."""
    of = of or branch()
    number = next(_numbers)
    if status == MemberStatus.PROBATIONARY and fields.get("joined_on"):
        fields.setdefault("probation_ends_on", months_after(fields["joined_on"], 12))
    made = Member.objects.create(
        court=of.court, branch=of, name=name or f"党员{number}", status=status, **{"born_on": LONG_AGO, **fields}
    )
    Membership.objects.create(court=of.court, branch=of, member=made, group=group, starts_on=starts_on)
    return made


def members(of: Branch, number: int, **fields: Any) -> list[Member]:
    return [member(of, **fields) for _ in range(number)]


def term(
    of: Branch, starts_on: date = date(2023, 1, 1), expires_on: date | None = None, **fields: Any
) -> CommitteeTerm:
    """A term of three years."""
    expires_on = expires_on or starts_on.replace(year=starts_on.year + 3)
    return CommitteeTerm.objects.create(court=of.court, branch=of, starts_on=starts_on, expires_on=expires_on, **fields)


def post(holder: Member, kind: str = PostKind.SECRETARY, *, of: Branch | None = None, **fields: Any) -> Post:
    """`holder` holds the post in the own branch (or in `of`), by default from the beginning."""
    of = of or holder.branch
    return Post.objects.create(court=of.court, branch=of, member=holder, kind=kind, **fields)


def committee(of: Branch, number: int = 5) -> list[Member]:
    """A committee of `number` new members: a secretary, a deputy, commissioners."""
    kinds = (*COMMITTEE_POSTS, *(PostKind.COMMITTEE_MEMBER,) * number)[:number]
    holders = members(of, number)
    for holder, kind in zip(holders, kinds, strict=True):
        post(holder, kind)
    return holders


def user(
    username: str = "", *, name: str = "", password: str = "", member: Member | None = None, **fields: Any
) -> User:
    """An account without a role; without a password it signs in by `client.force_login` only."""
    made = User(username=username or f"user{next(_numbers)}", name=name, **fields)
    if password:
        made.set_password(password)
    else:
        made.set_unusable_password()
    made.save()
    if member:
        member.user = made
        member.save(update_fields=["user"])
    return made


def appoint(holder: User, role: str, **fields: Any) -> Appointment:
    """`court=`, `branch=`, `group=` as the role needs them; a branch or a group brings its court."""
    if fields.get("group"):
        fields.setdefault("branch", fields["group"].branch)
    if fields.get("branch"):
        fields.setdefault("court", fields["branch"].court)
    return Appointment.objects.create(user=holder, role=role, **{"starts_on": LONG_AGO, **fields})


def secretary(of: Branch, **fields: Any) -> User:
    made = user(**fields)
    appoint(made, Role.SECRETARY, branch=of)
    return made


def group_leader(of: PartyGroup, **fields: Any) -> User:
    made = user(**fields)
    appoint(made, Role.SECRETARY, group=of)
    return made


def committee_account(of: Court, **fields: Any) -> User:
    made = user(**fields)
    appoint(made, Role.COMMITTEE, court=of)
    return made


def member_account(of: Member, **fields: Any) -> User:
    made = user(member=of, **fields)
    appoint(made, Role.MEMBER, court=of.court)
    return made


def administrator(of: Court | None = None, **fields: Any) -> User:
    made = user(**fields)
    appoint(made, Role.ADMINISTRATOR, court=of)
    return made


def auditor(of: Court | None = None, **fields: Any) -> User:
    made = user(**fields)
    appoint(made, Role.AUDITOR, court=of)
    return made
