"""Which courts have no assessment yet of the whole of a quarter or year that is over, in subtrees that one task can
compute."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from assessments.choices import AssessmentState
from assessments.models import Assessment
from assessments.periods import Span
from branches.models import Branch, Court
from branches.models.courts import existing_on
from notices.quarters import Quarter

WHY = "the scheduler looks after every court"
# What is registered in the first days after a quarter counts in its assessment.
DAYS_AFTER = 5
# How many branches one task computes: well within the time that it is given.
MOST_BRANCHES = 1_500
JANUARY, LAST = 1, 4


@dataclass(frozen=True)
class Chunk:
    """Courts that are computed together: one, or one `with_below`."""

    court_id: int
    with_below: bool


@dataclass
class _Tree:
    """The courts by their parents, each with the branches of its subtree and how many courts there wait."""

    children: defaultdict[int | None, list[int]] = field(default_factory=lambda: defaultdict(list))
    branches: Counter[int] = field(default_factory=Counter)
    waiting: Counter[int] = field(default_factory=Counter)


def spans_ended(on: date) -> list[Span]:
    """The last quarter that has been over for some days, and in January the year."""
    quarter = Quarter.ended_before(on - timedelta(DAYS_AFTER - 1))
    spans = [Span(quarter.year, quarter.number)]
    if on.month == JANUARY and quarter.number == LAST:
        spans.append(Span(quarter.year))
    return spans


def chunks_due(span: Span, most: int = MOST_BRANCHES) -> list[Chunk]:
    """The courts that had branches at the span's end and have no assessment of it, or one that was computed before its
    end (3 queries)."""
    rows = Branch.objects.unscoped(WHY).filter(existing_on(span.end))
    own = Counter(rows.order_by().values_list("court_id", flat=True))
    stored = Assessment.objects.unscoped(WHY).filter(year=span.year, quarter=span.quarter)
    done = stored.exclude(state=AssessmentState.COMPUTED, as_of__lt=span.end)
    waiting = set(own) - set(done.order_by().values_list("court_id", flat=True))
    if not waiting:
        return []
    tree = _Tree()
    for pk, path in Court.objects.unscoped(WHY).order_by("path").values_list("pk", "path"):
        above = [int(part) for part in (path or "").strip("/").split("/") if part]
        tree.children[above[-2] if len(above) > 1 else None].append(pk)
        for court_id in above:
            tree.branches[court_id] += own[pk]
            tree.waiting[court_id] += pk in waiting
    return [chunk for top in tree.children[None] for chunk in _cut(tree, top, waiting, most)]


def _cut(tree: _Tree, court_id: int, waiting: set[int], most: int) -> Iterator[Chunk]:
    """A subtree that is small enough as a whole; else its court by itself, and those below it cut in turn."""
    if not tree.waiting[court_id]:
        return
    if tree.branches[court_id] <= most and tree.waiting[court_id] > (court_id in waiting):
        yield Chunk(court_id, with_below=True)
        return
    if court_id in waiting:
        yield Chunk(court_id, with_below=False)
    for child in tree.children[court_id]:
        yield from _cut(tree, child, waiting, most)


def court_by_key(pk: int) -> Court:
    return Court.objects.unscoped(WHY).get(pk=pk)
