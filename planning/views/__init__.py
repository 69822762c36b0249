"""Pages of this app."""

from planning.views.calendar import calendar
from planning.views.editing import branch_plan_edit, court_plan_edit
from planning.views.feeds import feed, subscription, subscription_close
from planning.views.plans import (
    branch_plan,
    branch_plan_copy,
    branch_plan_draft,
    fixed_day_drop,
    fixed_day_edit,
    plan_export,
    plan_list,
)

__all__ = [
    "branch_plan",
    "branch_plan_copy",
    "branch_plan_draft",
    "branch_plan_edit",
    "calendar",
    "court_plan_edit",
    "feed",
    "fixed_day_drop",
    "fixed_day_edit",
    "plan_export",
    "plan_list",
    "subscription",
    "subscription_close",
]
