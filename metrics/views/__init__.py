"""Pages of this app."""

from metrics.views.definitions import definition_edit, definition_list, definition_new, definition_switch
from metrics.views.entering import figure_correct, figure_new, figure_retract
from metrics.views.figures import branch_panel, figure_detail, figure_export, figure_list
from metrics.views.metric import metric_detail

__all__ = [
    "branch_panel",
    "definition_edit",
    "definition_list",
    "definition_new",
    "definition_switch",
    "figure_correct",
    "figure_detail",
    "figure_export",
    "figure_list",
    "figure_new",
    "figure_retract",
    "metric_detail",
]
