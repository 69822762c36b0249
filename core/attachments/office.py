"""Office files (.docx, .xlsx), looked into before they are kept: no bomb, no macro, nothing fetched when opened."""

import io
import posixpath
import re
import zipfile
from collections.abc import Callable
from enum import Enum
from xml.parsers import expat

from core.archives import (
    DAMAGED,
    MAX_UNPACKED_BYTES,
    DamagedArchiveError,
    LockedArchiveError,
    TooMuchPackedError,
    names_in,
)

BROKEN = "文件已损坏，打不开。请用 Word、Excel 或 WPS 打开后另存再上传。"
ACTIVE = "文件里有宏或嵌入的程序。请另存为不带宏的 .docx 或 .xlsx 再上传。"
# Programs inside a document: macros, controls, and objects of other programs.
_PROGRAM = re.compile(
    r"vbaproject|vbadata|macrosheet|/activex/|oleobject|\.(bin|exe|dll|js|vbs|hta|lnk)$", re.IGNORECASE
)
_PROGRAM_TYPE = re.compile(r"macroenabled|vbaproject|activex|oleobject|macrosheet", re.IGNORECASE)
# Parts in binary form that office programs write themselves.
_HARMLESS = re.compile(r"printersettings\d*\.bin$", re.IGNORECASE)
# A chart carries its figures as a workbook of its own.
_EMBEDDED = re.compile(r"/embeddings/", re.IGNORECASE)


class OfficeType(Enum):
    DOCX = "docx"
    XLSX = "xlsx"


class OfficeFault(Exception):
    """The file is refused; the text says why, in Chinese."""


_MAIN_PARTS = {"word/document.xml": OfficeType.DOCX, "xl/workbook.xml": OfficeType.XLSX}


def office_type(content: bytes) -> OfficeType | None:
    """What the zipped file is, None for an archive that is no office file. Raises OfficeFault."""
    return _office_type(content, is_embedded=False)


def _office_type(content: bytes, *, is_embedded: bool) -> OfficeType | None:
    names = _names(content)
    main = next((part for part in _MAIN_PARTS if part in names), None)
    if main is None:
        return None
    if any(_PROGRAM.search(f"/{name}") and not _HARMLESS.search(name) for name in names):
        raise OfficeFault(ACTIVE)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_types(archive.read("[Content_Types].xml"))
            for name in names:
                if name.lower().endswith(".rels"):
                    _check_relations(archive.read(name))
                if _EMBEDDED.search(f"/{name}"):
                    _check_embedded(name, archive.read(name), is_embedded=is_embedded)
            _walk(archive.read(main))
    except (*DAMAGED, expat.ExpatError) as error:
        raise OfficeFault(BROKEN) from error
    return _MAIN_PARTS[main]


def _names(content: bytes) -> set[str]:
    try:
        return names_in(content)
    except LockedArchiveError as error:
        raise OfficeFault("文件设有密码，无法检查。请取消密码后再上传。") from error
    except TooMuchPackedError as error:
        limit = MAX_UNPACKED_BYTES // 1024 // 1024
        raise OfficeFault(f"文件解压后超过 {limit} MB，或内含文件过多，为安全起见不予接收。") from error
    except DamagedArchiveError as error:
        raise OfficeFault(BROKEN) from error


def _check_types(xml: bytes) -> None:
    def look(_: str, attributes: dict[str, str]) -> None:
        if _PROGRAM_TYPE.search(attributes.get("ContentType", "")):
            raise OfficeFault(ACTIVE)

    _walk(xml, look)


def _check_relations(xml: bytes) -> None:
    """Links may point elsewhere; pictures, templates and data may not: opening the file would fetch them."""

    def look(name: str, attributes: dict[str, str]) -> None:
        kind = posixpath.basename(attributes.get("Type", "")).lower()
        is_external = attributes.get("TargetMode", "").strip().lower() == "external"
        if name.lower() == "relationship" and is_external and kind != "hyperlink":
            raise OfficeFault("文件引用了外部的图片、模板或数据。请把它们存进文件，或改为 PDF 再上传。")
        if _PROGRAM.search(kind):
            raise OfficeFault(ACTIVE)

    _walk(xml, look)


def _check_embedded(name: str, content: bytes, *, is_embedded: bool) -> None:
    """Only an office file that would be taken in by itself may lie inside another, and none inside that."""
    if is_embedded or not name.lower().endswith((".docx", ".xlsx")):
        raise OfficeFault(ACTIVE)
    if _office_type(content, is_embedded=True) is None:
        raise OfficeFault(BROKEN)


def _walk(xml: bytes, look: Callable[[str, dict[str, str]], None] | None = None) -> None:
    """Shows `look` each element's name, without its namespace, and its attributes.

    Raises ExpatError for what is no XML, ValueError for a document type or an entity.
    """

    def start(name: str, attributes: dict[str, str]) -> None:
        if look is not None:
            look(name.rpartition(" ")[2], attributes)

    def refuse(*_: object) -> None:
        raise ValueError("no document type belongs here")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.Parse(xml, True)
