"""The committee's answer to whatever the branch has put forward."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from core.access import ensure, requires
from core.clock import today
from core.editing import posted
from core.errors import EditConflict
from elections import services
from elections.choices import Stage, StepKind
from elections.forms.steps import AnswerForm
from elections.models import TermElection
from elections.permissions import ANSWERS
from elections.selectors.path import steps_of
from elections.selectors.steps import own_part, stage_of
from elections.views.frame import election_for, page_of_election, step_page


@dataclass(frozen=True)
class Answer:
    """What is answered at a stage: the step that says yes, and the service for either answer."""

    kind: StepKind
    service: Callable[..., Any]
    title: str


BY_STAGE = {
    Stage.POSTPONEMENT_ASKED: Answer(StepKind.POSTPONEMENT_APPROVED, services.answer_postponement, "批复延期换届"),
    Stage.REQUESTED: Answer(StepKind.APPROVED, services.answer_request, "批复换届请示"),
    Stage.LIST_SENT: Answer(StepKind.LIST_APPROVED, services.answer_candidates, "批复候选人预备人选"),
    Stage.REPORTED: Answer(StepKind.RECORDED, services.answer_result, "批准书记，支部委员会备案"),
}


# How many of the last steps belong to what is answered.
PUT_FORWARD = {Stage.LIST_SENT: 2, Stage.REPORTED: 2}


def _put_forward(user: Any, election: TermElection, stage: Stage) -> list[str]:
    """What the branch wrote, so that nobody answers from memory."""
    steps = steps_of(user, election)[-PUT_FORWARD.get(stage, 1) :]
    return [f"{step.get_kind_display()}（{step.on:%Y-%m-%d}）：{step.summary}{step.text}" for step in steps]


@requires("elections.answer_branch", methods=("GET", "POST"))
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The stage alone says what is answered; a form that was opened at another one is kept, and not taken for this."""
    election = election_for(request, pk, "elections.answer_branch")
    stage = stage_of(election)
    opened_at = request.POST.get("stage", stage)
    if stage not in BY_STAGE and opened_at not in BY_STAGE:
        messages.warning(request, f"换届现在是“{stage.label}”，没有等机关党委批复的，或者已经批复过。")
        return redirect(page_of_election(election))
    own = own_part(election, request.user)
    if own and request.method == "GET":
        messages.warning(request, own)
        return redirect(page_of_election(election))
    asked = BY_STAGE[stage if stage in BY_STAGE else Stage(opened_at)]
    ensure(request.user, ANSWERS[asked.kind], election)
    is_result = stage == Stage.REPORTED

    def save(values: dict[str, Any]) -> Any:
        if opened_at != stage:
            raise EditConflict(f"换届现在是“{stage.label}”，与您打开这一页时不同。请核对再办理，填写的内容都还在。")
        return asked.service(election=election, today=today(), by=request.user, **values)

    form = AnswerForm(posted(request), with_start=is_result, initial={"on": today(), "starts_on": election.held_on})
    return step_page(
        request,
        election,
        asked.kind,
        form,
        save,
        said="已批复。",
        title=election.approval_words if is_result else asked.title,
        submit_label="批复",
        notes=_put_forward(request.user, election, stage),
        stage=stage,
    )
