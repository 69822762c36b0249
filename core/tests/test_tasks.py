"""Housekeeping in the background."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from core.clock import now
from core.tasks import clear_expired_sessions
from courts_party.celery import app

pytestmark = pytest.mark.django_db


def test_sessions_that_ended_are_taken_away_and_no_other():
    for key, days in (("ended", -1), ("running", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now() + timedelta(days=days))
    clear_expired_sessions()
    clear_expired_sessions()
    assert [session.session_key for session in Session.objects.all()] == ["running"]


def test_every_scheduled_task_exists():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)
