"""Secrets that nobody set: made once, kept in the data directory."""

import os
import secrets
from pathlib import Path


def kept_secret(name: str, data_dir: Path) -> str:
    """The environment's value of `name`, or the one kept in `data_dir` (made at the first call)."""
    given = os.environ.get(name)
    if given:
        return given
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / f"{name.lower()}.secret"
    if not path.exists():
        _write_once(path, secrets.token_hex(32))
    return path.read_text(encoding="ascii").strip()


def _write_once(path: Path, value: str) -> None:
    """Two commands that start together must end up with the same secret: the first one linked wins."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_text(value, encoding="ascii")
    draft.chmod(0o600)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
