"""What makes a row the same row: all mapped fields, the running number aside (domain.md 11)."""

import hashlib
import json
from datetime import date, timedelta

from activities.models import Activity
from activities.services.activity_import.meetings import Meeting
from branches.models import Court
from branches.services.file_imports import rows_phrase
from core.spreadsheets import Loaded, Record

TEXTS = ("place", "chair", "recorder", "topic", "content")


def digest_of(court: Court, meeting: Meeting) -> str:
    """64 hex digits that are equal for equal rows of one court, however dates and numbers were written."""
    values = meeting.record.values
    hours = values["study_hours"]
    fields = [
        court.pk,
        meeting.branch and meeting.branch.pk,
        meeting.group and meeting.group.pk,
        [kind.pk for kind in meeting.kinds],
        meeting.on.isoformat(),
        meeting.moment.at and meeting.moment.at.isoformat(),
        meeting.due,
        meeting.present,
        values["absentees"],
        [values[code] for code in TEXTS],
        None if hours is None else f"{hours:.2f}",
    ]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()


class Known:
    """Rows of the court that are there already, on the days of the ledger."""

    def __init__(self, court: Court, first: date, last: date) -> None:
        rows = Activity.objects.within(court).filter(held_on__range=(first, last + timedelta(days=1)))
        values = rows.values_list("row_digest", "branch_id", "group_id", "kind_id", "held_on")
        self.digests: set[str] = set()
        self.alike: set[tuple[int | None, int | None, int, date]] = set()
        for digest, branch_id, group_id, kind_id, held_on in values:
            self.digests.add(digest)
            self.alike.add((branch_id, group_id, kind_id, held_on))

    def remark_alike(self, new: list[Meeting], loaded: Loaded) -> None:
        """Two meetings of a kind on one day are two; but the second file may tell of the first one in other words."""
        records = [meeting.record for meeting in new if _place(meeting) in self.alike]
        if records:
            what = "与已有记录同日、同支部、同类型而内容不同，作为另一次登记"
            loaded.remarks.append(f"{rows_phrase(records)}{what}，请核对是否重复。")


def fault_doubles(digests: list[tuple[str, Record]], loaded: Loaded) -> None:
    """Rows of the file that are equal in everything but the running number."""
    first: dict[str, Record] = {}
    for digest, record in digests:
        other = first.setdefault(digest, record)
        if other is not record:
            sheet = "" if other.sheet == record.sheet else f"工作表“{other.sheet}”"
            message = f"与{sheet}第 {other.row} 行完全相同（序号除外），请删去一行；确是两次的，请写明不同之处。"
            loaded.faults.add(record.fault("held_on", message))


def _place(meeting: Meeting) -> tuple[int | None, int | None, int, date]:
    branch, group = meeting.branch, meeting.group
    return (branch.pk if branch else None, group.pk if group else None, meeting.kinds[0].pk, meeting.on)
