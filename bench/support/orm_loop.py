"""A quarter's points of one branch as one would write them without the engine and the pass: for each indicator plain
questions about this branch, answered by instances of models. It knows the shipped standard and nothing else."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from activities.choices import HELD_STATES, NormUnit, Quorum
from activities.engine.periods import Period, periods_ending_in
from activities.models import Activity, Norm
from assessments.periods import Span
from assessments.rulebook import Line
from assessments.scoring import cents
from branches.choices import COMMISSIONER_POSTS, COMMITTEE_POSTS, LimitCode, MemberStatus, PostKind
from branches.models import Branch, CommitteeTerm, Membership, PartyGroup, Post
from branches.selectors.limits import limit_value
from core.dates import covers, in_force, merged, overlapping, span_of
from development.models import Step
from notices.models import NoticeReceipt
from planning.models import PlanItem
from rectification.choices import CLOSES, SAYS_DONE, SETS_DEADLINE, StepKind
from rectification.models import Measure, Problem, ProblemShare, RectificationStep
from rectification.models.problems import given_on

# What was kept of what was due; None: nothing is known.
Kept = tuple[int, int] | None


def points_of(branch: Branch, lines: list[Line], span: Span) -> dict[str, str | None]:
    """Code of each indicator → its points, None where it has none."""
    return {line.code: _points(line, _READ[line.input](branch, line, span)) for line in lines}


def _points(line: Line, kept: Kept) -> str | None:
    if kept is None or not kept[1]:
        return None
    return str(cents(Decimal(line.of) * min(kept) / kept[1]))


def _periods_met(branch: Branch, line: Line, span: Span) -> Kept:
    kind, met, due = line.params["kind"], 0, 0
    norms = Norm.objects.unscoped("the shipped ones").filter(Q(branch_kind="") | Q(branch_kind=branch.kind))
    norm = norms.filter(kind__code=kind).select_related("kind").order_by("-branch_kind").first()
    for period in periods_ending_in(norm.period, span.start, span.end) if norm else ():
        for group in _owing(branch, norm, period):
            held = _held(branch, kind, period.start, period.end).filter(group=group)
            if norm.kind.quorum != Quorum.NONE:
                held = held.filter(has_quorum=True)
            due += 1
            met += held.count() >= norm.times
    return met, due


def _owing(branch: Branch, norm: Norm, period: Period) -> Iterator[PartyGroup | None]:
    if not (branch.exists_on(period.start) and branch.exists_on(period.end)):
        return
    if norm.unit == NormUnit.GROUP:
        groups = PartyGroup.objects.within(branch)
        yield from (group for group in groups if group.exists_on(period.start) and group.exists_on(period.end))
    elif norm.unit == NormUnit.BRANCH or _has_committee(branch, period.start, period.end):
        yield None


def _held(branch: Branch, kind: str, start: date, end: date) -> Any:
    rows = Activity.objects.within(branch).filter(Q(kind__code=kind) | Q(fulfilments__kind__code=kind))
    return rows.filter(state__in=HELD_STATES, held_on__range=(start, end)).distinct()


def _has_committee(branch: Branch, start: date, end: date) -> bool:
    posts = Post.objects.within(branch).filter(overlapping(start, end), kind__in=COMMISSIONER_POSTS)
    return covers(merged(span_of(post) for post in posts), start, end)


def _with_quorum(branch: Branch, line: Line, span: Span) -> Kept:
    rows = Activity.objects.within(branch).filter(state__in=HELD_STATES, held_on__range=(span.start, span.end))
    held = list(rows.exclude(kind__quorum=Quorum.NONE))
    return sum(bool(each.has_quorum) for each in held), len(held)


def _on_topic(branch: Branch, line: Line, span: Span) -> Kept:
    if not (branch.exists_on(span.start) and branch.exists_on(span.end)):
        return None
    said = Q()
    for word in line.params["words"]:
        said |= Q(topic__icontains=word)
    kinds = ["COMMITTEE_MEETING"]
    if not _has_committee(branch, span.start, span.end):
        kinds.append("BRANCH_ASSEMBLY")
    return int(any(_held(branch, kind, span.start, span.end).filter(said).exists() for kind in kinds)), 1


def _measures_on_time(branch: Branch, line: Line, span: Span) -> Kept:
    rows = Measure.objects.within(branch.court).filter(branch=branch, voided_at=None, problem__voided_at=None)
    due = [row for row in rows if (day := _due_on(row, span.end)) and span.start <= day <= span.end]
    done = [(_last_step(row, SAYS_DONE, span.end), _due_on(row, span.end)) for row in due]
    return sum(bool(step and step.kind == StepKind.DONE and step.on <= day) for step, day in done), len(due)


def _problems_closed(branch: Branch, line: Line, span: Span) -> Kept:
    shares = ProblemShare.objects.within(branch).filter(given_on(span.end))
    problems = Problem.objects.within(branch.court).filter(pk__in=shares.values("problem"), voided_at=None)
    met = due = 0
    for problem in problems:
        days = [_due_on(row, span.end) for row in problem.measures.filter(voided_at=None)]
        last = problem.due_on or (max(days) if days and all(days) else None)
        if last is None or not span.start <= last <= span.end:
            continue
        steps = list(problem.steps.filter(on__lte=span.end).order_by("on", "order"))
        asked = [step.on for step in steps if step.kind == StepKind.CLOSE_ASKED]
        is_closed = any(step.kind in CLOSES for step in steps)
        is_reopened = any(step.kind == StepKind.REOPENED for step in steps)
        due += 1
        met += is_closed and not is_reopened and asked[-1] <= last
    return met, due


def _due_on(measure: Measure, on: date) -> date | None:
    step = _last_step(measure, SETS_DEADLINE, on, until__isnull=False)
    return step.until if step else measure.first_due_on


def _last_step(measure: Measure, kinds: tuple[str, ...], on: date, **more: Any) -> RectificationStep | None:
    return measure.steps.filter(kind__in=kinds, on__lte=on, **more).order_by("-on", "-order").first()


def _term_in_force(branch: Branch, line: Line, span: Span) -> Kept:
    term = CommitteeTerm.objects.within(branch).filter(in_force(span.end)).order_by("-starts_on", "-pk").first()
    return (int(term.due_on >= span.end), 1) if term else None


def _posts_filled(branch: Branch, line: Line, span: Span) -> Kept:
    posts = list(Post.objects.within(branch).filter(in_force(span.end), kind__in=COMMITTEE_POSTS))
    formal = Membership.objects.within(branch).filter(
        in_force(span.end),
        Q(member__joined_on=None) | Q(member__joined_on__lte=span.end),
        Q(member__confirmed_on=None) | Q(member__confirmed_on__lte=span.end),
        member__status=MemberStatus.FORMAL,
    )
    is_large = formal.count() >= limit_value(LimitCode.COMMITTEE_FROM_MEMBERS, branch.court, span.end)
    seats = int(limit_value(LimitCode.COMMITTEE_SEATS_LEAST, branch.court, span.end)) if is_large else 1
    secretaries = {post.member_id for post in posts if post.kind == PostKind.SECRETARY}
    others = {post.member_id for post in posts} - secretaries
    has_worker = any(post.kind == PostKind.ORGANIZATION for post in posts)
    return bool(secretaries) + min(len(others), seats - 1) + has_worker, seats + 1


def _plan_done(branch: Branch, line: Line, span: Span) -> Kept:
    """The country has no plans."""
    PlanItem.objects.within(branch.court).filter(Q(branch=branch) | Q(branch=None), year=span.year).exists()
    return None


def _notices_done(branch: Branch, line: Line, span: Span) -> Kept:
    NoticeReceipt.objects.within(branch).filter(notice__due_on__range=(span.start, span.end)).exists()
    return None


def _development(branch: Branch, line: Line, span: Span) -> Kept:
    Step.objects.within(branch).filter(happened_on__range=(span.start, span.end)).exists()
    return None


def _to_review(branch: Branch, line: Line, span: Span) -> Kept:
    return None


_READ: dict[str, Callable[[Branch, Line, Span], Kept]] = {
    "": _to_review,
    "PERIODS_MET": _periods_met,
    "MEETINGS_WITH_QUORUM": _with_quorum,
    "COMMITTEE_ON_TOPIC": _on_topic,
    "MEASURES_ON_TIME": _measures_on_time,
    "PROBLEMS_CLOSED": _problems_closed,
    "TERM_IN_FORCE": _term_in_force,
    "POSTS_FILLED": _posts_filled,
    "PLAN_DONE": _plan_done,
    "NOTICE_ITEMS_DONE": _notices_done,
    "DEVELOPMENT_ON_TIME": _development,
    "CONFIRMATIONS_ON_TIME": _development,
}
