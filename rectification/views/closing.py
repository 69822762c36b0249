"""The close-out of a problem: asked for, taken back, approved, sent back, undone."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from core.access import requires
from core.clock import today
from core.editing import PageForm, posted
from core.errors import EditConflict
from rectification import services
from rectification.choices import MeasureState, StepKind
from rectification.forms.problems import AgainForm, ApprovalForm, CloseOutForm, OfferForm, SendBackForm
from rectification.models import Measure, Problem, RectificationStep
from rectification.selectors.parts import acting_branch
from rectification.selectors.standing import measures_on
from rectification.views.problem_frame import problem_for, step_page


def _acting(request: HttpRequest, problem: Problem) -> dict[str, Any]:
    return {"problem": problem, "on": today(), "by": request.user, "acting": acting_branch(request.user, problem)}


def _answer(request: HttpRequest, problem: Problem) -> dict[str, Any]:
    return {"problem": problem, "on": today(), "by": request.user}


@requires("rectification.close_out_ask", methods=("GET", "POST"))
def close_out_ask(request: HttpRequest, pk: int) -> HttpResponse:
    problem = problem_for(request, pk, "rectification.close_out_ask")
    return step_page(
        request,
        problem,
        CloseOutForm(posted(request)),
        lambda values: services.close_out_ask(**_acting(request, problem), **values),
        said="已申请销号，等机关党委批准。",
        title="申请销号",
        submit_label="申请销号",
    )


@requires("rectification.close_out_withdraw", methods=("GET", "POST"))
def close_out_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    problem = problem_for(request, pk, "rectification.close_out_withdraw")
    return step_page(
        request,
        problem,
        OfferForm(posted(request)),
        lambda _: services.close_out_withdraw(**_acting(request, problem)),
        said="已撤回销号申请。",
        title="撤回销号申请",
        submit_label="撤回申请",
        notes=["撤回后可以补充整改，再次申请销号。"],
    )


@requires("rectification.close_out_approve", methods=("GET", "POST"))
def close_out_approve(request: HttpRequest, pk: int) -> HttpResponse:
    problem = problem_for(request, pk, "rectification.close_out_approve")
    asked = _asked(request, problem)
    return _answer_page(
        request,
        problem,
        asked,
        ApprovalForm(posted(request), initial=_opened_for(asked)),
        lambda values: services.close_out_approve(**_answer(request, problem), **values),
        said="已批准销号。",
        title="批准销号",
        submit_label="批准销号",
    )


def _asked(request: HttpRequest, problem: Problem) -> RectificationStep | None:
    """The last application for the close-out."""
    steps = RectificationStep.objects.visible_to(request.user).filter(problem=problem, kind=StepKind.CLOSE_ASKED)
    return steps.order_by("-order").first()


def _opened_for(asked: RectificationStep | None) -> dict[str, Any]:
    return {"asked": asked.pk} if asked else {}


def _answer_page(
    request: HttpRequest,
    problem: Problem,
    asked: RectificationStep | None,
    form: PageForm,
    save: Callable[[dict[str, Any]], Any],
    **words: Any,
) -> HttpResponse:
    """Shows what the applicant wrote, so that nobody answers from memory. A form that was opened for an application
    which was taken back meanwhile is kept, and not taken for the one that came after it."""

    def checked(values: dict[str, Any]) -> Any:
        opened_for = values.pop("asked")
        if asked is not None and opened_for not in (None, asked.pk):
            form.data = {**form.data.dict(), "asked": asked.pk}
            raise EditConflict("您打开这一页以后，支部撤回并重新提出了销号申请。请按上面写的核对，再提交一次。")
        return save(values)

    notes = [f"{asked.on:%Y-%m-%d} 申请销号，整改成效：{asked.text}"] if asked else []
    return step_page(request, problem, form, checked, notes=notes, **words)


@requires("rectification.close_out_send_back", methods=("GET", "POST"))
def close_out_send_back(request: HttpRequest, pk: int) -> HttpResponse:
    problem = problem_for(request, pk, "rectification.close_out_send_back")
    asked = _asked(request, problem)
    return _answer_page(
        request,
        problem,
        asked,
        SendBackForm(posted(request), measures=_done_measures(request, problem), initial=_opened_for(asked)),
        lambda values: services.close_out_send_back(**_answer(request, problem), **values),
        said="已退回，支部会看到原因。",
        title="退回销号申请",
        submit_label="退回",
    )


@requires("rectification.problem_reopen", methods=("GET", "POST"))
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    problem = problem_for(request, pk, "rectification.problem_reopen")
    return step_page(
        request,
        problem,
        AgainForm(posted(request), measures=_done_measures(request, problem)),
        lambda values: services.problem_reopen(**_answer(request, problem), **values),
        said="已重新打开，继续整改。",
        title="重新打开",
        submit_label="重新打开",
        notes=["问题反弹的重新打开；原来的销号和办理过程都保留。"],
    )


def _done_measures(request: HttpRequest, problem: Problem) -> Any:
    """Those that may be asked for again."""
    own = Measure.objects.visible_to(request.user).filter(problem=problem)
    return measures_on(own, today()).filter(state=MeasureState.DONE).order_by("order")
