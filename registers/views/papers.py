"""A register, as it is filtered, as PDF and Word."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from branches.selectors.templates import template_of
from core.access import requires
from core.documents import document_response, paper_kind, render_docx, render_pdf, say_of_template
from core.listing import chips_of
from registers.paper import CODE
from registers.selectors.entries import sums_of
from registers.selectors.papers import register_paper
from registers.views.common import Place, place_of
from registers.views.entries import filtered, listing_of

MOST_PRINTED = 1000


@requires("registers.print_entries")
def register_pdf(request: HttpRequest, kind_pk: int) -> HttpResponse:
    place = place_of(request, kind_pk)
    return _download(request, place, render_pdf(paper_kind(CODE), _data(request, place)), "pdf")


@requires("registers.print_entries")
def register_docx(request: HttpRequest, kind_pk: int) -> HttpResponse:
    """In the court's own template, if it has one."""
    place = place_of(request, kind_pk)
    printed = render_docx(paper_kind(CODE), _data(request, place), template_of(place.court, CODE))
    say_of_template(request, paper_kind(CODE), printed)
    return _download(request, place, printed.content, "docx")


def _data(request: HttpRequest, place: Place) -> dict[str, Any]:
    found = filtered(request, place)
    rows = list(listing_of(place.kind).ordered(request, found)[: MOST_PRINTED + 1])
    chosen = "；".join(f"{chip.label}：{chip.value}" for chip in chips_of(request, found)) or "全部"
    if len(rows) > MOST_PRINTED:
        chosen += f"；只印前 {MOST_PRINTED} 条，请缩小范围"
    return register_paper(place.court, place.kind, rows[:MOST_PRINTED], sums_of(found.qs, place.kind), chosen)


def _download(request: HttpRequest, place: Place, content: bytes, ending: str) -> HttpResponse:
    return document_response(
        user=request.user,
        action="registers.print_entries",
        subject=place.court,
        filename=f"{place.court}{place.kind}登记簿.{ending}",
        content=content,
        detail={"kind": place.kind.code},
    )
