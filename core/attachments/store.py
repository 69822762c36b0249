"""Files by the digest of their content, under DATA_DIR: the same file is kept once, and never changes."""

import os
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

DIGEST = re.compile(r"[0-9a-f]{64}")


def put(content: bytes) -> str:
    """Keep `content`; answers its digest. It is on the disk before a row may name it."""
    digest = sha256(content).hexdigest()
    path = path_of(digest)
    if path.exists():
        os.utime(path)  # young again, so that no cleaning takes it from under the row to come
        return digest
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(file.name, path)
    return digest


def path_of(digest: str) -> Path:
    """Where a file lies; raises ValueError for what is no digest."""
    if not DIGEST.fullmatch(digest):
        raise ValueError(digest)
    return _folder() / digest[:2] / digest


def stored(first: int) -> Iterator[Path]:
    """All files, from the `first` of the 256 folders on and round."""
    for number in range(256):
        yield from sorted((_folder() / f"{(first + number) % 256:02x}").glob("*"))


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "attachments"
