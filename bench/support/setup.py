"""Django on a private PostgreSQL, started for one bench and ended with it; `DATABASE_URL` names another one."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path


def django_on_postgresql() -> None:
    """To be called before anything of Django is imported."""
    from tests.services import start_postgresql

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "courts_party.settings")
    os.environ["DATA_DIR"] = tempfile.mkdtemp()
    if "DATABASE_URL" not in os.environ:
        folder = Path(tempfile.mkdtemp())
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        os.environ["DATABASE_URL"] = start_postgresql(folder / "postgresql", atexit.register)
    import django

    django.setup()
