"""One court's branches with their groups, members, moves, posts and terms, as rows that are not saved yet."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from activities.choices import CoverageSource
from activities.models import Coverage
from branches.choices import BranchKind, MembershipEnd
from branches.models import (
    Branch,
    Court,
    GeneralBranch,
    Membership,
    PartyGroup,
    VotingSuspension,
)
from core.dates import ONE_DAY
from reports.generator.days import known
from reports.generator.people import Registry, first_day_in_branch
from reports.generator.posts import fill_posts
from reports.generator.rows import BranchRows
from reports.generator.shape import BranchPlan, CourtPlan

_GENERAL_BRANCH_FROM = 20
_BRANCHES_A_GENERAL_BRANCH = 8
_MOVED_A_YEAR = 0.03
_SUSPENDED = 0.002
_DAYS_BEFORE_RETIRING = 1500


@dataclass
class Organization:
    """One court as rows that are not saved yet."""

    court: Court
    start: date
    until: date
    general_branches: list[GeneralBranch] = field(default_factory=list)
    branches: list[BranchRows] = field(default_factory=list)

    def coverages(self) -> list[Coverage]:
        """Records are kept from the first day, or from the branch's founding."""
        return [
            Coverage(
                court=self.court,
                branch=rows.branch,
                starts_on=max(self.start, rows.branch.founded_on or self.start),
                source=CoverageSource.STATED,
            )
            for rows in self.branches
        ]


def build_organization(plan: CourtPlan, court: Court, *, start: date, until: date, rng: Random) -> Organization:
    """The court on `until`, with what changed since `start`."""
    organization = Organization(court=court, start=start, until=until)
    organization.general_branches = _general_branches(court, len(plan.branches))
    registry = Registry(rng, court, until)
    for order, branch_plan in enumerate(plan.branches, start=1):
        rows = BranchRows(branch_plan, _branch(organization, branch_plan, order))
        _add_members(rows, registry, until, rng)
        organization.branches.append(rows)
    for rows in organization.branches:
        fill_posts(rows, start=start, until=until, rng=rng)
    for rows in organization.branches:
        _add_moves(rows, organization, rng)
        _add_suspensions(rows, organization, rng)
    return organization


def _general_branches(court: Court, branches: int) -> list[GeneralBranch]:
    if branches < _GENERAL_BRANCH_FROM:
        return []
    count = branches // _BRANCHES_A_GENERAL_BRANCH
    return [GeneralBranch(court=court, name=f"第{order}党总支", order=order) for order in range(1, count + 1)]


def _branch(organization: Organization, plan: BranchPlan, order: int) -> Branch:
    above = organization.general_branches
    return Branch(
        court=organization.court,
        general_branch=above[order % len(above)] if above and plan.kind != BranchKind.RETIRED else None,
        name=plan.name,
        kind=plan.kind,
        order=order,
        posts_recorded=True,
        founded_on=plan.founded_on,
    )


def _add_members(rows: BranchRows, registry: Registry, until: date, rng: Random) -> None:
    branch, plan = rows.branch, rows.plan
    retired = plan.kind == BranchKind.RETIRED
    rows.groups = [
        PartyGroup(court=branch.court, branch=branch, name=f"第{'一二三四'[order]}党小组", order=order + 1)
        for order in range(plan.groups)
    ]
    members = [registry.formal(branch) for _ in range(plan.members - len(plan.probation_left))]
    members += [registry.probationary(branch, days) for days in plan.probation_left]
    for number, member in enumerate(members):
        rows.stays.append(
            Membership(
                court=branch.court,
                branch=branch,
                group=rows.groups[number % plan.groups] if plan.groups else None,
                member=member,
                starts_on=first_day_in_branch(rng, member, retired=retired, until=until),
            )
        )


def _add_moves(rows: BranchRows, organization: Organization, rng: Random) -> None:
    """Members who came from elsewhere in the court since `start`: the newly retired, a new branch's, a few more."""
    settled = [other for other in organization.branches if _takes_in(other) and other is not rows]
    holders = rows.holders()
    for stay in rows.stays:
        moved_on = _moved_on(stay, rows, organization, rng, may_move=id(stay.member) not in holders)
        if moved_on and settled:
            _came_from(rng.choice(settled), stay, moved_on, rows, rng)
        elif moved_on:
            stay.starts_on = moved_on


def _takes_in(rows: BranchRows) -> bool:
    return rows.branch.founded_on is None and rows.plan.kind != BranchKind.RETIRED


def _moved_on(
    stay: Membership, rows: BranchRows, organization: Organization, rng: Random, *, may_move: bool
) -> date | None:
    """The day since `start` on which the member came from another branch; None for most."""
    start, until = organization.start, organization.until
    came_on, founded_on = known(stay.starts_on), rows.branch.founded_on
    if founded_on:
        return founded_on if came_on < founded_on else None
    if rows.plan.kind == BranchKind.RETIRED:
        return came_on if start < came_on else None
    days = (until - start).days
    if not may_move or rng.random() > _MOVED_A_YEAR * days / 365:
        return None
    moved_on = until - timedelta(rng.randint(10, days))
    return moved_on if moved_on > came_on else None


def _came_from(other: BranchRows, stay: Membership, moved_on: date, rows: BranchRows, rng: Random) -> None:
    came_on = known(stay.starts_on)
    rows.earlier_stays.append(
        Membership(
            court=stay.court,
            branch=other.branch,
            group=rng.choice(other.groups) if other.groups else None,
            member=stay.member,
            starts_on=came_on if came_on < moved_on else moved_on - timedelta(_DAYS_BEFORE_RETIRING),
            ends_on=moved_on - ONE_DAY,
            ended_by=MembershipEnd.MOVED,
        )
    )
    stay.starts_on = moved_on


def _add_suspensions(rows: BranchRows, organization: Organization, rng: Random) -> None:
    holders = rows.holders()
    for stay in rows.stays:
        if rng.random() < _SUSPENDED and id(stay.member) not in holders:
            rows.suspensions.append(
                VotingSuspension(
                    court=rows.branch.court,
                    branch=rows.branch,
                    member=stay.member,
                    starts_on=organization.until - timedelta(rng.randint(30, 300)),
                    decision="机关纪委关于给予留党察看一年处分的决定",
                )
            )
