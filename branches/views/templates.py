"""The court's Word templates: which is in use, a new version, an earlier one, the shipped one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from branches.forms.templates import TemplateForm
from branches.models import Court, DocumentTemplate
from branches.selectors.templates import templates_of
from branches.services.templates import template_reset, template_upload, template_use
from core.access import ensure, requires
from core.documents import PaperKind, document_response, paper_kind
from core.documents.docx import MAX_TEMPLATE_BYTES
from core.editing import form_page
from core.errors import Refused


@requires("branches.manage_templates")
def template_list(request: HttpRequest, court_pk: int) -> HttpResponse:
    court = _court(request, court_pk)
    context = {
        "court": court,
        "papers": templates_of(request.user, court),
        "crumbs": [("党支部", reverse("branches:branch_list"))],
    }
    return render(request, "branches/template_list.html", context)


# How a template of Word says what is filled in; shown to whoever writes one.
_MARKS = {
    "value": "{{ title }}",
    "each": "{%p for line in minutes %}",
    "item": "{{ line }}",
    "end": "{%p endfor %}",
    "row": "{%tr for … %}",
}


# A file just beyond what is allowed is still told so at its field.
@requires("branches.manage_templates", methods=("GET", "POST"), most_bytes=2 * MAX_TEMPLATE_BYTES)
def template_new(request: HttpRequest, court_pk: int, paper: str) -> HttpResponse:
    """Upload the next version of a template."""
    court, kind = _court(request, court_pk), _kind(paper)
    back = reverse("branches:templates", args=[court.pk])
    form = TemplateForm(request.POST or None, request.FILES or None) if request.method == "POST" else TemplateForm()

    def save(values: dict[str, Any]) -> DocumentTemplate:
        file = values["file"]
        if file.size > MAX_TEMPLATE_BYTES:
            raise Refused(f"模板超过 {MAX_TEMPLATE_BYTES // 1024 // 1024} MB，请去掉其中的大图。", field="file")
        return template_upload(court=court, kind=kind, filename=file.name, content=file.read(), by=request.user)

    return form_page(
        request,
        form,
        save,
        done=back,
        said=f"已换用新的{kind.label}模板。",
        template="branches/template_form.html",
        title=f"更换{kind.label}模板",
        kind=kind,
        marks=_MARKS,
        crumbs=[("文书模板", back)],
        submit_label="检查并换用",
        back=back,
    )


@requires("branches.manage_templates", methods=("POST",))
def template_use_page(request: HttpRequest, pk: int) -> HttpResponse:
    row = _template(request, pk)
    template_use(template=row, by=request.user)
    messages.success(request, f"已换用第 {row.number} 版。")
    return redirect("branches:templates", court_pk=row.court_id)


@requires("branches.manage_templates", methods=("POST",))
def template_reset_page(request: HttpRequest, court_pk: int, paper: str) -> HttpResponse:
    court, kind = _court(request, court_pk), _kind(paper)
    template_reset(court=court, paper=kind.code, by=request.user)
    messages.success(request, f"{kind.label}已改回系统自带的模板。")
    return redirect("branches:templates", court_pk=court.pk)


@requires("branches.manage_templates")
def template_file(request: HttpRequest, pk: int) -> HttpResponse:
    row = _template(request, pk)
    return _download(request, row, row.filename, bytes(row.content))


@requires("branches.manage_templates")
def template_shipped(request: HttpRequest, court_pk: int, paper: str) -> HttpResponse:
    court, kind = _court(request, court_pk), _kind(paper)
    return _download(request, court, f"{kind.label}模板（系统自带）.docx", kind.template())


def _download(request: HttpRequest, subject: Any, name: str, content: bytes) -> HttpResponse:
    filename = name if name.endswith(".docx") else f"{name}.docx"
    return document_response(
        user=request.user,
        action="branches.template_download",
        subject=subject,
        filename=filename,
        content=content,
    )


def _court(request: HttpRequest, pk: int) -> Court:
    court = get_object_or_404(Court.objects.visible_to(request.user), pk=pk)
    ensure(request.user, "branches.manage_templates", court)
    return court


def _template(request: HttpRequest, pk: int) -> DocumentTemplate:
    row = get_object_or_404(DocumentTemplate.objects.visible_to(request.user).select_related("court"), pk=pk)
    ensure(request.user, "branches.manage_templates", row)
    return row


def _kind(paper: str) -> PaperKind:
    try:
        return paper_kind(paper)
    except KeyError:
        raise Http404 from None
