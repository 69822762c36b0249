"""Files that are sent in one form with its words."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from core.attachments.intake import ACCEPT, MAX_FILE_BYTES, Accepted, accept
from core.errors import Refused

MOST_AT_ONCE = 10


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.Field):
    """Several files at once, each made harmless; one that is refused is named."""

    def __init__(self, **options: Any) -> None:
        widget = FilesInput(attrs={"accept": ACCEPT})
        limit = MAX_FILE_BYTES // 1024 // 1024
        words = f"图片、PDF、Word、Excel，每个不超过 {limit} MB，一次最多 {MOST_AT_ONCE} 个；手机上可以直接拍照。"
        super().__init__(**{"required": False, "widget": widget, "help_text": words, **options})

    def clean(self, value: Iterable[UploadedFile] | None) -> list[Accepted]:
        files = list(value or ())
        if len(files) > MOST_AT_ONCE:
            raise ValidationError(f"一次最多上传 {MOST_AT_ONCE} 个文件。")
        accepted: list[Accepted] = []
        faults: list[str] = []
        for file in files:
            try:
                # One byte more than allowed tells that it is too large, however large it is.
                accepted.append(accept(file.name or "", file.read(MAX_FILE_BYTES + 1)))
            except Refused as refused:
                faults += refused.reasons
        if faults:
            raise ValidationError(faults)
        return accepted
