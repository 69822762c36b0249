"""What the committee writes down of an inspection: that a branch was checked, what was found, which become problems."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

from branches.models import Branch
from branches.models.courts import existing_on
from core.access import requires
from core.clock import today
from core.editing import PageForm, form_page, posted
from rectification import services
from rectification.forms.inspections import FindingsForm, ToProblemsForm, VisitForm, visit_initial
from rectification.models import Finding, Inspection, InspectionBranch, Problem
from rectification.selectors.findings import loose_findings
from rectification.views.inspection_frame import branch_for, crumbs_of, inspection_for, page_of_inspection, visit_for


def _likely_day(inspection: Inspection) -> date:
    """Today while the inspection goes on, its last day afterwards."""
    last = inspection.until or today()
    return max(inspection.held_on, min(last, today()))


@requires("rectification.branch_check", methods=("GET", "POST"))
def visit_edit(request: HttpRequest, pk: int, branch_pk: int) -> HttpResponse:
    """What was looked at in one branch, and what the inspectors concluded."""
    inspection = inspection_for(request, pk, "rectification.branch_check")
    branch = branch_for(request, inspection, branch_pk)
    rows = InspectionBranch.objects.visible_to(request.user).filter(inspection=inspection, branch=branch)
    visit = rows.first()

    def save(values: dict[str, Any]) -> InspectionBranch:
        version = values.pop("version") or 0
        target = {"inspection": inspection, "branch": branch, "version": version}
        return services.branch_checked(**target, on=today(), by=request.user, **values)

    initial = visit_initial(visit) if visit else {"checked_on": _likely_day(inspection)}
    facts = {"title": "登记检查情况", "state": branch.name, "said": f"已登记{branch}的检查情况。"}
    return _page(request, inspection, VisitForm(posted(request), initial=initial), save, saved_row=rows.get, **facts)


@requires("rectification.branch_uncheck", methods=("GET", "POST"))
def visit_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes back what was written of a branch that was not checked."""
    visit = visit_for(request, pk, "rectification.branch_uncheck")

    def save(values: dict[str, Any]) -> None:
        services.branch_unchecked(visit=visit, by=request.user)

    facts = {"title": "删除检查情况", "state": visit.branch.name, "said": f"已删除，{visit.branch}为未检查。"}
    notes = ["登记错了支部时使用。登记过发现的问题的不能删除。"]
    form = PageForm(posted(request))
    return _page(request, visit.inspection, form, save, submit_label="删除", notes=notes, **facts)


@requires("rectification.finding_add", methods=("GET", "POST"))
def findings_new(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found in one branch, a line each; `branch=` chooses it beforehand."""
    inspection = inspection_for(request, pk, "rectification.finding_add")
    branches = Branch.objects.visible_to(request.user).filter(existing_on(inspection.held_on), court=inspection.court)

    def save(values: dict[str, Any]) -> list[Finding]:
        del values["due_on"]
        return services.findings_enter(inspection=inspection, on=today(), by=request.user, **values)

    initial = {"branch": request.GET.get("branch"), "checked_on": _likely_day(inspection), "submission_key": uuid4()}
    return _page(
        request,
        inspection,
        FindingsForm(posted(request), branches=branches, initial=initial),
        save,
        template="rectification/findings_form.html",
        title="登记发现的问题",
        state=inspection.title,
        said="已登记，可以在检查页面把它们列为整改问题。",
    )


@requires("rectification.findings_to_problems", methods=("GET", "POST"))
def inspection_problems(request: HttpRequest, pk: int) -> HttpResponse:
    """Makes problems of the findings that are ticked, each of its branch and with its deadline."""
    inspection = inspection_for(request, pk, "rectification.findings_to_problems")
    findings = loose_findings(request.user, inspection)

    def save(values: dict[str, Any]) -> list[Problem]:
        return services.findings_to_problems(findings=values["findings"], on=today(), by=request.user)

    return _page(
        request,
        inspection,
        ToProblemsForm(posted(request), findings=findings),
        save,
        title="列为整改问题",
        state=inspection.title,
        submit_label="列为整改问题",
        said="已列为整改问题，请支部认领。",
        notes=["每一条列为一个整改问题，由所在支部负责，整改期限照登记的期限。"],
    )


def _page(
    request: HttpRequest, inspection: Inspection, form: PageForm, save: Any, *, said: str, **context: Any
) -> HttpResponse:
    back = page_of_inspection(inspection)
    return form_page(request, form, save, done=back, said=said, back=back, crumbs=crumbs_of(inspection), **context)
