"""What of a court's or a branch's dashboard a user may open beside the sums."""

from dataclasses import dataclass
from typing import Any

from branches.models import Branch, Court
from core.access import allowed


@dataclass(frozen=True)
class Sight:
    """`records`: branch by branch, with the lists behind the figures; `work`: problems, stars and notices at all, which
    a group's leader has no part in; `notices`, `persons`, `files`: the lists of notices, of members, of candidates."""

    records: bool
    work: bool
    notices: bool
    persons: bool
    files: bool


def sight_of(user: Any, owner: Court | Branch) -> Sight:
    """Of an owner whose dashboard the user may see."""
    is_court = isinstance(owner, Court)
    return Sight(
        records=not is_court or allowed(user, "reports.view_branches_of_court", owner),
        work=allowed(user, "reports.view_work", owner),
        notices=allowed(user, "notices.view_matrix" if is_court else "notices.view_of_branch", owner),
        persons=allowed(user, "reports.open_persons", owner),
        files=allowed(user, "development.view_files", owner),
    )
