"""Files that people attach: told by their content, made harmless, stored by digest outside of what the web serves."""

from core.attachments.cleaning import clean_store, register_use
from core.attachments.intake import MAX_FILE_BYTES, Accepted, FileKind, accept
from core.attachments.response import file_response
from core.attachments.scanner import scan
from core.attachments.store import put

__all__ = [
    "MAX_FILE_BYTES",
    "Accepted",
    "FileKind",
    "accept",
    "clean_store",
    "file_response",
    "put",
    "register_use",
    "scan",
]
