"""PDF files: whole, and without anything that runs, fetches or unpacks itself when they are opened.

Nothing is understood of a file but its names: what could not be read as the file's reader reads it is looked at from
every side. An /OpenAction that only turns to a page is common and harmless; what it may start is not.
"""

import re
import zlib
from collections.abc import Iterator

from core.attachments.office import OfficeFault

_NEAR_END = 2048
_HEAD = 1024
_CHUNK = 16 * 1024
MAX_UNPACKED_BYTES = 64 * 1024 * 1024
# A book of a thousand pages has a few thousand streams.
MOST_STREAMS = 20_000
_TOO_MUCH = "PDF 的内容太多，无法检查。请拆分或用“打印为 PDF”另存后再上传。"
_STREAM = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)?")
# An object stream begins with the numbers and places of its objects.
_OBJECTS = re.compile(rb"\s*\d+\s+\d+\s")


def _named(*names: str) -> re.Pattern[bytes]:
    """Any of the names, whichever of their letters are written in hexadecimal (/J#61vaScript)."""
    letters = ("".join(f"(?:{letter}|#{ord(letter):02x}|#{ord(letter):02X})" for letter in name) for name in names)
    return re.compile(f"/(?:{'|'.join(letters)})".encode())


_PROGRAM = _named(
    *("JavaScript", "Launch", "RichMedia", "EmbeddedFile", "SubmitForm", "ImportData", "Rendition", "GoToE", "XFA")
)
_LOCKED = _named("Encrypt")
_OBJECT_STREAM = _named("ObjStm")


def check(content: bytes) -> None:
    """Raise OfficeFault for a file that was cut off, can't be looked into, or names something that runs."""
    if b"startxref" not in content[-_NEAR_END:]:
        raise OfficeFault("PDF 文件不完整，请重新导出后再上传。")
    if _LOCKED.search(content):
        raise OfficeFault("PDF 设有密码或权限限制，无法检查。请用“打印为 PDF”另存后再上传。")
    if any(_PROGRAM.search(part) for part in (content, *_object_streams(content))):
        raise OfficeFault("PDF 里有脚本、表单程序或嵌入的文件。请用“打印为 PDF”另存后再上传。")


def _object_streams(content: bytes) -> Iterator[bytes]:
    """Objects that are packed together; what calls itself so and can't be unpacked is refused."""
    view = memoryview(content)  # its parts are no copies
    left, before = MAX_UNPACKED_BYTES, 0
    for number, found in enumerate(_STREAM.finditer(content), start=1):
        if number > MOST_STREAMS:
            raise OfficeFault(_TOO_MUCH)
        start = found.end()
        if _OBJECTS.match(_unpacked(view[start : start + _HEAD], _HEAD)):
            objects = _unpacked(view[start:], left + 1)
            left -= len(objects)
            if left < 0:
                raise OfficeFault(_TOO_MUCH)
            yield objects
        elif _OBJECT_STREAM.search(content, before, found.start()):
            raise OfficeFault("PDF 的写法特殊，无法检查。请用“打印为 PDF”另存后再上传。")
        before = start


def _unpacked(packed: memoryview, most: int) -> bytes:
    """As much of it as can be unpacked, up to `most` bytes."""
    unpacking, found = zlib.decompressobj(), bytearray()
    try:
        for start in range(0, len(packed), _CHUNK):
            found += unpacking.decompress(packed[start : start + _CHUNK], most - len(found))
            if unpacking.eof or len(found) >= most:
                break
    except zlib.error:
        pass  # what came before the damage is looked at
    return bytes(found)
