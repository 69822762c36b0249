"""Writes of this app. Every one leaves its audit event in the same transaction."""

from activities.services.corrections import activity_correct, correction_approve, correction_refuse
from activities.services.coverage import coverage_state, coverage_state_all
from activities.services.drafts import draft_create, draft_discard, draft_save
from activities.services.entry import Absence, Fault, Incomplete, MeetingEntry, Vote
from activities.services.kinds import KindFacts, NormFacts, kind_change, kind_create, norm_end, norm_override
from activities.services.locks import period_lock, period_unlock
from activities.services.submit import activity_submit
from activities.services.workflow import (
    Archived,
    activities_archive,
    activity_archive,
    activity_cancel,
    activity_resubmit,
    activity_send_back,
    activity_withdraw,
)

__all__ = [
    "Absence",
    "Archived",
    "Fault",
    "Incomplete",
    "KindFacts",
    "MeetingEntry",
    "NormFacts",
    "Vote",
    "activities_archive",
    "activity_archive",
    "activity_cancel",
    "activity_correct",
    "activity_resubmit",
    "activity_send_back",
    "activity_submit",
    "activity_withdraw",
    "correction_approve",
    "correction_refuse",
    "coverage_state",
    "coverage_state_all",
    "draft_create",
    "draft_discard",
    "draft_save",
    "kind_change",
    "kind_create",
    "norm_end",
    "norm_override",
    "period_lock",
    "period_unlock",
]
