"""What an import of a ledger should have a person look at, without refusing it."""

from collections.abc import Sequence

from activities.services.activity_import.meetings import Meeting
from branches.services.file_imports import EXAMPLES, rows_phrase
from core.spreadsheets import Loaded


def remark_meetings(meetings: Sequence[Meeting], loaded: Loaded) -> None:
    """Typed figures that differ from the roster's, absentees not named, dates far from all others."""
    different = [
        meeting
        for meeting in meetings
        if meeting.due is not None and meeting.roster is not None and meeting.due != len(meeting.roster)
    ]
    if different:
        examples = "；".join(
            f"第 {meeting.record.row} 行台账 {meeting.due} 人、花名册 {len(meeting.roster or ())} 人"
            for meeting in different[:EXAMPLES]
        )
        loaded.remarks.append(f"{len(different)} 行的应到人数与当天的花名册不同（{examples}），两个数都已保留。")
    unnamed = [meeting.record for meeting in meetings if meeting.roster is not None and not meeting.complete]
    if unnamed:
        loaded.remarks.append(f"{rows_phrase(unnamed)}没有写全缺席人员，其他人是否到会按不详处理。")
