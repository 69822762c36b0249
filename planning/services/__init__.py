"""Writes of this app. Every one leaves its audit event in the same transaction."""

from planning.services.drafting import plan_copy, plan_draft
from planning.services.feeds import feed_close, feed_open, feed_used
from planning.services.fixed_days import days_follow_holidays, fixed_day_remove, fixed_day_set
from planning.services.items import PlanConflict, PlanRow, plan_save

__all__ = [
    "PlanConflict",
    "PlanRow",
    "days_follow_holidays",
    "feed_close",
    "feed_open",
    "feed_used",
    "fixed_day_remove",
    "fixed_day_set",
    "plan_copy",
    "plan_draft",
    "plan_save",
]
