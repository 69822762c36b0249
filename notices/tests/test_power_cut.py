"""The embedded product (`manage.py serve`), all of whose processes are killed right after a notice was issued."""

import os
import signal
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from notices.tests.factories import Case
from notices.tests.house import ROOT, MailServer, every_second, free_port, until

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

TOKEN = "t" * 32  # a browser that was here before has one of its own


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


class Product:
    """One installation in a folder of its own, started and killed."""

    def __init__(self, folder: Path, mail: MailServer) -> None:
        self.folder, self.port, self.mail = folder, free_port(), mail
        self.process: subprocess.Popen | None = None

    @property
    def database(self) -> Path:
        return self.folder / "courts_party.sqlite3"

    @property
    def said(self) -> str:
        return (self.folder / "said").read_text(encoding="utf-8")

    def start(self) -> None:
        own = {"DATA_DIR": str(self.folder), "PORT": str(self.port), "DEMO": "0", "EMAIL_URL": self.mail.url}
        keys = {"SECRET_KEY": settings.SECRET_KEY, "FIELD_KEY": settings.FIELD_KEY}
        environment = {**os.environ, **own, **keys}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        with (self.folder / "said").open("ab") as said:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"], cwd=ROOT, env=environment, stdout=said, stderr=said
            )
        until("the page is there", lambda: self.ask("/accounts/login/") == 200)

    def ask(self, path: str, session: str = "", data: bytes | None = None) -> int:
        """What a request is answered with; 0 while nobody answers."""
        headers = {"Cookie": f"sessionid={session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, headers)
        try:
            with urllib.request.build_opener(_NoRedirect).open(request, timeout=60) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except OSError:
            return 0

    def kill(self) -> None:
        """SIGKILL to all of it at once: web, worker and scheduler with their parents."""
        if self.process is None:
            return
        for pid in [self.process.pid, *descendants(self.process.pid)]:
            os.kill(pid, signal.SIGKILL)
        self.process.wait()
        self.process = None
        until("nobody listens any more", lambda: self.ask("/healthz") == 0)

    def rows(self, statement: str) -> list[tuple]:
        with closing(sqlite3.connect(self.database, timeout=20)) as database, database:
            return database.execute(statement).fetchall()


def descendants(pid: int) -> list[int]:
    """The processes that it started, and those that they started."""
    lists = [path.read_text().split() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    children = [int(child) for each in lists for child in each]
    return [*children, *(further for child in children for further in descendants(child))]


@pytest.fixture
def product(transactional_db, tmp_path):
    mail = MailServer()
    made = Product(tmp_path, mail)
    yield made
    made.kill()
    mail.close()


def test_what_was_issued_is_there_and_is_delivered_after_the_power_is_back(product, client):
    case = Case()
    for number, user in enumerate((case.secretary, case.other)):
        user.email = f"officer{number}@court.example"
        user.save()
    draft = case.draft(due_on=None, month=None)
    every_second("deliver-waiting")
    client.force_login(case.committee)
    with closing(sqlite3.connect(product.database)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    product.start()
    issue = reverse("notices:issue", args=(draft.pk,))
    answer = product.ask(issue, client.session.session_key, f"version={draft.version}".encode())
    assert answer == 302, product.said
    product.kill()
    assert product.rows("SELECT number FROM notices_notice") == [(1,)]
    assert product.rows("SELECT count(*) FROM notices_noticereceipt") == [(2,)]
    assert product.rows("SELECT count(*) FROM notices_message") == [(2,)]
    keys = product.rows("SELECT message_key FROM notices_delivery")
    # A worker that had taken one by then has it for five minutes, and that it is at work is noted as long: as if they
    # were over.
    product.rows("UPDATE notices_delivery SET claimed_until = NULL")
    product.rows("DELETE FROM cache")
    product.start()
    until("both are sent", lambda: product.rows("SELECT state FROM notices_delivery") == [("SENT",)] * 2)
    assert set(product.mail.letters) == {f"<{key}@courts-party>" for (key,) in keys}
    assert product.rows("SELECT count(*) FROM notices_message") == [(2,)]
