"""The data directory: who is using it."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class DataDirInUseError(Exception):
    """Another running product holds this data directory."""


@contextmanager
def exclusive_use(data_dir: Path) -> Iterator[None]:
    """Hold `data_dir` for as long as the block runs; raises DataDirInUseError if another process does.

    The lock goes with the process, so one that was killed leaves nothing behind to clear away.
    """
    with (data_dir / "in-use.lock").open("w") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DataDirInUseError(data_dir) from error
        yield
