"""How often members took part in a training, and which officers are to have done so (教管条例 20)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Count, Q, QuerySet

from activities.choices import HELD_STATES, OFFICER_TRAINING
from activities.models import Attendance, Fulfilment, StudyRecord
from branches.choices import COMMITTEE_POSTS
from branches.models import Branch, Court, Membership, Post
from core.dates import Span, covers, merged, overlapping, span_of


def attended_in(court: Court, days: Span, *, with_below: bool = False) -> QuerySet[Attendance]:
    """Who was present at what was held on these days."""
    return Attendance.objects.within(court, with_below=with_below).filter(
        present=True, activity__held_on__range=days, activity__state__in=HELD_STATES
    )


def trainings_of(
    court: Court, start: date, last: date, *, with_below: bool = False, members: Collection[int] | None = None
) -> Counter[int]:
    """Member (of `members` alone, if they are given) → courses of `start`..`last` that were attended, and trainings
    elsewhere (2 queries)."""
    also = Fulfilment.objects.within(court, with_below=with_below).filter(kind__code=OFFICER_TRAINING)
    courses = attended_in(court, (start, last), with_below=with_below).filter(
        Q(activity__kind__code=OFFICER_TRAINING) | Q(activity__in=also.values("activity_id"))
    )
    elsewhere = StudyRecord.objects.within(court, with_below=with_below).filter(
        is_training=True, starts_on__range=(start, last)
    )
    if members is not None:
        courses, elsewhere = courses.filter(member__in=members), elsewhere.filter(member__in=members)
    return _counted(courses) + _counted(elsewhere)


def _counted(rows: QuerySet) -> Counter[int]:
    return Counter(dict(rows.order_by().values_list("member_id").annotate(times=Count("*"))))


def officers_in_post(
    owner: Court | Branch, start: date, last: date, *, with_below: bool = False
) -> Iterator[tuple[int, int]]:
    """(branch, member) of those who were in post, as secretary or on the committee, and members from `start` to `last`
    (2 queries)."""
    posts: defaultdict[tuple[int, int], list[Span]] = defaultdict(list)
    held = Post.objects.within(owner, with_below=with_below).filter(kind__in=COMMITTEE_POSTS)
    for post in held.filter(overlapping(start, last)).order_by("pk"):
        posts[post.branch_id, post.member_id].append(span_of(post))
    court = owner.court if isinstance(owner, Branch) else owner
    stays: defaultdict[int, list[Span]] = defaultdict(list)
    of_holders = Membership.objects.within(court, with_below=with_below).filter(member__in=held.values("member"))
    columns = ("member_id", "starts_on", "ends_on", "member__joined_on")
    for member_id, starts_on, ends_on, joined_on in of_holders.filter(overlapping(start, last)).values_list(*columns):
        first, until = max(starts_on or date.min, joined_on or date.min), ends_on or date.max
        if first <= until:
            stays[member_id].append((first, until))
    for (branch_id, member_id), spans in posts.items():
        if covers(merged(spans), start, last) and covers(merged(stays[member_id]), start, last):
            yield branch_id, member_id
