"""The clock that tests move: by a file, in every process at once, and in no real installation."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from core import clock

ROOT = Path(__file__).resolve().parents[2]
YEAR = timedelta(days=365)
CODE = "from core.clock import now, today; print(now().isoformat(), today().isoformat())"


def clock_of_a_process(tmp_path, module: str, shift: str) -> list[str]:
    file = tmp_path / "shift"
    file.write_text(shift)
    environment = {
        **{"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": module},
        "TEST_CLOCK_SHIFT_FILE": str(file),
    }
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", CODE]
    done = subprocess.run(command, cwd=ROOT, env=environment, text=True, capture_output=True, check=True)
    return done.stdout.split()


def test_a_process_follows_the_file(tmp_path):
    moment, day = clock_of_a_process(tmp_path, "courts_party.settings_for_tests", str(YEAR.total_seconds()))
    far = timezone.now() + YEAR
    assert timezone.datetime.fromisoformat(moment) == pytest.approx(far, abs=timedelta(minutes=1))
    assert day in {str(timezone.localdate(far)), str(timezone.localdate(far - timedelta(minutes=1)))}


def test_an_installation_takes_no_notice_of_the_environment(tmp_path):
    moment, _ = clock_of_a_process(tmp_path, "courts_party.settings", str(YEAR.total_seconds()))
    assert timezone.datetime.fromisoformat(moment) == pytest.approx(timezone.now(), abs=timedelta(minutes=1))


def test_the_file_is_read_at_each_call(settings, tmp_path):
    settings.CLOCK_SHIFT_FILE = str(tmp_path / "shift")
    assert clock.now() - timezone.now() < timedelta(seconds=1)
    for shift in (YEAR, -YEAR):
        (tmp_path / "shift").write_text(str(shift.total_seconds()))
        assert clock.now() - timezone.now() == pytest.approx(shift, abs=timedelta(seconds=1))
    assert clock.today().year == timezone.localdate(timezone.now() - YEAR).year
