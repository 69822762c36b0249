"""A message posted to an address of the court's choice, within what the operator allows."""

import hashlib
import hmac
import json
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from notices.models import Message
from notices.selectors.webhooks import may_post_to
from notices.services.outgoing.faults import NotSent
from notices.services.outgoing.links import link_of

SECONDS = 10
SIGNATURE = "X-Signature"


class _NoRedirect(HTTPRedirectHandler):
    """A redirect is an answer, not an order: it might lead where the operator's list does not."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


# No proxy of the environment either: the host that is called is the host that was allowed.
_opener = build_opener(_NoRedirect, ProxyHandler({}))


def post_message(*, message: Message, key: str, url: str, secret: str) -> None:
    """POST the message as JSON, signed with the court's secret."""
    if not may_post_to(url):
        raise NotSent("消息接口地址不在系统允许的范围内，请联系系统管理员", is_final=True)
    body = json.dumps(_facts(message, key), ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if secret:
        headers[SIGNATURE] = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    request = Request(url, data=body, headers=headers, method="POST")  # noqa: S310  # the scheme is checked above
    try:
        _opener.open(request, timeout=SECONDS).close()
    except HTTPError as error:
        with error:
            raise NotSent(f"消息接口没有收下，回答 {error.code}") from error
    except (OSError, HTTPException) as error:
        raise NotSent("消息接口连不上", cut_off=True) from error


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
