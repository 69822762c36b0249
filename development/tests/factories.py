"""Files led along their path by the services, a step a month where nothing else is said."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import make_aware

from branches.models import Branch, Member
from branches.tests import factories as people
from development.choices import StepKind
from development.models import Candidate
from development.services.files import file_open
from development.services.steps import step_take
from development.services.taken import Taken, Tally

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
PASSED = Tally(due=3, present=3, votes_for=3)


def at(day: date = TODAY) -> datetime:
    return make_aware(datetime.combine(day, time(9)))


def formal_members(of: Branch, number: int = 2) -> list[Member]:
    """The first formal members of the branch; made where it has none."""
    present = list(Member.objects.within(of).filter(status="FORMAL").order_by("pk")[:number])
    return present + [people.member(of) for _ in range(number - len(present))]


def extras(kind: str, day: date, of: Branch) -> dict[str, Any]:
    """What a step needs besides its day."""
    needed: dict[str, dict[str, Any]] = {
        K.TRAINING: {"ends_on": day + timedelta(2)},
        K.PUBLICITY: {"ends_on": day + timedelta(4)},
        K.ADMISSION_VOTE: {"tally": PASSED},
        K.CONFIRMATION_VOTE: {"tally": PASSED},
    }
    if kind in (K.CONTACTS, K.INTRODUCERS):
        return {"people": tuple(formal_members(of))}
    return needed.get(kind, {})


def take(candidate: Candidate, kind: str, on: date | None = None, *, by: Any = None, **fields: Any):
    """One step, by default on its usual day."""
    day = on or DAYS[kind]
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
