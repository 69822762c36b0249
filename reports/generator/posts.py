"""Who holds which post: as many as the branch's size asks for, elected for three years."""

from datetime import date, timedelta
from random import Random

from branches.choices import MemberStatus, PostKind
from branches.models import CommitteeTerm, Membership, PartyGroup, Post
from core.dates import ONE_DAY
from reports.generator.days import known, years_before
from reports.generator.rows import BranchRows

# 支部工作条例: with 7 or more formal members a branch elects a committee.
COMMITTEE_FROM = 7
_THREE = (PostKind.SECRETARY, PostKind.ORGANIZATION, PostKind.PUBLICITY)
_FIVE = (*_THREE, PostKind.DEPUTY_SECRETARY, PostKind.DISCIPLINE)
_SEVEN = (*_FIVE, PostKind.COMMITTEE_MEMBER, PostKind.COMMITTEE_MEMBER)
_FREE_TITLES = ("青年委员", "群众工作委员")


def fill_posts(rows: BranchRows, *, start: date, until: date, rng: Random) -> None:
    """The present term with its posts, the one before it if it reaches into the records, and the group leaders."""
    kinds = _kinds(rows)
    candidates = _candidates(rows, rng)
    elected_on = max(until - timedelta(rows.plan.term_age), rows.branch.founded_on or date.min)
    chosen = candidates[: len(kinds)]
    term = _term(rows, elected_on)
    rows.terms.append(term)
    for kind, title, stay in _assigned(kinds, chosen):
        rows.posts.append(_post(rows, kind, stay, title=title, term=term, starts_on=elected_on))
    if elected_on > start and rows.branch.founded_on is None:
        _add_term_before(rows, kinds, candidates, elected_on)
    for group in rows.groups:
        _add_leader(rows, group, candidates)


def _kinds(rows: BranchRows) -> tuple[str, ...]:
    formal = sum(member.status == MemberStatus.FORMAL for member in rows.members)
    if formal < COMMITTEE_FROM or not rows.plan.has_committee:
        return (PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY) if formal >= 5 else (PostKind.SECRETARY,)
    if formal < 15:
        return _THREE
    return _FIVE if formal < 36 else _SEVEN


def _candidates(rows: BranchRows, rng: Random) -> list[Membership]:
    """Formal members by lot, but those longest in the branch before the newcomers."""
    formal = [stay for stay in rows.stays if stay.member.status == MemberStatus.FORMAL]
    formal.sort(key=lambda stay: known(stay.starts_on))
    settled = max(12, len(formal) * 2 // 3)
    return rng.sample(formal[:settled], len(formal[:settled])) + formal[settled:]


def _assigned(kinds: tuple[str, ...], stays: list[Membership]) -> list[tuple[str, str, Membership]]:
    titles = iter(_FREE_TITLES)
    return [
        (kind, next(titles) if kind == PostKind.COMMITTEE_MEMBER else "", stay)
        for kind, stay in zip(kinds, stays, strict=False)
    ]


def _term(rows: BranchRows, elected_on: date, ends_on: date | None = None) -> CommitteeTerm:
    return CommitteeTerm(
        court=rows.branch.court,
        branch=rows.branch,
        starts_on=elected_on,
        expires_on=years_before(elected_on, -3),
        ends_on=ends_on,
    )


def _add_term_before(rows: BranchRows, kinds: tuple[str, ...], candidates: list[Membership], elected_on: date) -> None:
    """The same people, but for the last elected: that seat was another's."""
    ends_on = elected_on - ONE_DAY
    before = years_before(elected_on, 3)
    term = _term(rows, before, ends_on)
    count = len(kinds)
    holders = candidates[: count - 1] + candidates[count : count + 1] if len(candidates) > count else candidates[:count]
    posts = [
        _post(rows, kind, stay, title=title, term=term, starts_on=before, ends_on=ends_on)
        for kind, title, stay in _assigned(kinds, holders)
        if _eligible_from(stay) <= ends_on
    ]
    if posts:
        rows.terms.append(term)
        rows.posts.extend(posts)


def _add_leader(rows: BranchRows, group: PartyGroup, candidates: list[Membership]) -> None:
    """A group is led by one of its own, rather one without another post."""
    taken = rows.holders()
    own = [stay for stay in candidates if stay.group is group]
    own.sort(key=lambda stay: id(stay.member) in taken)
    if own:
        since = rows.branch.founded_on or date.min
        rows.posts.append(_post(rows, PostKind.GROUP_LEADER, own[0], group=group, starts_on=since))


def _post(
    rows: BranchRows,
    kind: str,
    stay: Membership,
    *,
    starts_on: date,
    title: str = "",
    group: PartyGroup | None = None,
    term: CommitteeTerm | None = None,
    ends_on: date | None = None,
) -> Post:
    return Post(
        court=rows.branch.court,
        branch=rows.branch,
        group=group,
        term=term,
        member=stay.member,
        kind=kind,
        title=title,
        starts_on=max(starts_on, _eligible_from(stay)),
        ends_on=ends_on,
    )


def _eligible_from(stay: Membership) -> date:
    """From when somebody of the branch may hold a post in it: there, and a formal member."""
    return max(known(stay.starts_on), known(stay.member.confirmed_on))
