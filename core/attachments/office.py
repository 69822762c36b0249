"""Office files (.docx, .xlsx), looked at from their directory first: no bomb, no macro, nothing fetched."""

import io
import re
import zipfile
import zlib
from enum import Enum

MAX_ENTRIES = 2000
MAX_UNPACKED_BYTES = 50 * 1024 * 1024
MAX_RELATIONS_BYTES = 1024 * 1024
BROKEN = "文件已损坏，打不开。请用 Word、Excel 或 WPS 打开后另存再上传。"
_DAMAGED = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, NotImplementedError, RuntimeError)
# Programs inside a document: macros, controls, and objects of other programs.
_PROGRAM = re.compile(r"vbaproject|vbadata|/activex/|oleobject|\.(bin|exe|dll|js|vbs|hta|lnk)$", re.IGNORECASE)
# Parts in binary form that office programs write themselves.
_HARMLESS = re.compile(r"printersettings\d*\.bin$", re.IGNORECASE)
_EXTERNAL = re.compile(rb"<[^>]*\bRelationship\b[^>]*\bTargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE)
_HYPERLINK = re.compile(rb"\bType\s*=\s*[\"'][^\"']*/hyperlink[\"']", re.IGNORECASE)


class OfficeType(Enum):
    DOCX = "docx"
    XLSX = "xlsx"


class OfficeFault(Exception):
    """The file is refused; the text says why, in Chinese."""


_MAIN_PARTS = {"word/document.xml": OfficeType.DOCX, "xl/workbook.xml": OfficeType.XLSX}


def office_type(content: bytes) -> OfficeType | None:
    """What the zipped file is, None for an archive that is no office file. Raises OfficeFault."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _looked_into(archive)
    except _DAMAGED as error:
        raise OfficeFault(BROKEN) from error


def _looked_into(archive: zipfile.ZipFile) -> OfficeType | None:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise OfficeFault(
            f"文件解压后超过 {MAX_UNPACKED_BYTES // 1024 // 1024} MB，或内含文件过多，为安全起见不予接收。"
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise OfficeFault("文件设有密码，无法检查。请取消密码后再上传。")
    names = {entry.filename for entry in entries}
    if len(names) < len(entries):
        raise OfficeFault(BROKEN)
    found = next((kind for part, kind in _MAIN_PARTS.items() if part in names), None)
    if found is None:
        return None
    if any(_PROGRAM.search(name) and not _HARMLESS.search(name) for name in names):
        raise OfficeFault("文件里有宏或嵌入的程序。请另存为不带宏的 .docx 或 .xlsx 再上传。")
    if b"macroenabled" in archive.read("[Content_Types].xml").lower():
        raise OfficeFault("这是带宏的文件。请另存为不带宏的 .docx 或 .xlsx 再上传。")
    for entry in entries:
        if entry.filename.endswith(".rels"):
            _check_relations(archive, entry)
    _check_main_part(archive, next(part for part in _MAIN_PARTS if part in names))
    return found


def _check_relations(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Links may point elsewhere; pictures, templates and data may not: opening the file would fetch them."""
    if entry.file_size > MAX_RELATIONS_BYTES:
        raise OfficeFault(BROKEN)
    if any(not _HYPERLINK.search(found) for found in _EXTERNAL.findall(archive.read(entry))):
        raise OfficeFault("文件引用了外部的图片、模板或数据。请把它们存进文件，或改为 PDF 再上传。")


def _check_main_part(archive: zipfile.ZipFile, name: str) -> None:
    if b"<!DOCTYPE" in archive.read(name).upper():
        raise OfficeFault(BROKEN)
