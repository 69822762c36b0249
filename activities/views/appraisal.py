"""The section of grades on the form of a meeting (民主评议党员)."""

from dataclasses import dataclass

from activities.choices import LOW_GRADES, NOT_GRADED, Grade
from activities.forms import MeetingForm
from activities.forms.appraisal import typed_grades
from activities.selectors.appraisal import ExcellentLimit, excellent_limit
from activities.services.entry import Graded


@dataclass(frozen=True)
class GradeBox:
    """One member to be graded."""

    id: int
    name: str
    grade: str
    follow_up: str


@dataclass(frozen=True)
class GradeSection:
    boxes: list[GradeBox]
    limit: ExcellentLimit
    choices: tuple[tuple[str, str], ...] = (*Grade.choices, (NOT_GRADED, "不评定"))
    low: tuple[str, ...] = LOW_GRADES


def grade_section(form: MeetingForm) -> GradeSection | None:
    """Every formal member of the day's roster, 合格 unless something else was typed; None for other kinds."""
    if not form.appraises:
        return None
    typed, usual = typed_grades(form.raw), Graded(Grade.QUALIFIED)
    boxes = []
    for person in form.roster.people:
        if person.formal:
            graded = typed.get(person.member_id, usual)
            boxes.append(GradeBox(person.member_id, person.name, graded.grade, graded.follow_up))
    graded = sum(box.grade != NOT_GRADED for box in boxes)
    return GradeSection(boxes, excellent_limit(form.court, form.day, graded))
