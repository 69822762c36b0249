"""How every step is taken: where the election stands is read under a lock, the step is added, the trail is told."""

from datetime import date
from typing import Any

from core import audit
from core.errors import EditConflict, Refused
from elections.choices import LEADS_TO, MAY_FOLLOW, Stage, StepKind
from elections.models import ElectionStep, TermElection
from elections.selectors.steps import last_step, own_part, stage_of
from elections.selectors.terms import take_up_term


def claim(election: TermElection, kind: StepKind, *, after: int | None = None) -> TermElection:
    """The election as it is now, locked until the transaction ends; refused unless `kind` may follow its stage.

    `after` is the step that a form was opened at: a step that may follow itself is so not taken twice by one form.
    """
    rows = TermElection.objects.within(election.branch).select_for_update()
    current = rows.get(pk=election.pk)
    current.branch = election.branch
    if take_up_term(current):
        save(current, term=current.term, due_on=current.due_on)
    stage = stage_of(current)
    if stage not in MAY_FOLLOW[kind]:
        raise Refused(f"换届现在是“{stage.label}”，不能{kind.label}。请刷新页面，看看是不是已经办过。")
    last = last_step(current)
    if after is not None and last is not None and after != last.order:
        words = f"打开这一页之后，已经登记过“{last.get_kind_display()}”。请核对；确要再登记一次，再保存一次即可。"
        raise EditConflict(words)
    return current


def add_step(
    election: TermElection,
    kind: StepKind,
    *,
    on: date,
    today: date,
    by: Any,
    stage: Stage | None = None,
    **words: Any,
) -> ElectionStep:
    """Note that `kind` was done on `on` and led to `stage` (by default the only one it leads to).

    `words`: `number`, `summary`, `text`, `until`. Refused for a day to come, or before the step before.
    """
    last = last_step(election)
    if on > today:
        raise Refused(f"日期 {on:%Y-%m-%d} 还没有到，请在办理之后登记。", field="on")
    if last and on < last.on:
        raise Refused(f"日期不能早于上一步“{last.get_kind_display()}”的 {last.on:%Y-%m-%d}。", field="on")
    step = ElectionStep(
        court_id=election.court_id,
        branch_id=election.branch_id,
        election=election,
        order=last.order + 1 if last else 1,
        kind=kind,
        stage=stage or LEADS_TO[kind][0],
        on=on,
        recorded_by=by,
        **words,
    )
    step.full_clean()
    step.save()
    detail = {"on": on.isoformat(), "stage": step.stage, "number": step.number, "summary": step.summary}
    audit.record(actor=by, action=f"elections.{kind.lower()}", subject=election, detail=detail)
    return step


def save(election: TermElection, **values: Any) -> None:
    """Set and store fields of the election, by its own rules."""
    for name, value in values.items():
        setattr(election, name, value)
    election.full_clean()
    election.save(update_fields=list(values))


def refuse_own(election: TermElection, by: Any) -> None:
    """Whoever took a step of the branch, or stands, does not answer for the committee."""
    words = own_part(election, by) if by is not None else ""
    if words:
        raise Refused(words)


def needed(text: str, words: str, field: str) -> str:
    """`text` without its margins; refused with `words` where nothing is left."""
    if not text.strip():
        raise Refused(words, field=field)
    return text.strip()
