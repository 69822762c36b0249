"""Where a request comes from, for the audit trail and for locking out guesses at passwords."""

import ipaddress
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True)
class Origin:
    """The request being answered; empty for commands and tasks."""

    address: str = ""
    request_id: str = ""


current_origin: ContextVar[Origin] = ContextVar("current_origin", default=Origin())


def client_address(request: HttpRequest) -> str:
    """The browser's address. X-Forwarded-For counts only as far as trusted proxies wrote it."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    hops = [hop.strip() for hop in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",") if hop.strip()]
    while hops and _is_trusted(address):
        address = hops.pop()
    return address if _is_address(address) else str(request.META.get("REMOTE_ADDR", ""))


def _is_trusted(address: str) -> bool:
    if not _is_address(address):
        return False
    parsed = ipaddress.ip_address(address)
    return any(parsed in ipaddress.ip_network(proxy, strict=False) for proxy in settings.TRUSTED_PROXIES)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
