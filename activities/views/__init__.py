"""Pages of this app."""

from activities.views.coverage import coverage_hint, coverage_list, coverage_page, coverage_start
from activities.views.drafts import draft_autosave, draft_edit, draft_first_save, draft_list, draft_remove
from activities.views.kinds import kind_edit, kind_list, kind_new, norm_close, norm_edit, norm_new
from activities.views.leaders import leader_export, leader_list
from activities.views.leadership import leader_end, leader_new
from activities.views.meeting import activity_new, meeting_people
from activities.views.papers import record_docx, record_pdf
from activities.views.records import activity_detail, activity_export, activity_list
from activities.views.topics import topic_edit, topic_list, topic_new

__all__ = [
    "activity_detail",
    "activity_export",
    "activity_list",
    "activity_new",
    "coverage_hint",
    "coverage_list",
    "coverage_page",
    "coverage_start",
    "draft_autosave",
    "draft_edit",
    "draft_first_save",
    "draft_list",
    "draft_remove",
    "kind_edit",
    "kind_list",
    "kind_new",
    "leader_end",
    "leader_export",
    "leader_list",
    "leader_new",
    "meeting_people",
    "norm_close",
    "norm_edit",
    "norm_new",
    "record_docx",
    "record_pdf",
    "topic_edit",
    "topic_list",
    "topic_new",
]
