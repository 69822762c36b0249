"""Word documents from a template that a court may replace (core/word_templates.py says what such a template may do)."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import is_zipfile

from core.apart import EndedApartError, call_apart
from core.attachments.office import OfficeFault, OfficeType, office_type
from core.documents.kinds import PaperKind
from core.documents.plain import plain
from core.word_templates import TemplateFault, fill, fill_strictly, names_used

MAX_TEMPLATE_BYTES = 2 * 1024 * 1024
# A handbook of the year takes a tenth of it.
FILLING_SECONDS = 30
FILLING_MEGABYTES = 1024
_NO_DOCX = "这不是 Word 文档（.docx）。请在 Word 或 WPS 中另存为 .docx 再上传。"


@dataclass(frozen=True)
class Printed:
    """A document; `fault` says why the court's own template was not used, "" where it was or there is none."""

    content: bytes
    fault: str = ""


def render_docx(kind: PaperKind, data: dict[str, Any], template: bytes | None = None) -> Printed:
    """`data` in the court's own `template`, or in the shipped one. A name that the data lack stays empty.

    A template that turns out to be broken is no reason not to print: the shipped one takes its place.
    """
    values, fault = plain(data), ""
    if template is not None:
        try:
            return Printed(_apart(fill, template, values, kind.tables))
        except TemplateFault as error:
            fault = str(error)
    return Printed(fill(kind.template(), values, kind.tables), fault)


def check_template(kind: PaperKind, content: bytes) -> None:
    """Raise TemplateFault unless `content` is a Word file that fills with this paper's sample data."""
    if len(content) > MAX_TEMPLATE_BYTES:
        raise TemplateFault(f"模板超过 {MAX_TEMPLATE_BYTES // 1024 // 1024} MB，请去掉其中的大图。")
    if not is_zipfile(BytesIO(content)):  # a .doc, a PDF: nothing that is damaged
        raise TemplateFault(_NO_DOCX)
    try:
        found = office_type(content)
    except OfficeFault as fault:
        raise TemplateFault(str(fault)) from fault
    if found is not OfficeType.DOCX:
        raise TemplateFault(_NO_DOCX)
    used: set[str] = _apart(names_used, content)
    if not used:
        raise TemplateFault("文档里没有任何占位符，打印出来会是空表。请在下载的现用模板上修改。")
    if unknown := sorted(used - set(kind.sample())):
        raise TemplateFault(f"模板里有认不出的名称：{'、'.join(unknown)}。可用的名称列在本页下方。")
    _apart(fill_strictly, content, plain(kind.sample()), kind.tables)


def _apart(work: Callable[..., Any], *given: Any) -> Any:
    """Somebody else's template takes time and memory from nobody. Raises TemplateFault."""
    try:
        return call_apart(work, *given, seconds=FILLING_SECONDS, megabytes=FILLING_MEGABYTES, refusals=(TemplateFault,))
    except EndedApartError as error:
        raise TemplateFault("模板太复杂或已损坏，填不出来。请在下载的现用模板上修改。") from error
