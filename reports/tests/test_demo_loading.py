"""When the demo is loaded, and when not."""

from datetime import date

import pytest
from django.core.management import call_command

from accounts.models import User
from branches.models import Court
from core.demo import is_demo
from core.models import AuditEvent
from reports.demo import EVENT, load_demo


@pytest.fixture(autouse=True)
def _own_data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.mark.no_cover  # the lines are counted in test_demo.py
@pytest.mark.sqlite  # PostgreSQL takes the demo's rows in test_demo.py
def test_it_loads_on_any_day_with_one_event(db):
    """A day that most years don't have; test_demo.py has the first one of a year."""
    on = date(2028, 2, 29)
    made = load_demo(on=on)
    assert (made.courts, made.branches, made.members) == (3, 15, 216 + 24 + 24)
    assert AuditEvent.objects.get(action=EVENT).detail["until"] == str(on)
    assert is_demo()


def test_a_database_with_an_account_gets_no_demo(db, capsys):
    User.objects.create(username="somebody")
    with pytest.raises(SystemExit) as exit_of:
        call_command("demo")
    assert exit_of.value.code == 1
    assert "密码是公开的" in capsys.readouterr().err
    assert not Court.all_rows.exists()
    assert not is_demo()
