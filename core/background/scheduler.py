"""Celery beat's scheduler on the database (settings.CELERY_BEAT_SCHEDULER)."""

from typing import Any

from django.db.models import Q
from django_celery_beat.models import PeriodicTask
from django_celery_beat.schedulers import DatabaseScheduler

from core.models import JobState


class KeepingScheduler(DatabaseScheduler):
    """Copies the times of the settings into the database at its start, but for those that an administrator has set:
    the scheduler of django-celery-beat would put all of them back. What the settings no longer name is taken away: no
    worker would know its task."""

    def setup_schedule(self) -> None:
        known = Q(name__in=self.app.conf.beat_schedule) | Q(name__startswith="celery.")
        PeriodicTask.objects.exclude(known).delete()
        super().setup_schedule()

    def update_from_dict(self, mapping: dict[str, Any]) -> None:
        chosen = JobState.objects.filter(keeps_time=True).values("task")
        kept = set(PeriodicTask.objects.filter(task__in=chosen).values_list("name", flat=True))
        super().update_from_dict({name: entry for name, entry in mapping.items() if name not in kept})
