"""From upload to import. A check writes nothing but its report; an import is one transaction, all or nothing."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from branches.choices import JOBS_AT_WORK, JOBS_OPEN, JobState
from branches.models import Branch, Court, ImportBatch, ImportJob
from branches.services.file_imports import ImportOutcome, RefusedFile
from branches.services.imports import files
from branches.services.imports.registry import Importer, importer_of
from branches.services.imports.reports import fault, faults_of, report_of
from core import audit
from core.access import allowed
from core.attachments import scan
from core.errors import Refused
from core.progress import Tell
from core.spreadsheets import Loaded, UnreadableFile, UsageError, load
from core.spreadsheets.sniff import sniff

Choices = Mapping[str, Any]
KEPT_DAYS = 7
MOST_OPEN = 20
# A worker that lives says so several times a second, but for the minute that it may read a workbook.
SILENT = timedelta(seconds=120)
# Taken up once more when a worker died; a file that ends two of them would end the third, too.
MOST_ATTEMPTS = 2
DIED = "这个文件办理了两次，都中途停了，没有导入任何内容。请拆分或另存后重新上传；仍不行时，请联系系统管理员。"
CHANGED = "核对之后，系统里的数据有了变化，这个文件要写入的内容已和您看到的不同。请重新核对，再决定是否导入。"


def job_create(
    *, court: Court, branch: Branch | None, subject: str, filename: str, content: bytes, by: Any, at: datetime
) -> ImportJob:
    """A new job for an upload, to be checked. Refused for what is no spreadsheet, too large, a bomb or a virus."""
    try:
        sniff(content)
    except UnreadableFile as error:
        raise Refused(str(error), field="file") from error
    scan(content)
    _refuse_if_many(court, by)
    job = ImportJob(
        court=court,
        branch=branch,
        subject=subject,
        filename=filename[-200:],
        choices={"create_branches": not Branch.objects.within(court).exists()},
        created_by=by,
        asked_by=by,
        changed_at=at,
    )
    job.full_clean()
    files.keep(job.key, content)
    with transaction.atomic():
        job.save()
        detail = {"file": job.filename, "bytes": len(content)}
        audit.record(actor=by, action="import.upload", subject=job, detail=detail)
    return job


def _refuse_if_many(court: Court, by: Any) -> None:
    count = ImportJob.objects.within(court).filter(created_by=by, state__in=JOBS_OPEN).count()
    if by is not None and count >= MOST_OPEN:
        raise Refused(f"您还有 {count} 个文件没有办完，请先在“导入”里办完或取消一些，再上传新的。", field="file")


@transaction.atomic
def job_correct(*, job: ImportJob, choices: Choices, by: Any, at: datetime) -> ImportJob:
    """Take what the user says of the columns and words, and check the file again."""
    _ask(job, (JobState.CHECKED, JobState.FAILED), JobState.CHECKING, by, at, choices={**job.choices, **choices})
    return job


@transaction.atomic
def job_start(*, job: ImportJob, choices: Choices, by: Any, at: datetime) -> ImportJob:
    """Ask for the import of what was checked; asked again, nothing more happens. Refused while there are faults."""
    if job.state in (JobState.IMPORTING, JobState.DONE):
        return job
    if job.fault_count:
        raise Refused("还有问题没有改正，不能导入。")
    report = {**job.report, "refusal": []}
    choices = {**job.choices, **choices}
    _ask(job, (JobState.CHECKED,), JobState.IMPORTING, by, at, choices=choices, report=report)
    audit.record(actor=by, action="import.start", subject=job, detail={"file": job.filename})
    return job


@transaction.atomic
def job_cancel(*, job: ImportJob, by: Any, at: datetime) -> ImportJob:
    """Drop a job that is not being imported; its file is wiped."""
    _ask(job, (JobState.CHECKING, JobState.CHECKED, JobState.FAILED), JobState.CANCELLED, by, at, report={}, faults=[])
    audit.record(actor=by, action="import.cancel", subject=job, detail={"file": job.filename})
    transaction.on_commit(lambda: files.wipe(job))
    return job


def _ask(job: ImportJob, states: tuple[str, ...], state: str, by: Any, at: datetime, **values: Any) -> None:
    """Change the state in one statement that asks for the present one: of two at once, one is refused."""
    rows = ImportJob.objects.within(job.court).filter(pk=job.pk, state__in=states, revision=job.revision)
    values = {**values, "state": state, "asked_by": by, "changed_at": at, "attempts": 0}
    if not rows.update(revision=F("revision") + 1, **values):
        raise Refused("这个文件的状态刚刚变了，请刷新后再看。")
    for name, value in values.items():
        setattr(job, name, value)
    job.revision += 1


# --- At work ------------------------------------------------------------------------------------


def job_run(*, job_id: int, on: date, at: datetime) -> None:
    """Do what the job waits for. Run twice at once or one after the other, it does no more than once."""
    job = ImportJob.objects.unscoped("a task names its job").select_related("court", "branch").filter(pk=job_id).first()
    if job is None or job.state not in JOBS_AT_WORK or not _taken(job, at):
        return
    try:
        content = files.content_of(job)
    except FileNotFoundError:
        job_fail(job_id=job_id, words="上传的文件已被清除，请重新上传。", at=at)
        return
    if job.state == JobState.CHECKING:
        _check(job, content, on=on, at=at)
    else:
        _import(job, content, on=on, at=at)


def _taken(job: ImportJob, at: datetime) -> bool:
    """Take the job for this worker. Not while another is at it, and not for ever again when workers die of it."""
    if job.attempts and _is_worked_on(job, at):
        return False
    if job.attempts >= MOST_ATTEMPTS:
        job_fail(job_id=job.pk, words=DIED, at=at)
        return False
    rows = ImportJob.objects.within(job.court).filter(pk=job.pk, state=job.state, attempts=job.attempts)
    return bool(rows.update(attempts=F("attempts") + 1, changed_at=at))


def _is_worked_on(job: ImportJob, at: datetime) -> bool:
    return job.changed_at > at - SILENT or files.progress_of(job).told_since(at - SILENT)


def _loaded(job: ImportJob, content: bytes, importer: Importer, tell: Tell) -> Loaded:
    """Outside of any transaction: nobody waits while a workbook is read."""
    tell("正在打开文件", 0, 0)
    return load(content, job.filename, importer.spec_of(job.court), job.choices.get("columns", {}), tell=tell)


def job_fail(*, job_id: int, words: str, at: datetime) -> None:
    """Note that the work could not be done, so that nobody waits for it."""
    rows = ImportJob.objects.unscoped("a task names its job").filter(pk=job_id, state__in=JOBS_AT_WORK)
    rows.update(state=JobState.FAILED, report={"failure": words}, changed_at=at)


def _check(job: ImportJob, content: bytes, *, on: date, at: datetime) -> None:
    importer = importer_of(job.subject)
    targets = importer.targets(job.court)
    progress = files.progress_of(job)
    try:
        loaded = _loaded(job, content, importer, progress.tell)
        outcome = importer.run(job, loaded, dry_run=True, by=job.asked_by, on=on, at=at, tell=progress.tell)
        found = _found(importer, outcome, targets)
        found["report"]["again"] = _imported_before(job, content)
    except RefusedFile as refused:
        report = report_of(importer, refused.loaded, None, targets)
        found = _with_faults(report, faults_of(refused.loaded), len(refused.loaded.faults))
    except (Refused, UsageError) as refused:
        found = _with_faults({"targets": {}}, [fault(str(refused))], 1)
    progress.forget()
    rows = ImportJob.objects.within(job.court).filter(pk=job.pk, state=JobState.CHECKING, revision=job.revision)
    rows.update(state=JobState.CHECKED, changed_at=at, **found)


def _found(importer: Importer, outcome: ImportOutcome, targets: Any) -> dict[str, Any]:
    if outcome.loaded is None:
        raise TypeError("an outcome for a page says what it was read from")
    return _with_faults(report_of(importer, outcome.loaded, outcome, targets), [], 0)


def _with_faults(report: dict[str, Any], faults: list[dict[str, Any]], count: int) -> dict[str, Any]:
    return {"report": report, "faults": faults, "fault_count": count}


def _imported_before(job: ImportJob, content: bytes) -> str:
    """When the very same file came in before; "" for a new one."""
    digest = hashlib.sha256(content).hexdigest()
    rows = ImportBatch.objects.within(job.court).filter(digest=digest, subject=job.subject, undone_at__isnull=True)
    before = rows.first()
    return before.created_at.isoformat() if before else ""


def _import(job: ImportJob, content: bytes, *, on: date, at: datetime) -> None:
    importer = importer_of(job.subject)
    progress = files.progress_of(job)
    rows = ImportJob.objects.within(job.court).filter(pk=job.pk, state=JobState.IMPORTING)
    try:
        loaded = _loaded(job, content, importer, progress.tell)
        with transaction.atomic():
            locked = rows.select_for_update(no_key=True, of=("self",)).select_related("court", "branch").first()
            if locked is None:
                return
            if not allowed(locked.asked_by, "branches.import_file", locked):
                raise Refused("操作人已没有导入的权限，没有导入。")
            outcome = importer.run(locked, loaded, dry_run=False, by=locked.asked_by, on=on, at=at, tell=progress.tell)
            _refuse_if_other_than_seen(locked, outcome)
            result = {"result": str(outcome)}
            rows.update(state=JobState.DONE, batch=outcome.batch, report=result, faults=[], changed_at=at)
        files.wipe(job)
    except RefusedFile as refused:
        report = report_of(importer, refused.loaded, None, importer.targets(job.court))
        count = len(refused.loaded.faults)
        rows.update(state=JobState.CHECKED, changed_at=at, **_with_faults(report, faults_of(refused.loaded), count))
    except (Refused, UsageError) as refused:
        reasons = refused.reasons if isinstance(refused, Refused) else (str(refused),)
        report = {**job.report, "refusal": list(reasons)}
        rows.update(state=JobState.CHECKED, report=report, changed_at=at)
    progress.forget()


def _refuse_if_other_than_seen(job: ImportJob, outcome: ImportOutcome) -> None:
    """What a person agreed to is what the check found. Differences of a roster have keys, which their import asks."""
    if not job.report.get("lines") and list(outcome.counts) != job.report.get("counts"):
        raise Refused(CHANGED)


# --- Now and then -------------------------------------------------------------------------------


def jobs_forsaken(*, at: datetime) -> list[int]:
    """Jobs that wait for a worker and of which nothing was heard for a while: the worker, or its message, is gone."""
    rows = ImportJob.objects.unscoped("jobs of all courts are seen to")
    rows = rows.filter(state__in=JOBS_AT_WORK, changed_at__lt=at - SILENT)
    return [job.pk for job in rows.only("key", "changed_at") if not _is_worked_on(job, at)]


def uploads_clear(*, at: datetime) -> int:
    """Drop jobs that nobody went on with for a week, and files that belong to no open job; how many jobs."""
    rows = ImportJob.objects.unscoped("uploads of all courts are cleared")
    old = rows.filter(state__in=JOBS_OPEN, changed_at__lt=at - timedelta(days=KEPT_DAYS))
    dropped = old.update(state=JobState.CANCELLED, report={}, faults=[], changed_at=at)
    kept = {str(key) for key in rows.filter(state__in=JOBS_OPEN).values_list("key", flat=True)}
    for path in files.folder().iterdir():
        if path.stem not in kept and path.stat().st_mtime < (at - SILENT).timestamp():
            path.unlink(missing_ok=True)
    return dropped
