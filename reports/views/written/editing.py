"""Drafting a report, and changing its texts and their order."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from branches.choices import CourtLevel
from branches.models import Branch
from branches.permissions import is_officer_of
from campaigns.selectors import court_of_committee
from core.access import ensure, requires
from core.clock import now, today
from core.editing import form_page, posted
from reports.document import unlinked
from reports.forms.written import AroundForm, NewReportForm, SectionForm, SectionsForm
from reports.models import Report, ReportSection
from reports.models.written import LONGEST_TEXT
from reports.selectors.named import sum_rules
from reports.selectors.written import book_of, sections_of
from reports.services import written as services
from reports.texts.checks import faults_of
from reports.texts.render import paragraphs_of
from reports.texts.words import shown
from reports.views.written.common import WRITE, address, closed_to, crumbs, not_a_draft, report_for


@requires(WRITE, methods=("GET", "POST"))
def report_new(request: HttpRequest) -> HttpResponse:
    court = court_of_committee(request.user)
    branches = [branch for branch in Branch.objects.visible_to(request.user) if is_officer_of(request.user, branch)]
    form = NewReportForm(
        posted(request),
        court=court,
        branches=branches,
        has_below=court is not None and court.level != CourtLevel.BASIC,
        on=today(),
        initial={"submission_key": uuid4(), "year": today().year},
    )

    def save(values: dict[str, Any]) -> Report:
        key = values["submission_key"]
        return services.report_create(about=form.about, on=today(), at=now(), by=request.user, submission_key=key)

    return form_page(
        request,
        form,
        save,
        done=address,
        said="已按系统记录起草，请核对、修改后发布。",
        title="起草工作报告",
        state="系统按记录写好各栏目的文字和数据；数据随记录变化，发布时定格。",
        submit_label="起草",
        crumbs=crumbs(),
        back=reverse("reports:written"),
    )


@requires(WRITE, methods=("GET", "POST"))
def report_edit(request: HttpRequest, pk: int) -> HttpResponse:
    report = report_for(request, pk, WRITE)
    if refused := not_a_draft(request, report):
        return refused

    def save(values: dict[str, Any]) -> Report:
        version = values.pop("version") or 0
        return services.report_change(report=report, version=version, on=today(), by=request.user, **values)

    names = ("title", "signed", "as_of", "version")
    return form_page(
        request,
        AroundForm(posted(request), initial={name: getattr(report, name) for name in names}),
        save,
        done=address(report),
        said="已保存。",
        saved_row=lambda: report_for(request, pk),
        title="标题、落款和数据截至日期",
        state=report.title,
        crumbs=crumbs(report),
        back=address(report),
    )


def _section_for(request: HttpRequest, pk: int) -> ReportSection:
    rows = ReportSection.objects.visible_to(request.user).select_related("report__court", "report__branch", "court")
    section = get_object_or_404(rows, pk=pk)
    ensure(request.user, WRITE, section.report)
    return section


@requires(WRITE, methods=("GET", "POST"))
def section_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """With the figures to choose from; `?anew=1` shows the text as it would be drafted today, unsaved."""
    section = _section_for(request, pk)
    report = section.report
    if refused := not_a_draft(request, report):
        return refused
    names = ("heading", "text", "with_tables", "version")
    initial = {name: getattr(section, name) for name in names}
    is_anew = request.method == "GET" and "anew" in request.GET
    if is_anew:
        initial["text"] = services.drafted_anew(section, today())
    book = book_of(report, today())

    def save(values: dict[str, Any]) -> ReportSection:
        version = values.pop("version") or 0
        return services.section_change(section=section, version=version, by=request.user, **values)

    return form_page(
        request,
        SectionForm(posted(request), initial=initial),
        save,
        done=f"{address(report)}#section-{section.pk}",
        said="已保存。",
        saved_row=lambda: _section_for(request, pk),
        template="reports/written/section.html",
        title=section.heading,
        state=report.title,
        notes=["下面是按现有记录重新起草的文字，还没有保存；不需要的话，点“取消”，保存过的文字不变。"]
        if is_anew
        else [],
        figures=[(each.group, each.name, shown(each)) for each in book.of().values()],
        preview_url=reverse("reports:section_preview", args=[section.pk]),
        anew_url=reverse("reports:section_edit", args=[section.pk]),
        crumbs=crumbs(report),
        back=f"{address(report)}#section-{section.pk}",
    )


@requires(WRITE, methods=("POST",))
def section_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The typed text with its figures in place, and what does not agree; nothing is saved."""
    section = _section_for(request, pk)
    book = book_of(section.report, today())
    text = request.POST.get("text", "")[:LONGEST_TEXT]
    paragraphs, closed = paragraphs_of(text, book), closed_to(request.user, section.report)
    if closed is not None:
        paragraphs = [[unlinked(piece, closed) for piece in paragraph] for paragraph in paragraphs]
    context = {
        "paragraphs": paragraphs,
        "faults": faults_of([(section.heading, text)], book, sum_rules()),
    }
    return render(request, "reports/written/_preview.html", context)


@requires(WRITE, methods=("GET", "POST"))
def sections_edit(request: HttpRequest, pk: int) -> HttpResponse:
    report = report_for(request, pk, WRITE)
    if refused := not_a_draft(request, report):
        return refused
    there = [(row.pk, row.code, row.heading) for row in sections_of(report)]
    form = SectionsForm(posted(request), there=there, initial={"version": report.arrangement})

    def save(values: dict[str, Any]) -> Report:
        return services.sections_arrange(
            report=report, version=values["version"] or 0, sections=form.arranged, on=today(), by=request.user
        )

    return form_page(
        request,
        form,
        save,
        done=address(report),
        said="栏目已调整。",
        template="reports/written/sections.html",
        title="栏目和顺序",
        state=f"{report.title}。不保留的栏目，文字一并去掉；新增的栏目按记录起草。",
        crumbs=crumbs(report),
        back=address(report),
    )
