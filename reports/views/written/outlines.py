"""Which sections a court's reports have."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from branches.models import Court
from campaigns.selectors import court_of_committee
from core.access import requires
from core.editing import form_page, posted
from reports.choices import ReportKind
from reports.forms.written import SectionsForm
from reports.models import ReportOutline
from reports.selectors.written import outline_of
from reports.services.outlines import outline_save
from reports.views.written.common import crumbs

CHANGE = "reports.change_outline"


def _court(request: HttpRequest) -> Court:
    court = court_of_committee(request.user)
    if court is None:
        raise Http404
    return court


@requires(CHANGE)
def outline_list(request: HttpRequest) -> HttpResponse:
    court = _court(request)
    lines = [
        {
            "label": kind.label,
            "sections": [heading for _, heading in outline_of(court, kind)],
            "url": reverse("reports:outline", args=[kind.value.lower()]),
        }
        for kind in ReportKind
    ]
    return render(request, "reports/written/outlines.html", {"court": court, "lines": lines, "crumbs": crumbs()})


@requires(CHANGE, methods=("GET", "POST"))
def outline_edit(request: HttpRequest, code: str) -> HttpResponse:
    court = _court(request)
    if code.upper() not in ReportKind.values:
        raise Http404
    kind = ReportKind(code.upper())
    kept = ReportOutline.objects.visible_to(request.user).filter(court=court, kind=kind).first()
    there = [(None, section, heading) for section, heading in outline_of(court, kind)]
    form = SectionsForm(posted(request), there=there, initial={"version": kept.version if kept else 0})

    def save(values: dict[str, Any]) -> ReportOutline:
        sections = [(each.code, each.heading) for each in form.arranged]
        return outline_save(court=court, kind=kind, version=values["version"] or 0, sections=sections, by=request.user)

    return form_page(
        request,
        form,
        save,
        done=reverse("reports:outlines"),
        said="已保存，以后起草的报告按新的栏目。",
        template="reports/written/sections.html",
        title=f"{kind.label}的栏目",
        state="已经起草的报告不变，可以在报告里单独调整。",
        crumbs=[*crumbs(), ("报告栏目", reverse("reports:outlines"))],
        back=reverse("reports:outlines"),
    )
