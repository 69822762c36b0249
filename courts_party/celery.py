"""The Celery application; workers and the scheduler start from here."""

import os
from typing import Any

from celery import Celery
from celery.signals import heartbeat_sent
from django.db import close_old_connections

from core.health import worker_beats

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "courts_party.settings")

app = Celery("courts_party")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@heartbeat_sent.connect
def _tell_health(**kwargs: Any) -> None:
    # The worker's timer thread lives on while the database restarts; a broken connection must not.
    close_old_connections()
    worker_beats()
