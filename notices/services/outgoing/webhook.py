"""A message posted to an address of the court's choice, within what the operator allows."""

import hashlib
import hmac
import json
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from io import BufferedReader, RawIOBase
from socket import socket
from time import monotonic
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from notices.models import Message
from notices.selectors.webhooks import may_post_to
from notices.services.outgoing.faults import NotSent
from notices.services.outgoing.links import link_of

# For reaching the server, and from then on to the end of the whole call.
SECONDS = 10
_LATER = (408, 429)  # not this message is the trouble: the server takes none now
SIGNATURE = "X-Signature"


def post_message(*, message: Message, key: str, url: str, secret: str) -> None:
    """POST the message as JSON, signed with the court's secret."""
    if not may_post_to(url):
        raise NotSent("消息接口地址不在系统允许的范围内，请联系系统管理员", is_final=True)
    body = json.dumps(_facts(message, key), ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "Connection": "close"}
    if secret:
        headers[SIGNATURE] = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    try:
        status = _post(url, body, headers)
    except (OSError, HTTPException) as error:
        raise NotSent("消息接口连不上", cut_off=True) from error
    if not 200 <= status < 300:
        raise NotSent(f"消息接口没有收下，回答 {status}", cut_off=status in _LATER or status >= 500)


def _post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """The server's answer. A redirect is an answer, not an order, and no proxy of the environment is asked: the host
    that is called is the host that was allowed."""
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=SECONDS)
    try:
        connection.connect()
        until = monotonic() + SECONDS
        connection.request("POST", urlunsplit(("", "", parts.path or "/", parts.query, "")), body, headers)
        answer = HTTPResponse(connection.sock, method="POST")
        answer.fp = BufferedReader(_Timely(connection.sock, until))
        answer.begin()
        return answer.status
    finally:
        connection.close()


class _Timely(RawIOBase):
    """A socket that is read until a moment, however slowly it comes: its own limit is for each read."""

    def __init__(self, sock: socket, until: float) -> None:
        self._sock, self._until = sock, until

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self._until - monotonic()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        return self._sock.recv_into(buffer)


def _facts(message: Message, key: str) -> dict[str, str]:
    return {
        "id": key,
        "rule": message.rule,
        "title": message.title,
        "text": message.text,
        "court": message.court.name,
        "branch": message.branch.name if message.branch else "",
        "url": link_of(message),
        "at": message.at.isoformat(),
    }
