"""From upload to import: choose a file, put its columns right, look at what would come of it, import."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from branches.choices import JOBS_AT_WORK, ImportSubject, JobState, RosterChange
from branches.forms.imports import LEAVING, ApplyForm, MappingForm, UploadForm, ticked_choices
from branches.models import Branch, Court, ImportJob
from branches.services.imports.files import progress_of
from branches.services.imports.jobs import KEPT_DAYS, job_cancel, job_correct, job_create, job_start
from branches.services.imports.registry import importer_of
from core.access import ensure, requires
from core.clock import now, today
from core.editing import UNPROCESSABLE, posted, refusals_on
from core.errors import Refused
from core.exports import export
from core.listing import page_of_list
from core.queueing import hand_over
from core.spreadsheets.limits import MAX_FILE_BYTES

TASK = "branches.tasks.run_import_job"
CRUMB = "导入"
# A file just beyond what is allowed is still told so at its field.
MOST_BYTES = 2 * MAX_FILE_BYTES


@requires("branches.import_to_court", methods=("GET", "POST"), most_bytes=MOST_BYTES)
def import_new(request: HttpRequest, court_pk: int) -> HttpResponse:
    court = get_object_or_404(Court.objects.visible_to(request.user), pk=court_pk)
    ensure(request.user, "branches.import_to_court", court)
    return _upload(request, court, None, list(ImportSubject))


@requires("branches.import_file", methods=("GET", "POST"), most_bytes=MOST_BYTES)
def import_new_of_branch(request: HttpRequest, branch_pk: int) -> HttpResponse:
    branch = get_object_or_404(Branch.objects.visible_to(request.user).select_related("court"), pk=branch_pk)
    ensure(request.user, "branches.import_file", branch)
    return _upload(request, branch.court, branch, [ImportSubject.ACTIVITIES])


def _upload(request: HttpRequest, court: Court, branch: Branch | None, subjects: list[str]) -> HttpResponse:
    initial = {"subject": request.GET.get("subject")}
    files = request.FILES if request.method == "POST" else None
    form = UploadForm(posted(request), files, subjects=subjects, initial=initial)
    if request.method == "POST" and form.is_valid():
        file, subject = form.cleaned_data["file"], form.cleaned_data["subject"]
        with refusals_on(form):
            job = job_create(
                court=court,
                branch=branch,
                subject=subject,
                filename=file.name,
                content=file.read(),
                by=request.user,
                at=now(),
            )
        if not form.errors:
            hand_over(TASK, job.pk)
            return redirect("branches:import_job", pk=job.pk)
    context = {
        "form": form,
        "place": branch or court,
        "kept_days": KEPT_DAYS,
        "crumbs": [(CRUMB, reverse("branches:import_list"))],
    }
    return render(request, "branches/import_new.html", context, status=UNPROCESSABLE if form.errors else 200)


def _job(request: HttpRequest, pk: int) -> ImportJob:
    rows = ImportJob.objects.visible_to(request.user).select_related("court", "branch", "created_by", "batch")
    job = get_object_or_404(rows, pk=pk)
    ensure(request.user, "branches.import_file", job)
    return job


def _refuse_if_moved_on(request: HttpRequest, job: ImportJob) -> None:
    """Whoever decides has seen what was found last."""
    if job.state in (JobState.CHECKED, JobState.FAILED) and request.POST.get("revision") != str(job.revision):
        raise Refused("这一页打开之后，文件又重新核对过，下面是最新的结果。请看过以后再操作。")


@requires("branches.import_file")
def job_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, _job(request, pk))


def _show(
    request: HttpRequest, job: ImportJob, *, mapping: MappingForm | None = None, apply: ApplyForm | None = None
) -> HttpResponse:
    """The job as it stands; with a form that was refused, that form as it was sent."""
    context = {
        "job": job,
        "at_work": job.state in JOBS_AT_WORK,
        "progress": progress_of(job).read(),
        "mapping": mapping or MappingForm(job=job),
        "apply": apply or ApplyForm(initial={"since": job.choices.get("since") or today()}),
        "reasons": job.report.get("refusal", ()),
        "sections": _sections(job, request),
        "told": _told(job.report),
        "previews": _previews(job),
        "leaving": LEAVING,
        "faults": page_of_list(request, job.faults),
        "said": job.report.get("result", "").splitlines(),
        "crumbs": [(CRUMB, reverse("branches:import_list"))],
    }
    refused = (mapping and mapping.errors) or (apply and apply.errors)
    return render(request, "branches/import_job.html", context, status=UNPROCESSABLE if refused else 200)


def _told(report: dict[str, Any]) -> tuple[str, str]:
    """What would be written, in one line, and how much was read, in another."""
    rows, known, counts = report.get("row_count", 0), report.get("known_count", 0), report.get("counts", ())
    if not counts:
        return "没有要写入的", f"文件中的 {rows} 行都已登记，与在册情况一致。"
    is_difference = bool(report.get("lines"))
    lead = "与在册情况相比：" if is_difference else "没有问题，将新增："
    of_known = "没有变化" if is_difference else "已登记过，不会重复写入"
    rest = f"，其中 {known} 行{of_known}" if known else ""
    return f"{lead}{'、'.join(counts)}", f"共读到 {rows} 行{rest}。"


def _previews(job: ImportJob) -> list[dict[str, Any]]:
    """The first rows of each sheet under the fields that they go to."""
    labels = {one.code: one.label for one in importer_of(job.subject).spec_of(job.court).fields}
    previews = []
    for sheet in job.report.get("sheets", ()):
        placed = [column for column in sheet["columns"] if column["field"] in labels]
        heads = [labels[column["field"]] for column in placed]
        rows = [[row[column["place"]] for column in placed] for row in sheet["rows"]]
        previews.append({"sheet": sheet["sheet"], "heads": heads, "rows": rows})
    return previews


def _sections(job: ImportJob, request: HttpRequest) -> list[dict[str, Any]]:
    """The roster's differences kind by kind; ticked as they were sent, or all of them."""
    kept = set(job.choices.get("keys") or ()) if job.choices.get("since") else None
    if request.method == "POST":
        kept = set(request.POST.getlist("line"))
    sections = []
    for kind in RosterChange:
        lines = [line for line in job.report.get("lines", ()) if line["kind"] == kind]
        if lines:
            ticked = [{**line, "ticked": kept is None or line["key"] in kept} for line in lines]
            sections.append({"kind": kind, "label": kind.label, "lines": ticked, "asks": kind == RosterChange.LEFT})
    return sections


@requires("branches.import_file", background=True)
def job_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """A fragment that asks for itself again until the work is done; then the page is read anew."""
    job = _job(request, pk)
    if job.state not in JOBS_AT_WORK:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "branches/import_progress.html", {"job": job, "progress": progress_of(job).read()})


@requires("branches.import_file")
def job_faults(request: HttpRequest, pk: int) -> HttpResponse:
    """All faults as a workbook, to be worked through beside the file."""
    job = _job(request, pk)
    columns = [
        ("工作表", lambda fault: fault.get("sheet")),
        ("行", lambda fault: fault.get("row")),
        ("列", lambda fault: fault.get("column")),
        ("标题", lambda fault: fault.get("heading")),
        ("问题", lambda fault: fault.get("message")),
    ]
    return export(
        user=request.user,
        action="import.faults_export",
        filename="导入问题清单.xlsx",
        sheet_title="问题",
        columns=columns,
        rows=job.faults,
        subject=job,
    )


@requires("branches.import_file", methods=("POST",))
def job_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """What the user says of columns and words; the file is checked again."""
    job = _job(request, pk)
    form = MappingForm(request.POST, job=job)
    if form.is_valid():
        with refusals_on(form):
            _refuse_if_moved_on(request, job)
            # A job that failed keeps what was said of it: its page shows no columns.
            choices = {} if job.state == JobState.FAILED else form.choices()
            job_correct(job=job, choices=choices, by=request.user, at=now())
    if form.errors:
        return _show(request, job, mapping=form)
    hand_over(TASK, job.pk)
    return redirect("branches:import_job", pk=pk)


@requires("branches.import_file", methods=("POST",))
def job_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Start the import of what was checked; of a later roster, of what is ticked."""
    job = _job(request, pk)
    form = ApplyForm(request.POST if job.report.get("lines") else {"since": today()})
    if form.is_valid():
        with refusals_on(form):
            _refuse_if_moved_on(request, job)
            choices = ticked_choices(job, form.cleaned_data["since"], request.POST)
            job_start(job=job, choices=choices, by=request.user, at=now())
    if form.errors:
        return _show(request, job, apply=form)
    if job.state == JobState.IMPORTING:
        hand_over(TASK, job.pk)
    return redirect("branches:import_job", pk=pk)


@requires("branches.import_file", methods=("POST",))
def job_drop(request: HttpRequest, pk: int) -> HttpResponse:
    job = _job(request, pk)
    form = ApplyForm({"since": today()})
    form.is_valid()
    with refusals_on(form):
        _refuse_if_moved_on(request, job)
        job_cancel(job=job, by=request.user, at=now())
    return _show(request, job, apply=form) if form.errors else redirect("branches:import_list")
