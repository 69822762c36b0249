"""Branches with the figures of a day, in as many queries for one as for a thousand."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from branches.choices import COMMISSIONER_POSTS, LimitCode, MemberStatus, PostKind
from branches.models import Branch, CommitteeTerm, Court, Membership, PartyGroup, Post
from branches.models.courts import existing_on
from branches.selectors.limits import limit_expression, values_of
from core.dates import in_force
from core.typed_fields import Shown

_COUNTED = "counted for branches that the user sees already"
# CommitteeTerm.due_on in the database.
DUE_ON = Coalesce("postponed_to", "expires_on")


def branches_with_figures(user: Any, on: date) -> QuerySet[Branch]:
    """The branches `user` sees, dissolved ones too, each with its figures on `on`.

    `members_count`, `formal`, `probationary`, `groups_count`,
    `commissioners`, `secretaries`, `expires_on` and
    `election_due_on` (of the open term; put off or not) and `probations_ending`.
    """
    members = _of_branch(Membership.objects.unscoped(_COUNTED)).filter(in_force(on)).filter(_joined(on))
    formal = _formal(on)
    probationary = members.exclude(formal)
    groups = _of_branch(PartyGroup.objects.unscoped(_COUNTED)).filter(existing_on(on))
    posts = _of_branch(Post.objects.unscoped(_COUNTED)).filter(in_force(on))
    terms = _of_branch(CommitteeTerm.objects.unscoped(_COUNTED)).filter(ends_on__isnull=True)
    ending = probationary.alias(notice_days=limit_expression(LimitCode.PROBATION_NOTICE_DAYS, on)).filter(_ending(on))
    return (
        Branch.objects.visible_to(user)
        .select_related("court", "general_branch")
        .annotate(
            members_count=_count(members),
            formal=_count(members.filter(formal)),
            probationary=_count(probationary),
            groups_count=_count(groups),
            commissioners=_count(posts.filter(kind__in=COMMISSIONER_POSTS)),
            secretaries=_count(posts.filter(kind=PostKind.SECRETARY)),
            expires_on=Subquery(terms.values("branch").annotate(last=Max("expires_on")).values("last")),
            election_due_on=Subquery(terms.values("branch").annotate(last=Max(DUE_ON)).values("last")),
            probations_ending=_count(ending),
        )
    )


def group_sums(user: Any, rows: QuerySet[Branch], on: date) -> list[Shown]:
    """How many groups `rows` have on `on`, as far as the user sees them (1 query)."""
    there = PartyGroup.objects.visible_to(user).filter(existing_on(on), branch__in=rows.order_by().values("pk"))
    number = there.count()
    return [Shown("党小组", f"{number} 个")] if number else []


def secretaries_of(user: Any, branches: Iterable[Branch], on: date) -> dict[int, str]:
    """The secretaries' names by branch, of those posts that `user` sees."""
    posts = Post.objects.visible_to(user).filter(in_force(on), branch__in=list(branches), kind=PostKind.SECRETARY)
    names: defaultdict[int, list[str]] = defaultdict(list)
    for branch_id, name in posts.values_list("branch_id", "member__name"):
        names[branch_id].append(name)
    return {branch_id: "、".join(each) for branch_id, each in names.items()}


def posts_on(user: Any, branch: Branch, on: date) -> QuerySet[Post]:
    """The posts of the branch that are held on `on`: the secretary first, the groups' leaders last."""
    rank = Case(*(When(kind=kind, then=at) for at, kind in enumerate(PostKind)), output_field=IntegerField())
    return (
        Post.objects.visible_to(user)
        .filter(in_force(on), branch=branch)
        .select_related("member", "group", "term")
        .order_by(rank, "group__order", "id")
    )


def groups_with_figures(user: Any, branch: Branch, on: date) -> QuerySet[PartyGroup]:
    """The branch's groups, the dissolved ones last, each with `members_count` on `on`."""
    members = Membership.objects.unscoped(_COUNTED).filter(in_force(on), group=OuterRef("pk")).filter(_joined(on))
    return (
        PartyGroup.objects.visible_to(user)
        .filter(branch=branch)
        .annotate(members_count=_count(members, by="group"))
        .order_by(F("dissolved_on").asc(nulls_first=True), "order", "id")
    )


def members_on(user: Any, branch: Branch, on: date) -> QuerySet[Membership]:
    """The memberships in force in the branch on `on`, with their members."""
    return (
        Membership.objects.visible_to(user)
        .filter(in_force(on), branch=branch)
        .filter(_joined(on))
        .select_related("member", "group")
        .order_by(F("group__order").asc(nulls_last=True), "member_id")
    )


def formal_members(owner: Court | Branch, on: date, *, with_below: bool = False) -> dict[int, int]:
    """Branch → how many formal members it had on `on`; none where it had none (1 query)."""
    rows = Membership.objects.within(owner, with_below=with_below).filter(in_force(on), _joined(on), _formal(on))
    return dict(rows.order_by().values_list("branch_id").annotate(number=Count("pk")))


def _formal(on: date) -> Q:
    return Q(member__status=MemberStatus.FORMAL) & (
        Q(member__confirmed_on__isnull=True) | Q(member__confirmed_on__lte=on)
    )


def _joined(on: date) -> Q:
    """A member counts from the day of joining the party."""
    return Q(member__joined_on__isnull=True) | Q(member__joined_on__lte=on)


def _ending(on: date) -> Q:
    """Probations that are over, or will be within the `notice_days` of the row's own court."""
    notices = values_of(LimitCode.PROBATION_NOTICE_DAYS)
    conditions = (Q(notice_days=days, member__probation_ends_on__lte=on + timedelta(days)) for days in notices)
    return reduce(or_, conditions, Q(pk__in=()))


def _of_branch(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(branch=OuterRef("pk")).order_by()


def _count(rows: QuerySet[Any], by: str = "branch") -> Coalesce:
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
