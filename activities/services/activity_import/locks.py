"""Nothing is imported into a quarter that is locked; rows that are there already are no change of it."""

from collections.abc import Iterable

from activities.models.locks import days_counted, quarter_of
from activities.services.activity_import.meetings import Meeting
from activities.services.locks import locked_sentence, locks_in_force
from branches.models import Court
from core.spreadsheets import Loaded


def fault_locked(court: Court, meetings: Iterable[Meeting], loaded: Loaded) -> None:
    """Add a fault for each new meeting of a locked quarter; the import holds the court's row already."""
    locked: set[tuple[int, int]] = set(locks_in_force(court).values_list("year", "quarter"))
    for meeting in meetings:
        days = days_counted(meeting.on, meeting.for_year, meeting.kinds)
        for quarter in locked.intersection(map(quarter_of, days)):
            loaded.faults.add(meeting.record.fault("held_on", f"{locked_sentence(*quarter, '导入')}。"))
