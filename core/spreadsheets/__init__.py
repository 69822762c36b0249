"""Reads what courts keep in spreadsheets: `load(file, filename, spec, overrides)` gives records or faults.

Read from the bottom: `sniff` (what is it), `read` (tables), `head` and `columns` (which column is which field), `lines`
(which rows are data), `parse` (values), `load` (all of it), `words` (kinds and names). Nothing here knows Django.
"""

from core.spreadsheets.columns import Mapping
from core.spreadsheets.dates import Moment, PartialDay
from core.spreadsheets.faults import BadValue, Fault, Faults, UnreadableFile, UsageError
from core.spreadsheets.load import Loaded, Record, Unplaced, load
from core.spreadsheets.names import Absentee
from core.spreadsheets.read import Table, read_tables
from core.spreadsheets.spec import FieldSpec, Spec
from core.spreadsheets.words import WordMap, essence, place_words, suggest

__all__ = [
    "Absentee", "BadValue", "Fault", "Faults", "FieldSpec", "Loaded", "Mapping", "Moment", "PartialDay", "Record",
    "Spec", "Table", "Unplaced", "UnreadableFile", "UsageError", "WordMap", "essence", "load", "place_words",
    "read_tables", "suggest",
]  # fmt: skip
