"""A standard as a workbook: taken, and brought in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header

from assessments.forms.standards import UploadForm
from assessments.selectors.sentences import names_for
from assessments.selectors.standard_page import aspect_rows, size_of
from assessments.services.standard_import import import_standard
from assessments.standard_sheet import standard_bytes
from assessments.views.standard_frame import crumbs_of, standard_for
from branches.services.file_imports import ImportOutcome, RefusedFile
from campaigns.selectors import court_of_committee
from core import audit
from core.access import requires
from core.clock import today
from core.editing import form_page, posted, refusals_on
from core.exports import CONTENT_TYPE
from core.spreadsheets.limits import MAX_FILE_BYTES

MOST_FAULTS = 200


@requires("assessments.export_standard")
def standard_export(request: HttpRequest, pk: int) -> HttpResponse:
    standard = standard_for(request, pk, "assessments.export_standard")
    rows = aspect_rows(standard)
    edition = f"（{standard.year}年第{standard.edition}版）" if standard.year else ""
    filename = f"{standard.name}{edition}.xlsx"
    detail = {"rows": size_of(rows).asked, "file": filename}
    audit.record(actor=request.user, action="assessments.export_standard", subject=standard, detail=detail)
    return HttpResponse(
        standard_bytes(standard, rows, names_for(standard.court)),
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": content_disposition_header(True, filename)},
    )


@requires("assessments.standard_import", methods=("GET", "POST"), most_bytes=2 * MAX_FILE_BYTES)
def standard_import(request: HttpRequest) -> HttpResponse:
    """A form with a file. As soon as one is chosen its preview is shown (`preview=1`): what would be, or the faults."""
    form = UploadForm(posted(request), request.FILES or None, initial={"year": today().year})

    def bring_in(values: dict[str, Any], *, dry_run: bool = False) -> ImportOutcome:
        return import_standard(
            court=court_of_committee(request.user),
            year=values["year"],
            source=values["file"].read(),
            filename=values["file"].name,
            dry_run=dry_run,
            by=request.user,
        )

    if request.method == "POST" and request.POST.get("preview"):
        return _preview(request, form, bring_in)
    return form_page(
        request,
        form,
        bring_in,
        template="assessments/standard_import.html",
        done=lambda outcome: f"{reverse('assessments:standards')}?state=DRAFT",
        said="导入完成，请打开草案核对，再提交会议通过。",
        title="导入星级标准",
        submit_label="导入为草案",
        crumbs=crumbs_of(),
        back=reverse("assessments:standards"),
    )


def _preview(request: HttpRequest, form: UploadForm, bring_in: Any) -> HttpResponse:
    outcome, faults = None, None
    if form.is_valid():
        with refusals_on(form):
            try:
                outcome = bring_in(form.cleaned_data, dry_run=True)
            except RefusedFile as refused:
                faults = refused.loaded.faults
    context = {"outcome": outcome, "faults": list(faults or ())[:MOST_FAULTS], "form": form}
    return render(request, "assessments/_import_preview.html", context)
