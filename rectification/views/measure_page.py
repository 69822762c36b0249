"""One measure: how it stands, its deadlines, what was done about it and what shows it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator

from core.access import allowed, requires
from core.clock import today
from rectification.choices import MeasureState, ProblemState, StepKind
from rectification.models import Measure
from rectification.permissions import own_branches
from rectification.selectors.measures import deadline_steps, standing_of, steps_of
from rectification.selectors.parts import is_to_claim, own_part
from rectification.selectors.standing import measures_on, pending_extension, problem_state
from rectification.views.measure_frame import measure_for
from rectification.views.problem_frame import crumbs_of as problem_crumbs

LONGEST_TITLE = 60
TAGS = {
    StepKind.PROGRESS: "info",
    StepKind.DONE: "success",
    StepKind.SENT_BACK: "warning",
    StepKind.EXTENSION_ASKED: "info",
    StepKind.EXTENSION_APPROVED: "success",
    StepKind.EXTENSION_REFUSED: "error",
}


@requires("rectification.view_problems")
def measure_detail(request: HttpRequest, pk: int) -> HttpResponse:
    measure = measure_for(request, pk, "rectification.view_problems")
    user, on = request.user, today()
    rows = measures_on(Measure.objects.visible_to(user).filter(pk=pk), on)
    shown = rows.first()  # none: voided, or its problem is
    asked = pending_extension(measure) if shown else None
    steps = steps_of(user, measure)
    actions = _actions(user, measure, shown, waits=asked is not None) if shown else []
    answers = any(each["name"] == "extension_answer" for each in actions)
    primary = _primary(user, measure, actions)
    context = {
        "measure": measure,
        "title": Truncator(measure.text).chars(LONGEST_TITLE),
        "shown": shown,
        "standing": standing_of(shown, on) if shown else None,
        "asked": asked,
        "own_part": own_part(measure.problem, user) if answers else "",
        "steps": [(step, TAGS.get(StepKind(step.kind), "neutral")) for step in steps],
        "may_withdraw": bool(actions) and allowed(user, "rectification.evidence_withdraw", measure),
        "deadlines": deadline_steps(steps),
        "action_label": primary["label"] if primary else "",
        "action_url": primary["url"] if primary else "",
        "menu": [each for each in actions if each is not primary],
        "crumbs": problem_crumbs(measure.problem),
    }
    return render(request, "rectification/measure_detail.html", context)


def _actions(user: Any, measure: Measure, shown: Any, *, waits: bool) -> list[dict[str, str]]:
    """What the user may do about the measure as it stands today, the most pressing first."""
    if problem_state(measure.problem, today()) is not ProblemState.OPEN or is_to_claim(user, measure):
        return []
    is_done = shown.state == MeasureState.DONE
    offers = (
        (waits, "extension_approve", "extension_answer", "答复延期申请", "reply"),
        (not is_done, "measure_progress", "measure_progress", "报告进展", "pencil-square"),
        (not is_done, "measure_done", "measure_done", "登记完成", "check2-circle"),
        (not is_done and bool(shown.due_on) and not waits, *("extension_ask",) * 2, "申请延期", "calendar-plus"),
        (waits, *("extension_withdraw",) * 2, "撤回延期申请", "arrow-counterclockwise"),
        (not is_done, "measure_change", "measure_change", "修改措施", "pencil"),
        (is_done, "measure_progress", "measure_progress", "补充佐证材料", "paperclip"),
        (is_done, "measure_send_back", "measure_send_back", "退回重新整改", "arrow-return-left"),
        (True, "measure_void", "measure_void", "作废措施", "x-lg"),
    )
    return [
        {"name": name, "label": label, "url": reverse(f"rectification:{name}", args=[measure.pk]), "icon": icon}
        for is_due, permission, name, label, icon in offers
        if is_due and allowed(user, f"rectification.{permission}", measure)
    ]


def _primary(user: Any, measure: Measure, actions: list[dict[str, str]]) -> dict[str, str] | None:
    """The one button: an answer that is waited for; progress for those whose measure it is."""
    first = actions[0] if actions else None
    if first is None or first["name"] == "extension_answer":
        return first
    is_own = measure.branch_id is None or bool(own_branches(user, measure))
    return first if first["label"] == "报告进展" and is_own else None
