"""Working days and days off: what the table of special days says, the weekday where it says nothing."""

from core.holidays.table import DayTable, day_table, is_workday, next_workday

__all__ = ["DayTable", "day_table", "is_workday", "next_workday"]
