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
from core.attachments import scan
from core.clock import today
from core.editing import form_page, posted, refusals_on
from core.errors import Refused
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
    audit.record_reading(actor=request.user, action="assessments.export_standard", subject=standard, detail=detail)
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
        content, name = values["file"].read(), values["file"].name
        scan(content)
        court = court_of_committee(request.user)
        try:
            return import_standard(
                court=court, year=values["year"], source=content, filename=name, dry_run=dry_run, by=request.user
            )
        except RefusedFile as refused:
            raise _in_page_words(refused) from refused

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
    outcome = None
    if form.is_valid():
        with refusals_on(form):
            outcome = bring_in(form.cleaned_data, dry_run=True)
    return render(request, "assessments/_import_preview.html", {"outcome": outcome, "form": form})


def _in_page_words(refused: RefusedFile) -> Refused:
    """The faults with their places, without what only helps at the command line."""
    faults = list(refused.loaded.faults)
    told = [f"{fault.place}：{fault.message}" if fault.place else fault.message for fault in faults[:MOST_FAULTS]]
    rest = [f"另有 {len(faults) - MOST_FAULTS} 处问题，改正以上各处后再试。"] if len(faults) > MOST_FAULTS else []
    return Refused(*told, *rest, field="file")
