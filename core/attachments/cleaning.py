"""Files that no row names any more are taken away, some at a time."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from pathlib import Path

from core.attachments.store import DIGEST, stored

# A row may still be on its way to a file as young as this; what lies there half-written is older than any upload.
YOUNG = timedelta(days=1)
MOST_AT_ONCE = 500
Used = Callable[[Collection[str]], set[str]]
_uses: list[Used] = []


def register_use(used: Used) -> None:
    """`used` answers which of the digests it is asked about are named by rows of its app."""
    _uses.append(used)


def clean_store(*, at: datetime, most: int = MOST_AT_ONCE) -> int:
    """Look at up to `most` old files, beginning elsewhere every day, and remove those without a row; how many."""
    old = []
    for path in stored(first=at.toordinal() % 256):
        if _is_old(path, at):
            old.append(path)
        if len(old) == most:
            break
    digests = {path.name for path in old if DIGEST.fullmatch(path.name)}
    used = set().union(*(each(digests) for each in _uses)) if digests else set()
    gone = [path for path in old if path.name not in used and _is_old(path, at)]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _is_old(path: Path, at: datetime) -> bool:
    return path.exists() and path.stat().st_mtime < (at - YOUNG).timestamp()
