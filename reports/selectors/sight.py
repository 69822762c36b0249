"""What of a court's or a branch's dashboard a user may open beside the sums."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from branches.models import Branch, Court, Member
from core.access import allowed
from reports.selectors.members import members_there


@dataclass(frozen=True)
class Sight:
    """`records`: branch by branch, with the lists behind the figures; `work`: problems, stars and notices at all, which
    a group's leader has no part in; `meetings`: all that were held, not those of a group alone; `notices`, `persons`,
    `files`: the lists of notices, of members, of candidates."""

    user: Any
    records: bool
    meetings: bool
    work: bool
    notices: bool
    persons: bool
    files: bool

    def opens_roster(self, owner: Court | Branch, on: date) -> bool:
        """Whether the list of who was there on `on` shows them all: who has since gone to another branch is no longer
        the former officers' to list."""
        if not self.persons:
            return False
        seen = Member.objects.visible_to(self.user).order_by().values("pk")
        return not members_there(owner, on).exclude(member__in=seen).exists()


def sight_of(user: Any, owner: Court | Branch) -> Sight:
    """Of an owner whose dashboard the user may see."""
    is_court = isinstance(owner, Court)
    records = not is_court or allowed(user, "reports.view_branches_of_court", owner)
    work = allowed(user, "reports.view_work", owner)
    return Sight(
        user=user,
        records=records,
        meetings=records and work,
        work=work,
        notices=allowed(user, "notices.view_matrix" if is_court else "notices.view_of_branch", owner),
        persons=allowed(user, "reports.open_persons", owner),
        files=allowed(user, "development.view_files", owner),
    )
