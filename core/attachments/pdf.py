"""PDF files: whole, and without programs that run when they are opened."""

import re

from core.attachments.office import OfficeFault

_PROGRAM = re.compile(rb"/(JavaScript|JS|Launch|RichMedia|EmbeddedFiles)\b")
_NEAR_END = 2048


def check(content: bytes) -> None:
    """Raise OfficeFault for a file that was cut off, or that names a program in its plain parts."""
    if b"startxref" not in content[-_NEAR_END:]:
        raise OfficeFault("PDF 文件不完整，请重新导出后再上传。")
    if _PROGRAM.search(content):
        raise OfficeFault("PDF 里有脚本或嵌入的文件。请用“打印为 PDF”另存后再上传。")
