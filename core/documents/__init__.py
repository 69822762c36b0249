"""Papers: the same plain data as PDF (typst) and as .docx (a template that a court may replace).

An app describes a paper once (`PaperKind`): its typst file under templates/documents, the shipped Word template, the
names that a template may use, and sample data that an uploaded template is tried on.
"""

from core.documents.docx import Printed, check_template, render_docx
from core.documents.kinds import PaperKind, paper_kind, paper_kinds, register
from core.documents.pdf import render_pdf, typeset
from core.documents.response import document_response, say_of_template
from core.word_templates import TemplateFault

__all__ = [
    "PaperKind",
    "Printed",
    "TemplateFault",
    "check_template",
    "document_response",
    "paper_kind",
    "paper_kinds",
    "register",
    "render_docx",
    "render_pdf",
    "say_of_template",
    "typeset",
]
