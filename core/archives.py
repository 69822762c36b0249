"""Zipped files of strangers: what they really hold is counted, whatever their directory says of it."""

import io
import zipfile
import zlib

MAX_ENTRIES = 2000
MAX_UNPACKED_BYTES = 50 * 1024 * 1024
# What office programs write; others take memory that nobody can foresee.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CHUNK = 256 * 1024
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, OSError, NotImplementedError, RuntimeError)


class DamagedArchiveError(ValueError):
    """Not a whole zip file, or one that says something else of its content than is there."""


class LockedArchiveError(ValueError):
    """The content is encrypted."""


class TooMuchPackedError(ValueError):
    """More entries, or more bytes in them, than a file of ours has."""


def names_in(content: bytes) -> set[str]:
    """The names of the entries, once every byte of them was unpacked and counted.

    Raises DamagedArchiveError, LockedArchiveError or TooMuchPackedError.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _counted(archive)
    except (LockedArchiveError, TooMuchPackedError):
        raise
    except DAMAGED as error:
        raise DamagedArchiveError from error


def _counted(archive: zipfile.ZipFile) -> set[str]:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise TooMuchPackedError
    if any(entry.flag_bits & 1 for entry in entries):
        raise LockedArchiveError
    # Office programs take names for the same whatever their case.
    if len({entry.filename.casefold() for entry in entries}) < len(entries):
        raise DamagedArchiveError
    left = MAX_UNPACKED_BYTES
    for entry in entries:
        left -= _bytes_in(archive, entry, left)
    return {entry.filename for entry in entries}


def _bytes_in(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> int:
    """How many there are; `most` and one are read. Python stops at the size that is declared, other readers do not."""
    if entry.compress_type not in _METHODS:
        raise DamagedArchiveError
    declared, entry.file_size = entry.file_size, most + 1
    found = 0
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            found += len(chunk)
            if found > most:
                raise TooMuchPackedError
    if found != declared:
        raise DamagedArchiveError
    return found
