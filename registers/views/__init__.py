"""Pages of this app."""

from registers.views.editing import entry_edit, entry_new, entry_retract
from registers.views.entries import entry_detail, entry_export, entry_list
from registers.views.kinds import kind_edit, kind_list, kind_new
from registers.views.overview import branch_panel, overview
from registers.views.papers import register_docx, register_pdf

__all__ = [
    "branch_panel",
    "entry_detail",
    "entry_edit",
    "entry_export",
    "entry_list",
    "entry_new",
    "entry_retract",
    "kind_edit",
    "kind_list",
    "kind_new",
    "overview",
    "register_docx",
    "register_pdf",
]
