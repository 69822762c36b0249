"""Whether this installation shows the made-up demo court: a mark in the data folder that names the demo's database.

The mark is a file, so asking costs no query. It names the database it was written for: a data folder that later
serves a real database (DATABASE_URL) shows no banner.
"""

from pathlib import Path

from django.conf import settings
from django.db import connection


def mark_as_demo() -> None:
    """From now on every page on this database says that its data are made up."""
    _mark().write_text(_database(), encoding="utf-8")


def is_demo() -> bool:
    mark = _mark()
    return mark.exists() and mark.read_text(encoding="utf-8") == _database()


def _mark() -> Path:
    return Path(settings.DATA_DIR) / "demo"


def _database() -> str:
    """The database without its secrets; of a file only the name, so that the data folder may be moved."""
    parts = connection.settings_dict
    return f"{connection.vendor}:{parts['HOST']}:{parts['PORT']}:{Path(str(parts['NAME'])).name}"
