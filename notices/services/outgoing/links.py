"""What a message says outside of the product."""

from urllib.parse import urlsplit

from django.conf import settings

from notices.models import Message


def link_of(message: Message) -> str:
    """The page that it is about; empty where the product's address is not known."""
    return f"{settings.PUBLIC_URL}{message.path}" if settings.PUBLIC_URL else ""


def host() -> str:
    """What stands behind the @ of a Message-ID."""
    return urlsplit(settings.PUBLIC_URL).hostname or "courts-party"
