"""Settings of the queue that keep a task from running twice and a request from waiting for a broker that is gone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as real

from core.background.checks import check_visibility_timeout
from courts_party.celery import app

ROOT = Path(__file__).resolve().parents[2]
NOBODY_LISTENS = "redis://127.0.0.1:1/0"


def python(tmp_path, code: str, module: str = "courts_party.settings", **environment: str) -> str:
    given = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": module, **environment}
    command = [sys.executable, "-c", f"import django; django.setup(); {code}"]
    return subprocess.run(command, cwd=ROOT, env=given, text=True, capture_output=True, check=True).stdout.strip()


@pytest.mark.parametrize(("visibility", "found"), [(3600, []), (600, ["core.E003"]), (60, ["core.E003"]), (None, [])])
def test_a_visibility_timeout_within_the_time_limit_is_refused(settings, visibility, found):
    options = {} if visibility is None else {"visibility_timeout": visibility}
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = options
    settings.CELERY_TASK_TIME_LIMIT = 600
    assert [fault.id for fault in check_visibility_timeout()] == found


LIMITS = (
    "from django.conf import settings as s; from core.background.checks import check_visibility_timeout as check;"
    "visibility = s.CELERY_BROKER_TRANSPORT_OPTIONS['visibility_timeout'];"
    "print(s.CELERY_TASK_SOFT_TIME_LIMIT < s.CELERY_TASK_TIME_LIMIT < visibility, check(), visibility)"
)


def test_tests_may_wait_less_for_redis_than_an_installation(tmp_path):
    environment = {"REDIS_URL": NOBODY_LISTENS, "TEST_VISIBILITY_SECONDS": "8"}
    assert python(tmp_path, LIMITS, "courts_party.settings_for_tests", **environment) == "True [] 8"
    assert python(tmp_path, LIMITS, **environment) == "True [] 3600"


def test_handing_over_to_a_broker_that_is_gone_fails_at_once(tmp_path):
    code = (
        "from time import monotonic; from core.queueing import hand_over; began = monotonic();"
        "hand_over('core.tasks.prune_job_failures'); print(monotonic() - began < 5)"
    )
    assert python(tmp_path, code, REDIS_URL=NOBODY_LISTENS) == "True"


def test_what_a_task_answers_is_not_kept():
    """A row for every minute of every job would fill the table of results."""
    app.loader.import_default_modules()
    assert all(app.tasks[entry["task"]].ignore_result for entry in real.CELERY_BEAT_SCHEDULE.values())
