"""The ledger of a court as a workbook, as of a day."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from activities.selectors.kinds import own_courts
from branches.models import Branch
from core import audit
from core.access import requires
from core.as_of import day_asked
from core.exports import CONTENT_TYPE
from rectification.ledger_sheet import ledger_bytes
from rectification.selectors.ledger import ledger_on


@requires("rectification.export_problems")
def ledger(request: HttpRequest) -> HttpResponse:
    """Of the user's own court, of one branch where `branch=` names one that the user sees."""
    on = day_asked(request)
    branch = _branch(request)
    court = branch.court if branch else own_courts(request.user).first()
    if court is None:
        raise Http404
    problems = ledger_on(request.user, court, on, branch=branch)
    title = f"{court.name}{branch.name if branch else ''}检视整改台账"
    filename = f"{title}（截至{on:%Y-%m-%d}）.xlsx"
    detail = {"rows": sum(len(problem.measures) for problem in problems), "file": filename}
    audit.record_reading(
        actor=request.user, action="rectification.ledger_export", subject=branch or court, detail=detail
    )
    return HttpResponse(
        ledger_bytes(title, problems, on),
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": content_disposition_header(True, filename)},
    )


def _branch(request: HttpRequest) -> Branch | None:
    asked = request.GET.get("branch", "")
    if not asked:
        return None
    key = asked if asked.isascii() and asked.isdigit() and len(asked) < 18 else 0
    return get_object_or_404(Branch.objects.visible_to(request.user).select_related("court"), pk=key)
