"""Pictures in Word documents. It knows no Django, as core/word_templates.py, which asks it."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.sax.saxutils import quoteattr


@dataclass(frozen=True)
class Picture:
    """Stands in a paper's data where a template shows it; `words` say it to whoever can't see it."""

    png: bytes
    width: int  # in mm
    words: str


def with_pictures(document: Any, value: Any) -> Any:
    """`value` (lists, dictionaries) with every picture in it as `document`, a template of docxtpl, shows it."""
    if isinstance(value, Picture):
        return _Shown(document, value)
    if isinstance(value, dict):
        return {key: with_pictures(document, each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [with_pictures(document, each) for each in value]
    return value


class _Shown:
    """All that a template can do with a picture is to show it."""

    def __init__(self, document: Any, picture: Picture) -> None:
        self._document, self._picture = document, picture

    def __html__(self) -> str:
        from docx.shared import Mm  # noqa: PLC0415  # slow to load, as docxtpl
        from docxtpl import InlineImage  # noqa: PLC0415  # likewise

        drawn = str(InlineImage(self._document, BytesIO(self._picture.png), width=Mm(self._picture.width)))
        return drawn.replace("<wp:docPr ", f"<wp:docPr descr={quoteattr(self._picture.words)} ", 1)

    __str__ = __html__
