"""Viruses: every file goes to clamd where one is set (CLAMD_ADDRESS). Without an answer nothing is taken in."""

import socket
import struct
from contextlib import closing

from django.conf import settings

from core.errors import Refused

TIMEOUT_SECONDS = 30
_CHUNK = 64 * 1024
_LONGEST_ANSWER = 4096


def scan(content: bytes) -> None:
    """Raise Refused for a file that clamd knows as harmful, or that it could not look at."""
    if not settings.CLAMD_ADDRESS:
        return
    try:
        answer = _ask(settings.CLAMD_ADDRESS, content)
    except OSError as error:
        raise Refused("病毒扫描暂时不可用，文件没有保存。请稍后再传，或告诉管理员。", field="file") from error
    if answer.endswith("FOUND"):
        raise Refused("文件没有通过病毒扫描，没有保存。请换一份干净的文件。", field="file")
    if not answer.endswith("OK"):
        raise Refused("病毒扫描没有给出结果，文件没有保存。请稍后再传，或告诉管理员。", field="file")


def _ask(address: str, content: bytes) -> str:
    """clamd's INSTREAM: chunks with their length before them, an empty one at the end, one line as the answer."""
    with closing(_connected(address)) as channel:
        channel.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _CHUNK):
            chunk = content[start : start + _CHUNK]
            channel.sendall(struct.pack("!I", len(chunk)) + chunk)
        channel.sendall(struct.pack("!I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
            received = channel.recv(_LONGEST_ANSWER)
            if not received:
                break
            answer += received
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connected(address: str) -> socket.socket:
    """`host:port`, or the path of a socket."""
    if address.startswith("/"):
        channel = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        channel.settimeout(TIMEOUT_SECONDS)
        try:
            channel.connect(address)
        except OSError:
            channel.close()
            raise
        return channel
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=TIMEOUT_SECONDS)
