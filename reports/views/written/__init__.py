"""Pages of written reports."""

from reports.views.written.editing import report_edit, report_new, section_edit, section_preview, sections_edit
from reports.views.written.lists import report_list, reports_export
from reports.views.written.outlines import outline_edit, outline_list
from reports.views.written.page import report_comparison, report_figures, report_page
from reports.views.written.papers import written_docx, written_pdf, written_xlsx
from reports.views.written.steps import written_discard, written_publish, written_revise, written_withdraw

__all__ = [
    "outline_edit",
    "outline_list",
    "report_comparison",
    "report_edit",
    "report_figures",
    "report_list",
    "report_new",
    "report_page",
    "reports_export",
    "section_edit",
    "section_preview",
    "sections_edit",
    "written_discard",
    "written_docx",
    "written_pdf",
    "written_publish",
    "written_revise",
    "written_withdraw",
    "written_xlsx",
]
