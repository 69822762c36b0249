"""Kinds and norms of organisational life, meetings with their attendance, and coverage."""

from activities.models.drafts import ActivityDraft
from activities.models.kinds import ActivityKind, Norm
from activities.models.meetings import Activity, Attendance, Fulfilment, Resolution
from activities.models.records import Coverage
from activities.models.topics import ActivityTopic, Topic

__all__ = [
    "Activity",
    "ActivityDraft",
    "ActivityKind",
    "ActivityTopic",
    "Attendance",
    "Coverage",
    "Fulfilment",
    "Norm",
    "Resolution",
    "Topic",
]
