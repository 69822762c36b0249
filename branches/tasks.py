"""Imports in the background."""

from celery import shared_task

from branches.services.imports.jobs import job_fail, job_run, jobs_forsaken, uploads_clear
from core.clock import now, today


@shared_task
def run_import_job(job_id: int) -> None:
    """Check or import the job's file; done twice, it does no more than once."""
    try:
        job_run(job_id=job_id, on=today(), at=now())
    except Exception:
        job_fail(job_id=job_id, words="系统出错，没有导入任何内容。请再试一次；仍不行时，请联系系统管理员。", at=now())
        raise


@shared_task
def resume_import_jobs() -> None:
    """Take up jobs whose worker was ended, or of which no worker ever heard."""
    for job_id in jobs_forsaken(at=now()):
        run_import_job.delay(job_id)


@shared_task
def clear_uploads() -> None:
    """Wipe uploads that nobody went on with."""
    uploads_clear(at=now())
