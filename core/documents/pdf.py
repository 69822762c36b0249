"""PDF by typst. Text travels as JSON in `sys.inputs`, never as markup, so that nothing typed is ever run."""

import json
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from typst import Compiler

from core.documents.kinds import PaperKind
from core.documents.plain import plain

TEMPLATES = Path("templates") / "documents"
# Printing needs no font on the machine. A court puts its own (仿宋, 小标宋) into DATA_DIR/fonts.
FONTS = Path("node_modules") / "@expo-google-fonts" / "noto-serif-sc"
WEIGHTS = ("400Regular", "700Bold")
# Sharp in print, and still small in a file.
PICTURE_PPI = 220
# One compiler a process: it keeps the fonts and what it has parsed, and is used by one thread at a time.
_one_at_a_time = Lock()


def render_pdf(kind: PaperKind, data: dict[str, Any]) -> bytes:
    """The paper filled with `data` (texts, numbers, lists, dictionaries)."""
    return typeset(kind.typst, data)


def typeset(typst: str, data: dict[str, Any]) -> bytes:
    """The same of a file of templates/documents that is no paper with a Word template beside it.

    The same data gives the same bytes: no clock stands in the file.
    """
    made = _compiled(typst, data, format="pdf", timestamp=0)
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


def pictures(typst: str, data: dict[str, Any]) -> list[bytes]:
    """Each page of such a file as a PNG."""
    made = _compiled(typst, data, format="png", ppi=PICTURE_PPI) or []
    return [made] if isinstance(made, bytes) else made


def _compiled(typst: str, data: dict[str, Any], **how: Any) -> bytes | list[bytes] | None:
    inputs = {"data": json.dumps(plain(data), ensure_ascii=False)}
    with _one_at_a_time:
        return _compiler().compile(input=_folder() / typst, sys_inputs=inputs, **how)


@cache
def _compiler() -> Compiler:
    own = Path(settings.DATA_DIR) / "fonts"
    fonts = [str(settings.BASE_DIR / FONTS / weight) for weight in WEIGHTS]
    return Compiler(
        root=_folder(),
        font_paths=[*fonts, *([str(own)] if own.is_dir() else [])],
        ignore_system_fonts=True,
    )


@register("documents")
def check_fonts(**kwargs: Any) -> list[CheckMessage]:
    """Names each weight of the print font that is missing: without it papers come out with boxes for characters."""
    return [
        Error(
            f"缺少打印用的字体 {FONTS / weight}，打印出来的文字会是空框。",
            hint="请运行 make run，或 npm ci --ignore-scripts。",
            id="core.E002",
        )
        for weight in WEIGHTS
        if not any((Path(settings.BASE_DIR) / FONTS / weight).glob("*.ttf"))
    ]


def _folder() -> Path:
    return Path(settings.BASE_DIR) / TEMPLATES
