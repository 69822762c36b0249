"""Nothing is imported into a quarter that is locked; rows that are there already are no change of it."""

from collections.abc import Iterable

from activities.models.locks import quarter_of
from activities.services.activity_import.meetings import Meeting
from activities.services.locks import locked_sentence, locks_in_force
from branches.models import Court
from core.spreadsheets import Loaded


def fault_locked(court: Court, meetings: Iterable[Meeting], loaded: Loaded) -> None:
    """Add a fault for each new meeting of a locked quarter; the import holds the court's row already."""
    locked = set(locks_in_force(court).values_list("year", "quarter"))
    for meeting in meetings:
        quarter = quarter_of(meeting.on)
        if quarter in locked:
            loaded.faults.add(meeting.record.fault("held_on", f"{locked_sentence(*quarter, '导入')}。"))
