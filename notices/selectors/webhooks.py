"""Where messages may be posted to."""

from urllib.parse import urlsplit

from django.conf import settings


def may_post_to(url: str) -> bool:
    """Whether the operator allows it. WEBHOOK_HOSTS names `host`, of any port, or `host:port`.

    A court's committee types the address, the server calls it: this list is what keeps the server from being sent to
    places that only it can reach. What a name of the list leads to is the operator's business, so it is asked again at
    every sending and no redirect is followed.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or {"https": 443, "http": 80}[parts.scheme]
    except (ValueError, KeyError):
        return False
    host = (parts.hostname or "").lower()
    allowed = {entry.strip().lower() for entry in settings.WEBHOOK_HOSTS}
    return url.isascii() and bool(host) and not parts.username and (host in allowed or f"{host}:{port}" in allowed)
