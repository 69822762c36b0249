"""Kinds and norms of organisational life, meetings with their attendance, and coverage."""

from activities.models.attachments import Attachment, DraftAttachment
from activities.models.drafts import ActivityDraft
from activities.models.history import ActivityStep, Correction
from activities.models.kinds import ActivityKind, Norm
from activities.models.locks import PeriodLock
from activities.models.meetings import Activity, Attendance, Fulfilment, Resolution
from activities.models.persons import AppraisalGrade, StudyRecord, TalkNote
from activities.models.records import Coverage
from activities.models.topics import ActivityTopic, Topic

__all__ = [
    "Activity",
    "ActivityDraft",
    "ActivityKind",
    "ActivityStep",
    "ActivityTopic",
    "AppraisalGrade",
    "Attachment",
    "Attendance",
    "Correction",
    "Coverage",
    "DraftAttachment",
    "Fulfilment",
    "Norm",
    "PeriodLock",
    "Resolution",
    "StudyRecord",
    "TalkNote",
    "Topic",
]
