"""Workers, schedulers, Redis and a server for mail beside a test: real processes on the test's database, with a clock
that the test moves and ended by their own numbers. Waits end as soon as they are met; their limits are for a machine
that is busy with other things."""

import os
import shutil
import signal
import socket
import socketserver
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from email import message_from_bytes
from pathlib import Path
from threading import Event, Thread
from typing import Any

import redis
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from core.models import JobState
from courts_party.celery import app

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 180


def until(what: str, holds: Callable[[], Any]) -> Any:
    """What `holds` answers once it is true."""
    end = time.monotonic() + SECONDS
    while not (answer := holds()):
        assert time.monotonic() < end, f"waited in vain until {what}"
        time.sleep(0.05)
    return answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class MailServer(socketserver.ThreadingTCPServer):
    """Takes every letter and keeps its Message-ID. While it `stalls`, it takes the letter and does not say so."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.letters: list[str] = []
        self.stalls = False
        self.reached, self.released = Event(), Event()
        Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def close(self) -> None:
        self.released.set()
        self.shutdown()
        self.server_close()


class _Session(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self._say("354 go on")
                self._take()
            elif word == b"QUIT":
                return self._say("221 gone")
            self._say("250 taken")
        return None

    def _take(self) -> None:
        lines = iter(self.rfile.readline, b".\r\n")
        self.server.letters.append(message_from_bytes(b"".join(lines))["Message-ID"])
        if self.server.stalls:
            self.server.reached.set()
            self.server.released.wait(SECONDS)

    def _say(self, words: str) -> None:
        with suppress(OSError):  # whoever sent the letter was killed
            self.wfile.write(f"{words}\r\n".encode())


class House:
    """Everything that works beside the test; `close` ends what is still there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mail = MailServer()
        self.redis_port = free_port()
        self._processes: list[subprocess.Popen[Any]] = []
        self._redis: subprocess.Popen[Any] | None = None

    # --- The clock ------------------------------------------------------------------------------

    def set_clock(self, at: datetime) -> None:
        """For every process at once; a file is put in place whole."""
        draft = self.folder / "clock.new"
        draft.write_text(str((at - timezone.now()).total_seconds()), encoding="ascii")
        draft.replace(self.folder / "clock")

    # --- Redis and what waits in it -------------------------------------------------------------

    @property
    def redis_url(self) -> str:
        return f"redis://127.0.0.1:{self.redis_port}/0"

    def start_redis(self) -> None:
        program = shutil.which("redis-server")
        assert program, "redis-server is missing; `make test` installs it"
        quiet = ("--save", "", "--appendonly", "no", "--dir", str(self.folder), "--loglevel", "warning")
        self._redis = subprocess.Popen(
            [program, "--port", str(self.redis_port), "--bind", "127.0.0.1", *quiet], stdout=subprocess.DEVNULL
        )
        until("Redis answers", self._redis_answers)

    def stop_redis(self) -> None:
        """At once, with all that it held."""
        assert self._redis
        self._redis.kill()
        self._redis.wait()

    def _redis_answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.redis_url) as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False

    def ask(self, *tasks: str, args: tuple[Any, ...] = (), queue: str = "celery") -> None:
        """Hand tasks to the workers."""
        with app.connection_for_write(self.redis_url) as channel:
            for task in tasks:
                app.send_task(f"notices.tasks.{task}", args=args, queue=queue, connection=channel)

    def wait_until_idle(self, *, lost: int = 0) -> None:
        """Nothing waits and nothing is at work but `lost` tasks of killed workers: a task counts until it is done."""
        with redis.Redis.from_url(self.redis_url) as client:
            until("the workers are idle", lambda: not client.llen("celery") and client.hlen("unacked") <= lost)

    def forget_cache(self) -> None:
        """What is marked there lapses by the machine's own clock, which no test waits for."""
        with redis.Redis.from_url(self.redis_url) as client:
            for key in client.scan_iter(":1:*"):
                client.delete(key)

    # --- Processes ------------------------------------------------------------------------------

    def worker(self, *, queue: str = "celery", **environment: str) -> subprocess.Popen[Any]:
        """As production starts one (README)."""
        options = ("--pool", "threads", "-c", "4", "--without-mingle", "--without-gossip", "-Q", queue)
        return self._start("worker", *options, "-n", f"{len(self._processes)}@test", **environment)

    def scheduler(self) -> subprocess.Popen[Any]:
        return self._start("beat", "--max-interval", "1", "--pidfile", "")

    def _start(self, *words: str, **environment: str) -> subprocess.Popen[Any]:
        return self.start("-m", "celery", "-A", "courts_party", *words, "--loglevel", "INFO", **environment)

    def start(self, *words: str, stdin: int | None = None, **environment: str) -> subprocess.Popen[Any]:
        """Python with `words`, in a group of its own; what it says is in `said(process)`."""
        with self._log(len(self._processes)).open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, *words],
                cwd=ROOT,
                env={**os.environ, **self._environment(), **environment},
                stdin=stdin,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._processes.append(process)
        return process

    def _environment(self) -> dict[str, str]:
        name = connection.settings_dict["NAME"]
        return {
            "DJANGO_SETTINGS_MODULE": "courts_party.settings_for_tests",
            "DATABASE_URL": f"{os.environ.get('DATABASE_URL', '').rpartition('/')[0]}/{name}",
            "REDIS_URL": self.redis_url,
            "DATA_DIR": str(self.folder / "data"),
            "SECRET_KEY": settings.SECRET_KEY,
            "FIELD_KEY": settings.FIELD_KEY,
            "TEST_CLOCK_SHIFT_FILE": str(self.folder / "clock"),
            "TEST_EMAIL_URL": self.mail.url,
            "PYTHONUNBUFFERED": "1",
        }

    def said(self, process: subprocess.Popen[Any]) -> str:
        return self._log(self._processes.index(process)).read_text(encoding="utf-8", errors="replace")

    def _log(self, number: int) -> Path:
        return self.folder / f"process-{number}.log"

    def close(self) -> None:
        for process in self._processes:
            kill(process)
        self.mail.close()
        if self._redis:
            self.stop_redis()


def kill(process: subprocess.Popen[Any]) -> None:
    """SIGKILL to it and all that it started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def every_second(*codes: str) -> None:
    """Have the scheduler run these jobs of notices every second: times that an administrator set are kept."""
    second, _ = IntervalSchedule.objects.get_or_create(every=1, period=IntervalSchedule.SECONDS)
    for code in codes:
        task = settings.CELERY_BEAT_SCHEDULE[code]["task"]
        PeriodicTask.objects.update_or_create(name=code, defaults={"task": task, "interval": second, "crontab": None})
        JobState.objects.update_or_create(task=task, defaults={"keeps_time": True})
