"""Which files are taken in, and as what they are kept. A name says nothing about a file: its bytes do."""

import re
import unicodedata
from dataclasses import dataclass

from django.db import models

from core.attachments import pdf, pictures, scanner
from core.attachments.office import OfficeFault, OfficeType, office_type
from core.errors import Refused

MAX_FILE_BYTES = 20 * 1024 * 1024
LONGEST_NAME = 100
ACCEPTED = "可以上传 JPG、PNG、WebP 图片和 PDF、Word（.docx）、Excel（.xlsx）文件。"
# What an <input type="file"> offers; on a phone it offers the camera for pictures.
ACCEPT = "image/jpeg,image/png,image/webp,.pdf,.docx,.xlsx"
_UNSAFE = re.compile(r'[\\/:*?"<>|\s]+')


class FileKind(models.TextChoices):
    """What a stored file is; pictures are stored as the first two only."""

    JPEG = "jpg", "JPG 图片"
    PNG = "png", "PNG 图片"
    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"
    XLSX = "xlsx", "Excel"


@dataclass(frozen=True)
class Accepted:
    """A file as it is to be stored, under a name that is safe on any machine."""

    name: str
    kind: FileKind
    content: bytes


def accept(name: str, content: bytes) -> Accepted:
    """The file made harmless: a picture drawn anew, anything else looked into and scanned. Raises Refused."""
    if not content:
        raise Refused(f"“{shown_name(name)}”是空文件，请检查是否选错了文件。", field="file")
    if len(content) > MAX_FILE_BYTES:
        limit = MAX_FILE_BYTES // 1024 // 1024
        raise Refused(f"“{shown_name(name)}”超过 {limit} MB，请压缩或拆分后再上传。", field="file")
    try:
        kind, kept = _sniffed(content)
    except OfficeFault as fault:
        raise Refused(f"“{shown_name(name)}”：{fault}", field="file") from fault
    scanner.scan(content)
    return Accepted(clean_name(name, kind), kind, kept)


def _sniffed(content: bytes) -> tuple[FileKind, bytes]:
    if pictures.is_picture(content):
        ending, drawn = pictures.redrawn(content)
        return FileKind(ending), drawn
    if content.startswith(b"%PDF-"):
        pdf.check(content)
        return FileKind.PDF, content
    if content.startswith(b"PK\x03\x04"):
        found = office_type(content)
        if found is not None:
            return {OfficeType.DOCX: FileKind.DOCX, OfficeType.XLSX: FileKind.XLSX}[found], content
    raise OfficeFault(f"不是能接收的文件。{ACCEPTED}")


def clean_name(name: str, kind: FileKind) -> str:
    """The name without folders, controls and marks of direction, ending as what the file is."""
    stem = shown_name(name)
    for ending in (f".{kind}", ".jpeg" if kind is FileKind.JPEG else ""):
        if ending and stem.lower().endswith(ending):
            stem = stem[: -len(ending)]
    return f"{stem.strip('. ')[:LONGEST_NAME] or '附件'}.{kind}"


def shown_name(name: str) -> str:
    """The last part of a path, with nothing in it that a page or a file system would read in its own way."""
    last = re.split(r"[\\/]", name)[-1]
    visible = "".join(each for each in unicodedata.normalize("NFC", last) if unicodedata.category(each)[0] != "C")
    return _UNSAFE.sub(" ", visible).strip()[: LONGEST_NAME * 2]
