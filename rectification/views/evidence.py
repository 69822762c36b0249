"""Files that show a step: opened by whoever sees it, withdrawn by those whose measure it is."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from core import audit
from core.access import ensure, requires
from core.attachments import file_response
from core.clock import now
from core.editing import posted
from rectification import services
from rectification.forms.measures import ReasonForm
from rectification.models import Evidence
from rectification.selectors.evidence import readable
from rectification.views.measure_frame import measure_page


@requires("rectification.view_problems")
def evidence_download(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_rows(request), pk=pk)
    try:
        answer = file_response(digest=row.digest, kind=row.kind, name=row.name)
    except FileNotFoundError:
        raise Http404 from None
    audit.record_reading(
        actor=request.user, action="rectification.evidence_read", subject=row.measure, detail={"file": row.name}
    )
    return answer


@requires("rectification.evidence_withdraw", methods=("GET", "POST"))
def evidence_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """A mistaken file is withdrawn with a reason; that it was there stays known."""
    row = get_object_or_404(_rows(request), pk=pk)
    ensure(request.user, "rectification.evidence_withdraw", row.measure)
    return measure_page(
        request,
        row.measure,
        ReasonForm(posted(request)),
        lambda values: services.evidence_withdraw(evidence=row, reason=values["reason"], by=request.user, at=now()),
        said="材料已撤下。",
        title="撤下佐证材料",
        state=row.name,
        submit_label="撤下",
        notes=["撤下后任何人都不能再打开这个文件，文件名、撤下人、时间和原因仍列在原处。"],
    )


def _rows(request: HttpRequest) -> QuerySet[Evidence]:
    return readable(request.user).select_related("measure__problem__court", "measure__court", "problem__court")
