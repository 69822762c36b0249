"""Work that nobody else may do at the same time."""

from zlib import crc32

from django.db import connection


def is_alone(work: str) -> bool:
    """Whether nobody else is at `work` now; if so, nobody is until this transaction ends. Waits for nobody.

    SQLite lets one transaction write at a time and needs no lock.
    """
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [crc32(work.encode())])
        return bool(cursor.fetchone()[0])
