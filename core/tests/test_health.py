from time import time

import pytest
from django.core.cache import cache
from django.test import Client

from core import health

pytestmark = pytest.mark.django_db


@pytest.fixture
def rested_worker(monkeypatch):
    """A worker whose last beat is long ago."""
    monkeypatch.setattr(health, "_last_beat", -1000.0)


def test_all_is_well_once_the_worker_has_beaten(client: Client, rested_worker):
    health.worker_beats()
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "checks": {"database": "ok", "broker": "ok", "worker": "ok"}}


def test_without_a_worker_it_fails_and_says_so(client: Client):
    cache.delete("worker-heartbeat")
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"status": "failed", "checks": {"database": "ok", "broker": "ok", "worker": "failed"}}


@pytest.mark.parametrize(("silence", "state"), [(30, "ok"), (60, "failed")])
def test_a_silent_worker_counts_as_gone_after_45_seconds(silence, state):
    cache.set("worker-heartbeat", time() - silence, timeout=None)
    assert health.checks()["worker"] == state


def test_the_worker_writes_once_in_ten_seconds(rested_worker):
    health.worker_beats()
    cache.delete("worker-heartbeat")
    health.worker_beats()
    assert cache.get("worker-heartbeat") is None


@pytest.mark.sqlite
def test_an_embedded_queue_that_is_gone_fails(settings, tmp_path):
    folders = dict.fromkeys(("data_folder_in", "data_folder_out", "control_folder"), str(tmp_path / "gone"))
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = folders
    assert health.checks()["broker"] == "failed"


@pytest.mark.redis
def test_redis_that_does_not_answer_fails(settings):
    assert health.checks()["broker"] == "ok"
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert health.checks()["broker"] == "failed"


def test_only_reading_is_answered(client: Client):
    assert client.post("/healthz").status_code == 405
