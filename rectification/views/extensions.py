"""Extensions: asked for and taken back by the branch, answered by the committee."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from core.access import ensure, requires
from core.clock import today
from core.editing import PageForm, posted
from core.errors import EditConflict
from rectification import services
from rectification.forms.measures import AnswerForm, ExtensionForm
from rectification.models import Measure, RectificationStep
from rectification.selectors.parts import acting_branch, own_part
from rectification.selectors.standing import pending_extension
from rectification.views.measure_frame import measure_for, measure_page, page_of_measure

NONE_WAITS = "没有等待答复的延期申请，可能已经撤回或者办过。"


@requires("rectification.extension_ask", methods=("GET", "POST"))
def extension_ask(request: HttpRequest, pk: int) -> HttpResponse:
    measure = measure_for(request, pk, "rectification.extension_ask")
    acting = acting_branch(request.user, measure)
    return measure_page(
        request,
        measure,
        ExtensionForm(posted(request)),
        lambda values: services.extension_ask(measure=measure, on=today(), by=request.user, acting=acting, **values),
        said="已申请延期，等机关党委答复。答复以前仍按原来的时限。",
        title="申请延期",
        submit_label="申请",
    )


@requires("rectification.extension_withdraw", methods=("GET", "POST"))
def extension_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    measure = measure_for(request, pk, "rectification.extension_withdraw")
    asked = pending_extension(measure)
    if asked is None and request.method == "GET":
        return _none_waits(request, measure)
    acting = acting_branch(request.user, measure)
    return measure_page(
        request,
        measure,
        PageForm(posted(request)),
        lambda values: services.extension_withdraw(measure=measure, on=today(), by=request.user, acting=acting),
        said="已撤回延期申请。",
        title="撤回延期申请",
        submit_label="撤回",
        notes=[_told(asked)] if asked else [],
    )


@requires("rectification.extension_approve", methods=("GET", "POST"))
def extension_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """A form that was opened for a request which was answered or taken back meanwhile is kept, and not taken for
    another one."""
    measure = measure_for(request, pk, "rectification.extension_approve")
    ensure(request.user, "rectification.extension_refuse", measure)
    asked = pending_extension(measure)
    if asked is None and request.method == "GET":
        return _none_waits(request, measure)
    initial = {"asked": asked.pk, "until": asked.until} if asked else {}
    form = AnswerForm(posted(request), initial=initial)

    def save(values: dict[str, Any]) -> RectificationStep:
        if asked is not None and values["asked"] != asked.pk:
            form.data = {**form.data.dict(), "asked": asked.pk}
            raise EditConflict("您打开这一页以后，支部另外提出了延期申请。请按上面写的核对，再提交一次。")
        facts = {"measure": measure, "on": today(), "by": request.user}
        if form.is_agreed:
            return services.extension_approve(**facts, until=values["until"], text=values["reason"])
        return services.extension_refuse(**facts, reason=values["reason"])

    own = own_part(measure.problem, request.user)
    return measure_page(
        request,
        measure,
        form,
        save,
        said="已答复延期申请。",
        title="答复延期申请",
        submit_label="答复",
        notes=[*([_told(asked)] if asked else []), *([own] if own else [])],
    )


def _none_waits(request: HttpRequest, measure: Measure) -> HttpResponse:
    messages.warning(request, NONE_WAITS)
    return redirect(page_of_measure(measure))


def _told(asked: RectificationStep) -> str:
    """What the branch asked for, so that nobody answers from memory."""
    return f"{asked.on:%Y-%m-%d} 申请延期至 {asked.until:%Y-%m-%d}，理由：{asked.text}"
