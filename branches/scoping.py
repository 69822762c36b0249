"""Which rows a user sees. The only file that decides it.

A model declares its scope class and where its two owners stand; a manager that refuses unfiltered reads asks here. The
table RULES maps (scope class, role) to a condition; what is not in the table is not seen. Reading is decided here,
doing in each app's permissions.py: whoever writes a row must see it first.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models import Q

from branches.choices import Role
from core.clock import today
from core.dates import in_force


class ScopeClass(Enum):
    """What kind of row it is to those who may see it."""

    BRANCH = "BRANCH"  # a branch's records: its own officers, its court's committee
    DRAFT = "DRAFT"  # what is not submitted: a branch's to its own officers, a court-wide one to the committee
    COURT = "COURT"  # a court's records: its committee
    OWN = "OWN"  # about one member: that member, the branch's officers, the court's committee
    OFFERED = "OFFERED"  # a court's, offered to its branches; a branch's own: its officers; all of them: the committee
    PLANNED = "PLANNED"  # a plan: as what is offered, and for the branch's members and those of the court too
    CLAIMED = "CLAIMED"  # a branch's, or several branches'; while it is offered, for all branches of the court to claim
    ADDRESSED = "ADDRESSED"  # a message: to the officers of a branch, or to the committee of a court
    PUBLISHED = "PUBLISHED"  # published by a court: everybody of the court
    CONFIGURATION = "CONFIGURATION"  # courts, kinds, norms: everybody within their court, and above
    ACCOUNTS = "ACCOUNTS"  # who holds which role: the administrator


@dataclass(frozen=True)
class Scope:
    """A model's scope class, and the lookups that lead from its row to the owners."""

    of: ScopeClass
    court: str = "court"
    branch: str | None = "branch"
    member: str | None = None
    group: str | None = None  # where given, a group's leader sees the group's rows only
    officers_only: bool = False  # of the branch as a whole: no group's leader sees it
    # What a court above may read when the lower court has agreed; never drafts, never persons. With a condition on the
    # row, only such rows.
    shared_upwards: bool = False
    shared_if: Q = field(default_factory=Q)
    # Which rows of the court every branch of it may read and claim.
    offered_if: Q | None = None
    # Where more branches stand that work, or worked, on the row: they read it too.
    earlier: str | None = None
    # Of what several branches read by `earlier`, a row with a branch is that branch's alone.
    whole_or_own: bool = False
    # Which rows the committee keeps to itself for now: a draft, what is not published.
    held_back: Q | None = None
    # Who wrote it keeps it: a branch's row its own officers, one of the court as a whole the committee.
    held_back_by_writer: bool = False


@dataclass(frozen=True)
class Grant:
    """One appointment in force."""

    role: str
    court_id: int | None
    court_path: str
    branch_id: int | None
    group_id: int | None
    starts_on: date
    # Names of the court, the branch and the group, as far as there are any.
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standing:
    """What a user is on one day: the appointments in force and the member the account belongs to."""

    on: date
    member_id: int | None
    grants: tuple[Grant, ...]
    # Makes the query of the member's memberships on the day, for the few who need it.
    stays: Callable[[], Any] | None = field(default=None, compare=False)

    def holding(self, *roles: str) -> tuple[Grant, ...]:
        return tuple(grant for grant in self.grants if grant.role in roles)

    def holds(self, *roles: str) -> bool:
        return bool(self.holding(*roles))


NOBODY = Q(pk__in=())
# Not Q(): an empty condition is dropped when it is joined to another.
EVERYTHING = ~Q(pk__in=())


def standing_of(user: Any) -> Standing:
    """The user's standing today, read once for each request (a user object lives as long as its request)."""
    if not user.is_authenticated or not user.is_active:
        return Standing(on=today(), member_id=None, grants=())
    kept = getattr(user, "_standing", None)
    if kept is None or kept.on != today():
        kept = user._standing = _read_standing(user, today())
    return kept


def _read_standing(user: Any, on: date) -> Standing:
    """2 queries; of the member the id alone, as every page asks."""
    rows = user.appointments.filter(in_force(on)).values_list(
        *("role", "court_id", "court__path", "branch_id", "group_id", "starts_on"),
        *("court__name", "branch__name", "group__name"),
    )
    grants = tuple(
        Grant(role, court_id, path or "", branch_id, group_id, starts_on, tuple(filter(None, names)))
        for role, court_id, path, branch_id, group_id, starts_on, *names in rows
    )
    member_id = user.__class__.objects.values_list("member", flat=True).get(pk=user.pk)
    stays = (lambda: user.member.memberships.filter(in_force(on))) if member_id else None
    return Standing(on=on, member_id=member_id, grants=grants, stays=stays)


# --- The conditions -----------------------------------------------------------------------------

Rule = Callable[[Scope, Grant, Standing], Q]


def _own_court(scope: Scope, grant: Grant, standing: Standing) -> Q:
    return Q(**{_owner_lookup(scope.court): grant.court_id})


def _own_court_without_branch(scope: Scope, grant: Grant, standing: Standing) -> Q:
    """What the committee itself writes down: the court's own rows, none of a branch."""
    if scope.branch is None:
        return NOBODY
    return _own_court(scope, grant, standing) & Q(**{f"{_owner_lookup(scope.branch)}__isnull": True})


def _own_branch(scope: Scope, grant: Grant, standing: Standing) -> Q:
    if scope.branch is None or grant.branch_id is None:
        return NOBODY
    if grant.group_id is not None and scope.officers_only:
        return NOBODY
    own = Q(**{_owner_lookup(scope.branch): grant.branch_id})
    if grant.group_id is not None and scope.group:
        own &= Q(**{f"{scope.group}_id": grant.group_id})
    return own


def _own_branch_and_offered(scope: Scope, grant: Grant, standing: Standing) -> Q:
    return _own_branch(scope, grant, standing) | _own_court_without_branch(scope, grant, standing)


def _own_branch_and_claimable(scope: Scope, grant: Grant, standing: Standing) -> Q:
    own = _own_branch(scope, grant, standing)
    if scope.offered_if is None or grant.group_id is not None:
        return own
    return own | (_own_court(scope, grant, standing) & scope.offered_if)


def _own_court_and_shared_below(scope: Scope, grant: Grant, standing: Standing) -> Q:
    own = _own_court(scope, grant, standing)
    if not scope.shared_upwards:
        return own
    court = "" if scope.court == "self" else f"{scope.court}__"
    below = Q(**{f"{court}path__startswith": grant.court_path, f"{court}shares_records": True})
    return own | (below & scope.shared_if)


def _own_member(scope: Scope, grant: Grant, standing: Standing) -> Q:
    if scope.member is None or standing.member_id is None:
        return NOBODY
    return Q(**{scope.member: standing.member_id})


def _member_branch_and_offered(scope: Scope, grant: Grant, standing: Standing) -> Q:
    """What the court has planned for all, and the plan of the branch, and of the group, that one is a member of."""
    offered = _own_court_without_branch(scope, grant, standing)
    if standing.stays is None:
        return offered
    stays = standing.stays()
    own = Q(**{f"{scope.branch}_id__in": stays.values("branch_id")})
    if scope.group:
        of_group = Q(**{f"{scope.group}_id__in": stays.values("group_id")})
        own &= Q(**{f"{scope.group}__isnull": True}) | of_group
    return offered | own


def _configuration_around(scope: Scope, grant: Grant, standing: Standing) -> Q:
    """Rows of the whole system, of one's own court, of the courts below it, and of those above that it follows."""
    if grant.court_id is None:
        return EVERYTHING
    court = "" if scope.court == "self" else f"{scope.court}__"
    above = [int(part) for part in grant.court_path.strip("/").split("/") if part]
    around = Q(**{f"{court}path__startswith": grant.court_path}) | Q(**{f"{court}pk__in": above})
    return around if scope.court == "self" else around | Q(**{f"{scope.court}__isnull": True})


def _administered(scope: Scope, grant: Grant, standing: Standing) -> Q:
    if grant.court_id is None:
        return EVERYTHING
    return Q(**{f"{scope.court}__path__startswith": grant.court_path})


RULES: dict[tuple[ScopeClass, str], Rule] = {
    (ScopeClass.BRANCH, Role.SECRETARY): _own_branch,
    (ScopeClass.BRANCH, Role.COMMITTEE): _own_court_and_shared_below,
    (ScopeClass.DRAFT, Role.SECRETARY): _own_branch,
    (ScopeClass.DRAFT, Role.COMMITTEE): _own_court_without_branch,
    (ScopeClass.CLAIMED, Role.SECRETARY): _own_branch_and_claimable,
    (ScopeClass.CLAIMED, Role.COMMITTEE): _own_court_and_shared_below,
    (ScopeClass.CLAIMED, Role.MEMBER): _own_member,  # where the row names who answers for it
    (ScopeClass.ADDRESSED, Role.SECRETARY): _own_branch,
    (ScopeClass.ADDRESSED, Role.COMMITTEE): _own_court_without_branch,
    (ScopeClass.COURT, Role.COMMITTEE): _own_court,
    (ScopeClass.OWN, Role.SECRETARY): _own_branch,
    (ScopeClass.OWN, Role.COMMITTEE): _own_court,
    (ScopeClass.OWN, Role.MEMBER): _own_member,
    (ScopeClass.OFFERED, Role.SECRETARY): _own_branch_and_offered,
    (ScopeClass.OFFERED, Role.COMMITTEE): _own_court,
    (ScopeClass.PLANNED, Role.SECRETARY): _own_branch_and_offered,
    (ScopeClass.PLANNED, Role.COMMITTEE): _own_court,
    (ScopeClass.PLANNED, Role.MEMBER): _member_branch_and_offered,
    (ScopeClass.PUBLISHED, Role.SECRETARY): _own_court,
    (ScopeClass.PUBLISHED, Role.COMMITTEE): _own_court,
    (ScopeClass.PUBLISHED, Role.MEMBER): _own_court,
    (ScopeClass.CONFIGURATION, Role.SECRETARY): _configuration_around,
    (ScopeClass.CONFIGURATION, Role.COMMITTEE): _configuration_around,
    (ScopeClass.CONFIGURATION, Role.MEMBER): _configuration_around,
    (ScopeClass.CONFIGURATION, Role.ADMINISTRATOR): _configuration_around,
    (ScopeClass.ACCOUNTS, Role.ADMINISTRATOR): _administered,
}


# Who writes what is held back until it is published.
WRITERS = (Role.SECRETARY, Role.COMMITTEE)


def rows_visible_to(model: type[models.Model], user: Any) -> Q:
    """The condition on `model` that holds for exactly the rows `user` sees; NOBODY for somebody without a role."""
    scope = scope_of(model)
    standing = standing_of(user)
    conditions = [
        RULES[scope.of, grant.role](scope, grant, standing) & _brought_out(scope, grant, standing)
        for grant in standing.grants
        if (scope.of, grant.role) in RULES
    ]
    return reduce(or_, conditions, _seen_before(model, scope, standing))


def _brought_out(scope: Scope, grant: Grant, standing: Standing) -> Q:
    """What is held back is for the committee of its court alone, or for whoever wrote it."""
    if scope.held_back is None:
        return EVERYTHING
    if scope.held_back_by_writer:
        kept = RULES[ScopeClass.DRAFT, grant.role](scope, grant, standing) if grant.role in WRITERS else NOBODY
    else:
        kept = _own_court(scope, grant, standing) if grant.role == Role.COMMITTEE else NOBODY
    return ~scope.held_back | kept


def _seen_before(model: type[models.Model], scope: Scope, standing: Standing) -> Q:
    """Rows that an officer's branch works on beside another, or worked on once."""
    branches = [grant.branch_id for grant in standing.holding(Role.SECRETARY) if grant.group_id is None]
    if scope.earlier is None or not branches:
        return NOBODY
    worked_on = model._default_manager.filter(**{f"{_owner_lookup(scope.earlier)}__in": branches})
    if scope.whole_or_own:
        worked_on = worked_on.filter(Q(**{f"{scope.branch}__isnull": True}) | Q(**{f"{scope.branch}__in": branches}))
    return Q(pk__in=worked_on.values("pk"))


def scope_of(model: type[models.Model]) -> Scope:
    scope = getattr(model, "scope", None)
    if not isinstance(scope, Scope):
        raise ImproperlyConfigured(f"{model.__name__} declares no scope")
    return scope


# --- The guarded manager ------------------------------------------------------------------------

Row = TypeVar("Row", bound=models.Model)


class UnscopedAccess(TypeError):
    """Rows were asked for without saying for whom."""


class ScopedManager(models.Manager[Row]):
    """A model's `objects`: rows for a user, rows of an owner, or creation; any other read raises.

    Django's own uniqueness checks and relations use the plain `all_rows` beside it, which our code leaves alone.
    """

    def get_queryset(self) -> models.QuerySet[Row]:
        raise UnscopedAccess(f"{self.model.__name__}: say visible_to(user) or within(owner)")

    def visible_to(self, user: Any) -> models.QuerySet[Row]:
        """The rows this user sees."""
        return self._plain().filter(rows_visible_to(self.model, user))

    def within(self, owner: models.Model | Sequence[models.Model], *, with_below: bool = False) -> models.QuerySet[Row]:
        """The rows of a court, of several courts or of a branch fetched for somebody before; `with_below`: of the
        courts below one court too."""
        scope = scope_of(self.model)
        if not isinstance(owner, models.Model):
            return self._of_courts(scope, owner)
        kind = owner._meta.model_name
        if kind == "branch" and scope.branch:
            return self._plain().filter(**{_owner_lookup(scope.branch): owner.pk})
        if kind != "court":
            raise UnscopedAccess(f"{self.model.__name__} has no owner of the kind {kind}")
        if not with_below:
            return self._plain().filter(**{_owner_lookup(scope.court): owner.pk})
        court = "" if scope.court == "self" else f"{scope.court}__"
        return self._plain().filter(**{f"{court}path__startswith": owner.path})  # type: ignore[attr-defined]  # a Court

    def _of_courts(self, scope: Scope, courts: Sequence[models.Model]) -> models.QuerySet[Row]:
        if any(court._meta.model_name != "court" for court in courts):
            raise UnscopedAccess(f"{self.model.__name__}: several owners are courts")
        return self._plain().filter(**{f"{_owner_lookup(scope.court)}__in": [court.pk for court in courts]})

    def unscoped(self, reason: str) -> models.QuerySet[Row]:
        """Every row. Each call stands in the allow-list that a test reads; `reason` is for its reader."""
        if not reason:
            raise UnscopedAccess("say why every row is needed")
        return self._plain()

    def create(self, **fields: Any) -> Row:
        return self._plain().create(**fields)

    def bulk_create(self, objs: Iterable[Row], *args: Any, **options: Any) -> list[Row]:
        return self._plain().bulk_create(objs, *args, **options)

    def _plain(self) -> models.QuerySet[Row]:
        return super().get_queryset()


def _owner_lookup(owner: str) -> str:
    return "pk" if owner == "self" else f"{owner}_id"


class ScopedModel(models.Model):
    """Base of every model that holds rows of courts or branches. The plain manager is first for Django's own use."""

    all_rows = models.Manager()
    objects = ScopedManager()

    class Meta:
        abstract = True
