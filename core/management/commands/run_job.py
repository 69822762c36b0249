"""A periodic job run here and now, without queue and worker."""

from typing import Any

from celery import current_app
from django.core.management.base import CommandParser

from core import audit
from core.background.failures import words_of
from core.background.registry import Job, job_of, registered
from core.commands import ServiceCommand
from core.errors import Refused
from core.models import JobState


class Command(ServiceCommand):
    help = "Run a periodic job in the foreground and say what came of it; without a code: list the jobs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", nargs="?", metavar="CODE")

    def perform(self, **options: Any) -> str:
        if not options["code"]:
            return "\n".join(f"{job.code:24} {job.label}" for job in registered())
        job = job_of(options["code"])
        if job is None:
            codes = "、".join(each.code for each in registered())
            raise self.usage(f"没有“{options['code']}”这个任务。可用的有：{codes}。")
        return self._run(job)

    def _run(self, job: Job) -> str:
        current_app.loader.import_default_modules()
        audit.record(actor=None, action="core.job_run", subject=JobState.objects.get_or_create(task=job.task)[0])
        done = current_app.tasks[job.task].apply()
        if not done.successful():
            raise Refused(f"{job.label}：没有完成。{words_of(done.result)}")
        handled = f"，处理 {done.result} 项" if isinstance(done.result, int) else ""
        return f"{job.label}：已完成{handled}。"
