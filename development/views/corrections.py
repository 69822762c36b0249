"""更正: an earlier step set right, by whoever recorded such steps."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from core.access import ensure, requires
from core.clock import now
from core.editing import form_page, posted
from development.forms.steps import CorrectForm
from development.models import Step, StepCorrection
from development.services.corrections import step_correct
from development.views.files import address_of, crumbs_of


@requires("development.correct_step", methods=("GET", "POST"))
def correct_step(request: HttpRequest, pk: int) -> HttpResponse:
    related = ("candidate__branch", "candidate__court", "candidate__member", "branch")
    step = get_object_or_404(Step.objects.visible_to(request.user).select_related(*related), pk=pk)
    candidate = step.candidate
    ensure(request.user, "development.correct_step", step)
    form = CorrectForm(posted(request), step=step, candidate=candidate)

    def save(values: dict[str, Any]) -> StepCorrection:
        return step_correct(
            candidate=candidate,
            step=step,
            version=values["version"],
            values=form.values(),
            reason=values["reason"],
            by=request.user,
            at=now(),
        )

    return form_page(
        request,
        form,
        save,
        done=address_of(candidate),
        said="已更正，经过里保留原来的登记。",
        title=f"{candidate}：更正“{step.get_kind_display()}”",
        state=f"原登记：{step.happened_on:%Y-%m-%d}",
        notes=["更正后，这一步和后面的步骤仍须符合顺序和期限。办错的步骤请从后往前撤销。"],
        submit_label="更正",
        crumbs=crumbs_of(candidate),
        back=address_of(candidate),
    )
