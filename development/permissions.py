"""Who may see and do what with development files.

Officers of the branch keep its files; the committee of the court puts on record, reviews and approves. Applicants have
no account, group leaders and members nothing to do here, and a court above is told nothing of persons.
"""

from typing import Any

from branches.permissions import is_committee_of, is_officer_of
from core.access import permission
from development.choices import DECISIONS, StepKind


def permission_for(kind: str) -> str:
    """The name of the right to take a step: `development.take_talk`."""
    return f"development.take_{kind.lower()}"


@permission("development.view_files")
def view_files(user: Any, subject: Any = None) -> bool:
    """`subject`: a branch, a member or nothing in particular."""
    return is_committee_of(user, subject) or is_officer_of(user, subject)


@permission("development.read_file")
def read_file(user: Any, subject: Any = None) -> bool:
    """`subject`: a file that the user sees; a branch that worked on it before still reads it."""
    return is_committee_of(user, subject) or is_officer_of(user)


@permission("development.open_file")
def open_file(user: Any, subject: Any = None) -> bool:
    """`subject`: the branch, or the probationary member, of a new file."""
    return is_officer_of(user, subject)


@permission("development.change_file")
def change_file(user: Any, subject: Any = None) -> bool:
    return is_officer_of(user, subject)


@permission("development.move_file")
def move_file(user: Any, subject: Any = None) -> bool:
    """Between branches: who sees both."""
    return is_committee_of(user, subject)


@permission("development.record_step")
def record_step(user: Any, subject: Any = None) -> bool:
    """What the branch does and records."""
    return is_officer_of(user, subject)


@permission("development.decide_step")
def decide_step(user: Any, subject: Any = None) -> bool:
    """What the committee puts on record, reviews, approves or decides."""
    return is_committee_of(user, subject)


@permission("development.correct_step")
def correct_step(user: Any, subject: Any = None) -> bool:
    """Whoever may record such a step: a branch its own, the committee its decisions; `subject`: the step."""
    if subject is None:
        return is_committee_of(user) or is_officer_of(user)
    may = decide_step if subject.kind in DECISIONS else record_step
    return may(user, subject.candidate)


for _kind in StepKind:
    permission(permission_for(_kind))(decide_step if _kind in DECISIONS else record_step)
