"""The queue of an installation without a broker: kombu's folder of message files, made to withstand a process that is
killed or a machine that loses power in the middle of writing one."""

import logging
import os
from pathlib import Path
from queue import Empty
from time import monotonic
from typing import Any
from uuid import uuid4

from django.conf import settings
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps

SCHEME = "files"
_UNFINISHED = ".part"

logger = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    """A message is there whole or not at all, and one that cannot be read stops nobody."""

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]  # as the class above has it
        """Under its name only once it is written; kombu's own reader may meet an empty file."""
        file = Path(self.data_folder_out) / f"{round(monotonic() * 1000)}_{uuid4()}.{queue}.msg"
        unfinished = file.with_name(file.name + _UNFINISHED)
        unfinished.write_bytes(str_to_bytes(dumps(payload)))
        os.replace(unfinished, file)

    def _get(self, queue: str, timeout: Any = None) -> Any:
        """The next message that can be read. What was in the others is taken up by the periodic jobs."""
        while True:
            try:
                return super()._get(queue)
            except Empty:
                raise
            except ValueError:
                logger.warning("a message of the queue %s could not be read and was put away", queue)


class Transport(filesystem.Transport):
    Channel = Channel


def register() -> None:
    """Make the scheme of CELERY_BROKER_URL known to kombu."""
    TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"


def tidy() -> None:
    """Before anything runs: put away what a killed process left unfinished, and the bindings, which are made anew."""
    options = getattr(settings, "CELERY_BROKER_TRANSPORT_OPTIONS", {})
    if "control_folder" not in options:
        return
    for left in (*Path(options["control_folder"]).iterdir(), *Path(options["data_folder_in"]).glob(f"*{_UNFINISHED}")):
        left.unlink(missing_ok=True)
