"""pytest plugin: a data folder of its own and, with --database=postgresql, a private PostgreSQL and Redis.

Settings are read before any conftest, so this is loaded with `-p tests.services` (pytest.ini) and sets the environment
first. In workers of xdist the environment is inherited; services are started and ended by the main process alone.
"""

import gc
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from glob import glob
from pathlib import Path
from typing import Any

import pytest

# Nothing of the developer's own environment may reach a test, least of all a real database.
_OURS = (
    *("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "FIELD_KEY", "ALLOWED_HOSTS"),
    *("DATA_DIR", "DEBUG", "EMAIL_URL", "EMAIL_FROM", "PUBLIC_URL", "WEBHOOK_HOSTS", "TRUSTED_PROXIES", "LOG_LEVEL"),
)
_START_SECONDS = 60
# A database of tests has nothing to lose in a crash, and its tables are too short-lived to be swept or compiled for.
_HASTE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "jit=off")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite", help="postgresql: Redis as well")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        _give_worker_its_own(int(worker.removeprefix("gw")))
    else:
        _prepare(early_config)
    return (yield)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselects (does not skip) what belongs to the other database, and on PostgreSQL what asks no database at all."""
    on_postgresql = config.getoption("--database") == "postgresql"
    absent = {"sqlite"} if on_postgresql else {"postgresql", "redis"}
    elsewhere = {
        item
        for item in items
        if any(item.get_closest_marker(name) for name in absent) or (on_postgresql and not _asks_services(item))
    }
    if elsewhere:
        config.hook.pytest_deselected(items=list(elsewhere))
        items[:] = [item for item in items if item not in elsewhere]


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: the garbage collector need not go through it ever again, nor
    as often through what tests make and drop."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _asks_services(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "django_db_setup", "live_server"}
    marked = any(item.get_closest_marker(name) for name in ("django_db", "postgresql", "redis"))
    return marked or not fixtures.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Rows of the database's cache are rolled back with the test; Redis has to be emptied."""
    yield
    if os.environ.get("REDIS_URL"):
        from django.core.cache import cache

        cache.clear()


# --- What the environment is given ------------------------------------------------------------------


def _prepare(config: pytest.Config) -> None:
    for name in _OURS:
        os.environ.pop(name, None)
    folder = Path(tempfile.mkdtemp(prefix="courts-party-tests-"))
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    os.environ["DATA_DIR"] = str(folder / "data")
    # Playwright runs an event loop in the test's thread, beside which the ORM is refused otherwise.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    if config.known_args_namespace.database == "postgresql":
        os.environ["DATABASE_URL"] = start_postgresql(folder / "postgresql", config.add_cleanup)
        os.environ["REDIS_URL"] = _start_redis(folder, config.add_cleanup)


def _give_worker_its_own(number: int) -> None:
    """Workers run side by side: each has its data folder and its numbered database in Redis."""
    os.environ["DATA_DIR"] = f"{os.environ['DATA_DIR']}-{number}"
    if redis_url := os.environ.get("REDIS_URL"):
        os.environ["REDIS_URL"] = f"{redis_url.rpartition('/')[0]}/{number + 1}"


# --- The services -----------------------------------------------------------------------------------


def start_postgresql(folder: Path, add_cleanup: Callable[[Callable[[], Any]], None]) -> str:
    """A throw-away cluster in `folder`; PostgreSQL refuses to run as root, so root becomes `postgres` for it."""
    programs = _postgresql_programs()
    port = _free_port()
    folder.mkdir()
    identity: dict[str, Any] = {}
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        folder.parent.chmod(0o755)
        os.chown(folder, account.pw_uid, account.pw_gid)
        identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    cluster = folder / "cluster"
    subprocess.run(
        [programs / "initdb", "--pgdata", cluster, "--username=courts", "--auth=trust", "--encoding=UTF8"]
        + ["--locale=C.UTF-8", "--no-sync"],
        check=True,
        capture_output=True,
        cwd="/",
        **identity,
    )
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", cluster, "-p", str(port), "-h", "127.0.0.1", "-k", folder]
            + [option for setting in _HASTE for option in ("-c", setting)],
            cwd="/",
            stdout=log,
            stderr=subprocess.STDOUT,
            **identity,
        )
    add_cleanup(lambda: _end(server))
    ready = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    _wait("PostgreSQL", server, lambda: subprocess.run(ready, check=False).returncode == 0)
    return f"postgresql://courts@127.0.0.1:{port}/postgres"


def _start_redis(folder: Path, add_cleanup: Callable[[Callable[[], Any]], None]) -> str:
    port = _free_port()
    program = shutil.which("redis-server")
    if not program:
        raise pytest.UsageError("redis-server is missing; `make test` installs it")
    server = subprocess.Popen(
        [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder],
        stdout=subprocess.DEVNULL,
    )
    add_cleanup(lambda: _end(server))
    _wait("Redis", server, lambda: _listens(port))
    return f"redis://127.0.0.1:{port}/0"


def _postgresql_programs() -> Path:
    found = sorted(glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda path: int(path.split("/")[4]))
    path = found[-1] if found else shutil.which("initdb")
    if not path:
        raise pytest.UsageError("PostgreSQL is missing; `make test` installs it")
    return Path(path).parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _wait(name: str, server: subprocess.Popen[bytes], is_ready: Callable[[], bool]) -> None:
    until = time.monotonic() + _START_SECONDS
    while not is_ready():
        if server.poll() is not None or time.monotonic() > until:
            raise pytest.UsageError(f"{name} did not start")
        time.sleep(0.05)


def _end(server: subprocess.Popen[bytes]) -> None:
    """SIGINT asks PostgreSQL for its fast shutdown; Redis ends at it as well."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
