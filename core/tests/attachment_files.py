"""Files as people attach them."""

from io import BytesIO
from zlib import compress

from PIL import Image


def picture(form: str = "PNG", size: tuple[int, int] = (8, 8), **options) -> bytes:
    made = BytesIO()
    Image.new("RGB", size, "red").save(made, form, **options)
    return made.getvalue()


def pdf(inside: bytes = b"") -> bytes:
    return b"%PDF-1.7\n" + inside + b"\nstartxref\n0\n%%EOF\n"


def stream(inside: bytes, end: bytes = b"\n") -> bytes:
    """A packed stream of a PDF."""
    return b"7 0 obj << /Type /ObjStm >> stream" + end + compress(inside) + b"\nendstream endobj\n"
