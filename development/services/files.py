"""Files are opened and changed; what happens in them are steps."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from branches.choices import MembershipEnd, MemberStatus
from branches.models import Branch, Court, Member
from branches.persons import clean_identity_number, identity_fingerprint
from branches.selectors.members import last_membership
from core import audit
from core.changes import save_change
from core.errors import Refused
from core.pinyin import search_keys
from development.choices import FileState, Stage, StepKind
from development.models import Candidate, Step

# Named in the audit trail when they change, never written there.
UNSPOKEN = ("identity_number", "identity_fingerprint", "pinyin")
# What a file takes over from a member, and a member from a file.
PERSON = ("name", "sex", "nation", "born_on", "education", "department", "identity_number")


@transaction.atomic
def file_open(
    *, branch: Branch, applied_on: date, by: Any, at: datetime, document: str = "", **person: Any
) -> Candidate:
    """A new file of somebody who has applied; `person`: name and other fields of PERSON."""
    if applied_on > localdate(at):
        raise Refused(f"申请日期不能晚于今天 {localdate(at):%Y-%m-%d}。", field="applied_on")
    if not branch.exists_on(applied_on):
        raise Refused(f"{branch}在 {applied_on:%Y-%m-%d} 不存在。", field="applied_on")
    values = _checked(person, court=branch.court)
    born_on = values.get("born_on")
    if born_on and born_on >= applied_on:
        raise Refused(f"出生日期应早于申请日期 {applied_on:%Y-%m-%d}。", field="born_on")
    candidate = Candidate(court=branch.court, branch=branch, began_on=applied_on, **values)
    return _begun(candidate, StepKind.APPLICATION, by=by, at=at, document=document)


@transaction.atomic
def file_take_over(*, member: Member, by: Any, at: datetime) -> Candidate:
    """A file for a probationary member who came by import or transfer: it begins with the probation."""
    if member.status != MemberStatus.PROBATIONARY:
        raise Refused(f"{member}不是预备党员，不需要建立预备期档案。")
    if member.joined_on is None:
        raise Refused(f"{member}没有登记入党日期，预备期从哪天起算不详；请先在党员页面补登。")
    if Candidate.objects.within(member.court).filter(member=member, state=FileState.OPEN).exists():
        raise Refused(f"{member}已有发展档案。")
    values = {name: getattr(member, name) for name in PERSON}
    candidate = Candidate(
        court=member.court,
        branch=member.branch,
        member=member,
        began_on=member.joined_on,
        stage=Stage.PROBATIONARY,
        pinyin=member.pinyin,
        identity_fingerprint=member.identity_fingerprint,
        **values,
    )
    return _begun(candidate, StepKind.TAKEN_OVER, by=by, at=at)


@transaction.atomic
def file_change(*, candidate: Candidate, version: int, by: Any, **person: Any) -> Candidate:
    """Change what is known of the person in a file that was opened at `version`; leave a field out to keep it."""
    values = _checked(person, court=candidate.court, candidate=candidate)
    rows = Candidate.objects.within(candidate.court)
    save_change(
        candidate, rows, values=values, by=by, action="development.file_change", version=version, unspoken=UNSPOKEN
    )
    return candidate


@transaction.atomic
def file_move(*, candidate: Candidate, version: int, to_branch: Branch, by: Any) -> Candidate:
    """Hand a file over to another branch of the court, which goes on with it; a member's goes where the member is."""
    if to_branch.court_id != candidate.court_id:
        raise Refused("只能移交给本院的党支部。", field="to_branch")
    if to_branch.pk == candidate.branch_id:
        raise Refused(f"档案已在{to_branch}。", field="to_branch")
    if candidate.member is not None and candidate.member.branch_id != to_branch.pk:
        raise Refused(f"{candidate}现在是{candidate.member.branch}的党员，档案应随人移交。", field="to_branch")
    return _moved(candidate, version, to_branch, by)


def file_follow(member: Member, branch: Branch, by: Any) -> None:
    """The open file of a member who came to another branch: that one works on it from now on."""
    for candidate in Candidate.objects.within(member.court).filter(member=member, state=FileState.OPEN):
        if candidate.branch_id != branch.pk:
            _moved(candidate, candidate.version, branch, by)


def _moved(candidate: Candidate, version: int, to_branch: Branch, by: Any) -> Candidate:
    """What was done before stays with the branch that did it, which goes on reading it."""
    rows = Candidate.objects.within(candidate.court)
    values = {"branch": to_branch}
    save_change(candidate, rows, values=values, by=by, action="development.file_move", version=version)
    return candidate


def _begun(candidate: Candidate, kind: str, *, by: Any, at: datetime, document: str = "") -> Candidate:
    candidate.full_clean()
    candidate.save()
    step = Step(
        court=candidate.court,
        branch=candidate.branch,
        candidate=candidate,
        kind=kind,
        happened_on=candidate.began_on,
        document=document,
        recorded_by=by,
        recorded_at=at,
    )
    step.full_clean()
    step.save()
    detail = {"branch": candidate.branch.name, "kind": str(kind), "on": candidate.began_on.isoformat()}
    audit.record(actor=by, action="development.file_open", subject=candidate, detail=detail)
    return candidate


def _checked(person: dict[str, Any], *, court: Court, candidate: Candidate | None = None) -> dict[str, Any]:
    values = dict(person)
    if "name" in values:
        values["name"] = values["name"].strip()
        values["pinyin"] = search_keys(values["name"])
    if "identity_number" in values:
        values["identity_number"] = _identity_number(values["identity_number"])
        values["identity_fingerprint"] = identity_fingerprint(values["identity_number"])
    whole = {name: getattr(candidate, name, None) for name in ("name", "born_on", "identity_fingerprint")} | values
    _check_unique(whole, court, candidate)
    return values


def _identity_number(text: str) -> str:
    if not text:
        return ""
    try:
        return clean_identity_number(text)
    except ValueError as fault:
        raise Refused(str(fault), field="identity_number") from fault


def _check_unique(whole: dict[str, Any], court: Court, candidate: Candidate | None) -> None:
    """One open file a person, and none for somebody who is a member: by identity number, else by name and birth."""
    same = _same_person(whole["name"], whole["born_on"], whole["identity_fingerprint"])
    others = Candidate.objects.within(court).filter(state=FileState.OPEN).exclude(pk=candidate.pk if candidate else 0)
    if others.filter(same).exists():
        raise Refused(f"本院已有{whole['name']}的档案正在办理，不能重复建立。", field="name")
    own = candidate.member_id if candidate else None
    for member in Member.objects.within(court).filter(same, admitted_again=False).exclude(pk=own or 0):
        why = _WHY_NOT_ANEW.get(_ended_by(member))
        if why:
            raise Refused(f"{member}{why}", field="name")


def _same_person(name: str, born_on: date | None, print_of: str | None) -> Q:
    """By identity number, else by name and birth; of whom neither is known, nobody is the same."""
    same = Q(pk__in=())
    if print_of:
        same |= Q(identity_fingerprint=print_of)
    if born_on:
        same |= Q(name=name, born_on=born_on)
    return same


# Who is or was a member here may not apply; who left the party may, and so may whose entry was a mistake.
_WHY_NOT_ANEW = {
    "": "已登记为本院党员；预备党员请在其党员页面建立预备期档案。",
    MembershipEnd.TRANSFERRED: "已转出组织关系，仍是党员；转回本院请在其党员页面办理转入。",
    MembershipEnd.DECEASED: "已登记去世；登记有误的，请先在其党员页面撤销离开。",
}


def _ended_by(member: Member) -> str:
    """For which reason the member left; "" of a member who is here."""
    last = last_membership(member)
    return last.ended_by if last is not None and last.ends_on is not None else ""


def former_member_of(candidate: Candidate) -> Member | None:
    """The row of the applicant's first time in the party, which ended here before."""
    same = _same_person(candidate.name, candidate.born_on, candidate.identity_fingerprint)
    rows = Member.objects.within(candidate.court).filter(same, admitted_again=False)
    return next((member for member in rows if _ended_by(member) and _ended_by(member) not in _WHY_NOT_ANEW), None)
