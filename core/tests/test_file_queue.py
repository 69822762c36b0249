"""The folder of message files: what a killed process left in it stops nobody."""

from pathlib import Path
from uuid import uuid4

import pytest
from kombu import Connection

from core import file_queue


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, str]:
    for name in ("messages", "control"):
        (tmp_path / name).mkdir()
    both = str(tmp_path / "messages")
    return {"data_folder_in": both, "data_folder_out": both, "control_folder": str(tmp_path / "control")}


@pytest.fixture
def name() -> str:
    """Kombu remembers for the whole process which queues it has bound."""
    return f"jobs-{uuid4()}"


@pytest.fixture
def channel(folders, name):
    file_queue.register()
    with Connection("files://localhost", transport_options=folders) as connection:
        queue = connection.SimpleQueue(name)
        yield queue
        queue.close()


def messages(folders) -> Path:
    return Path(folders["data_folder_in"])


def test_a_message_comes_as_it_was_put(channel, folders, name):
    channel.put({"number": 1})
    (written,) = messages(folders).iterdir()
    assert written.name.endswith(f".{name}.msg")
    assert channel.get(timeout=5).payload == {"number": 1}


@pytest.mark.parametrize("content", [b"", b'{"body": "'])
def test_one_that_was_cut_off_is_passed_over(channel, folders, name, content):
    (messages(folders) / f"0_cut.{name}.msg").write_bytes(content)
    channel.put({"number": 2})
    assert channel.get(timeout=5).payload == {"number": 2}
    assert not list(messages(folders).iterdir())


def test_one_that_is_still_written_is_none_yet(channel, folders, name):
    (messages(folders) / f"0_writing.{name}.msg{file_queue._UNFINISHED}").write_bytes(b"")
    with pytest.raises(channel.Empty):
        channel.get(block=False)


def test_what_is_left_is_put_away_before_a_start(folders, settings):
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = folders
    kept = messages(folders) / "1_whole.jobs.msg"
    kept.write_bytes(b"{}")
    (messages(folders) / f"0_writing.jobs.msg{file_queue._UNFINISHED}").write_bytes(b"")
    (Path(folders["control_folder"]) / "jobs.exchange").write_bytes(b"")
    file_queue.tidy()
    assert list(messages(folders).iterdir()) == [kept]
    assert not list(Path(folders["control_folder"]).iterdir())


def test_with_a_broker_there_is_nothing_to_put_away(settings):
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
    file_queue.tidy()
