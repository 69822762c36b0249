"""What a file is, told by its content, and whether it is safe to unpack."""

from enum import Enum

from core.archives import (
    MAX_UNPACKED_BYTES,
    DamagedArchiveError,
    LockedArchiveError,
    TooMuchPackedError,
    names_in,
)
from core.spreadsheets.faults import UnreadableFile
from core.spreadsheets.limits import MAX_FILE_BYTES

SAVE_AS = "请用 Excel 或 WPS 打开后另存为 .xlsx 再导入。"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MARKUP = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<meta", b"<?xml", b"mime-version")
FOREIGN = {
    b"%PDF": "PDF 文件",
    b"{\\rtf": "Word（RTF）文档",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"GIF8": "图片",
    b"Rar!": "压缩包",
    b"7z\xbc\xaf": "压缩包",
    b"\x1f\x8b": "压缩包",
}


class FileType(Enum):
    XLSX = "xlsx"
    XLS = "xls"
    CSV = "csv"


def sniff(content: bytes) -> FileType:
    """The type of a file by its content, whatever its name says.

    Raises UnreadableFile for an empty, oversized, encrypted or foreign file and for an archive bomb.
    """
    if not content.strip(b"\0 \t\r\n"):
        raise UnreadableFile("文件是空的，没有任何内容。请检查是否选错了文件。")
    if len(content) > MAX_FILE_BYTES:
        raise UnreadableFile(f"文件超过 {MAX_FILE_BYTES // 1024 // 1024} MB，太大了。请拆分后分别导入。")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sniff_zip(content)
    if content.startswith(OLE):
        return _sniff_ole(content)
    for start, name in FOREIGN.items():
        if content.startswith(start):
            raise UnreadableFile(f"这是{name}，不是表格。请导入 .xlsx、.xls 或 .csv 文件。")
    opening = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if opening.startswith(MARKUP):
        raise UnreadableFile(f"这是网页或 XML 格式的文件，只是名字像表格。{SAVE_AS}")
    return FileType.CSV


def _sniff_zip(content: bytes) -> FileType:
    try:
        names = names_in(content)
    except DamagedArchiveError as error:
        raise UnreadableFile(f"文件已损坏，打不开。{SAVE_AS}") from error
    except LockedArchiveError as error:
        raise UnreadableFile("文件设有密码，打不开。请取消密码后再导入。") from error
    except TooMuchPackedError as error:
        limit = MAX_UNPACKED_BYTES // 1024 // 1024
        raise UnreadableFile(
            f"文件解压后超过 {limit} MB 或内含文件过多，为安全起见不予读取。请删去多余的内容后再导入。"
        ) from error
    if "xl/workbook.xml" in names:
        return FileType.XLSX
    if any(name.startswith("word/") for name in names):
        raise UnreadableFile("这是 Word 文档，不是表格。请把其中的表格复制到 Excel 或 WPS 表格，存为 .xlsx 再导入。")
    raise UnreadableFile(f"这不是 .xlsx 表格（可能是压缩包或别的办公文档）。{SAVE_AS}")


def _sniff_ole(content: bytes) -> FileType:
    """Old office documents and encrypted new ones share one container; its streams are named in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise UnreadableFile("文件设有密码，打不开。请取消密码后再导入。")
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return FileType.XLS
    if "WordDocument".encode("utf-16-le") in content:
        raise UnreadableFile("这是 Word 文档，不是表格。请把其中的表格复制到 Excel 或 WPS 表格，存为 .xlsx 再导入。")
    raise UnreadableFile(f"这不是 .xls 表格，或者文件已损坏。{SAVE_AS}")
