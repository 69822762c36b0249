"""What a response says: to a reader looking for canaries, and byte by byte beside another one."""

import html
import io
import json
import re
import zipfile
from email.header import decode_header, make_header
from urllib.parse import unquote

from django.http import HttpResponse
from pypdf import PdfReader

from tests.access.world import CANARY

_TEXTS = ("text/", "application/json", "application/javascript", "image/svg+xml")
_ZIPS = ("application/vnd.openxmlformats", "application/zip")
_PDF = "application/pdf"
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
# Set by chance at every request, or the clock's own.
_CHANCE = (
    (re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]+'), rb"\1"),
    (re.compile(rb'("X-CSRFToken": ?"|X-CSRFToken&quot;: ?&quot;)[A-Za-z0-9]{64}'), rb"\1"),
    (re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"), b""),  # a new form's key
    (re.compile(rb'(nonce=")[^"]+'), rb"\1"),
    (re.compile(rb'("inlineScriptNonce": ?"|inlineScriptNonce&quot;: ?&quot;)[^"&]+'), rb"\1"),
)
_COMPARED_HEADERS = ("Content-Type", "Content-Disposition", "Location", "HX-Redirect", "Allow", "Cache-Control")


class UnreadableResponse(AssertionError):
    """A kind of file that canaries can't be looked for in yet."""


def canaries_in(response: HttpResponse) -> set[int]:
    """The numbers of all canaries in body and headers, whatever they are wrapped in."""
    text = _readable(response) + "\n".join(map(_plain_header, response.items()))
    for decode in (html.unescape, unquote, _unescaped):
        text += decode(text)
    return {int(number) for number in CANARY.findall(text)}


def essence(response: HttpResponse, *, asked: str = "") -> bytes:
    """Status, headers and body; CSRF token, nonce, request id and `asked`, the address asked for, are put aside."""
    body = body_of(response)
    if _kind(response).startswith(_ZIPS):
        body = json.dumps(_members(body)).encode()
    for pattern, replacement in _CHANCE:
        body = pattern.sub(replacement, body)
    request_id = response.headers.get("X-Request-ID", "")
    if request_id:
        body = body.replace(request_id.encode(), b"")
    headers = "\n".join(f"{name}: {response.headers.get(name, '')}" for name in _COMPARED_HEADERS)
    whole = f"{response.status_code}\n{headers}\n".encode() + body
    return whole.replace(asked.encode(), b"") if asked else whole


def body_of(response: HttpResponse) -> bytes:
    """The body, read once and kept also where it is streamed."""
    if not response.streaming:
        return response.content
    if not hasattr(response, "_read"):
        response._read = response.getvalue()
    return response._read


def _readable(response: HttpResponse) -> str:
    kind, body = _kind(response), body_of(response)
    if not body or kind.startswith(_TEXTS):
        return body.decode("utf-8")
    if kind.startswith(_ZIPS):
        return "\n".join(_members(body).values())
    if kind.startswith("image/"):
        return body.decode("latin-1")
    if kind == _PDF:
        return _text_of_pdf(body)
    raise UnreadableResponse(f"teach tests/access/responses.py to read {kind}")


def _members(body: bytes) -> dict[str, str]:
    """The parts of a zipped document; its own time stamps left out."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {
            name: archive.read(name).decode("utf-8", "replace")
            for name in archive.namelist()
            if name != "docProps/core.xml"
        }


def _text_of_pdf(body: bytes) -> str:
    """What stands on the pages, without the line ends that may fall inside a word, and who made it of what."""
    reader = PdfReader(io.BytesIO(body))
    pages = "".join(page.extract_text() for page in reader.pages)
    return f"{''.join(pages.split())}{reader.metadata}"


def _kind(response: HttpResponse) -> str:
    return str(response.headers.get("Content-Type", ""))


def _plain_header(header: tuple[str, str]) -> str:
    """Django sends a header that is not Latin-1 in MIME's encoded words."""
    return f"{header[0]}: {make_header(decode_header(header[1]))}"


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
