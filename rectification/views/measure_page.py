"""One measure: how it stands, its deadlines, what was done about it and what shows it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from core.access import requires
from core.clock import today
from rectification.choices import StepKind
from rectification.models import Measure
from rectification.selectors.measures import deadline_steps, standing_of, steps_of
from rectification.selectors.standing import measures_on, pending_extension
from rectification.views.measure_frame import measure_for

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
    context = {
        "measure": measure,
        "shown": shown,
        "standing": standing_of(shown, on) if shown else None,
        "asked": asked,
        "steps": [(step, TAGS.get(StepKind(step.kind), "neutral")) for step in steps],
        "deadlines": deadline_steps(steps),
        "crumbs": [("整改措施", reverse("rectification:measures"))],
    }
    return render(request, "rectification/measure_detail.html", context)
