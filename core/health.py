"""Whether the product works: its database, its broker, its worker.

The worker leaves a time in the cache, which the web processes read: in the embedded product the cache is a table, with
REDIS_URL it is Redis, so it also holds across machines.
"""

import os
from collections.abc import Callable
from time import monotonic, time

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import connection

_KEY = "worker-heartbeat"
_BEAT_SECONDS = 10
# Four beats missed: a worker busy with one long statement is not dead.
_SILENCE_SECONDS = 45
_BROKER_SECONDS = 2

_last_beat = -float(_BEAT_SECONDS)


def worker_beats() -> None:
    """Called by the worker every few seconds; writes once in ten."""
    global _last_beat  # noqa: PLW0603  # one worker, one timer thread
    if monotonic() - _last_beat < _BEAT_SECONDS:
        return
    cache.set(_KEY, time(), timeout=None)
    _last_beat = monotonic()


def forget_worker() -> None:
    """Called before a worker is started: the beat of one that was stopped must not speak for it."""
    cache.delete(_KEY)


def checks() -> dict[str, str]:
    """State of each part: "ok" or "failed"."""
    probes: dict[str, Callable[[], bool]] = {"database": _database, "broker": _broker, "worker": _worker}
    return {name: "ok" if _holds(probe) else "failed" for name, probe in probes.items()}


def _holds(probe: Callable[[], bool]) -> bool:
    try:
        return probe()
    except Exception:  # whatever a driver raises, the answer is the same: this part does not work
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _broker() -> bool:
    if settings.REDIS_URL:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=_BROKER_SECONDS, socket_timeout=_BROKER_SECONDS
        ) as client:
            return bool(client.ping())
    folders = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    needed = (folders["data_folder_in"], folders["data_folder_out"], folders["control_folder"])
    return all(os.access(str(folder), os.R_OK | os.W_OK | os.X_OK) for folder in needed)


def _worker() -> bool:
    last = cache.get(_KEY)
    return last is not None and abs(time() - last) < _SILENCE_SECONDS
