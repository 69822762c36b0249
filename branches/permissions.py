"""Who may do what to courts, branches, people, accounts and the audit trail.

A predicate asked without a subject answers whether there could be anything of the kind. A court above reads what the
scoping file lets it see and writes nothing: every right to write asks for the court itself.
"""

from typing import Any

from branches.choices import BUSINESS_ROLES, Role
from branches.models import Court
from branches.scoping import Grant, standing_of
from core.access import permission


def is_committee_of(user: Any, subject: Any = None) -> bool:
    """Whether the user is of the committee of the court that `subject` belongs to."""
    court_id = _court_id(subject)
    return any(subject is None or grant.court_id == court_id for grant in _grants(user, Role.COMMITTEE))


def is_officer_of(user: Any, subject: Any = None) -> bool:
    """Whether the user is an officer of the branch that `subject` belongs to; a group's leader is none."""
    branch_id = _branch_id(subject)
    return any(
        subject is None or (branch_id is not None and grant.branch_id == branch_id)
        for grant in _grants(user, Role.SECRETARY)
        if grant.group_id is None
    )


def administers(user: Any, subject: Any = None) -> bool:
    """Whether the user administers the installation, or the court of `subject` or one above it."""
    return any(
        subject is None or grant.court_id is None or _path(subject).startswith(grant.court_path)
        for grant in _grants(user, Role.ADMINISTRATOR)
    )


def administers_all(user: Any) -> bool:
    """Whether the user administers the whole installation."""
    return any(grant.court_id is None for grant in _grants(user, Role.ADMINISTRATOR))


def _grants(user: Any, *roles: str) -> tuple[Grant, ...]:
    return standing_of(user).holding(*roles)


def _court_id(subject: Any) -> int | None:
    return subject.pk if isinstance(subject, Court) else getattr(subject, "court_id", None)


def _branch_id(subject: Any) -> int | None:
    if subject is not None and subject._meta.model_name == "branch":
        return int(subject.pk)
    return getattr(subject, "branch_id", None)


def _path(subject: Any) -> str:
    court = subject if isinstance(subject, Court) else getattr(subject, "court", None)
    return (court.path or "") if court else ""


# --- Branches -----------------------------------------------------------------------------------


@permission("branches.view_branches")
def view_branches(user: Any, subject: Any = None) -> bool:
    return standing_of(user).holds(Role.COMMITTEE, Role.SECRETARY)


@permission("branches.create_branch")
def create_branch(user: Any, subject: Any = None) -> bool:
    return is_committee_of(user, subject)


@permission("branches.change_branch")
def change_branch(user: Any, subject: Any = None) -> bool:
    return is_committee_of(user, subject)


@permission("branches.change_group")
def change_group(user: Any, subject: Any = None) -> bool:
    return is_committee_of(user, subject) or is_officer_of(user, subject)


@permission("branches.change_group_leader")
def change_group_leader(user: Any, subject: Any = None) -> bool:
    """The branch names its groups' leaders itself."""
    return is_committee_of(user, subject) or is_officer_of(user, subject)


@permission("branches.change_post")
def change_post(user: Any, subject: Any = None) -> bool:
    """Posts in the branch's committee are elected; by hand only the court's committee registers one."""
    return is_committee_of(user, subject)


@permission("branches.start_term")
def start_term(user: Any, subject: Any = None) -> bool:
    """Registering by hand a term that began elsewhere: the branch's own way leads through its election."""
    return is_committee_of(user, subject)


@permission("branches.end_term")
def end_term(user: Any, subject: Any = None) -> bool:
    """Ending a term before the next one begins; elsewise the new term of an election ends the one before."""
    return is_committee_of(user, subject)


@permission("branches.manage_general_branches")
def manage_general_branches(user: Any, subject: Any = None) -> bool:
    return is_committee_of(user, subject)


# --- Members ------------------------------------------------------------------------------------


@permission("branches.view_members")
def view_members(user: Any, subject: Any = None) -> bool:
    return standing_of(user).holds(Role.COMMITTEE, Role.SECRETARY)


@permission("branches.view_member")
def view_member(user: Any, subject: Any = None) -> bool:
    """One member's own page: a member sees the own one."""
    return standing_of(user).holds(Role.COMMITTEE, Role.SECRETARY, Role.MEMBER)


@permission("branches.create_member")
def create_member(user: Any, subject: Any = None) -> bool:
    """By hand: to a branch people come by a file of development or by a letter."""
    return is_committee_of(user, subject)


@permission("branches.change_member")
def change_member(user: Any, subject: Any = None) -> bool:
    return is_committee_of(user, subject) or is_officer_of(user, subject)


@permission("branches.change_party_status")
def change_party_status(user: Any, subject: Any = None) -> bool:
    """Formal or probationary, and since when: what follows from an approved file, by hand the committee's."""
    return is_committee_of(user, subject)


@permission("branches.move_member")
def move_member(user: Any, subject: Any = None) -> bool:
    """The committee moves between branches; an officer sees the own branch only, so moves between its groups."""
    return is_committee_of(user, subject) or is_officer_of(user, subject)


@permission("branches.view_transfers")
def view_transfers(user: Any, subject: Any = None) -> bool:
    """`subject`: a transfer, or nothing in particular."""
    return is_committee_of(user, subject) or is_officer_of(user, subject)


@permission("branches.transfer_member")
def transfer_member(user: Any, subject: Any = None) -> bool:
    """To another court or from one; `subject`: the member, the branch that takes somebody in, or the transfer."""
    return is_committee_of(user, subject) or is_officer_of(user, subject)


@permission("branches.suspend_member")
def suspend_member(user: Any, subject: Any = None) -> bool:
    """Voting rights rest on a decision above the branch."""
    return is_committee_of(user, subject)


@permission("branches.read_sensitive")
def read_sensitive(user: Any, subject: Any = None) -> bool:
    """Phone and identity number in full; each reading is noted in the audit trail."""
    if is_committee_of(user, subject) or is_officer_of(user, subject):
        return True
    own = standing_of(user).member_id
    return own is not None and (subject is None or subject.pk == own)


# --- Imports ------------------------------------------------------------------------------------


@permission("branches.import_file")
def import_file(user: Any, subject: Any = None) -> bool:
    """The committee for its court, an officer for the own branch; `subject` is one of them, a job or a batch."""
    if subject is None:
        return is_committee_of(user) or is_officer_of(user)
    return is_committee_of(user, subject) or is_officer_of(user, subject)


@permission("branches.import_to_court")
def import_to_court(user: Any, subject: Any = None) -> bool:
    """Files that tell of a whole court; `subject` is a Court."""
    return is_committee_of(user, subject)


@permission("branches.undo_import")
def undo_import(user: Any, subject: Any = None) -> bool:
    return import_file(user, subject)


# --- Courts, accounts, trail --------------------------------------------------------------------


@permission("branches.manage_courts")
def manage_courts(user: Any, subject: Any = None) -> bool:
    return administers(user, subject)


@permission("branches.change_court_settings")
def change_court_settings(user: Any, subject: Any = None) -> bool:
    """What a court decides for itself: whether courts above may read its records, when a record is late."""
    return is_committee_of(user, subject)


@permission("branches.view_limits")
def view_limits(user: Any, subject: Any = None) -> bool:
    """Everybody with a business role, and the administrator: rules are no secret."""
    return standing_of(user).holds(Role.COMMITTEE, Role.SECRETARY, Role.MEMBER, Role.ADMINISTRATOR)


@permission("branches.manage_leaders")
def manage_leaders(user: Any, subject: Any = None) -> bool:
    """Who leads the court is the committee's to say."""
    return is_committee_of(user, subject)


@permission("branches.manage_limits")
def manage_limits(user: Any, subject: Any = None) -> bool:
    """The court's own committee; a figure that every court shares is nobody's."""
    return is_committee_of(user, subject)


@permission("branches.manage_templates")
def manage_templates(user: Any, subject: Any = None) -> bool:
    """The Word templates that a court prints with."""
    return is_committee_of(user, subject)


@permission("accounts.manage_accounts")
def manage_accounts(user: Any, subject: Any = None) -> bool:
    return administers(user, subject)


@permission("core.read_audit")
def read_audit(user: Any, subject: Any = None) -> bool:
    return standing_of(user).holds(Role.AUDITOR)


@permission("core.view_holidays")
def view_holidays(user: Any, subject: Any = None) -> bool:
    """Everybody with a business role, and those who enter them."""
    return standing_of(user).holds(*BUSINESS_ROLES) or administers_all(user)


@permission("core.manage_holidays")
def manage_holidays(user: Any, subject: Any = None) -> bool:
    """The days hold for every court: only who administers the whole installation changes them."""
    return administers_all(user)


@permission("core.manage_jobs")
def manage_jobs(user: Any, subject: Any = None) -> bool:
    """What runs in the background runs for every court."""
    return administers_all(user)


@permission("core.use_admin")
def use_admin(user: Any, subject: Any = None) -> bool:
    return standing_of(user).holds(Role.ADMINISTRATOR)
