"""A record as a paper: PDF and Word."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from activities.models import Activity
from activities.papers import CODE
from activities.selectors.papers import record_paper
from branches.selectors.templates import template_of
from core.access import ensure, requires
from core.documents import document_response, paper_kind, render_docx, render_pdf, say_of_template


@requires("activities.print_record")
def record_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    activity = _record(request, pk)
    content = render_pdf(paper_kind(CODE), record_paper(request.user, activity).data())
    return _download(request, activity, content, "pdf")


@requires("activities.print_record")
def record_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """In the court's own template, if it has one."""
    activity = _record(request, pk)
    template = template_of(activity.court, CODE)
    printed = render_docx(paper_kind(CODE), record_paper(request.user, activity).data(), template)
    say_of_template(request, paper_kind(CODE), printed)
    return _download(request, activity, printed.content, "docx")


def print_menu(activity: Activity) -> list[dict[str, str]]:
    """Entries of the record's own page."""
    return [
        {"label": "打印（PDF）", "url": reverse("activities:record_pdf", args=(activity.pk,)), "icon": "printer"},
        {
            "label": "下载 Word",
            "url": reverse("activities:record_docx", args=(activity.pk,)),
            "icon": "file-earmark-word",
        },
    ]


def _record(request: HttpRequest, pk: int) -> Activity:
    rows = Activity.objects.visible_to(request.user).select_related("kind", "branch", "group", "court")
    activity = get_object_or_404(rows, pk=pk)
    ensure(request.user, "activities.print_record", activity)
    return activity


def _download(request: HttpRequest, activity: Activity, content: bytes, ending: str) -> HttpResponse:
    owner: Any = activity.group or activity.branch or activity.court
    return document_response(
        user=request.user,
        action="activities.print_record",
        subject=activity,
        filename=f"{owner}{activity.held_on:%Y%m%d}{activity.kind.name}记录.{ending}",
        content=content,
    )
