"""How every step is taken: the problem is locked, where it stands is read, the step is added, the trail is told."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.db import models

from branches.models import Branch
from core import audit
from core.errors import EditConflict, Refused
from rectification.choices import LEADS_TO, ProblemState
from rectification.models import Finding, Inspection, Measure, Problem, RectificationStep, WorkItem, WorkNode
from rectification.permissions import PERMISSION_OF
from rectification.selectors.parts import has_claimed, own_part


def hold(problem: Problem) -> Problem:
    """The problem as it is now, locked until the transaction ends."""
    current = Problem.objects.within(problem.court).select_for_update().filter(pk=problem.pk).first()
    if current is None:
        raise EditConflict("这个问题已随导入撤销，请返回列表。")
    if current.voided_at is not None:
        raise Refused("这个问题已作废。")
    current.court = problem.court
    return current


def hold_open(problem: Problem, *, doing: str, acting: Branch | None = None) -> Problem:
    """The same; refused unless it is being put right, and has been claimed by the branch that acts, if one does."""
    current = hold(problem)
    state = state_now(current)
    if state is not ProblemState.OPEN:
        raise Refused(f"问题{state.label}，不能{doing}。请刷新页面，看看现在的进展。")
    if acting is not None and not has_claimed(current, acting):
        raise Refused("请先认领这个问题。")
    return current


def hold_measure(measure: Measure, *, doing: str, acting: Branch | None = None) -> Measure:
    """A measure of an open problem as it is now; the problem is locked."""
    problem = hold_open(measure.problem, doing=doing, acting=acting)
    current = Measure.objects.within(problem.court).get(pk=measure.pk)
    if current.voided_at is not None:
        raise Refused("这条措施已作废。")
    current.problem = problem
    return current


def state_now(problem: Problem) -> ProblemState:
    """Where the problem stands by the last step of its chain, whatever day that was."""
    last = last_of(problem.steps, LEADS_TO)
    return LEADS_TO[last.kind] if last else ProblemState.OPEN


def last_of(steps: Any, kinds: Collection[str]) -> RectificationStep | None:
    """The last step of these kinds; `steps` are those of a problem or of a measure."""
    return steps.filter(kind__in=tuple(kinds)).order_by("-order").first()


def add_step(
    problem: Problem,
    kind: str,
    *,
    on: date,
    by: Any,
    measure: Measure | None = None,
    branch: Branch | None = None,
    chain: Collection[str] = (),
    is_told: bool = False,
    **words: Any,
) -> RectificationStep:
    """Note that `kind` happened on `on`; `words`: text, until, submission_key. `branch`: for which `by` acted, none
    for the committee.
    `is_told`: the trail has the change already, with what was and what is.

    Refused before the latest step of its `chain`: what stood on a day is read from the days of the steps.
    """
    steps: Any = measure.steps if measure else problem.steps
    last = steps.filter(kind__in=tuple(chain)).order_by("-on", "-order").first()
    if last is not None and on < last.on:
        raise Refused(f"日期不能早于“{last.get_kind_display()}”的 {last.on:%Y-%m-%d}。", field="on")
    highest = problem.steps.aggregate(models.Max("order"))["order__max"] or 0
    step = RectificationStep(
        court_id=problem.court_id,
        problem=problem,
        measure=measure,
        branch=branch,
        order=highest + 1,
        kind=kind,
        on=on,
        recorded_by=by,
        **words,
    )
    step.full_clean()
    step.save()
    if is_told:
        return step
    told = {"branch": branch.name} if branch else {}
    audit.record(actor=by, action=PERMISSION_OF[kind], subject=measure or problem, detail={**_detail(step), **told})
    return step


def add_first_steps(steps: Sequence[RectificationStep], *, by: Any) -> None:
    """The steps that new problems begin with, numbered by the caller, as `add_step` would note one after another."""
    for step in steps:
        step.recorded_by = by
    RectificationStep.objects.bulk_create(steps)
    for kind in dict.fromkeys(step.kind for step in steps):
        told = [(step.problem, _detail(step)) for step in steps if step.kind == kind]
        audit.record_each(actor=by, action=PERMISSION_OF[kind], told=told)


def _detail(step: RectificationStep) -> dict[str, str]:
    return {"on": step.on.isoformat(), "text": step.text, "until": step.until.isoformat() if step.until else ""}


def refuse_own(problem: Problem, by: Any) -> None:
    """The approver is never the applicant."""
    words = own_part(problem, by) if by is not None else ""
    if words:
        raise Refused(words)


def labels_of(row: models.Model, names: Collection[str]) -> str:
    """What the page calls these fields of `row`: “问题、责任领导”."""
    fields = {field.name: str(field.verbose_name) for field in row._meta.fields}
    return "、".join(fields[name] for name in names)


def key_of(key: UUID | None, *words: object) -> UUID | None:
    """Of a form (`key`) with what was sent, so that one which is gone back to and sent with other words is another."""
    return uuid5(key, " ".join(map(str, words))) if key else None


def needed(text: str, words: str, field: str) -> str:
    """`text` without its margins; refused with `words` where nothing is left."""
    if not text.strip():
        raise Refused(words, field=field)
    return text.strip()


def void(row: Problem | Measure | Inspection | Finding | WorkItem | WorkNode, *, reason: str, by: Any, at: Any) -> None:
    """Mark what was entered by mistake; it counts on no day from now on."""
    row.voided_at, row.voided_by, row.void_reason = at, by, reason
    row.version += 1
    row.full_clean()
    row.save(update_fields=["voided_at", "voided_by", "void_reason", "version"])
