"""What was imported: list, one batch, taking it back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localtime

from branches.forms.filters import ImportFilter
from branches.forms.imports import UndoForm
from branches.selectors.imports import batches_of, import_places, open_jobs
from branches.services.imports.undo_jobs import undo_ask
from core.access import allowed, ensure, requires
from core.clock import now
from core.editing import form_page, posted
from core.exports import export
from core.listing import chips_of, heads_of, in_order, keyset_page_of
from core.queueing import hand_over

SORTS = {
    "created_at": ("created_at", "id"),
    "filename": ("filename", "id"),
    "row_count": ("row_count", "id"),
    "created_count": ("created_count", "id"),
}
COLUMNS = [
    ("filename", "文件"),
    ("subject", "内容"),
    ("place", "范围"),
    ("row_count", "行数"),
    ("created_count", "新增"),
    ("created_by", "导入人"),
    ("created_at", "导入时间"),
    ("state", "状态"),
]
UNDO = "branches.tasks.run_undo"
FIGURES = ("row_count", "created_count")


def _filtered(request: HttpRequest) -> ImportFilter:
    return ImportFilter(request.GET, batches_of(request.user), request=request)


@requires("branches.import_file")
def import_list(request: HttpRequest) -> HttpResponse:
    filterset = _filtered(request)
    context = {
        "page": keyset_page_of(request, filterset.qs, sorts=SORTS, default="-created_at"),
        "heads": heads_of(request, COLUMNS, sorts=SORTS, default="-created_at", figures=FIGURES),
        "filter_form": filterset.form,
        "chips": chips_of(request, filterset),
        "places": import_places(request.user),
        "jobs": [job for job in open_jobs(request.user) if allowed(request.user, "branches.import_file", job)],
    }
    return render(request, "branches/import_list.html", context)


@requires("branches.import_file")
def import_export(request: HttpRequest) -> HttpResponse:
    columns = [
        ("文件", lambda row: row.filename),
        ("内容", lambda row: row.get_subject_display()),
        ("范围", lambda row: str(row.branch or row.court)),
        ("行数", lambda row: row.row_count),
        ("新增", lambda row: row.created_count),
        ("导入人", lambda row: str(row.created_by or "")),
        ("导入时间", lambda row: localtime(row.created_at)),
        ("撤销时间", lambda row: row.undone_at and localtime(row.undone_at)),
        ("撤销人", lambda row: str(row.undone_by or "")),
        ("撤销原因", lambda row: row.undo_reason),
    ]
    return export(
        user=request.user,
        action="import.export",
        filename="导入记录.xlsx",
        sheet_title="导入记录",
        columns=columns,
        rows=in_order(request, _filtered(request).qs, sorts=SORTS, default="-created_at"),
    )


@requires("branches.import_file")
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(batches_of(request.user), pk=pk)
    ensure(request.user, "branches.import_file", batch)
    job = getattr(batch, "job", None)
    may_undo = allowed(request.user, "branches.undo_import", batch)
    context = {
        "batch": batch,
        "said": job.report.get("result", "").splitlines() if job else [],
        "may_undo": may_undo and batch.undone_at is None and not batch.is_being_undone,
        "crumbs": [("导入", reverse("branches:import_list"))],
    }
    return render(request, "branches/import_detail.html", context)


@requires("branches.undo_import", methods=("GET", "POST"))
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(batches_of(request.user), pk=pk)
    ensure(request.user, "branches.undo_import", batch)
    here = reverse("branches:import_detail", args=[pk])

    def save(values: dict[str, Any]) -> None:
        undo_ask(batch=batch, reason=values["reason"], by=request.user, at=now())
        hand_over(UNDO, batch.pk)

    return form_page(
        request,
        UndoForm(posted(request)),
        save,
        done=here,
        said="正在撤销，完成后这里会显示结果。",
        title="撤销导入",
        state=f"《{batch.filename}》，{localtime(batch.created_at):%Y-%m-%d %H:%M} 导入",
        notes=["这个文件带来的内容会全部撤回，恢复到导入以前。有内容已被使用或改过时，不会撤销，并逐条说明原因。"],
        submit_label="撤销这次导入",
        crumbs=[("导入", reverse("branches:import_list")), (batch.filename, here)],
        back=here,
    )


@requires("branches.undo_import", background=True)
def import_undo_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """A fragment that asks for itself again until the batch is undone, or was not; then the page is read anew."""
    batch = get_object_or_404(batches_of(request.user), pk=pk)
    ensure(request.user, "branches.undo_import", batch)
    if not batch.is_being_undone:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "branches/import_undo_progress.html", {"batch": batch})
