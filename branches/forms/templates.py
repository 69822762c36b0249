"""A court's own Word template."""

from django import forms

from core.documents.docx import MAX_TEMPLATE_BYTES
from core.editing import PageForm

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class TemplateForm(PageForm):
    file = forms.FileField(
        label="Word 模板（.docx）",
        max_length=200,
        widget=forms.FileInput(attrs={"accept": f".docx,{DOCX}"}),
        help_text=f"先下载现用模板，改好字体、版式、页眉后上传；不超过 {MAX_TEMPLATE_BYTES // 1024 // 1024} MB。",
        error_messages={"required": "请选择一个 .docx 文件。", "empty": "文件是空的，请检查是否选错了文件。"},
    )
    wide = ("file",)
