"""What the pages of inspections share: rows fetched within the user's scope, addresses, crumbs."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from branches.models import Branch
from core.access import ensure
from rectification.models import Finding, Inspection, InspectionBranch

LONGEST_CRUMB = 20


def inspection_for(request: HttpRequest, pk: int, permission: str) -> Inspection:
    """404 for an inspection that the user does not see, 403 for one that is not theirs to act on."""
    rows = Inspection.objects.visible_to(request.user).select_related("court")
    inspection = get_object_or_404(rows, pk=pk)
    ensure(request.user, permission, inspection)
    return inspection


def finding_for(request: HttpRequest, pk: int, permission: str) -> Finding:
    rows = Finding.objects.visible_to(request.user)
    finding = get_object_or_404(rows.select_related("court", "branch", "inspection__court", "visit", "problem"), pk=pk)
    ensure(request.user, permission, finding)
    return finding


def branch_for(request: HttpRequest, inspection: Inspection, pk: int) -> Branch:
    """A branch of the inspection's court."""
    return get_object_or_404(Branch.objects.visible_to(request.user).filter(court=inspection.court_id), pk=pk)


def visit_for(request: HttpRequest, pk: int, permission: str) -> InspectionBranch:
    rows = InspectionBranch.objects.visible_to(request.user).select_related("inspection__court", "branch")
    visit = get_object_or_404(rows, pk=pk)
    ensure(request.user, permission, visit)
    return visit


def page_of_inspection(inspection: Inspection, name: str = "inspection") -> str:
    return reverse(f"rectification:{name}", args=[inspection.pk])


def page_of_finding(finding: Finding, name: str = "finding") -> str:
    return reverse(f"rectification:{name}", args=[finding.pk])


def crumbs_of(inspection: Inspection) -> list[tuple[str, str]]:
    return [("检查", reverse("rectification:inspections")), (inspection.title, page_of_inspection(inspection))]


def crumbs_of_finding(finding: Finding) -> list[tuple[str, str]]:
    text = finding.text if len(finding.text) <= LONGEST_CRUMB else f"{finding.text[:LONGEST_CRUMB]}…"
    return [*crumbs_of(finding.inspection), (text, page_of_finding(finding))]
