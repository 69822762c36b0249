"""Whom the names of a ledger mean: members of the court, of the responsible branch first."""

from collections import defaultdict
from datetime import date

from branches.models import Branch, Court, Membership
from core.dates import in_force
from core.spreadsheets import Loaded
from core.spreadsheets.parse import word

NAMED = 5


class Names:
    """The court's members of the day by name, read once. Who is not on the roster, or shares a name, is kept as
    written."""

    def __init__(self, court: Court, on: date) -> None:
        self._known: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        stays = Membership.objects.within(court).filter(in_force(on))
        for pk, name, branch_id in stays.values_list("member_id", "member__name", "branch_id"):
            self._known[word(name)].append((pk, branch_id))
        self._unknown: dict[str, None] = {}

    def find(self, name: str, branch: Branch | None) -> int | None:
        """The key of the one member of that name."""
        if not name:
            return None
        everyone = self._known.get(word(name), [])
        own = [pk for pk, branch_id in everyone if branch is not None and branch_id == branch.pk]
        found = own or [pk for pk, _ in everyone]
        if len(found) == 1:
            return found[0]
        self._unknown[name] = None
        return None

    def remark(self, loaded: Loaded) -> None:
        names = list(self._unknown)
        if names:
            more = f"等 {len(names)} 人" if len(names) > NAMED else ""
            loaded.remarks.append(f"{'、'.join(names[:NAMED])}{more}不在花名册上或有重名，只记姓名。")
