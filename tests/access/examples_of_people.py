"""Examples of the pages of accounts, courts, branches, members and the audit trail."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from branches.choices import CourtLevel, MemberStatus, PostKind, Role
from branches.models import (
    Appointment,
    Branch,
    CommitteeTerm,
    Court,
    DocumentTemplate,
    GeneralBranch,
    Limit,
    Member,
    PartyGroup,
    Post,
    Transfer,
    VotingSuspension,
)
from core.documents import paper_kind
from tests.access.actors import TODAY
from tests.access.example import (
    ADMINISTRATORS,
    AUDITORS,
    COMMITTEES,
    EVERYBODY,
    MEMBERS,
    READERS,
    SIGNED_IN,
    WRITERS,
    Data,
    Example,
)
from tests.access.world import COURTS, GROUPS, World

PASSWORD = "Zhang-2024-lu"
ARRIVED = {"joined_on": "2015-07-01", "confirmed_on": "2016-07-01"}


def nothing_right(world: World, actor: str, row: Any) -> None:
    """What the world has here can't be ended; an empty form is sent instead."""


def empty(world: World, actor: str, row: Any) -> Data:
    return {}


def own_address(world: World, actor: str, row: Any) -> Data:
    return {"email": "li@example.com", "wants_mail": "on"}


def named(world: World, actor: str, row: Any) -> Data:
    return {"name": "另起的名称", "order": 1}


def branch_of(world: World, row: Any) -> str:
    """The code of the branch that a row is, or belongs to."""
    key = row.pk if isinstance(row, Branch) else row.branch_id
    return next(code for code, each in world.branches.items() if each.pk == key)


def branch_form(world: World, actor: str, row: Branch) -> Data:
    general = next(mark.row for mark in world.of(GeneralBranch) if mark.row.court_id == row.court_id)
    return {"version": row.version, "name": "另起的名称", "kind": "SERVING", "order": 1, "general_branch": general}


def new_branch(world: World, actor: str, court: Court) -> Data:
    general = next(mark.row for mark in world.of(GeneralBranch) if mark.row.court_id == court.pk)
    return {"name": "新设的支部", "kind": "SERVING", "order": 1, "general_branch": general}


def post_form(world: World, actor: str, branch: Branch) -> Data | None:
    """A branch names its groups' leaders only, and all groups have theirs."""
    if actor not in COMMITTEES:
        return None
    code = branch_of(world, branch)
    group = world.groups[f"{code}1"]
    return {"member": world.members[code], "kind": PostKind.COMMITTEE_MEMBER, "group": group, "starts_on": TODAY}


def limit_form(world: World, actor: str, row: Court) -> Data:
    return {"value": 7, "effective_from": TODAY, "source": "本院办法"}


def limit_end_form(world: World, actor: str, row: Limit) -> Data:
    return {"effective_to": TODAY}


def new_member(world: World, actor: str, branch: Branch) -> Data:
    group = world.groups[f"{branch_of(world, branch)}1"]
    place = {"to_branch": branch, "to_group": group, "on": TODAY}
    return {"name": "新转入的人", "status": MemberStatus.FORMAL, "born_on": "1990-01-01", **place}


def member_form(world: World, actor: str, member: Member) -> Data:
    return {"version": member.version, "name": "改过的姓名", "status": MemberStatus.FORMAL, "born_on": "1980-01-02"}


def move_form(world: World, actor: str, member: Member) -> Data:
    """To the branch's first group; those who are there already, to none."""
    code = branch_of(world, member)
    group = None if member == world.members[f"{code}1"] else world.groups[f"{code}1"]
    return {"to_branch": member.branch, "to_group": group, "on": TODAY}


def leave_form(world: World, actor: str, member: Member) -> Data:
    return {"last_on": TODAY, "reason": "LEFT"}


def letter_form(world: World, actor: str, row: Any) -> Data:
    return {"organization": "外院机关党委", "letter_number": "2024-9", "letter_on": TODAY, "moved_on": TODAY}


def arrival_form(world: World, actor: str, branch: Branch) -> Data:
    return letter_form(world, actor, branch) | new_member(world, actor, branch) | ARRIVED


def receipt_form(world: World, actor: str, row: Any) -> Data:
    return {"receipt_on": TODAY}


def suspend_form(world: World, actor: str, member: Member) -> Data:
    return {"starts_on": TODAY, "decision": "党委决定"}


def court_form(world: World, actor: str, court: Court) -> Data:
    return {
        "version": court.version,
        "name": "另起的名称",
        "level": court.level,
        "parent": court.parent,
        "order": 1,
    }


def new_court(world: World, actor: str, row: None) -> Data:
    return {"name": "新设的法院", "level": CourtLevel.BASIC, "parent": world.courts["own"]}


def settings_form(world: World, actor: str, court: Court) -> Data:
    return {"version": court.version, "late_after_days": 9}


def account_form(world: World, actor: str, row: Any) -> Data:
    place = {"court": world.courts["own"], "branch": world.branches["A"], "group": world.groups["A1"]}
    return {"username": "xin", "name": "新账号", "password": PASSWORD, "role": Role.SECRETARY, **place}


def member_link(world: World, actor: str, row: User) -> Data:
    return {"court": world.courts["own"], "name": world.members["A2"].name}


def appointment_form(world: World, actor: str, row: User) -> Data | None:
    """Administrators and auditors hold no role beside theirs."""
    if row in [world.users[code] for code in (*ADMINISTRATORS, *AUDITORS)]:
        return None
    place = {"court": world.courts["own"], "branch": world.branches["A"], "group": world.groups["A2"]}
    return {"role": Role.SECRETARY, "starts_on": TODAY, **place}


def password_form(world: World, actor: str, row: User) -> Data:
    return {"password": PASSWORD}


def last_day(world: World, actor: str, row: Any) -> Data:
    return {"last_on": TODAY}


def in_own_courts(actor: str, place: str) -> bool:
    """An administrator of a court keeps it and those below, not the ones above that are seen."""
    return actor == "administrator" or place in {"own", "agreeing", "silent"}


def may_end_post(actor: str, place: str) -> bool:
    """The committee ends any post, a branch those of its groups' leaders."""
    return actor in COMMITTEES or place in GROUPS


def in_own_court(actor: str, place: str) -> bool:
    return place in COURTS and actor == f"committee_{place}"


def template_form(world: World, actor: str, court: Court) -> Data:
    return {"file": SimpleUploadedFile("记录.docx", paper_kind("RECORD").template())}


def own_court(actor: str, place: str) -> bool:
    return actor == f"committee_{place}"


_OF_OWN_COURT: Data = {"rows": {"court_pk": Court}, "allowed": COMMITTEES, "where": own_court}
_OF_PAPER: Data = {**_OF_OWN_COURT, "plain": {"paper": "RECORD"}}

EXAMPLES_OF_PEOPLE: dict[str, Example] = {
    "branches:templates": Example(**_OF_OWN_COURT, shows_row=False),
    "branches:template_new": Example(**_OF_PAPER, post=template_form),
    "branches:template_reset": Example(**_OF_PAPER, post=empty, methods=("POST",)),
    "branches:template_shipped": Example(**_OF_PAPER, shows_row=False),
    "branches:template_file": Example(rows={"pk": DocumentTemplate}, allowed=COMMITTEES),
    "branches:template_use": Example(rows={"pk": DocumentTemplate}, allowed=COMMITTEES, post=empty),
    # Signing in
    "accounts:login": Example(allowed=EVERYBODY, public=True),
    "accounts:logout": Example(allowed=SIGNED_IN, post=empty, personal=True, methods=("POST",)),
    "accounts:password_change": Example(allowed=SIGNED_IN, post=nothing_right, personal=True),
    "accounts:contact": Example(allowed=SIGNED_IN, post=own_address, personal=True),
    # Branches
    "branches:branch_list": Example(allowed=READERS),
    "branches:branch_export": Example(allowed=READERS),
    "branches:branch_detail": Example(rows={"pk": Branch}, allowed=READERS),
    "branches:branch_new": Example(rows={"court_pk": Court}, allowed=COMMITTEES, where=in_own_court, post=new_branch),
    "branches:branch_edit": Example(rows={"pk": Branch}, allowed=COMMITTEES, post=branch_form),
    "branches:branch_dissolve": Example(rows={"pk": Branch}, allowed=COMMITTEES, post=nothing_right),
    "branches:group_new": Example(rows={"branch_pk": Branch}, allowed=WRITERS, post=named),
    "branches:group_edit": Example(rows={"pk": PartyGroup}, allowed=WRITERS, post=named),
    "branches:group_dissolve": Example(rows={"pk": PartyGroup}, allowed=WRITERS, post=nothing_right),
    "branches:post_new": Example(rows={"branch_pk": Branch}, allowed=WRITERS, post=post_form),
    "branches:post_end": Example(rows={"pk": Post}, allowed=WRITERS, where=may_end_post, post=last_day),
    "branches:term_new": Example(rows={"branch_pk": Branch}, allowed=COMMITTEES, post=nothing_right),
    "branches:term_end": Example(rows={"pk": CommitteeTerm}, allowed=COMMITTEES, post=last_day),
    # Members
    "branches:member_list": Example(allowed=READERS, filters={"branch": Branch}),
    "branches:member_export": Example(allowed=READERS, filters={"branch": Branch}),
    "branches:member_detail": Example(rows={"pk": Member}, allowed=(*READERS, *MEMBERS)),
    "branches:member_new": Example(rows={"branch_pk": Branch}, allowed=COMMITTEES, post=new_member),
    "branches:member_edit": Example(rows={"pk": Member}, allowed=WRITERS, post=member_form),
    "branches:member_reveal": Example(
        rows={"pk": Member}, allowed=(*WRITERS, *MEMBERS), post=empty, row_is_read=True, done=(200,), reveals=True
    ),
    "branches:member_move": Example(rows={"pk": Member}, allowed=WRITERS, post=move_form),
    "branches:member_leave": Example(rows={"pk": Member}, allowed=WRITERS, post=leave_form),
    "branches:member_leave_undo": Example(rows={"pk": Member}, allowed=WRITERS, post=nothing_right),
    "branches:member_suspend": Example(rows={"pk": Member}, allowed=COMMITTEES, post=suspend_form),
    "branches:suspension_end": Example(rows={"pk": VotingSuspension}, allowed=COMMITTEES, post=nothing_right),
    "branches:transfer_list": Example(allowed=WRITERS, filters={"branch": Branch}),
    "branches:transfer_export": Example(allowed=WRITERS, filters={"branch": Branch}),
    "branches:transfer": Example(rows={"pk": Transfer}, allowed=WRITERS),
    "branches:transfer_receipt": Example(rows={"pk": Transfer}, allowed=WRITERS, post=receipt_form),
    "branches:transfer_withdraw": Example(rows={"pk": Transfer}, allowed=WRITERS, post=nothing_right),
    "branches:transfer_out": Example(rows={"pk": Member}, allowed=WRITERS, post=letter_form),
    "branches:transfer_in": Example(rows={"branch_pk": Branch}, allowed=WRITERS, post=arrival_form),
    "branches:transfer_back": Example(rows={"pk": Member}, allowed=WRITERS, post=nothing_right),
    # Courts
    "branches:court_list": Example(allowed=ADMINISTRATORS),
    "branches:court_export": Example(allowed=ADMINISTRATORS),
    "branches:court_new": Example(allowed=ADMINISTRATORS, post=new_court),
    "branches:court_edit": Example(rows={"pk": Court}, allowed=ADMINISTRATORS, where=in_own_courts, post=court_form),
    "branches:court_settings": Example(rows={"pk": Court}, allowed=COMMITTEES, where=in_own_court, post=settings_form),
    "branches:general_list": Example(allowed=COMMITTEES),
    "branches:limit_list": Example(allowed=(*READERS, *MEMBERS, *ADMINISTRATORS)),
    "branches:limit_export": Example(allowed=(*READERS, *MEMBERS, *ADMINISTRATORS)),
    "branches:limit_set": Example(
        rows={"court_pk": Court},
        plain={"code": "PUBLICITY_DAYS"},
        allowed=COMMITTEES,
        where=in_own_court,
        post=limit_form,
    ),
    "branches:limit_end": Example(rows={"pk": Limit}, allowed=COMMITTEES, where=in_own_court, post=limit_end_form),
    "branches:general_new": Example(rows={"court_pk": Court}, allowed=COMMITTEES, where=in_own_court, post=named),
    "branches:general_edit": Example(rows={"pk": GeneralBranch}, allowed=COMMITTEES, where=in_own_court, post=named),
    # Accounts and the trail
    "branches:account_list": Example(allowed=ADMINISTRATORS),
    "branches:account_export": Example(allowed=ADMINISTRATORS),
    "branches:account_new": Example(allowed=ADMINISTRATORS, post=account_form),
    "branches:account_detail": Example(rows={"pk": User}, allowed=ADMINISTRATORS),
    "branches:account_appoint": Example(rows={"pk": User}, allowed=ADMINISTRATORS, post=appointment_form),
    "branches:account_member": Example(rows={"pk": User}, allowed=ADMINISTRATORS, post=member_link),
    "branches:account_password": Example(rows={"pk": User}, allowed=ADMINISTRATORS, post=password_form),
    "branches:account_switch": Example(rows={"pk": User}, allowed=ADMINISTRATORS, post=empty),
    "branches:appointment_end": Example(rows={"pk": Appointment}, allowed=ADMINISTRATORS, post=empty),
    "branches:audit_list": Example(allowed=AUDITORS),
    "branches:audit_export": Example(allowed=AUDITORS),
}
