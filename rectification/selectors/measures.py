"""Measures as pages show them: how one stands in words, its steps with their files, its deadlines one after another."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from rectification.choices import OF_EXTENSION, MeasureState, StepKind
from rectification.models import Evidence, Measure, RectificationStep

TAGS = {
    MeasureState.DONE: "success",
    MeasureState.ON_SCHEDULE: "info",
    MeasureState.OVERDUE: "error",
}
LASTING = "长期坚持"


def measures_for_list(user: Any) -> QuerySet[Measure]:
    """Every measure that the user sees, with what a line of a list says of it."""
    return Measure.objects.visible_to(user).select_related("problem", "branch", "owner", "court")


@dataclass(frozen=True)
class Standing:
    """How a measure stands on a day. `days`: until its deadline, negative once it has passed, None without one; of a
    done measure how many days it was done before it."""

    state: MeasureState
    days: int | None

    @property
    def tag(self) -> str:
        return TAGS[self.state]

    @property
    def days_late(self) -> int:
        return max(-(self.days or 0), 0)

    @property
    def words(self) -> str:
        """`逾期 3 天`, `还有 5 天`; of a measure that was done late `晚 2 天完成`, else nothing."""
        if self.state is MeasureState.DONE:
            return f"晚 {self.days_late} 天完成" if self.days_late else ""
        if self.days is None:
            return LASTING
        if self.days < 0:
            return f"逾期 {self.days_late} 天"
        return f"还有 {self.days} 天" if self.days else "今天到期"


def standing_of(measure: Any, on: date) -> Standing:
    """Of a row of `measures_on` for `on`."""
    state = MeasureState(measure.state)
    counted_on = measure.done_on if state is MeasureState.DONE else on
    return Standing(state, (measure.due_on - counted_on).days if measure.due_on else None)


def with_standing(measures: list[Any], on: date) -> list[Any]:
    """The same rows, each with its `standing`."""
    for measure in measures:
        measure.standing = standing_of(measure, on)
    return measures


def steps_of(user: Any, measure: Measure) -> list[RectificationStep]:
    """The steps of a measure with their files (withdrawn ones too), the newest first."""
    files = Evidence.objects.visible_to(user).select_related("uploaded_by", "withdrawn_by")
    rows = RectificationStep.objects.visible_to(user).filter(measure=measure).select_related("recorded_by", "branch")
    return list(rows.prefetch_related(Prefetch("evidence", files)).order_by("-order"))


def deadline_steps(steps: list[RectificationStep]) -> list[RectificationStep]:
    """Of the steps of a measure those about its deadline, the first one first."""
    kinds = (*OF_EXTENSION, StepKind.SENT_BACK)
    return [step for step in reversed(steps) if step.kind in kinds and (step.kind in OF_EXTENSION or step.until)]
