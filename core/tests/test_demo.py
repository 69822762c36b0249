"""The mark that makes every page say 演示."""

import pytest
from django.db import connection

from core.demo import is_demo, mark_as_demo


@pytest.fixture(autouse=True)
def _own_data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def test_nothing_is_a_demo_by_itself():
    assert not is_demo()


def test_marked_stays_marked():
    mark_as_demo()
    assert is_demo()


def test_the_mark_holds_for_the_database_it_was_written_for(monkeypatch):
    mark_as_demo()
    monkeypatch.setitem(connection.settings_dict, "NAME", "another_database")
    assert not is_demo()
