"""What the pages of standards share: rows fetched within the user's scope, addresses, crumbs."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from assessments.models import Indicator, Standard
from assessments.selectors.standards import standards_seen
from core.access import ensure


def standard_for(request: HttpRequest, pk: int, permission: str) -> Standard:
    """404 for a standard that the user does not see, 403 for one that is not theirs to act on."""
    standard = get_object_or_404(standards_seen(request.user), pk=pk)
    ensure(request.user, permission, standard)
    return standard


def indicator_for(request: HttpRequest, pk: int, permission: str) -> Indicator:
    rows = Indicator.objects.visible_to(request.user).select_related("standard__court", "aspect")
    indicator = get_object_or_404(rows, pk=pk)
    ensure(request.user, permission, indicator.standard)
    return indicator


def page_of_standard(standard: Standard, name: str = "standard") -> str:
    return reverse(f"assessments:{name}", args=[standard.pk])


def crumbs_of(standard: Standard | None = None) -> list[tuple[str, str]]:
    here = [(str(standard), page_of_standard(standard))] if standard else []
    return [("星级标准", reverse("assessments:standards")), *here]
