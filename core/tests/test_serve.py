"""`serve` as `make run` starts it: a process with children, told to stop by signals."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from core.data_dir import exclusive_use

ROOT = Path(__file__).resolve().parents[2]
# All migrations under coverage, on a busy machine; a wait ends as soon as it is met.
SECONDS = 300

pytestmark = pytest.mark.sqlite


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(data_dir: Path, **environment: str) -> subprocess.Popen[str]:
    own = {**os.environ, "DATA_DIR": str(data_dir), "DEMO": "0", "PYTHONIOENCODING": "utf-8", **environment}
    own.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=own,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def health(port: int) -> dict:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return json.load(error)
    except OSError:
        return {}


def wait_until_healthy(port: int, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + SECONDS
    while health(port).get("status") != "ok":
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < until
        time.sleep(0.2)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_starts_serves_and_stops_all_of_it(tmp_path, free_port):
    process = start(tmp_path, PORT=str(free_port))
    try:
        wait_until_healthy(free_port, process)
        second = start(tmp_path, PORT=str(free_port))
        said = second.communicate(timeout=SECONDS)[0]
        assert second.returncode == 1
        assert f"端口 {free_port} 已被占用" in said
        assert "PORT=8123 make run" in said
    finally:
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=SECONDS)[0]
    assert process.returncode == 0, said
    assert f"http://127.0.0.1:{free_port}/" in said
    assert "web stopped (rc=0)" in said
    assert "worker stopped (rc=0)" in said
    assert not listens(free_port)


def test_a_data_directory_in_use_is_refused(tmp_path, free_port):
    with exclusive_use(tmp_path):
        process = start(tmp_path, PORT=str(free_port))
        said = process.communicate(timeout=SECONDS)[0]
    assert process.returncode == 1
    assert str(tmp_path) in said
    assert "DATA_DIR=" in said


@pytest.mark.parametrize(("name", "value"), [("PORT", "http"), ("PORT", "70000"), ("HOST", "203.0.113.1")])
def test_an_address_that_cannot_be_used_is_named(tmp_path, name, value):
    process = start(tmp_path, **{name: value})
    said = process.communicate(timeout=SECONDS)[0]
    assert process.returncode == 1
    assert value in said
    assert "Traceback" not in said
