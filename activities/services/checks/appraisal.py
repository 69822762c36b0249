"""民主评议党员: who is graded, how many may be 优秀, and what follows from a low grade."""

from collections import Counter
from collections.abc import Iterator

from activities.choices import LOW_GRADES, NOT_GRADED, Grade
from activities.selectors.appraisal import excellent_limit
from activities.selectors.due import DueRoster
from activities.services.entry import Fault, Graded, MeetingEntry
from core.typed_fields import PREFIX


def grades_of(entry: MeetingEntry, roster: DueRoster) -> dict[int, Graded]:
    """The grade of every formal member of the roster, 合格 unless another was given; without those not graded."""
    if not entry.appraises:
        return {}
    usual = Graded(Grade.QUALIFIED)
    found = {person.member_id: entry.grades.get(person.member_id, usual) for person in roster.people if person.formal}
    return {number: graded for number, graded in found.items() if graded.grade != NOT_GRADED}


def appraisal_faults(entry: MeetingEntry, roster: DueRoster) -> Iterator[Fault]:
    """Grades of people who are not graded, low ones without a follow-up, too many 优秀 without a reason."""
    if not entry.appraises:
        if entry.grades:
            yield Fault("grades", f"{entry.kind}不评定等次")
        return
    formal = {person.member_id for person in roster.people if person.formal}
    if strangers := [
        number for number, graded in entry.grades.items() if graded.grade != NOT_GRADED and number not in formal
    ]:
        yield Fault("grades", f"有 {len(strangers)} 人不是应参加评议的正式党员，不评定等次")
    names, grades = roster.names(), grades_of(entry, roster)
    for number, graded in grades.items():
        if graded.grade not in Grade.values:
            yield Fault("grades", f"{names[number]}的等次请从选项中选择")
        elif graded.grade in LOW_GRADES and not graded.follow_up.strip():
            yield Fault("grades", f"{names[number]}评为{Grade(graded.grade).label}，请写明后续措施")
    yield from _too_many_excellent(entry, grades)


def _too_many_excellent(entry: MeetingEntry, grades: dict[int, Graded]) -> Iterator[Fault]:
    if entry.held_on is None or str(entry.details.get("excellent_reason", "")).strip():
        return
    limit = excellent_limit(entry.court, entry.held_on, len(grades))
    excellent = Counter(graded.grade for graded in grades.values())[Grade.EXCELLENT]
    if excellent > limit.most:
        words = f"{limit.sentence}，现在 {excellent} 人。情况属实的，请写明原因"
        yield Fault(f"{PREFIX}excellent_reason", words)
