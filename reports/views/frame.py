"""What the pages of courts and branches share: fetching the row, and whether the user may."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from branches.models import Branch, Court
from core.access import ensure


def court_for(request: HttpRequest, pk: int) -> Court:
    row = get_object_or_404(Court.objects.visible_to(request.user), pk=pk)
    ensure(request.user, "reports.view_court", row)
    return row


def branch_for(request: HttpRequest, pk: int) -> Branch:
    row = get_object_or_404(Branch.objects.visible_to(request.user).select_related("court"), pk=pk)
    ensure(request.user, "reports.view_branch", row)
    return row
