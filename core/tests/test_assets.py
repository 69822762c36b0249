from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import override_settings

from core.assets import NODE_ASSETS, check_node_assets, publish_static_files

HASHED = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "core.assets.HashedStaticStorage"},
}


@pytest.mark.parametrize("path", NODE_ASSETS)
def test_each_published_file_is_found(path):
    assert Path(finders.find(path)).is_file()


def test_nothing_else_of_node_modules_is_found():
    assert not finders.find("vendor/tabler/tabler.css")
    assert not finders.find("@tabler/core/dist/css/tabler.min.css")


def test_a_missing_file_is_named(tmp_path, settings):
    assert check_node_assets() == []
    settings.BASE_DIR = tmp_path
    errors = check_node_assets()
    assert [error.id for error in errors] == ["core.E001"] * len(NODE_ASSETS)
    assert "node_modules/echarts/dist/echarts.min.js" in errors[-1].msg


def test_published_once_hashed_and_compressed(tmp_path):
    root = tmp_path / "static"
    with override_settings(STATIC_ROOT=root, STORAGES=HASHED):
        assert publish_static_files() is True
        assert publish_static_files() is False
    script = next((root / "vendor/echarts").glob("echarts.min.????????????.js"))
    assert Path(f"{script}.gz").is_file()
    assert not list(root.rglob("*.br"))


def test_published_again_after_a_change(tmp_path, settings):
    source = tmp_path / "source"
    source.mkdir()
    settings.STATICFILES_DIRS = [source]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    finders.get_finder.cache_clear()
    try:
        (source / "site.css").write_text("body { margin: 0 }")
        assert publish_static_files()
        (source / "site.css").write_text("body { margin: 10px }")
        assert publish_static_files()
        assert not publish_static_files()
        assert (settings.STATIC_ROOT / "site.css").read_text() == "body { margin: 10px }"
    finally:
        finders.get_finder.cache_clear()


def test_collectstatic_reports_no_missing_reference(tmp_path):
    """Every url() in a published style sheet leads to a published file, or hashing would stop here."""
    with override_settings(STATIC_ROOT=tmp_path / "static", STORAGES=HASHED):
        call_command("collectstatic", verbosity=0, interactive=False)
