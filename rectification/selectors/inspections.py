"""Inspections with their figures, branch by branch. A user's figures count the rows that this user sees."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from branches.models import Branch
from branches.models.courts import existing_on
from rectification.choices import PUT_RIGHT, FindingState
from rectification.models import Finding, Inspection, InspectionBranch
from rectification.selectors.findings import findings_on


@dataclass(frozen=True)
class Figures:
    """Counts of findings. `loose`: no problem yet; `waiting`: put right, to be rechecked; `late`: open past the day."""

    found: int
    loose: int
    put_right: int
    passed: int
    waiting: int
    late: int


@dataclass(frozen=True)
class BranchRow:
    """One branch in an inspection; without a visit it was not checked."""

    branch: Branch
    visit: InspectionBranch | None
    figures: Figures

    @property
    def conclusion(self) -> str:
        """What the inspectors concluded, in words; that nothing was found is said."""
        if self.visit is None:
            return ""
        nothing = "未发现问题" if self.visit.found_nothing else ""
        return "。".join(filter(None, (nothing, self.visit.conclusion)))


def figures_of(findings: Iterable[Any]) -> Figures:
    """Of rows of `findings_on`."""
    rows = list(findings)
    return Figures(
        found=len(rows),
        loose=sum(row.state == FindingState.NOT_YET for row in rows),
        put_right=sum(row.state in PUT_RIGHT for row in rows),
        passed=sum(row.state == FindingState.PASSED for row in rows),
        waiting=sum(row.is_waiting for row in rows),
        late=sum(row.is_late for row in rows),
    )


def unchecked_branches(inspection: Inspection) -> list[Branch]:
    """The branches of a quarterly inspection that nobody has checked."""
    rows = Branch.objects.within(inspection.court).filter(existing_on(inspection.held_on))
    return list(rows.exclude(pk__in=inspection.visits.values("branch")))


def findings_for(user: Any, on: date) -> QuerySet[Any]:
    """The findings that the user sees, as they stood on `on`."""
    rows = findings_on(Finding.objects.visible_to(user), on)
    return rows.select_related("court", "branch", "inspection", "visit", "problem")


def take_up_figures(user: Any, inspections: Sequence[Inspection], on: date) -> None:
    """Give each of a page's inspections its `figures`, and of how many branches (`due`) how many were `checked`."""
    findings = defaultdict(list)
    for finding in findings_on(Finding.objects.visible_to(user).filter(inspection__in=inspections), on):
        findings[finding.inspection_id].append(finding)
    visited = defaultdict(set)
    visits = InspectionBranch.objects.visible_to(user).filter(inspection__in=inspections)
    for inspection_id, branch_id in visits.values_list("inspection_id", "branch_id"):
        visited[inspection_id].add(branch_id)
    branches = list(Branch.objects.visible_to(user).filter(court__in={each.court_id for each in inspections}))
    for each in inspections:
        own = [branch for branch in branches if branch.court_id == each.court_id]
        each.figures = figures_of(findings[each.pk])  # type: ignore[attr-defined]  # what the page shows
        each.checked = len(visited[each.pk])  # type: ignore[attr-defined]  # what the page shows
        each.due = len(_due(each, own, visited[each.pk]))  # type: ignore[attr-defined]  # what the page shows


def branch_rows(user: Any, inspection: Inspection, on: date) -> list[BranchRow]:
    """Of a quarterly inspection every branch that the user sees, of another one those that were checked."""
    visits = {
        visit.branch_id: visit for visit in InspectionBranch.objects.visible_to(user).filter(inspection=inspection)
    }
    found = defaultdict(list)
    for finding in findings_on(Finding.objects.visible_to(user).filter(inspection=inspection), on):
        found[finding.branch_id].append(finding)
    branches = list(Branch.objects.visible_to(user).filter(court=inspection.court))
    return [
        BranchRow(branch, visits.get(branch.pk), figures_of(found[branch.pk]))
        for branch in _due(inspection, branches, set(visits))
    ]


def _due(inspection: Inspection, branches: Sequence[Branch], visited: set[int]) -> list[Branch]:
    """Those of `branches` that the inspection is of."""
    return [
        branch
        for branch in branches
        if branch.pk in visited or (inspection.is_quarterly and branch.exists_on(inspection.held_on))
    ]


@dataclass(frozen=True)
class OwnInspection:
    """One inspection of a branch."""

    visit: InspectionBranch
    figures: Figures


def inspections_of_branch(user: Any, branch: Branch, on: date, most: int = 4) -> list[OwnInspection]:
    """The last inspections in which the branch was checked, the newest first."""
    rows = InspectionBranch.objects.visible_to(user).filter(branch=branch, inspection__voided_at__isnull=True)
    visits = list(rows.select_related("inspection").order_by("-checked_on", "-pk")[:most])
    found = defaultdict(list)
    for finding in findings_on(Finding.objects.visible_to(user).filter(visit__in=visits), on):
        found[finding.visit_id].append(finding)
    return [OwnInspection(visit, figures_of(found[visit.pk])) for visit in visits]
