"""Entries of registers: added, changed, withdrawn."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from branches.models import Branch, Court, Member
from core import audit
from core.changes import GONE, save_change
from core.errors import EditConflict, Refused
from core.typed_fields import PREFIX, Unreadable, stored
from registers.choices import Subject
from registers.models import RegisterEntry, RegisterKind
from registers.selectors.kinds import kind_as_set
from registers.vocabulary import VOCABULARY

LONGEST_TITLE = 100


@dataclass(frozen=True)
class EntryFacts:
    """What somebody typed. `values` by code of the vocabulary; `parent` is the entry that this one stands below."""

    on: date
    title: str = ""
    until: date | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    member: Member | None = None
    parent: RegisterEntry | None = None


@transaction.atomic
def entry_add(
    *,
    kind: RegisterKind,
    court: Court,
    branch: Branch | None,
    facts: EntryFacts,
    by: Any,
    submission_key: UUID | None = None,
) -> RegisterEntry:
    """A new entry of the court, or of its branch. What stands below another has that one's branch and person. A form
    that was sent twice (`submission_key`) makes one entry."""
    Court.objects.within(court).select_for_update(no_key=True).get()
    sent = RegisterEntry.objects.within(court).filter(submission_key=submission_key).first() if submission_key else None
    if sent is not None:
        return sent
    kind = kind_as_set(court, kind)
    if not kind.is_active:
        raise Refused(f"“{kind}”已经停用，不能再登记")
    entry = RegisterEntry(court=court, branch=branch, kind=kind, parent=facts.parent, submission_key=submission_key)
    entry.member = facts.member if kind.asks_person else None
    if facts.parent:
        _hold(facts.parent)
    _check_place(entry)
    _check_people(entry, is_chosen=True)
    for name, value in _said(entry, facts).items():
        setattr(entry, name, value)
    entry.full_clean(exclude=["kind"])  # it was read with what the court has set, and is not saved
    entry.save()
    audit.record(actor=by, action="registers.entry_add", subject=entry)
    return entry


@transaction.atomic
def entry_change(*, entry: RegisterEntry, version: int, facts: EntryFacts, by: Any) -> RegisterEntry:
    """Change an entry that was opened at `version`. Its branch stays; so does its person once others stand below."""
    _hold(entry)
    before = RegisterEntry.objects.within(entry.court).select_related("kind", "branch").get(pk=entry.pk)
    if before.is_withdrawn:
        raise Refused("这一条已经撤销，不能再改")
    if facts.parent and facts.parent != before.parent:
        _hold(facts.parent)
    kind = kind_as_set(entry.court, before.kind)
    is_chosen = kind.asks_person and facts.member != before.member
    if kind.parent_id is None:
        before.parent = facts.parent
        if is_chosen:
            if before.children.exclude(kind=kind).exists():
                raise Refused("下面已有登记，不能换人；请填上截止日期，再另登记一条", field="member")
            before.member = facts.member
    before.kind = kind
    _check_place(before)
    _check_people(before, is_chosen=is_chosen)
    values = {"member": before.member, "parent": before.parent, **_said(before, facts)}
    rows = RegisterEntry.objects.within(entry.court)
    save_change(
        entry, rows, values=values, by=by, action="registers.entry_change", version=version, unspoken=("values",)
    )
    return entry


@transaction.atomic
def entry_withdraw(*, entry: RegisterEntry, version: int, reason: str, by: Any, at: datetime) -> RegisterEntry:
    """Take an entry out of its register; it stays readable with the reason."""
    _hold(entry)
    if entry.is_withdrawn:
        raise Refused("这一条已经撤销")
    if not reason.strip():
        raise Refused("请写明撤销原因", field="reason")
    rows = RegisterEntry.objects.within(entry.court)
    if below := rows.filter(parent=entry, withdrawn_at__isnull=True).count():
        raise Refused(f"下面还有 {below} 条登记，请先撤销它们", field="reason")
    values = {"withdrawn_at": at, "withdrawn_by": by, "withdrawal_reason": reason.strip()}
    save_change(entry, rows, values=values, by=by, action="registers.entry_withdraw", version=version)
    return entry


def _hold(entry: RegisterEntry) -> None:
    """Let nobody withdraw the entry, or add below it, until the transaction ends."""
    rows = RegisterEntry.objects.within(entry.court).filter(pk=entry.pk)
    if rows.select_for_update(no_key=True).first() is None:
        raise EditConflict(GONE)


def _check_place(entry: RegisterEntry) -> None:
    """Set the branch and person of what stands below another, and refuse a place that is none."""
    kind, parent = entry.kind, entry.parent
    if kind.parent_id and (parent is None or parent.kind_id != kind.parent_id):
        raise Refused(f"“{kind}”要登记在一条“{kind.parent}”之下，请从那一条进入")
    if parent is None:
        return
    if parent.court_id != entry.court_id or parent.is_withdrawn:
        raise Refused("上级的一条已经撤销或不在本院，请另选", field="parent")
    if kind.parent_id:
        entry.branch, entry.member = parent.branch, parent.member
    elif not kind.nests or parent.kind_id != kind.pk or parent.branch_id or _stands_below(parent, entry):
        raise Refused("只能列在全院的另一条之下，请另选", field="parent")


def _stands_below(parent: RegisterEntry | None, entry: RegisterEntry) -> bool:
    """Whether `parent` is the entry itself or stands below it."""
    while parent is not None:
        if parent.pk == entry.pk:
            return True
        parent = parent.parent
    return False


def _check_people(entry: RegisterEntry, *, is_chosen: bool) -> None:
    """Refuse a person or a branch that is lacking or wrong. `is_chosen`: the person is chosen now; one who was chosen
    before may have moved since."""
    kind, member = entry.kind, entry.member
    if kind.parent_id:
        return
    if is_chosen and member and member.court_id != entry.court_id:
        raise Refused("这个人不在本院花名册上，请另选", field="member")
    if kind.subject == Subject.PERSON and member is None:
        raise Refused(f"请选择{kind.person_label or '人员'}", field="member")
    if kind.needs_branch and entry.branch is None:
        raise Refused("请选择党支部", field="branch")
    if entry.branch and (kind.subject == Subject.COURT or entry.branch.court_id != entry.court_id):
        raise Refused("这个党支部不能登记在这里", field="branch")
    if kind.subject == Subject.PERSON and not kind.needs_branch and is_chosen and member:
        _take_branch(entry, member)


def _take_branch(entry: RegisterEntry, member: Member) -> None:
    """What is about a person is read by the officers of that person's branch, and of no other."""
    if entry.branch and entry.branch != member.branch:
        raise Refused(f"{member.name}在{member.branch}，不在{entry.branch}，请重新选择", field="member")
    entry.branch = member.branch


def _said(entry: RegisterEntry, facts: EntryFacts) -> dict[str, Any]:
    """The columns of what was typed; who the person is, stands by name."""
    kind = entry.kind
    until = facts.until if kind.until_label or entry.until else None
    if until and until < facts.on:
        raise Refused(f"{kind.until_label or '截止日期'}不能早于{kind.date_label}", field="until")
    title = facts.title.strip()
    if kind.title_label and not title:
        raise Refused(f"请填写{kind.title_label}", field="title")
    was_typed = bool(entry.title) and f"：{entry.person or entry.whom}" not in entry.title
    entry.person = entry.member.name if entry.member else ""
    if not kind.title_label:  # what was typed while the kind asked for it stays
        title = entry.title if was_typed else f"{kind.name}：{entry.whom}"[:LONGEST_TITLE]
    return {
        "person": entry.person,
        "title": title,
        "on": facts.on,
        "until": until,
        "values": kept_values(kind, facts.values, entry.values),
    }


def kept_values(kind: RegisterKind, values: Mapping[str, Any], before: Collection[str] = ()) -> dict[str, Any]:
    """`values` as they are stored; the kind asks for them, or they stood there `before`."""
    kept = {}
    for code, value in values.items():
        if code not in VOCABULARY or code not in {*kind.fields, *before}:
            raise Refused(f"“{kind}”没有这一项内容，请重新打开再填")
        try:
            kept[code] = stored(VOCABULARY[code], value)
        except Unreadable as fault:
            raise Refused(str(fault), field=f"{PREFIX}{code}") from None
    return kept
