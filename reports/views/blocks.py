"""The blocks of the dashboards as fragments: the page is there before they are."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from branches.models import Branch, Court
from core.access import ensure, requires
from core.clock import today
from reports.forms import question_of
from reports.selectors.blocks import BLOCKS, OF_WORK, Asked
from reports.selectors.sight import sight_of
from reports.views.frame import branch_for, court_for


@requires("reports.view_court")
def court_block(request: HttpRequest, pk: int, block: str) -> HttpResponse:
    return _block(request, court_for(request, pk), block)


@requires("reports.view_branch")
def branch_block(request: HttpRequest, pk: int, block: str) -> HttpResponse:
    return _block(request, branch_for(request, pk), block)


@requires("reports.view_court")
def below_block(request: HttpRequest, pk: int, block: str) -> HttpResponse:
    """Of a court with all those below it."""
    return _block(request, court_for(request, pk), block, with_below=True)


def _block(request: HttpRequest, owner: Court | Branch, block: str, *, with_below: bool = False) -> HttpResponse:
    if block not in BLOCKS:
        raise Http404
    if block in OF_WORK:
        ensure(request.user, "reports.view_work", owner)
    question = question_of(request, today())
    asked = Asked(owner, question.span, question.as_of, sight_of(request.user, owner), with_below)
    context = {"owner": owner, "question": question, **BLOCKS[block](asked)}
    return render(request, f"reports/blocks/{block}.html", context)
