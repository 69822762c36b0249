"""How far long work has come, kept beside the database: what a transaction writes, nobody else sees before its end."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

# Told now and then by whatever takes long: (what is being done, how much of it is done, how much there is; 0: unknown).
Tell = Callable[[str, int, int], None]

_SECONDS_APART = 0.3


@dataclass(frozen=True)
class Progress:
    """`total` is 0 while nothing is known of the length."""

    words: str = ""
    done: int = 0
    total: int = 0


def silent(words: str, done: int, total: int) -> None:
    """For work that nobody waits for."""


class ProgressFile:
    """Writes what it is told to a small file, a few times a second at most; another process reads it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._words, self._written_at = "", 0.0

    def tell(self, words: str, done: int, total: int) -> None:
        moment = time.monotonic()
        if words == self._words and moment - self._written_at < _SECONDS_APART:
            return
        self._words, self._written_at = words, moment
        beside = self.path.with_suffix(".new")
        beside.write_text(json.dumps([words, done, total]))
        beside.replace(self.path)

    def read(self) -> Progress:
        """What was told last; nothing where the work has not begun, or is over."""
        try:
            return Progress(*json.loads(self.path.read_text()))
        except (OSError, ValueError):
            return Progress()

    def told_since(self, moment: datetime) -> bool:
        """Whether something was told after `moment`: who does the work is alive."""
        try:
            return self.path.stat().st_mtime > moment.timestamp()
        except OSError:
            return False

    def forget(self) -> None:
        self.path.unlink(missing_ok=True)
