"""Branches, their groups, and general branches."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from branches.models import Appointment, Branch, CommitteeTerm, Court, GeneralBranch, Membership, PartyGroup, Post
from branches.models.courts import existing_on
from core import audit
from core.changes import save_change
from core.dates import in_force
from core.errors import Refused

DAY = timedelta(days=1)
# What stands for the court itself where a table or a filter names a branch.
WHOLE_COURT = "全院"


@transaction.atomic
def general_branch_create(*, court: Court, name: str, by: Any) -> GeneralBranch:
    """A new general branch (党总支) of the court."""
    rows = GeneralBranch.objects.within(court)
    if rows.filter(name=name.strip()).exists():
        raise Refused(f"本院已有名为“{name}”的党总支。", field="name")
    made = GeneralBranch(court=court, name=name.strip(), order=rows.count() + 1)
    made.full_clean()
    made.save()
    audit.record(actor=by, action="general_branch.create", subject=made)
    return made


@transaction.atomic
def general_branch_change(*, general_branch: GeneralBranch, name: str, order: int, by: Any) -> GeneralBranch:
    rows = GeneralBranch.objects.within(general_branch.court)
    if rows.filter(name=name.strip()).exclude(pk=general_branch.pk).exists():
        raise Refused(f"本院已有名为“{name}”的党总支。", field="name")
    values = {"name": name.strip(), "order": order}
    save_change(general_branch, rows, values=values, by=by, action="general_branch.change")
    return general_branch


@transaction.atomic
def branch_create(*, court: Court, by: Any, name: str, **fields: Any) -> Branch:
    """A new branch of the court, the last in its order unless `order` is given. `fields`: of Branch."""
    name = name.strip()
    _check_name(court, name)
    _check_general_branch(court, fields.get("general_branch"))
    if not fields.get("order"):
        fields["order"] = (Branch.objects.within(court).aggregate(last=Max("order"))["last"] or 0) + 1
    branch = Branch(court=court, name=name, **fields)
    branch.full_clean()
    branch.save()
    audit.record(actor=by, action="branch.create", subject=branch, detail={"kind": branch.kind})
    return branch


@transaction.atomic
def branch_change(*, branch: Branch, version: int, by: Any, name: str, **fields: Any) -> Branch:
    """Change a branch that was opened at `version`; EditConflict if it was saved since."""
    name = name.strip()
    _check_name(branch.court, name, branch)
    _check_general_branch(branch.court, fields.get("general_branch"))
    rows = Branch.objects.within(branch.court)
    save_change(branch, rows, values={"name": name, **fields}, by=by, action="branch.change", version=version)
    return branch


@transaction.atomic
def branch_dissolve(*, branch: Branch, dissolved_on: date, by: Any) -> Branch:
    """Dissolve a branch without members: from `dissolved_on` it is gone, with all that was part of it."""
    if branch.dissolved_on:
        raise Refused("该支部已经撤销。")
    left = Membership.objects.within(branch).filter(in_force(dissolved_on) | Q(starts_on__gt=dissolved_on)).count()
    if left:
        raise Refused(f"支部还有 {left} 名党员，请先转出，再撤销支部。", field="dissolved_on")
    _check_after_founding(branch, dissolved_on)
    rows = Branch.objects.within(branch.court)
    save_change(branch, rows, values={"dissolved_on": dissolved_on}, by=by, action="branch.dissolve")
    groups = PartyGroup.objects.within(branch).filter(existing_on(dissolved_on))
    groups.exclude(founded_on__gte=dissolved_on).update(dissolved_on=dissolved_on)
    for model in (Post, CommitteeTerm, Appointment):
        _end_all(model.objects.within(branch), dissolved_on)
    return branch


@transaction.atomic
def group_create(*, branch: Branch, name: str, by: Any, founded_on: date | None = None) -> PartyGroup:
    """A new group of the branch."""
    rows = PartyGroup.objects.within(branch)
    if rows.filter(name=name.strip()).exists():
        raise Refused(f"本支部已有名为“{name}”的党小组。", field="name")
    group = PartyGroup(
        court=branch.court, branch=branch, name=name.strip(), founded_on=founded_on, order=rows.count() + 1
    )
    group.full_clean()
    group.save()
    audit.record(actor=by, action="group.create", subject=group)
    return group


@transaction.atomic
def group_change(
    *, group: PartyGroup, name: str, by: Any, founded_on: date | None = None, order: int = 0
) -> PartyGroup:
    rows = PartyGroup.objects.within(group.branch)
    if rows.filter(name=name.strip()).exclude(pk=group.pk).exists():
        raise Refused(f"本支部已有名为“{name}”的党小组。", field="name")
    values = {"name": name.strip(), "founded_on": founded_on, "order": order}
    save_change(group, rows, values=values, by=by, action="group.change")
    return group


@transaction.atomic
def group_dissolve(*, group: PartyGroup, dissolved_on: date, by: Any) -> PartyGroup:
    """Dissolve a group without members; its leader's post and appointment end with it."""
    members = Membership.objects.within(group.branch).filter(group=group)
    left = members.filter(in_force(dissolved_on) | Q(starts_on__gt=dissolved_on)).count()
    if left:
        raise Refused(f"党小组还有 {left} 名党员，请先调整到其他小组。", field="dissolved_on")
    _check_after_founding(group, dissolved_on)
    rows = PartyGroup.objects.within(group.branch)
    save_change(group, rows, values={"dissolved_on": dissolved_on}, by=by, action="group.dissolve")
    for model in (Post, Appointment):
        _end_all(model.objects.within(group.branch).filter(group=group), dissolved_on)
    return group


def _end_all(rows: QuerySet[Any], gone_on: date) -> None:
    """End what is in force on the day before `gone_on`; what had not begun by then never does."""
    rows.filter(starts_on__gte=gone_on).delete()
    rows.filter(in_force(gone_on)).update(ends_on=gone_on - DAY)


def _check_name(court: Court, name: str, branch: Branch | None = None) -> None:
    if name == WHOLE_COURT:
        raise Refused(f"“{name}”指整个法院，请给党支部另取名称。", field="name")
    named = Branch.objects.within(court).filter(name=name)
    if named.exclude(pk=branch.pk if branch else 0).exists():
        raise Refused(f"本院已有名为“{name}”的党支部。", field="name")


def _check_general_branch(court: Court, general_branch: GeneralBranch | None) -> None:
    if general_branch and general_branch.court_id != court.pk:
        raise Refused("党总支不属于本院。", field="general_branch")


def _check_after_founding(founded: Branch | PartyGroup, dissolved_on: date) -> None:
    if founded.founded_on and dissolved_on <= founded.founded_on:
        raise Refused(f"撤销日期应晚于成立日期 {founded.founded_on:%Y-%m-%d}。", field="dissolved_on")
