"""The Celery application; workers and the scheduler start from here."""

import os
from time import monotonic
from typing import Any

from celery import Celery, Task, states
from celery.exceptions import TimeLimitExceeded
from celery.signals import heartbeat_sent, task_failure, task_postrun, task_prerun
from django.db import close_old_connections

from core import file_queue
from core.clock import now
from core.health import worker_beats

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "courts_party.settings")

file_queue.register()
app = Celery("courts_party")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@heartbeat_sent.connect
def _tell_health(**kwargs: Any) -> None:
    # The worker's timer thread lives on while the database restarts; a broken connection must not.
    close_old_connections()
    worker_beats()


@task_prerun.connect
def _note_begin(task: Task, **kwargs: Any) -> None:
    from core.background import records  # noqa: PLC0415  # models are loaded only once a task runs

    task.request.began = monotonic()
    records.run_began(task=task.name, at=now())


@task_postrun.connect
def _note_end(task: Task, args: Any, state: str, **kwargs: Any) -> None:
    from core.background import records  # noqa: PLC0415  # likewise

    if state == states.SUCCESS:
        records.run_succeeded(task=task.name, args=args, at=now(), seconds=monotonic() - task.request.began)


@task_failure.connect
def _note_failure(sender: Task, args: Any, exception: Any, einfo: Any, **kwargs: Any) -> None:
    """Sent where the task ran, and by the worker's main process for one whose process was lost or out of time: there
    nobody knows when it began. Of a task out of time it tells twice, the second time with the request at hand."""
    if isinstance(exception, TimeLimitExceeded) and sender.request.id:
        return
    from core.background import records  # noqa: PLC0415  # likewise

    began = getattr(sender.request, "began", None)
    records.run_failed(
        task=sender.name,
        args=args or (),
        error=exception,
        traceback=getattr(einfo, "traceback", None) or repr(exception),
        at=now(),
        seconds=None if began is None else monotonic() - began,
    )
