"""What a step brings about beyond the file: people who stand by, and the member's own record."""

from collections.abc import Callable
from datetime import timedelta

from branches.choices import MembershipEnd, MemberStatus
from branches.models import Member
from branches.services.members import member_change, member_create, member_make_way
from branches.services.memberships import member_leave, member_leave_undo
from core.dates import in_force
from core.errors import Refused
from development.choices import SponsorRole, StepKind
from development.models import Sponsor
from development.path import probation_end
from development.services.files import PERSON, former_member_of
from development.services.taken import Case

DAY = timedelta(days=1)


def _contacts(case: Case) -> None:
    _name_sponsors(case, SponsorRole.CONTACT)


def _introducers(case: Case) -> None:
    _name_sponsors(case, SponsorRole.INTRODUCER)


def _name_sponsors(case: Case, role: str) -> None:
    """Those who stay, stay; the others end the day before the change."""
    on = case.taken.happened_on
    people = {person.pk for person in case.taken.people}
    rows = Sponsor.objects.within(case.candidate.court).filter(candidate=case.candidate, role=role)
    present = list(rows.filter(ends_on__isnull=True).select_related("member"))
    for sponsor in present:
        if sponsor.member_id in people:
            continue
        if sponsor.starts_on >= on:
            raise Refused(
                f"{sponsor.member}从 {sponsor.starts_on:%Y-%m-%d} 起，更换日期应在其后。", field="happened_on"
            )
        sponsor.ends_on = on - DAY
        sponsor.save(update_fields=["ends_on"])
    stay = {sponsor.member_id for sponsor in present}
    for person in case.taken.people:
        if person.pk not in stay:
            made = Sponsor(
                court=case.candidate.court,
                branch=case.candidate.branch,
                candidate=case.candidate,
                member=person,
                role=role,
                starts_on=on,
                recorded_by=case.by,
            )
            made.full_clean()
            made.save()


def _admit(case: Case) -> None:
    """A probationary member since the day of the vote (24, 32); one whom the roster has already is taken up."""
    case.candidate.member = _on_the_roster(case) or _new_member(case)


def _new_member(case: Case) -> Member:
    """Who was in the party before begins anew with a row of one's own; the earlier one keeps its history."""
    candidate, voted_on = case.candidate, case.standing[StepKind.ADMISSION_VOTE].happened_on
    former = former_member_of(candidate)
    return member_create(
        branch=candidate.branch,
        by=case.by,
        starts_on=voted_on,
        status=MemberStatus.PROBATIONARY,
        joined_on=voted_on,
        user=former and member_make_way(member=former, by=case.by),
        **{name: getattr(candidate, name) for name in PERSON},
    )


def _on_the_roster(case: Case) -> Member | None:
    candidate, voted_on = case.candidate, case.standing[StepKind.ADMISSION_VOTE].happened_on
    if candidate.born_on is None:
        return None
    present = Member.objects.within(candidate.court).filter(in_force(case.today, "memberships__"))
    return present.filter(
        branch=candidate.branch,
        name=candidate.name,
        born_on=candidate.born_on,
        status=MemberStatus.PROBATIONARY,
        joined_on=voted_on,
    ).first()


def _confirm(case: Case) -> None:
    """A formal member from the end of probation on, or the later day that was decided."""
    member = _member(case)
    member_change(
        member=member,
        version=member.version,
        by=case.by,
        status=MemberStatus.FORMAL,
        confirmed_on=case.taken.confirmed_on or probation_end(case.standing, case.limits),
    )


def _expel(case: Case) -> None:
    member_leave(member=_member(case), last_on=case.taken.happened_on, reason=MembershipEnd.LEFT, by=case.by)


def _member(case: Case) -> Member:
    if case.candidate.member is None:
        raise Refused("档案没有关联党员。")
    return case.candidate.member


def _sponsors_as_before(case: Case) -> None:
    """Who was named by the step never was; who made way for them goes on."""
    role = SponsorRole.CONTACT if case.kind == StepKind.CONTACTS else SponsorRole.INTRODUCER
    on = case.taken.happened_on
    rows = Sponsor.objects.within(case.candidate.court).filter(candidate=case.candidate, role=role)
    rows.filter(starts_on=on).delete()
    rows.filter(ends_on=on - DAY).update(ends_on=None)


def _unconfirm(case: Case) -> None:
    member = _member(case)
    values = {"status": MemberStatus.PROBATIONARY, "confirmed_on": None}
    member_change(member=member, version=member.version, by=case.by, **values)


def _take_back(case: Case) -> None:
    member_leave_undo(member=_member(case), reason=case.taken.note, by=case.by, on=case.today)


def _extend(case: Case) -> None:
    _put_extension(case, case.taken.months or 0)


def _extend_no_more(case: Case) -> None:
    _put_extension(case, 0)


def _put_extension(case: Case, months: int) -> None:
    member = _member(case)
    member_change(member=member, version=member.version, by=case.by, probation_extended=months)


EFFECTS: dict[str, Callable[[Case], None]] = {
    StepKind.CONTACTS: _contacts,
    StepKind.INTRODUCERS: _introducers,
    StepKind.ADMISSION_APPROVAL: _admit,
    StepKind.EXTENSION: _extend,
    StepKind.CONFIRMATION_APPROVAL: _confirm,
    StepKind.DISQUALIFICATION: _expel,
}
# What is made good when the step is withdrawn; an admission is not: the member's own record rests on it.
REVERSALS: dict[str, Callable[[Case], None]] = {
    StepKind.CONTACTS: _sponsors_as_before,
    StepKind.INTRODUCERS: _sponsors_as_before,
    StepKind.EXTENSION: _extend_no_more,
    StepKind.CONFIRMATION_APPROVAL: _unconfirm,
    StepKind.DISQUALIFICATION: _take_back,
}
