"""An actor's browser, what it sends and what comes back."""

import re
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import HttpResponse
from django.test import Client

from accounts.session_limits import ended
from core.clock import now
from tests.access.actors import user_of
from tests.access.example import By, Data
from tests.access.responses import essence
from tests.access.snapshots import Snapshot
from tests.access.world import World

BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class Reply:
    response: HttpResponse
    address: str
    after: Snapshot | None = None
    # Canaries that the request itself carried: what comes back of them is no news.
    sent: frozenset[int] = frozenset()

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def done(self) -> bool:
        """Whether a form was accepted: every service of ours ends in going elsewhere, or in nothing to show."""
        return self.status in (204, 302, 303) or bool(
            {"HX-Redirect", "HX-Location", "HX-Refresh", "HX-Trigger"} & set(self.response.headers)
        )

    @property
    def essence(self) -> bytes:
        return essence(self.response, asked=self.address)


def signed_in(world: World, actor: str) -> Client:
    """A browser of the actor; an error of the product comes back as its 500."""
    client = Client(raise_request_exception=False)
    user = user_of(world, actor)
    if user:
        client.force_login(user, backend=BACKEND)
        # As after a first request, which is rolled back: else each would be the first and write the session.
        session = client.session
        ended(session, now())
        session.save()
    return client


def key_of(value: Any) -> Any:
    if isinstance(value, By):
        return getattr(value.row, value.field)
    return value.pk if isinstance(value, models.Model) else value


def with_key(data: Data, name: str, key: Any) -> Data:
    """The form with another row in a field that names one, or several."""
    return {**data, name: [key] if isinstance(data[name], list) else key}


def as_sent(data: Data) -> Data:
    """Form data as a browser sends it."""
    sent = {}
    for name, value in data.items():
        sent[name] = [key_of(each) for each in value] if isinstance(value, list) else key_of(value)
    return {name: "" if value is None else value for name, value in sent.items()}


def equal_but_for_keys(replies: list[Reply], keys: tuple[Any, ...]) -> bool:
    """Whether the second reply, which names a row that is not there, would be the first if it had named that one."""
    foreign, missing = (reply.essence for reply in replies)
    return foreign == missing or foreign == missing.replace(str(keys[1]).encode(), str(keys[0]).encode())


def named(values: Data) -> str:
    return ", ".join(
        f"{name} = {(getattr(value, '_meta', None) and value._meta.label_lower) or value} {key_of(value)}"
        for name, value in values.items()
    )


def errors_in(reply: Reply) -> str:
    found = re.findall(
        r"(?:invalid-feedback|field-error|alert|errorlist)[^>]*>(.*?)</(?:p|ul|div)>",
        reply.response.content.decode(),
        re.S,
    )
    return " / ".join(re.sub(r"<[^>]+>|\s+", " ", each).strip() for each in found)[:300]


def cause_of(response: HttpResponse) -> str:
    caught = getattr(response, "exc_info", None)
    return f"{caught[0].__name__}: {caught[1]}" if caught else ""
