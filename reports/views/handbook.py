"""The handbook of a branch's year: its page, and the paper as PDF and Word."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from branches.models import Branch
from branches.selectors.templates import template_of
from core.access import ensure, requires
from core.clock import today
from core.documents import document_response, paper_kind, render_docx, render_pdf, say_of_template
from reports.forms import question_of
from reports.handbook.data import Handbook, handbook_of
from reports.handbook.paper import CODE


@requires("reports.print_handbook")
def handbook(request: HttpRequest, pk: int) -> HttpResponse:
    """What the handbook holds, year by year."""
    branch = _branch(request, pk)
    question = question_of(request, today())
    book = handbook_of(request.user, branch, question.year, on=today())
    context = {
        "branch": branch,
        "book": book,
        "years": question.years,
        "chapters": [(chapter["title"], len(chapter["records"])) for chapter in book.data["chapters"]],
        "tables": [table["title"] for table in (*book.data["tables"], *book.data["closing_tables"])],
        "crumbs": [(branch.name, reverse("reports:branch", args=[branch.pk]))],
    }
    return render(request, "reports/handbook.html", context)


@requires("reports.print_handbook")
def handbook_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    book = _book(request, _branch(request, pk))
    return _download(request, book, render_pdf(paper_kind(CODE), book.data), "pdf")


@requires("reports.print_handbook")
def handbook_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """In the court's own template, if it has one."""
    branch = _branch(request, pk)
    book = _book(request, branch)
    printed = render_docx(paper_kind(CODE), book.data, template_of(branch.court, CODE))
    say_of_template(request, paper_kind(CODE), printed)
    return _download(request, book, printed.content, "docx")


def _branch(request: HttpRequest, pk: int) -> Branch:
    branch = get_object_or_404(Branch.objects.visible_to(request.user).select_related("court"), pk=pk)
    ensure(request.user, "reports.print_handbook", branch)
    return branch


def _book(request: HttpRequest, branch: Branch) -> Handbook:
    return handbook_of(request.user, branch, question_of(request, today()).year, on=today())


def _download(request: HttpRequest, book: Handbook, content: bytes, ending: str) -> HttpResponse:
    return document_response(
        user=request.user,
        action="reports.print_handbook",
        subject=book.branch,
        filename=f"{book.branch.name}{book.year}年支部工作手册.{ending}",
        content=content,
        detail={"year": book.year, "records": book.records},
    )
