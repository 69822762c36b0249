"""Inputs from the organisation of branches: terms, posts."""

from collections import defaultdict
from functools import cache
from typing import NamedTuple

from django.db.models import Q, QuerySet

from assessments.choices import Shape
from assessments.scoring import Found
from assessments.selectors.inputs.counted import limits_of, records
from assessments.selectors.inputs.registers import ENTRY
from assessments.selectors.inputs.registry import Reading, register
from branches.choices import COMMITTEE_POSTS, LimitCode, PostKind
from branches.models import Branch, CommitteeTerm, Post
from branches.selectors.branches import formal_members
from core.dates import in_force
from registers.models import RegisterEntry

TERM, POST = "branches.committeeterm", "branches.post"


@register(
    "TERM_IN_FORCE",
    "按期换届",
    Shape.FACT,
    words=lambda names: "本届支委会（不设支委会的，书记）任期没有超期，或者延期换届经过批准、没有超过批准的日期",
    of_last_day=True,
    help="由支委会届次得出；没有登记本届起止的，不详。",
)
def term_in_force(reading: Reading) -> dict[int, Found]:
    """Whether the term of the last day has not outlived its end, as put off with consent."""
    rows = CommitteeTerm.objects.within(**reading.scope).filter(in_force(reading.last)).order_by("starts_on", "pk")
    found = {
        branch_id: Found(met=int((postponed_to or expires_on) >= reading.last), due=1, records=records(TERM, [pk]))
        for branch_id, pk, expires_on, postponed_to in rows.values_list("branch_id", "pk", "expires_on", "postponed_to")
    }
    missing = Found(due=0, unknown=1, why="没有登记本届起止")
    return {branch.pk: found.get(branch.pk, missing) for branch in reading.branches}


class _InPost(NamedTuple):
    pk: int
    member_id: int
    kind: str


@register(
    "POSTS_FILLED",
    "班子和党务力量配备",
    Shape.PARTS,
    words=lambda names: "已配备的书记、支委会成员和兼职党务干部占应配备的人数",
    of_last_day=True,
    help="由党内职务和联络员登记得出：书记1人，应设支委会的按最少人数，另加兼职党务干部1人（组织委员或者联络员）。",
)
def posts_filled(reading: Reading) -> dict[int, Found]:
    """Seats of the committee (of a small branch: its secretary) and one party worker, on the last day."""
    posts: defaultdict[int, list[_InPost]] = defaultdict(list)
    rows = Post.objects.within(**reading.scope).filter(in_force(reading.last), kind__in=COMMITTEE_POSTS)
    for branch_id, pk, member_id, kind in rows.order_by().values_list("branch_id", "pk", "member_id", "kind"):
        posts[branch_id].append(_InPost(pk, member_id, kind))
    liaisons: defaultdict[int, list[int]] = defaultdict(list)
    for branch_id, pk in _liaisons(reading).order_by().values_list("branch_id", "pk"):
        liaisons[branch_id].append(pk)
    seats = _seats(reading)
    return {
        branch.pk: _filled(branch, seats[branch.pk], posts[branch.pk], liaisons[branch.pk])
        for branch in reading.branches
    }


def _liaisons(reading: Reading) -> QuerySet[RegisterEntry]:
    until = Q(until__isnull=True) | Q(until__gte=reading.last)
    return RegisterEntry.objects.within(**reading.scope).filter(
        until, kind__code="LIAISON", on__lte=reading.last, withdrawn_at__isnull=True, branch__isnull=False
    )


def _seats(reading: Reading) -> dict[int, int]:
    """Branch → how many seats are to be filled: those of a committee, where there are members enough for one."""
    limits = limits_of(reading)

    @cache
    def figure(court_id: int, code: LimitCode) -> int:
        return int(limits.of(court_id)(code, reading.last))

    formal = formal_members(on=reading.last, **reading.scope)
    found = {}
    for branch in reading.branches:
        is_large = formal.get(branch.pk, 0) >= figure(branch.court_id, LimitCode.COMMITTEE_FROM_MEMBERS)
        found[branch.pk] = figure(branch.court_id, LimitCode.COMMITTEE_SEATS_LEAST) if is_large else 1
    return found


def _filled(branch: Branch, seats: int, posts: list[_InPost], liaisons: list[int]) -> Found:
    """One seat is the secretary's; whoever holds two posts fills one seat."""
    if not branch.posts_recorded:
        return Found(due=0, unknown=1, why="没有登记党内职务")
    secretaries = {post.member_id for post in posts if post.kind == PostKind.SECRETARY}
    others = {post.member_id for post in posts} - secretaries
    has_worker = bool(liaisons) or any(post.kind == PostKind.ORGANIZATION for post in posts)
    filled = bool(secretaries) + min(len(others), seats - 1) + has_worker
    counted = {**records(POST, (post.pk for post in posts)), **records(ENTRY, liaisons)}
    return Found(met=filled, due=seats + 1, records=counted)
