"""Where uploads lie: encrypted in the data directory, under names that say nothing, until they are done with."""

from pathlib import Path
from uuid import UUID

from django.conf import settings

from branches.models import ImportJob
from core.crypto import seal, unseal
from core.progress import ProgressFile


def folder() -> Path:
    """Nobody but the product's own account reads it."""
    found = Path(settings.DATA_DIR) / "imports"
    found.mkdir(mode=0o700, exist_ok=True)
    return found


def keep(key: UUID, content: bytes) -> None:
    path = _path(key)
    path.touch(mode=0o600)
    path.write_bytes(seal(content))


def content_of(job: ImportJob) -> bytes:
    """Raises FileNotFoundError once it was wiped."""
    return unseal(_path(job.key).read_bytes())


def progress_of(job: ImportJob) -> ProgressFile:
    return ProgressFile(folder() / f"{job.key}.progress")


def wipe(job: ImportJob) -> None:
    """Take the upload and its progress away; what is not there is no fault."""
    _path(job.key).unlink(missing_ok=True)
    progress_of(job).forget()


def _path(key: UUID) -> Path:
    return folder() / f"{key}.upload"
