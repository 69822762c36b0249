"""Pictures are drawn anew: what a camera wrote beside them (place, time, device) and anything hidden is gone."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from core.attachments.office import OfficeFault

MAX_PIXELS = 50_000_000
MAX_SIDE = 2560
JPEG_QUALITY = 85
_FORMATS = ("JPEG", "PNG", "WEBP")
_DAMAGED = (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, EOFError)


def is_picture(content: bytes) -> bool:
    """By the first bytes: JPEG, PNG or WebP."""
    return content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (
        content.startswith(b"RIFF") and content[8:12] == b"WEBP"
    )


def redrawn(content: bytes) -> tuple[str, bytes]:
    """("jpg" or "png", the picture drawn anew), upright and with sides of at most MAX_SIDE. Raises OfficeFault."""
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise OfficeFault(f"图片超过 {MAX_PIXELS // 1_000_000 * 100} 万像素，请缩小后再上传。")
            is_drawing = picture.format == "PNG"
            picture.draft("RGB", (MAX_SIDE, MAX_SIDE))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((MAX_SIDE, MAX_SIDE))
            return _stored(upright, is_drawing)
    except _DAMAGED as error:
        raise OfficeFault("图片已损坏，打不开。请重新拍摄或另存后再上传。") from error


def _stored(picture: Image.Image, is_drawing: bool) -> tuple[str, bytes]:
    mode = "RGBA" if is_drawing and picture.has_transparency_data else "RGB"
    # Pixels alone are copied: no EXIF, no colour profile, no comment.
    clean = Image.new(mode, picture.size, "white")
    clean.paste(picture.convert(mode))
    made = BytesIO()
    if is_drawing:
        clean.save(made, "PNG", optimize=True)
        return "png", made.getvalue()
    clean.save(made, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return "jpg", made.getvalue()
