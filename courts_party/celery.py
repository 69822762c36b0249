"""The Celery application; workers and the scheduler start from here."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "courts_party.settings")

app = Celery("courts_party")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
