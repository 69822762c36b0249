"""Messages posted to an address of the court: signed, allowed, in good time, and in nobody's way."""

import json
import threading
from contextlib import contextmanager, suppress
from hashlib import sha256
from hmac import new as hmac
from http.server import BaseHTTPRequestHandler, HTTPServer
from socket import create_server, socket
from time import monotonic, sleep

import pytest

from notices.choices import Channel, DeliveryState
from notices.models import Delivery, NoticeSettings
from notices.selectors.webhooks import may_post_to
from notices.services.deliveries import Sending
from notices.tasks import deliver_waiting
from notices.tests.factories import Case
from notices.tests.outbox import mailed, row, send

pytestmark = pytest.mark.django_db


@contextmanager
def listener(answer: int = 204, **headers: str):
    """A server for webhooks: its port and what it was sent."""
    seen: list = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            seen.append((self.path, dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(answer)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server.server_port, seen
        finally:
            server.shutdown()
            thread.join()


def hooked(case: Case, port: int) -> Delivery:
    own = {"webhook_url": f"http://127.0.0.1:{port}/party", "webhook_secret": "秘密"}
    NoticeSettings.objects.create(court=case.court, **own)
    case.issued(addressees=[case.first])
    return row(case, channel=Channel.WEBHOOK)


def test_a_message_is_posted_and_signed(settings):
    settings.PUBLIC_URL = "https://party.court.example"
    case = Case()
    with listener() as (port, seen):
        settings.WEBHOOK_HOSTS = [f"127.0.0.1:{port}"]
        delivery = hooked(case, port)
        assert send(delivery) is Sending.SENT
    [(path, headers, body)] = seen
    assert path == "/party"
    assert headers["X-Signature"] == "sha256=" + hmac("秘密".encode(), body, sha256).hexdigest()
    message = delivery.message
    assert json.loads(body) == {
        "id": delivery.message_key,
        "rule": "NOTICE_ISSUED",
        "title": message.title,
        "text": message.text,
        "court": case.court.name,
        "branch": "第一党支部",
        "url": f"https://party.court.example{message.path}",
        "at": "2024-07-01T02:00:00+00:00",
    }


def test_no_redirect_is_followed_and_what_is_not_taken_is_a_failure(settings):
    settings.WEBHOOK_HOSTS = ["127.0.0.1"]
    case = Case()
    with listener() as (other, led_to), listener(307, Location=f"http://127.0.0.1:{other}/") as (port, seen):
        delivery = hooked(case, port)
        assert send(delivery) is Sending.NOT_SENT
    assert (len(seen), led_to) == (1, [])
    assert row(case).fault == "消息接口没有收下，回答 307。"
    assert send(delivery, row(case).next_try_at) is Sending.CUT_OFF
    assert (row(case).state, row(case).fault) == (DeliveryState.WAITING, "消息接口连不上。")


def test_what_the_operator_no_longer_allows_is_not_called(settings):
    case = Case()
    with listener() as (port, seen):
        settings.WEBHOOK_HOSTS = [f"127.0.0.1:{port + 1}", "court.example"]
        send(hooked(case, port))
    assert seen == []
    assert row(case).state == DeliveryState.FAILED
    assert "不在系统允许的范围内" in row(case).fault


def test_an_address_that_cannot_be_called_holds_nothing_else_up(settings):
    settings.WEBHOOK_HOSTS = ["127.0.0.1"]
    case, bad = Case(), Case()
    hooked(bad, 1)
    NoticeSettings.objects.within(bad.court).update(webhook_url="http://127.0.0.1:1/钩子")
    mailed(case)
    assert deliver_waiting() == 1
    assert row(bad).state == DeliveryState.FAILED


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 204 ", b"HTTP/1.1 204 fine\r\nX-Slow: "])
def test_a_server_that_answers_byte_by_byte_is_left_in_time(settings, monkeypatch, said):
    monkeypatch.setattr("notices.services.outgoing.webhook.SECONDS", 0.4)
    settings.WEBHOOK_HOSTS = ["127.0.0.1"]
    case = Case()
    with dribbling(said) as port:
        delivery = hooked(case, port)
        began = monotonic()
        assert send(delivery) is Sending.CUT_OFF
        assert monotonic() - began < 2
    assert row(case).fault == "消息接口连不上。"


@contextmanager
def dribbling(said: bytes):
    """A server that says `said`, then a byte now and then for a few seconds: its port."""

    def talk(server: socket):
        with suppress(OSError), server.accept()[0] as caller:
            caller.sendall(said)
            for _ in range(30):
                sleep(0.1)
                caller.sendall(b"x")

    with create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=talk, args=(server,))
        thread.start()
        yield server.getsockname()[1]
        thread.join()


def test_a_court_that_gave_its_webhook_up_is_told_nothing():
    case = Case()
    delivery = hooked(case, 1)
    NoticeSettings.objects.within(case.court).update(webhook_url="")
    send(delivery)
    assert row(case).state == DeliveryState.DROPPED


@pytest.mark.parametrize("answer", [None, 503])
def test_a_webhook_that_takes_nothing_stands_before_nobody_else(settings, monkeypatch, answer):
    """However much waits for it, and for others like it."""
    monkeypatch.setattr("notices.services.deliveries.AT_ONCE", 3)
    settings.WEBHOOK_HOSTS = ["127.0.0.1"]
    dead, case = [Case(), Case()], Case()
    with listener(answer or 204) as (port, seen):
        for one in dead:
            NoticeSettings.objects.create(court=one.court, webhook_url=f"http://127.0.0.1:{port if answer else 1}/")
            for number in range(5):
                one.issued(title=f"第{number}期", addressees=[one.first])
        mailed(case)
        assert deliver_waiting() == 1
        assert len(seen) == (2 if answer else 0)
    assert row(case).state == DeliveryState.SENT
    for one in dead:
        assert sorted(Delivery.objects.within(one.court).values_list("attempts", flat=True)) == [0, 0, 0, 0, 1]


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://im.court.example/hook", True),
        ("http://IM.court.example:8080/hook", True),
        ("http://10.1.2.3:8000/", True),
        ("http://10.1.2.3/", False),
        ("https://evil.example/?im.court.example", False),
        ("https://im.court.example@evil.example/", False),
        ("https://user@im.court.example/", False),
        ("ftp://im.court.example/", False),
        ("http://im.court.example:x/", False),
        ("file:///etc/passwd", False),
        ("https://im.court.example/钩子", False),
        ("", False),
    ],
)
def test_only_hosts_that_the_operator_names(settings, url, may):
    settings.WEBHOOK_HOSTS = ["im.court.example", "10.1.2.3:8000"]
    assert may_post_to(url) is may
