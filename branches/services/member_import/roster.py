"""A roster read and compared with what is here: what its import and its difference both start from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from branches.choices import PostKind
from branches.models import Branch, Court
from branches.services.member_import.places import Places
from branches.services.member_import.register import Register, fault_doubles
from branches.services.member_import.rows import RosterRow, read_rows
from core.progress import Tell, silent
from core.spreadsheets import Loaded, load
from core.spreadsheets.specs import MEMBERS


@dataclass(frozen=True)
class RosterChoices:
    """What the user said of a roster: `columns` {heading: field}, `branches` {word: name of a branch}; whether names
    of branches that are not here make new ones."""

    columns: Mapping[str, str] = field(default_factory=dict)
    branches: Mapping[str, str] = field(default_factory=dict)
    create_branches: bool = False


@dataclass(frozen=True)
class Roster:
    """`rows` are those without a fault; faults are in `loaded`."""

    loaded: Loaded
    rows: list[RosterRow]
    places: Places
    register: Register

    def branches_with_posts(self) -> list[Branch]:
        """Branches of whose posts the file tells."""
        return [self.places.branches[name] for name in sorted({row.branch for row in self.rows if row.has("post")})]


def load_roster(
    source: bytes | Path, filename: str, choices: RosterChoices | None = None, *, tell: Tell = silent
) -> Loaded:
    """The file's rows; nothing here is asked, and nobody kept waiting. Raises UsageError for an unknown column."""
    return load(source, filename, MEMBERS, choices.columns if choices else None, tell=tell)


def read_roster(
    *, court: Court, loaded: Loaded, choices: RosterChoices | None, on: date, tell: Tell = silent
) -> Roster:
    """Compares what was loaded with what is here. Call it inside `one_at_a_time`."""
    choices = choices or RosterChoices()
    tell("正在核对", 0, 0)
    rows = read_rows(loaded, on=on, branches=choices.branches)
    fault_doubles(rows, loaded.faults)
    for row in rows:
        _check_leader(row, loaded)
    places = Places(court)
    places.place(rows, loaded, create_branches=choices.create_branches)
    return Roster(loaded, rows, places, Register(court, on=on))


def _check_leader(row: RosterRow, loaded: Loaded) -> None:
    for post in row.posts:
        if post.kind == PostKind.GROUP_LEADER and not (post.group or row.group):
            message = "是党小组组长，却没有写党小组，不知道是哪个小组的组长。"
            loaded.faults.add(row.record.fault("post", f"“{row.name}”{message}"))
