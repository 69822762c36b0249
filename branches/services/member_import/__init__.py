"""A court's roster of members becomes branches, groups, members, memberships and posts (domain.md 11)."""

from branches.services.member_import.apply import roster_apply
from branches.services.member_import.difference import Line, roster_difference
from branches.services.member_import.roster import RosterChoices, load_roster
from branches.services.member_import.service import import_members

__all__ = ["Line", "RosterChoices", "import_members", "load_roster", "roster_apply", "roster_difference"]
