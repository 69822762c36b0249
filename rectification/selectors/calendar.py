"""What the calendar of a branch shows of rectification."""

from collections.abc import Iterator

from django.urls import reverse

from planning.selectors.entries import CalendarQuestion, Entry, EntryKind
from rectification.choices import MeasureState
from rectification.models import Measure
from rectification.selectors.standing import measures_on

LONGEST_TITLE = 30
KINDS = {
    MeasureState.DONE: EntryKind.HELD,
    MeasureState.ON_SCHEDULE: EntryKind.DEADLINE,
    MeasureState.OVERDUE: EntryKind.MISSED,
}


def deadlines(question: CalendarQuestion) -> Iterator[Entry]:
    """When the measures of one branch are due, for those who read its problems."""
    if question.branch is None:
        return
    own = Measure.objects.visible_to(question.user).filter(branch=question.branch)
    for measure in measures_on(own, question.on).filter(due_on__range=(question.first, question.last)):
        state = MeasureState(measure.state)
        title = f"整改措施：{measure.text[:LONGEST_TITLE]}"
        said = "到期" if state is MeasureState.ON_SCHEDULE else state.label
        url = reverse("rectification:measure", args=(measure.pk,))
        yield Entry(measure.due_on, KINDS[state], title, f"measure-{measure.pk}", said, url)


def open_deadlines(question: CalendarQuestion) -> Iterator[Entry]:
    """Those that are not done: what is done is nobody's deadline any more."""
    return (entry for entry in deadlines(question) if entry.kind is not EntryKind.HELD)
