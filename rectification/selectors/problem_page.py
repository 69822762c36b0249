"""One problem as its page shows it: how it and its measures stood on a day, and everything that was done until then."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch

from rectification.choices import StepKind
from rectification.models import Evidence, Measure, Problem, ProblemShare, RectificationStep
from rectification.selectors.measures import Standing, standing_of
from rectification.selectors.standing import measures_on, requests_on, with_state

EVENT_KINDS = {
    StepKind.DONE: "success",
    StepKind.CLOSED: "success",
    StepKind.CLOSE_IMPORTED: "success",
    StepKind.SENT_BACK: "warning",
    StepKind.CLOSE_REFUSED: "warning",
    StepKind.EXTENSION_REFUSED: "warning",
    StepKind.DECLINED: "warning",
    StepKind.REOPENED: "error",
    StepKind.VOIDED: "error",
    StepKind.CLOSE_ASKED: "info",
    StepKind.EXTENSION_ASKED: "info",
    StepKind.CLAIMED: "info",
}


@dataclass(frozen=True)
class MeasureRow:
    """A measure on a day; `asked`: the request for an extension that waited then."""

    measure: Any
    standing: Standing
    asked: RectificationStep | None = None

    @property
    def extended_to(self) -> date | None:
        """The deadline in force, where it is another than the first one."""
        due_on: date | None = self.measure.due_on
        return due_on if due_on != self.measure.first_due_on else None


def problem_on(user: Any, problem: Problem, on: date) -> Any:
    """The problem with `state`, `last_kind` and `closed_on` as they were on `on`; a voided one too."""
    return with_state(Problem.objects.visible_to(user).filter(pk=problem.pk), on).get()


def shares_of(user: Any, problem: Problem) -> list[ProblemShare]:
    """The branches that the problem was ever given to: those that stand, the leading one first, then the others."""
    rows = ProblemShare.objects.visible_to(user).filter(problem=problem).select_related("branch")
    return sorted(
        rows, key=lambda row: (row.ends_on is not None, row.branch_id != problem.branch_id, row.order, row.pk)
    )


def steps_of(user: Any, problem: Problem, on: date) -> list[RectificationStep]:
    """What was done about the problem until `on`, in the order it was written down, with the files."""
    files = Prefetch("evidence", Evidence.objects.visible_to(user).filter(withdrawn_at__isnull=True), to_attr="files")
    rows = RectificationStep.objects.visible_to(user).filter(problem=problem, on__lte=on)
    return list(rows.select_related("measure", "branch", "recorded_by").prefetch_related(files).order_by("order"))


def measures_of_problem(user: Any, problem: Problem, on: date) -> list[MeasureRow]:
    """The problem's measures as they stood on `on`."""
    rows = measures_on(Measure.objects.visible_to(user).filter(problem=problem), on)
    steps = RectificationStep.objects.visible_to(user).filter(problem=problem)
    asked = {step.measure_id: step for step in requests_on(steps, on)}
    return [
        MeasureRow(measure, standing_of(measure, on), asked.get(measure.pk))
        for measure in rows.select_related("branch", "owner").order_by("order")
    ]


def events_of(steps: list[RectificationStep]) -> list[dict[str, Any]]:
    """The steps for the timeline, the newest first."""
    return [
        {
            "at": step.recorded_at,
            "who": _who(step),
            "what": _what(step),
            "note": _note(step),
            "kind": EVENT_KINDS.get(StepKind(step.kind), "neutral"),
        }
        for step in reversed(steps)
    ]


def _who(step: RectificationStep) -> str:
    name = str(step.recorded_by) if step.recorded_by else "系统"
    return f"{name}（{step.branch}）" if step.branch else name


def _what(step: RectificationStep) -> str:
    until = f"至 {step.until:%Y-%m-%d}" if step.until else ""
    about = f"：{step.measure}" if step.measure and step.kind != StepKind.ADDED else ""
    return f"{step.on:%Y-%m-%d} {step.get_kind_display()}{until}{about}"


def _note(step: RectificationStep) -> str:
    names = "、".join(file.name for file in getattr(step, "files", ()))
    text = "" if step.kind == StepKind.OPENED else step.text
    return "；".join(part for part in (text, f"佐证材料：{names}" if names else "") if part)
