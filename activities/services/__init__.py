"""Writes of this app. Every one leaves its audit event in the same transaction."""

from activities.services.coverage import coverage_state
from activities.services.drafts import draft_create, draft_discard, draft_save
from activities.services.entry import Absence, Fault, Incomplete, MeetingEntry, Vote
from activities.services.kinds import KindFacts, NormFacts, kind_change, kind_create, norm_end, norm_override
from activities.services.submit import activity_submit

__all__ = [
    "Absence",
    "Fault",
    "Incomplete",
    "KindFacts",
    "MeetingEntry",
    "NormFacts",
    "Vote",
    "activity_submit",
    "coverage_state",
    "draft_create",
    "draft_discard",
    "draft_save",
    "kind_change",
    "kind_create",
    "norm_end",
    "norm_override",
]
