"""Who may do what with registers: branches keep those that are theirs, the committee all of its court.

A group's leader and a member have nothing to do here. Which rows somebody sees is the scope's answer.
"""

from typing import Any

from branches.permissions import is_committee_of, is_officer_of
from core.access import permission
from registers.choices import Writer


@permission("registers.view_entries")
def view_entries(user: Any, subject: Any = None) -> bool:
    """`subject`: a branch, or nothing in particular."""
    return is_committee_of(user, subject) or is_officer_of(user, subject)


@permission("registers.export_entries")
def export_entries(user: Any, subject: Any = None) -> bool:
    return view_entries(user, subject)


@permission("registers.print_entries")
def print_entries(user: Any, subject: Any = None) -> bool:
    return view_entries(user, subject)


@permission("registers.add_entry")
def add_entry(user: Any, subject: Any = None) -> bool:
    """`subject`: the entry that is to be, with its kind, court and branch."""
    if is_committee_of(user, subject):
        return True
    return is_officer_of(user, subject) and (subject is None or subject.kind.written_by == Writer.BRANCH)


@permission("registers.change_entry")
def change_entry(user: Any, subject: Any = None) -> bool:
    return add_entry(user, subject)


@permission("registers.withdraw_entry")
def withdraw_entry(user: Any, subject: Any = None) -> bool:
    return add_entry(user, subject)


@permission("registers.manage_kinds")
def manage_kinds(user: Any, subject: Any = None) -> bool:
    """`subject`: the court, or a kind of its own."""
    return is_committee_of(user, subject)
