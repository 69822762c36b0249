"""Pages of this app."""

from activities.views.attachments import (
    attachment,
    attachment_withdrawal,
    draft_attachment,
    draft_attachment_gone,
    draft_files,
    record_files,
)
from activities.views.coverage import coverage_export, coverage_hint, coverage_list, coverage_page, coverage_start
from activities.views.drafts import draft_autosave, draft_edit, draft_export, draft_first_save, draft_list, draft_remove
from activities.views.editing import activity_amend, activity_edit, correction_page
from activities.views.kinds import kind_edit, kind_export, kind_list, kind_new, norm_close, norm_edit, norm_new
from activities.views.leaders import leader_export, leader_list
from activities.views.leadership import leader_end, leader_new
from activities.views.locks import lock_export, lock_list, lock_new, lock_reopen
from activities.views.meeting import activity_new, meeting_people
from activities.views.papers import record_docx, record_pdf
from activities.views.records import activity_detail, activity_export, activity_list
from activities.views.search import activity_search
from activities.views.study import (
    study_export,
    study_list,
    study_member,
    study_panel,
    study_record_edit,
    study_record_new,
    study_record_remove,
)
from activities.views.talks import talk_export, talk_list, talk_new
from activities.views.topics import topic_edit, topic_export, topic_list, topic_new
from activities.views.waiting import correction_export, correction_list, waiting_export, waiting_list
from activities.views.workflow import (
    activity_file,
    activity_file_many,
    activity_redraft,
    activity_return,
    activity_take_back,
    activity_void,
)

__all__ = [
    "activity_amend",
    "activity_detail",
    "activity_edit",
    "activity_export",
    "activity_file",
    "activity_file_many",
    "activity_list",
    "activity_new",
    "activity_redraft",
    "activity_return",
    "activity_search",
    "activity_take_back",
    "activity_void",
    "attachment",
    "attachment_withdrawal",
    "correction_export",
    "correction_list",
    "correction_page",
    "coverage_export",
    "coverage_hint",
    "coverage_list",
    "coverage_page",
    "coverage_start",
    "draft_attachment",
    "draft_attachment_gone",
    "draft_autosave",
    "draft_edit",
    "draft_export",
    "draft_files",
    "draft_first_save",
    "draft_list",
    "draft_remove",
    "kind_edit",
    "kind_export",
    "kind_list",
    "kind_new",
    "leader_end",
    "leader_export",
    "leader_list",
    "leader_new",
    "lock_export",
    "lock_list",
    "lock_new",
    "lock_reopen",
    "meeting_people",
    "norm_close",
    "norm_edit",
    "norm_new",
    "record_docx",
    "record_files",
    "record_pdf",
    "study_export",
    "study_list",
    "study_member",
    "study_panel",
    "study_record_edit",
    "study_record_new",
    "study_record_remove",
    "talk_export",
    "talk_list",
    "talk_new",
    "topic_edit",
    "topic_export",
    "topic_list",
    "topic_new",
    "waiting_export",
    "waiting_list",
]
