"""What those responsible report of a measure: how far it has come, that it is done, with the files that show it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

from core.access import requires
from core.attachments.rows import MOST_BYTES
from core.clock import now, today
from core.editing import posted
from rectification import services
from rectification.forms.measures import DoneForm, ReportForm
from rectification.models import Measure
from rectification.selectors.parts import acting_branch
from rectification.views.measure_frame import measure_for, measure_page


@requires("rectification.measure_progress", methods=("GET", "POST"), most_bytes=MOST_BYTES)
def measure_progress(request: HttpRequest, pk: int) -> HttpResponse:
    measure = measure_for(request, pk, "rectification.measure_progress")
    return _report_page(
        request,
        measure,
        ReportForm(posted(request), request.FILES or None, initial={"key": uuid4()}),
        services.measure_progress,
        said="已报告进展。",
        title="报告进展",
        submit_label="报告",
    )


@requires("rectification.measure_done", methods=("GET", "POST"), most_bytes=MOST_BYTES)
def measure_done(request: HttpRequest, pk: int) -> HttpResponse:
    measure = measure_for(request, pk, "rectification.measure_done")
    return _report_page(
        request,
        measure,
        DoneForm(posted(request), request.FILES or None, initial={"key": uuid4(), "done_on": today()}),
        services.measure_done,
        said="已登记完成。所有措施都完成后，在问题页面申请销号。",
        title="登记完成",
        submit_label="登记完成",
    )


def _report_page(
    request: HttpRequest, measure: Measure, form: ReportForm, service: Callable[..., Any], **context: Any
) -> HttpResponse:
    def save(values: dict[str, Any]) -> Any:
        facts = {name: value for name, value in values.items() if name != "file"}
        acting = acting_branch(request.user, measure)
        people = {"by": request.user, "acting": acting}
        return service(measure=measure, files=values["file"], on=today(), at=now(), **people, **facts)

    template = "rectification/report_form.html"
    return measure_page(request, measure, form, save, template=template, sent_files=bool(request.FILES), **context)
