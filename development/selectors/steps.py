"""The facts of files as the arithmetic of path.py wants them, and the figures that hold for a court."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from branches.models import Court, Membership
from branches.selectors.limits import LimitBook
from development.choices import StepKind
from development.models import Candidate, Step
from development.path import CODES, Fact, Standing, standing_of

# A step that was taken and that nothing has set aside since.
STANDS = Q(passed=True, undone=False, withdrawn_at__isnull=True)


def who_took(files: QuerySet[Candidate], kind: str, start: date | None, end: date | None) -> QuerySet[Candidate]:
    """Of `files`, which were fetched for a user, those that took a step between two days (None: any)."""
    steps = Step.objects.unscoped("steps of files that were fetched for the user").filter(STANDS, kind=kind)
    steps = steps.filter(happened_on__gte=start) if start else steps
    steps = steps.filter(happened_on__lte=end) if end else steps
    return files.filter(pk__in=steps.order_by().values("candidate"))


def fact_of(step: Step) -> Fact:
    return Fact(
        kind=step.kind,
        happened_on=step.happened_on,
        last_on=step.last_on,
        passed=step.passed,
        special=step.special,
        months=step.months or 0,
    )


def steps_of(candidate: Candidate) -> list[Step]:
    """All steps of a file that was fetched for a user, as they were recorded, withdrawn ones too (3 queries)."""
    rows = Step.objects.within(candidate.court).filter(candidate=candidate)
    related = ("branch", "candidate", "recorded_by", "withdrawn_by", "resolution__activity")
    return list(rows.select_related(*related).prefetch_related("corrections__corrected_by").order_by("id"))


def standing_steps_of(candidate: Candidate) -> list[Step]:
    """Those of `steps_of` that were not withdrawn."""
    return [step for step in steps_of(candidate) if step.withdrawn_at is None]


def resolutions_stood_on(court: Court, keys: Iterable[int]) -> set[int]:
    """Of these keys of resolutions those that a vote in a file of the court has its day and outcome from."""
    rows = Step.objects.within(court).filter(resolution__in=keys, withdrawn_at__isnull=True)
    return set(rows.values_list("resolution", flat=True))


# How a file ends with its member's leaving, and how the leaving is undone then.
_ENDED_BY_LEAVING = {
    StepKind.DISQUALIFICATION: "请由机关党委在档案里撤销这一步，离开随之撤销。",
    StepKind.CLOSED: "请先在档案里撤销这一步，再撤销离开。",
}


def leaving_stood_on(ended: Membership) -> str:
    """The standing step that ended the member's file with this leaving, in words; "" where there is none."""
    rows = Step.objects.within(ended.court).filter(candidate__member=ended.member_id, passed=True)
    ends = rows.filter(kind__in=_ENDED_BY_LEAVING, happened_on__gte=ended.ends_on, withdrawn_at__isnull=True)
    step = ends.order_by("-id").first()
    if step is None:
        return ""
    return f"该党员的发展档案已办理“{step.get_kind_display()}”，{_ENDED_BY_LEAVING[StepKind(step.kind)]}"


def standings_of(court: Court, candidates: Iterable[Candidate]) -> dict[int, Standing]:
    """What stands in each of the court's files, by the file's key (1 query)."""
    facts: defaultdict[int, list[Fact]] = defaultdict(list)
    keys = [candidate.pk for candidate in candidates]
    for step in Step.objects.within(court).filter(candidate__in=keys, withdrawn_at__isnull=True).order_by("id"):
        facts[step.candidate_id].append(fact_of(step))
    return {key: standing_of(facts[key]) for key in keys}


def figures_of(court: Court) -> LimitBook:
    """The figures of the windows (1 query)."""
    return LimitBook(CODES, court)
