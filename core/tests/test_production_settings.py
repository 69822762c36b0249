"""Production settings are read in a process of their own: they decide at import."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STRONG = "k3Vw9pQzR7tYb2NfXs6LcJd8HgMa4UeTo1WiPq5ZyEvBxDnKrGhSuCj"
COMPLETE = {
    "DATABASE_URL": "postgresql://courts@127.0.0.1/courts",
    "REDIS_URL": "redis://127.0.0.1/0",
    "SECRET_KEY": STRONG,
    "FIELD_KEY": STRONG[::-1],
    "ALLOWED_HOSTS": "court.example",
}


def start(tmp_path, **changes: str | None) -> subprocess.CompletedProcess[str]:
    given = {name: value for name, value in {**COMPLETE, **changes}.items() if value is not None}
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "PYTHONIOENCODING": "utf-8", **given}
    code = "import courts_party.production as settings; print(settings.SESSION_COOKIE_SECURE, settings.DEBUG)"
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, text=True, capture_output=True, check=False
    )


def test_starts_with_everything_given(tmp_path):
    result = start(tmp_path)
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == ["True", "False"]
    assert not list(tmp_path.glob("*.secret"))


@pytest.mark.parametrize("name", COMPLETE)
def test_refuses_and_names_the_missing_one(tmp_path, name):
    result = start(tmp_path, **{name: None})
    assert result.returncode != 0
    others = [other for other in COMPLETE if other != name]
    message = result.stderr.splitlines()[-1]
    assert name in message
    assert not any(other in message for other in others)


@pytest.mark.parametrize("name", ["SECRET_KEY", "FIELD_KEY"])
@pytest.mark.parametrize("weak", ["change-me", "a" * 60])
def test_refuses_a_secret_that_can_be_guessed(tmp_path, name, weak):
    result = start(tmp_path, **{name: weak})
    assert result.returncode != 0
    assert name in result.stderr.splitlines()[-1]
