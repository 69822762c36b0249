"""Imports in the background."""

from celery import shared_task

from branches.services.imports.jobs import job_fail, job_run, jobs_forsaken, uploads_clear
from branches.services.imports.undo_jobs import undo_give_up, undo_run, undos_forsaken
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
def run_undo(batch_id: int) -> None:
    """Take the batch back; done twice, it does no more than once."""
    try:
        undo_run(batch_id=batch_id, at=now())
    except Exception:
        undo_give_up(batch_id=batch_id)
        raise


@shared_task
def resume_import_jobs() -> None:
    """Take up jobs whose worker was ended, or of which no worker ever heard."""
    for job_id in jobs_forsaken(at=now()):
        run_import_job.delay(job_id)
    for batch_id in undos_forsaken(at=now()):
        run_undo.delay(batch_id)


@shared_task
def clear_uploads() -> None:
    """Wipe uploads that nobody went on with."""
    uploads_clear(at=now())
