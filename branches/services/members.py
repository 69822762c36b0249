"""Members: who they are, and whether they may vote."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from branches.choices import LimitCode, MemberStatus
from branches.models import Branch, Court, Member, Membership, PartyGroup, VotingSuspension
from branches.persons import clean_identity_number, identity_fingerprint
from branches.probation import probation_ends_on
from branches.selectors.limits import LimitBook
from branches.services.memberships import check_place
from core import audit
from core.changes import save_change
from core.dates import overlapping
from core.errors import Refused
from core.pinyin import search_keys

DAY = timedelta(days=1)
# Named in the audit trail when they change, never written there.
SENSITIVE = ("phone", "identity_number", "identity_fingerprint")


@transaction.atomic
def member_create(
    *,
    branch: Branch,
    by: Any,
    name: str,
    group: PartyGroup | None = None,
    starts_on: date | None = None,
    **fields: Any,
) -> Member:
    """A new member of the branch since `starts_on` (None: from the beginning). `fields`: of Member."""
    check_place(branch, group, starts_on)
    values = _checked({"name": name, **fields}, court=branch.court)
    member = Member(court=branch.court, branch=branch, **values)
    member.full_clean()
    member.save()
    membership = Membership(court=branch.court, branch=branch, group=group, member=member, starts_on=starts_on)
    membership.full_clean()
    membership.save()
    detail = {"branch": branch.name, "group": str(group or ""), "starts_on": starts_on and starts_on.isoformat()}
    audit.record(actor=by, action="member.create", subject=member, detail=detail)
    return member


@transaction.atomic
def member_change(*, member: Member, version: int, by: Any, **fields: Any) -> Member:
    """Change what is known of a person that was opened at `version`; leave a field out to keep it.

    Branch, group and voting right have services of their own, with dates.
    """
    values = _checked(fields, court=member.court, member=member)
    rows = Member.objects.within(member.court)
    save_change(
        member, rows, values=values, by=by, action="member.change", version=version, unspoken=(*SENSITIVE, "pinyin")
    )
    return member


@transaction.atomic
def member_make_way(*, member: Member, by: Any) -> Any:
    """Somebody who had left the party is admitted anew: this row keeps the history, the next one has the number.

    Returns the person's account, which goes on with the new row.
    """
    user = member.user
    member.admitted_again, member.user = True, None
    member.save(update_fields=["admitted_again", "user"])
    audit.record(actor=by, action="member.make_way", subject=member, detail={})
    return user


@transaction.atomic
def voting_suspend(
    *, member: Member, starts_on: date, decision: str, by: Any, ends_on: date | None = None
) -> VotingSuspension:
    """Suspend the voting right by a decision (留党察看, 中止 on 留置 or 逮捕); nothing else ever does."""
    if not decision.strip():
        raise Refused("请填写作出决定的文号或依据。", field="decision")
    suspensions = VotingSuspension.objects.within(member.court).filter(member=member)
    if suspensions.filter(overlapping(starts_on, ends_on or date.max)).exists():
        raise Refused("这段时间的表决权已经停止，不能重复登记。", field="starts_on")
    suspension = VotingSuspension(
        court=member.court,
        branch=member.branch,
        member=member,
        starts_on=starts_on,
        ends_on=ends_on,
        decision=decision.strip(),
    )
    suspension.full_clean()
    suspension.save()
    detail = {"member": member.name, "starts_on": starts_on.isoformat(), "decision": suspension.decision}
    audit.record(actor=by, action="voting.suspend", subject=suspension, detail=detail)
    return suspension


@transaction.atomic
def voting_resume(*, suspension: VotingSuspension, resumed_on: date, decision: str, by: Any) -> VotingSuspension:
    """Give the voting right back from `resumed_on`; the decision stands in the audit trail."""
    if suspension.ends_on and suspension.ends_on < resumed_on:
        raise Refused("表决权在这一天之前已经恢复。", field="resumed_on")
    if resumed_on <= suspension.starts_on:
        raise Refused(f"恢复日期应晚于停止日期 {suspension.starts_on:%Y-%m-%d}。", field="resumed_on")
    if not decision.strip():
        raise Refused("请填写作出决定的文号或依据。", field="decision")
    suspension.ends_on = resumed_on - DAY
    suspension.full_clean()
    suspension.save(update_fields=["ends_on"])
    detail = {"resumed_on": resumed_on.isoformat(), "decision": decision.strip()}
    audit.record(actor=by, action="voting.resume", subject=suspension, detail=detail)
    return suspension


def _checked(values: dict[str, Any], *, court: Court, member: Member | None = None) -> dict[str, Any]:
    """The values to store, with what follows from them; Refused if they contradict each other or another person's."""
    values = dict(values)
    if "name" in values:
        values["name"] = values["name"].strip()
        values["pinyin"] = search_keys(values["name"])
    if "identity_number" in values:
        values["identity_number"] = _identity_number(values["identity_number"])
        values["identity_fingerprint"] = identity_fingerprint(values["identity_number"])
    whole = {name: getattr(member, name, None) for name in _WHOLE} | values
    if {"status", "joined_on", "probation_extended"} & set(values):
        book = LimitBook([LimitCode.PROBATION_YEARS], court)
        extended = whole["probation_extended"] or 0
        values["probation_ends_on"] = probation_ends_on(whole["status"] or "", whole["joined_on"], extended, book)
    _check_dates(whole)
    _check_unique(whole, court, member)
    return values


_WHOLE = ("name", "born_on", "status", "joined_on", "confirmed_on", "identity_fingerprint", "probation_extended")


def _identity_number(text: str) -> str:
    if not text:
        return ""
    try:
        return clean_identity_number(text)
    except ValueError as fault:
        raise Refused(str(fault), field="identity_number") from fault


def _check_dates(whole: dict[str, Any]) -> None:
    born_on, joined_on, confirmed_on = whole["born_on"], whole["joined_on"], whole["confirmed_on"]
    if born_on and joined_on and joined_on <= born_on:
        raise Refused("入党日期应晚于出生日期。", field="joined_on")
    if joined_on and confirmed_on and confirmed_on < joined_on:
        raise Refused("转正日期不能早于入党日期。", field="confirmed_on")
    if whole["status"] == MemberStatus.PROBATIONARY and confirmed_on:
        raise Refused("预备党员还没有转正日期；已转正的请把类别改为正式党员。", field="confirmed_on")


def _check_unique(whole: dict[str, Any], court: Court, member: Member | None) -> None:
    others = Member.objects.within(court).filter(admitted_again=False).exclude(pk=member.pk if member else 0)
    print_of = whole["identity_fingerprint"]
    if print_of and others.filter(identity_fingerprint=print_of).exists():
        raise Refused("本院已登记过这个身份证号。", field="identity_number")
    twin = others.filter(name=whole["name"], born_on=whole["born_on"], identity_fingerprint__isnull=True)
    if not print_of and whole["born_on"] and twin.exists():
        raise Refused("本院已有同名且出生日期相同的党员；如确是两人，请填写身份证号。", field="name")
