"""Which changes make which figures stale: a listener of core.stale, in the transaction of the change."""

from collections.abc import Sequence

from django.db.models import Model

from activities.models import Activity, ActivityKind, Coverage, Norm
from branches.models import Branch, CommitteeTerm, Court, ImportBatch, Member, Membership, PartyGroup, Post
from core import stale
from reports.models import StaleCourt

# What the engine reads (it stands in activities and can read nothing above it), as services name it where they change
# it: what a member's membership or a meeting's roster says is told of the member and of the meeting.
FIGURES_REST_ON: frozenset[type[Model]] = frozenset(
    (Activity, ActivityKind, Coverage, Norm)
    + (Branch, CommitteeTerm, Court, ImportBatch, Member, Membership, PartyGroup, Post)
)
# Rows of rules, which courts below follow too; those without a court, all of them.
_RULES = (ActivityKind, Norm)
# (court or None for all, with those below it, since which month)
_Mark = tuple[int | None, bool, int]


def mark_stale(subjects: Sequence[Model]) -> None:
    """Set the marks of what changed, each once."""
    marks = {mark for subject in subjects if type(subject) in FIGURES_REST_ON for mark in _marks_of(subject)}
    StaleCourt.objects.bulk_create(
        StaleCourt(court_id=court_id, with_below=with_below, since_month=month)
        for court_id, with_below, month in sorted(marks, key=str)
    )


def _marks_of(subject: Model) -> list[_Mark]:
    """A meeting counts in its month and in later ones; of anything else the past is counted again too."""
    if isinstance(subject, Activity):
        return [(subject.court_id, False, subject.period)]
    if isinstance(subject, Court):
        # It may go to another place in the tree: the court above it until now is summed again, and what is above that.
        above = [int(part) for part in (subject.path or "").strip("/").split("/") if part]
        return [(pk, False, 0) for pk in {subject.pk, *above[-2:]}]
    court_id = getattr(subject, "court_id")  # noqa: B009  # each of FIGURES_REST_ON has one
    return [(court_id, isinstance(subject, _RULES) and court_id is not None, 0)]


stale.register(mark_stale)
