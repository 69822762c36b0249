import subprocess
import sys
from pathlib import Path

import pytest

from courts_party.secrets import kept_secret

ASK = "import sys; from pathlib import Path; from courts_party.secrets import kept_secret; "
ASK += "print(kept_secret('FIELD_KEY', Path(sys.argv[1])))"


@pytest.fixture(autouse=True)
def _no_key_in_the_environment(monkeypatch):
    monkeypatch.delenv("FIELD_KEY", raising=False)


def test_made_once_and_kept(tmp_path):
    first = kept_secret("FIELD_KEY", tmp_path / "new")
    assert len(first) == 64
    assert kept_secret("FIELD_KEY", tmp_path / "new") == first


def test_the_environment_comes_first_and_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setenv("FIELD_KEY", "given")
    assert kept_secret("FIELD_KEY", tmp_path) == "given"
    assert list(tmp_path.iterdir()) == []


def test_only_the_owner_reads_it(tmp_path):
    kept_secret("FIELD_KEY", tmp_path)
    assert (tmp_path / "field_key.secret").stat().st_mode & 0o777 == 0o600


def test_two_kinds_of_secret_differ(tmp_path):
    assert kept_secret("FIELD_KEY", tmp_path) != kept_secret("SECRET_KEY", tmp_path)


def test_commands_that_start_together_agree(tmp_path):
    root = Path(__file__).resolve().parents[2]
    commands = [
        subprocess.Popen([sys.executable, "-c", ASK, tmp_path], cwd=root, stdout=subprocess.PIPE) for _ in range(4)
    ]
    answers = {command.communicate()[0] for command in commands}
    assert [command.returncode for command in commands] == [0] * 4
    assert len(answers) == 1
