"""Files led along their path by the services, a step a month where nothing else is said."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import make_aware

from activities.models import Resolution
from activities.tests.factories import raw_activity
from branches.models import Branch, Member
from branches.tests import factories as people
from development.choices import StepKind
from development.models import Candidate, Step
from development.natures import NATURES
from development.services.files import file_open
from development.services.steps import step_take, step_withdraw
from development.services.taken import Taken

K = StepKind
APPLIED_ON = date(2023, 1, 10)
TODAY = date(2026, 11, 20)
# The way to membership with the days of each step; a Monday to a Friday of publicity.
DAYS: dict[str, date] = {
    K.TALK: date(2023, 1, 20),
    K.ACTIVIST_FIXED: date(2023, 3, 1),
    K.ACTIVIST_FILED: date(2023, 3, 10),
    K.CONTACTS: date(2023, 3, 12),
    K.ACTIVIST_REVIEW: date(2023, 9, 1),
    K.PROSPECT_FIXED: date(2024, 3, 1),
    K.PROSPECT_FILED: date(2024, 3, 20),
    K.INTRODUCERS: date(2024, 4, 1),
    K.POLITICAL_REVIEW: date(2024, 4, 20),
    K.TRAINING: date(2024, 5, 6),
    K.PREREVIEW: date(2024, 5, 20),
    K.PUBLICITY: date(2024, 6, 17),
    K.ADMISSION_VOTE: date(2024, 7, 1),
    K.ADMISSION_APPROVAL: date(2024, 8, 1),
    K.OATH: date(2024, 8, 10),
    K.CONFIRMATION_APPLICATION: date(2025, 6, 20),
    K.CONFIRMATION_VOTE: date(2025, 7, 2),
    K.CONFIRMATION_APPROVAL: date(2025, 8, 1),
}
ORDER = list(DAYS)


def at(day: date = TODAY) -> datetime:
    return make_aware(datetime.combine(day, time(9)))


def formal_members(of: Branch, number: int = 2) -> list[Member]:
    """The first formal members of the branch; made where it has none."""
    rows = Member.objects.within(of).filter(status="FORMAL", memberships__ends_on=None)
    present = list(rows.order_by("pk")[:number])
    return present + [people.member(of) for _ in range(number - len(present))]


def extras(kind: str, day: date, of: Branch) -> dict[str, Any]:
    """What a step needs besides its day."""
    needed: dict[str, dict[str, Any]] = {
        K.TRAINING: {"ends_on": day + timedelta(2)},
        K.PUBLICITY: {"ends_on": day + timedelta(4)},
        K.EXTENSION_VOTE: {"months": 6},
        K.EXTENSION: {"document": "决定"},
        K.DISQUALIFICATION_VOTE: {"note": "不履行党员义务"},
        K.DISQUALIFICATION: {"document": "决定"},
    }
    if kind in (K.CONTACTS, K.INTRODUCERS):
        return {"people": tuple(formal_members(of))}
    return needed.get(kind, {})


def resolution(candidate: Candidate, kind: str, on: date, *, branch: Branch | None = None, **fields: Any) -> Resolution:
    """What an assembly of the file's branch resolved on the question of `kind`; passed by secret vote."""
    values = {
        "person_name": candidate.name,
        "text": "决议",
        "votes_for": 3,
        "passed": True,
        "is_secret": True,
        **fields,
    }
    made = raw_activity("BRANCH_ASSEMBLY", branch or candidate.branch, on, voting_due=4, voting_present=3)
    return Resolution.objects.create(activity=made, nature=NATURES[StepKind(kind)], **values)


def take(candidate: Candidate, kind: str, on: date | None = None, *, by: Any = None, **fields: Any):
    """One step, by default on its usual day; an assembly has resolved what it votes on."""
    day = on or DAYS[kind]
    if kind in NATURES and "resolution" not in fields:
        fields["resolution"] = resolution(candidate, kind, day)
    taken = Taken(happened_on=day, **(extras(kind, day, candidate.branch) | fields))
    return step_take(candidate=candidate, version=candidate.version, kind=kind, taken=taken, by=by, at=at())


def file(of: Branch | None = None, *, until: str = K.APPLICATION, by: Any = None, **person: Any) -> Candidate:
    """A file that has come as far as `until`."""
    person = {"name": "陈申请", "born_on": date(1995, 5, 5), **person}
    candidate = file_open(branch=of or people.branch(), applied_on=APPLIED_ON, by=by, at=at(), **person)
    last = ORDER.index(until) if until in DAYS else -1
    for kind in ORDER[: last + 1]:
        take(candidate, kind, by=by)
    return candidate


def withdraw(candidate: Candidate, *, decisions: bool = False, reason: str = "日期登记有误", by: Any = None) -> Step:
    """The last step is taken back."""
    return step_withdraw(
        candidate=candidate, version=candidate.version, decisions=decisions, reason=reason, by=by, at=at()
    )
