"""`make run`: prepares the database and the static files, then runs web, worker and scheduler in one terminal."""

import errno
import os
import shlex
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from io import StringIO
from typing import Any

import honcho.manager
from django.apps import apps
from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command, get_commands
from django.db import connections

from core import file_queue
from core.assets import publish_static_files
from core.data_dir import DataDirInUseError, exclusive_use
from core.demo import is_demo
from core.health import forget_worker

# A worker takes 5 to 7 seconds to stop; honcho's own patience is 5.
honcho.manager.KILL_WAIT = 20
_ASKED_TO_STOP = {128 + signal.SIGINT, 128 + signal.SIGTERM}
_START_SECONDS = 60


class Command(BaseCommand):
    help = "准备数据库和静态文件，并在一个终端里运行网页、后台任务和定时任务。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
        parser.add_argument("--port", default=os.environ.get("PORT") or "8000")

    def handle(self, *, host: str, port: str, **options: Any) -> None:
        _ensure_free(host, port)
        try:
            with exclusive_use(settings.DATA_DIR):
                self._prepare()
                demo = self._load_demo()
                connections.close_all()
                code = self._run(host, int(port), demo)
        except DataDirInUseError as error:
            raise CommandError(
                f"数据目录 {settings.DATA_DIR} 正被另一个运行中的系统使用。"
                "请先停止它，或换一个目录：DATA_DIR=/另一个目录 make run"
            ) from error
        except KeyboardInterrupt:
            code = 0
        self.stdout.write("已停止。")
        sys.exit(code)

    def _prepare(self) -> None:
        self.stdout.write("正在准备数据库……")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        if publish_static_files():
            self.stdout.write("静态文件已更新。")
        forget_worker()
        file_queue.tidy()

    def _load_demo(self) -> str:
        """What the `demo` command has to say of its accounts, which it says again when there is nothing to load."""
        if "demo" not in get_commands():
            return ""
        is_first_start = os.environ.get("DEMO") != "0" and not _has_court()
        if is_first_start:
            self.stdout.write("正在载入演示数据……")
        said = StringIO()
        if is_first_start or is_demo():
            call_command("demo", stdout=said)
        return said.getvalue()

    def _run(self, host: str, port: int, demo: str) -> int:
        """Run the processes until one ends or somebody stops them; 0 if they were asked to stop."""
        manager = honcho.manager.Manager()
        environment = {**os.environ, **_allowed_hosts(host)}
        manager.add_process("web", _web(host, port), env=environment)
        manager.add_process("worker", _worker(), env=environment)
        if signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:
            signal.signal(signal.SIGHUP, _stop_without_terminal)
        threading.Thread(target=self._announce, args=(host, port, demo), daemon=True).start()
        manager.loop()
        return 0 if manager.returncode in _ASKED_TO_STOP else (manager.returncode or 1)

    def _announce(self, host: str, port: int, demo: str) -> None:
        """Say where the product is as soon as it answers."""
        address = _address("127.0.0.1" if host == "0.0.0.0" else host, port)  # noqa: S104  # every address: ask this machine's own
        until = time.monotonic() + _START_SECONDS
        while not _answers(f"{address}healthz"):
            if time.monotonic() > until:
                return
            time.sleep(0.2)
        self.stdout.write(f"\n{demo}系统已启动：{address}\n按 Ctrl-C 停止。\n")
        if host == "0.0.0.0" and "ALLOWED_HOSTS" not in os.environ:  # noqa: S104  # as given by the user
            self.stdout.write("从其他机器访问，还需给出本机的名称或地址：ALLOWED_HOSTS=名称或地址 make run\n")
        self.stdout.flush()


def _stop_without_terminal(*_: Any) -> None:
    """The window was closed: stop as on Ctrl-C, but write nowhere, since that would fail halfway through stopping."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.dup2(nowhere, sys.stderr.fileno())
    signal.raise_signal(signal.SIGTERM)


def _ensure_free(host: str, port: str) -> None:
    """Refuse, in plain words, an address that cannot be listened on."""
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise CommandError(f"端口应为 1 到 65535 之间的数字，而不是“{port}”。例如：PORT=8123 make run")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, int(port)), family=family).close()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            message = f"端口 {port} 已被占用。请换一个端口：PORT=8123 make run"
        elif error.errno == errno.EACCES:
            message = f"没有使用端口 {port} 的权限。请换一个 1024 以上的端口：PORT=8123 make run"
        else:
            message = f"不能在地址 {host} 上提供服务（{error.strerror}）。请检查 HOST。"
        raise CommandError(message) from error


def _has_court() -> bool:
    # core stands below branches and may not import it.
    return apps.get_model("branches", "Court")._base_manager.exists()


def _allowed_hosts(host: str) -> dict[str, str]:
    """An address given by HOST is one the product answers to, unless ALLOWED_HOSTS says otherwise."""
    if "ALLOWED_HOSTS" in os.environ:
        return {}
    name = f"[{host}]" if ":" in host else host
    return {"ALLOWED_HOSTS": ",".join(dict.fromkeys([*settings.ALLOWED_HOSTS, name]))}


def _web(host: str, port: int) -> str:
    return _command(
        *("gunicorn", "courts_party.wsgi", "--bind", _bind(host, port), "--worker-class", "gthread"),
        *("--workers", "2", "--threads", "4", "--log-level", "warning", "--no-control-socket"),
    )


def _worker() -> str:
    """Worker and scheduler in one process. Threads: forked workers hung when their whole group was told to end."""
    return _command(
        *("celery", "-A", "courts_party", "--quiet", "worker", "--beat", "--pool", "threads", "-c", "4"),
        *("--without-mingle", "--without-gossip", "--loglevel", "WARNING"),
    )


def _command(*words: str) -> str:
    """The shell's line that becomes `python -m words`, so that a signal reaches the program itself."""
    return f"exec {shlex.join([sys.executable, '-m', *words])}"


def _bind(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _address(host: str, port: int) -> str:
    return f"http://{_bind(host, port)}/"


def _answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=2).close()  # noqa: S310  # our own http address
    except urllib.error.HTTPError:
        return True  # unwell or refused, but there
    except OSError:
        return False
    return True
