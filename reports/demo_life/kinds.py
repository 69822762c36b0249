"""Topics, fields by kind, appraisal grades and learning elsewhere."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.utils.timezone import make_aware

from activities.choices import APPRAISAL, LECTURE, Grade, LearningSource
from activities.models import Activity, ActivityKind, ActivityTopic
from activities.services import MeetingEntry, activity_submit
from activities.services.entry import Graded
from activities.services.study import LearningFacts, study_record
from activities.services.topics import TopicFacts, topic_create
from branches.models import Branch, Court, Member
from core.dates import in_force

_DETAILS: dict[str, tuple[dict[str, Any], ...]] = {
    "VOLUNTEER": (
        {"theme": "送法进社区", "place_visited": "滨江社区", "volunteers": 12, "service_hours": "36.0"},
        {"theme": "文明交通劝导", "place_visited": "人民路口", "volunteers": 9, "service_hours": "18.0"},
    ),
    "READING_CLASS": ({"theme": "通读党章", "form": "DISCUSSION"},),
    LECTURE: ({"theme": "坚守司法为民初心", "lecturer_rank": "BRANCH_SECRETARY", "form": "COLLECTIVE"},),
}


def load(court: Court, on: date) -> None:
    """For the demo's own court: fields of what was held lately, two court-wide events, a topic, grades, learning."""
    kinds = {kind.code: kind for kind in ActivityKind.objects.unscoped("the demo; a command").filter(court=None)}
    for code, values in _DETAILS.items():
        _fill(court, code, values)
    _hold(court, kinds["DONATION"], on - timedelta(40), {"amount": "23860.00", "donors": 214, "receivers": "灾区群众"})
    _hold(
        court,
        kinds["VISIT"],
        on - timedelta(25),
        {"place_visited": "困难党员家中", "households": 8, "person_times": 16, "amount": "6400.00"},
    )
    _add_topic(court, on)
    branches = list(Branch.objects.within(court).order_by("order", "pk")[:4])
    for branch in branches:
        _appraise(branch, kinds[APPRAISAL], on)
        _learn(branch, on)


def _fill(court: Court, code: str, values: tuple[dict[str, Any], ...]) -> None:
    """The last few of the kind without fields get some; the lecturer is who was in the chair."""
    rows = Activity.objects.within(court).filter(kind__code=code, details={}).order_by("-held_on", "-id")[:30]
    for number, row in enumerate(rows):
        row.details = dict(values[number % len(values)])
        if code == LECTURE and row.chair_name:
            row.details["lecturer"] = {"name": row.chair_name, "member": row.chair_id}
        row.save(update_fields=["details"])


def _hold(court: Court, kind: ActivityKind, on: date, details: dict[str, Any]) -> None:
    entry = MeetingEntry(
        court=court,
        kind=kind,
        held_on=on,
        topic=f"{kind}活动",
        typed_due=214,
        typed_present=206,
        details=details,
    )
    activity_submit(entry=entry, by=None, at=_noon(on), submission_key=_key(court, kind.code))


def _add_topic(court: Court, on: date) -> None:
    """The year's study topic, with the lectures of the last months under it."""
    facts = TopicFacts(name=f"{on.year} 年度学习专题", starts_on=date(on.year, 1, 1), ends_on=None, is_active=True)
    topic = topic_create(court=court, branch=None, facts=facts, by=None)
    lectures = Activity.objects.within(court).filter(kind__code=LECTURE, held_on__year=on.year)
    ActivityTopic.objects.bulk_create(ActivityTopic(activity=row, topic=topic) for row in lectures[:40])


def _appraise(branch: Branch, kind: ActivityKind, on: date) -> None:
    """Last year's appraisal with its grades, in place of a record without any."""
    year = on.year - 1
    records = Activity.objects.within(branch).filter(for_year=year)
    if records.filter(also_kinds=kind).exists():
        return
    records.filter(kind=kind).delete()
    held_on = date(on.year, 1, 16)
    members = list(Member.objects.within(branch).filter(memberships__in=_stays(branch, held_on)).order_by("id"))
    formal = [member for member in members if member.status_on(held_on) == "FORMAL"]
    grades = {member.pk: Graded(Grade.EXCELLENT) for member in formal[2 : 2 + len(formal) // 4]}
    entry = MeetingEntry(
        court=branch.court,
        branch=branch,
        kind=kind,
        held_on=held_on,
        for_year=year,
        topic="民主评议党员",
        place="三楼会议室",
        chair=members[0].name,
        recorder=members[-1].name,
        content="个人自评，党员互评，民主测评，组织评定。",
        grades=grades,
    )
    activity_submit(entry=entry, by=None, at=_noon(held_on), submission_key=_key(branch, APPRAISAL))


def _stays(branch: Branch, on: date) -> Any:
    return branch.memberships.filter(in_force(on))


def _learn(branch: Branch, on: date) -> None:
    """Everybody took an online course, the officers a training."""
    members = list(Member.objects.within(branch).filter(memberships__in=_stays(branch, on)).select_related("court"))
    officers = [member for member in members if member.posts.filter(in_force(on)).exists()]
    first = date(on.year, 3, 11)
    if first + timedelta(4) > on:
        return
    course = LearningFacts(
        title="党员网络培训班",
        organizer="干部网络学院",
        source=LearningSource.ONLINE,
        starts_on=first,
        ends_on=first + timedelta(4),
        hours=Decimal(10),
        is_training=False,
    )
    training = LearningFacts(
        title="党务干部集中培训",
        organizer="市直机关工委",
        source=LearningSource.SUPERIOR,
        starts_on=first,
        ends_on=first + timedelta(2),
        hours=Decimal(24),
        is_training=True,
    )
    study_record(members=members[::2], facts=course, by=None, on=on)
    study_record(members=officers, facts=training, by=None, on=on)


def _noon(day: date) -> datetime:
    return make_aware(datetime.combine(day, time(12)))


def _key(owner: Any, code: str) -> Any:
    return uuid5(NAMESPACE_URL, f"demo:{owner.pk}:{code}")
