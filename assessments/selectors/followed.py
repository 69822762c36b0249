"""What is done of a rating's consequences: the problem of a branch that did not apply, the talk with a secretary."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assessments.models import Rating, StarRating
from assessments.stars import TALK
from branches.choices import PostKind
from branches.models import Post
from rectification.choices import ProblemState
from rectification.models import Measure, Problem
from rectification.selectors.standing import with_state
from registers.models import RegisterEntry
from registers.selectors.figures import interviews_of


@dataclass(frozen=True)
class Followed:
    """Of one branch: its problem with where it stands, and the talk that was held; `talk_due`: that one is owed."""

    problem: Problem | None = None
    problem_state: ProblemState | None = None
    talk_due: bool = False
    talk: RegisterEntry | None = None

    @property
    def is_open(self) -> bool:
        open_problem = self.problem is not None and self.problem_state != ProblemState.CLOSED
        return open_problem or (self.talk_due and self.talk is None)


def followed(rating: Rating, rows: Sequence[StarRating], on: date) -> dict[int, Followed]:
    """Branch → what is done; nothing before the rating is published (at most 3 queries)."""
    if rating.published_on is None:
        return {}
    problems = _problems([row.problem_id for row in rows if row.problem_id], on)
    talks = _talks(rating, [row for row in rows if TALK in row.consequences], on)
    found = {}
    for row in rows:
        problem, state = problems.get(row.problem_id or 0, (None, None))
        talk_due, talk = TALK in row.consequences, talks.get(row.branch_id)
        found[row.branch_id] = Followed(problem, state, talk_due, talk)
    return found


def is_untouched(problem: Problem, on: date) -> bool:
    """Whether nothing was done about it: it is being put right, by no measure (2 queries)."""
    if problem.voided_at is not None or Measure.objects.within(problem.court).filter(problem=problem).exists():
        return False
    row = with_state(Problem.objects.within(problem.court).filter(pk=problem.pk), on).get()
    return ProblemState(row.state) is ProblemState.OPEN


def _problems(keys: list[int], on: date) -> dict[int, tuple[Problem, ProblemState]]:
    if not keys:
        return {}
    rows = Problem.objects.unscoped("problems of a rating fetched before").filter(pk__in=keys, voided_at=None)
    return {row.pk: (row, ProblemState(row.state)) for row in with_state(rows, on)}


def _talks(rating: Rating, rows: Sequence[StarRating], on: date) -> dict[int, RegisterEntry]:
    """Branch → the first talk with one who has been its secretary, from the publication on."""
    if not rows or rating.published_on is None:
        return {}
    posts = Post.objects.within(rating.court).filter(
        kind=PostKind.SECRETARY, branch__in=[row.branch_id for row in rows]
    )
    led: defaultdict[int, set[int]] = defaultdict(set)
    for member, branch in posts.values_list("member_id", "branch_id"):
        led[member].add(branch)
    found: dict[int, RegisterEntry] = {}
    for entry in interviews_of(rating.court, rating.published_on, on):
        for branch in led.get(entry.member_id or 0, ()):
            found.setdefault(branch, entry)
    return found
