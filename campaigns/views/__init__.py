"""Pages of this app."""

from campaigns.views.campaigns import (
    campaign_detail,
    campaign_duplicate,
    campaign_edit,
    campaign_list,
    campaign_new,
    list_export,
    topics_edit,
)
from campaigns.views.lines import branch_line, branch_tasks, campaign_export, court_line, court_tasks, line_list
from campaigns.views.tasks import aspect_edit, task_drop, task_edit, tasks_paste

__all__ = [
    "aspect_edit",
    "branch_line",
    "branch_tasks",
    "campaign_detail",
    "campaign_duplicate",
    "campaign_edit",
    "campaign_export",
    "campaign_list",
    "campaign_new",
    "court_line",
    "court_tasks",
    "line_list",
    "list_export",
    "task_drop",
    "task_edit",
    "tasks_paste",
    "topics_edit",
]
