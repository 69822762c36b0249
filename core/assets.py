"""Front-end files: which of node_modules are published, under which address, and how they are stored."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder, get_finders
from django.contrib.staticfiles.utils import matches_patterns
from django.core.checks import CheckMessage, Error, register
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Address under STATIC_URL → file under node_modules. Whole packages would publish 74 MB of which this is used.
NODE_ASSETS = {
    "vendor/tabler/tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "vendor/tabler/tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
    "vendor/bootstrap-icons/bootstrap-icons.min.css": "bootstrap-icons/font/bootstrap-icons.min.css",
    "vendor/bootstrap-icons/fonts/bootstrap-icons.woff2": "bootstrap-icons/font/fonts/bootstrap-icons.woff2",
    # Named beside the other in the style sheet, so it has to be there, though no browser of today asks for it.
    "vendor/bootstrap-icons/fonts/bootstrap-icons.woff": "bootstrap-icons/font/fonts/bootstrap-icons.woff",
    "vendor/echarts/echarts.min.js": "echarts/dist/echarts.min.js",
}


class _NodeStorage(FileSystemStorage):
    """Opens a file of node_modules by the address it is published under."""

    def path(self, name: str) -> str:
        return super().path(NODE_ASSETS[Path(name).as_posix()])


class NodeAssetFinder(BaseFinder):
    """Finds exactly the files of NODE_ASSETS."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = _NodeStorage(location=settings.BASE_DIR / "node_modules")
        super().__init__(*args, **kwargs)

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path not in NODE_ASSETS or not self.storage.exists(path):
            return []
        found = self.storage.path(path)
        return [found] if find_all else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        for path in NODE_ASSETS:
            if not matches_patterns(path, ignore_patterns):
                yield path, self.storage


class HashedStaticStorage(CompressedManifestStaticFilesStorage):
    """Files under names with a hash of their content, compressed by gzip alone: brotli takes minutes for little."""

    # Source maps are not published, so references to them are left as they are.
    patterns = tuple(
        (files, tuple(rule for rule in rules if "sourceMappingURL" not in str(rule)))
        for files, rules in CompressedManifestStaticFilesStorage.patterns
    )

    def create_compressor(self, **kwargs: Any) -> Compressor:
        return Compressor(use_brotli=False, **kwargs)


def publish_static_files() -> bool:
    """Run collectstatic if a file has come, gone or changed since the last time; whether it had to."""
    mark = Path(settings.STATIC_ROOT) / ".published"
    state = _state_of_static_files()
    if mark.exists() and mark.read_text(encoding="ascii") == state:
        return False
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    mark.write_text(state, encoding="ascii")
    return True


def _state_of_static_files() -> str:
    digest = sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = Path(storage.path(path)).stat()
            digest.update(f"{path} {file.st_size} {file.st_mtime_ns}\n".encode())
    return digest.hexdigest()


@register("staticfiles")
def check_node_assets(**kwargs: Any) -> list[CheckMessage]:
    """Names each published file that is not under node_modules."""
    finder = NodeAssetFinder()
    return [
        Error(
            f"缺少前端文件 node_modules/{source}。",
            hint="请运行 make run，或 npm ci --ignore-scripts。",
            id="core.E001",
        )
        for path, source in NODE_ASSETS.items()
        if not finder.find(path)
    ]
